"""A central with several fairs, served as `central serve` does, and every page of it."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser

from central.actions import add_staff
from central.actions.back_up import back_up
from central.settings import Central, chance
from central.store import nodes, peers
from central.store.connect import Store, open_store
from central.web.app import make_app
from fair import facts
from fair.clock import to_ms
from fair.visit import visit_id
from kiosk.store import operations
from pages.sign_in import Pins
from tests.central.fairs import new_fair, report, root_of
from tests.kiosk.conftest import FairDay

CAMPAIGN = "2027 年就业援助月"
PIN = "246810"
ADMIN, VIEWER, NOBODYS = "李主任", "Chen", "Wu"  # Wu's region has no fair
EMPLOYERS = ("星河制衣", "云岭食品", "Hongda Machinery")
FAIRS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("first", {"name": {"zh-CN": "残疾人就业首场招聘会", "en": "First fair"}, "region": "440104",
               "campaign": {"zh-CN": CAMPAIGN}}, 46),
    ("market", {"name": {"zh-CN": "云岭镇赶集日招聘"}, "region": "440183",
                "campaign": {"zh-CN": CAMPAIGN}}, 23),
    ("north", {"name": {"zh-CN": "城北零工市场春季专场招聘会暨校企合作洽谈会"}, "region": "110105",
               "campaign": {"zh-CN": CAMPAIGN}}, 31),
    ("alone", {"name": {"zh-CN": "社区招聘角", "en": "Job corner"}, "region": "440104",
               "campaign": {}}, 9),
)  # fmt: skip
# Not pages: downloads, and what only leads on.
NO_PAGE = {"/report.xlsx", "/healthz", "/"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One page; `name` of its picture, and whose eyes see it (None: anybody's)."""

    name: str
    path: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    pages: tuple[Shown, ...]

    def by_person(self) -> dict[str | None, list[Shown]]:
        """Give the pages that each person sees; None: whoever hasn't signed in."""
        found: dict[str | None, list[Shown]] = {}
        for each in self.pages:
            found.setdefault(each.who, []).append(each)
        return found

    def sign_in(self, browser: Browser, who: str, to: Path) -> Path:
        """Sign a browser in as this person; give the file of its cookies."""
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{self.url}/sign-in")
        page.fill("[name=name]", who)
        page.fill("[name=pin]", PIN)
        page.click("main button")
        page.wait_for_url("**/campaigns/**")
        context.storage_state(path=to)
        context.close()
        return to


def has_a_day(day: FairDay, people: int) -> None:
    """Let people come, meet employers, and some of them be wanted."""
    ids = [secrets.token_hex(16) for _ in EMPLOYERS]
    with day.station.transaction():
        for id_, name in zip(ids, EMPLOYERS, strict=True):
            operations.record(day.station, facts.EmployerChanged(id_, {"name": name}), actor="x")
            job = facts.JobChanged(
                secrets.token_hex(16), id_, {"title": "缝纫工", "openings": 12, "reserved": 2}
            )
            operations.record(day.station, job, actor="x")
    for n in range(people):
        groups = {f"D{n % 4 + 1:02d}": "verified"} if n % 2 else {}
        known = {"id_number": "990101199003071236"} if n == 1 else {}
        trades = [f"T{n % 5 + 1:02d}"]
        person = day.registers(f"Person {n}", groups=groups, trades=trades, **known)
        if n % 5:
            day.scans(person.code, at=f"{9 + n % 4:02d}:{n:02d}")
        for booth in range(n % 3):
            employer = ids[booth]
            day.visits(person.code, f"A{booth + 1:02d}", employer=employer)
            if n % 4 == 0:
                visit = visit_id(day.station.fair.fair, f"A{booth + 1:02d}", employer, person.code)
                with day.station.transaction():
                    said = facts.LeadChanged(visit, {"outcome": "interested"})
                    operations.record(day.station, said, actor="x")


def fill(store: Store, folder: Path) -> list[str]:
    """Let four fairs report, and a fifth be paired that has said nothing yet; give their ids."""
    ids, now = [], chance().now()
    for name, changed, people in FAIRS:
        day = new_fair(folder / name, **changed)
        has_a_day(day, people)
        gate = secrets.token_hex(16)
        with day.station.transaction():
            joined = facts.NodeJoined(gate, "a" * 64, "North gate", "station", "B")
            operations.record(day.station, joined, actor="x")
            if name == "market":
                operations.record(day.station, facts.NodeRevoked(gate, {}), actor="x")
        report(store, day, size=500)
        fair, node = day.station.fair.fair, day.station.fair.node
        offset_ms = 420_000 if name == "north" else 0
        store.write(partial(peers.heard, fair=fair, node=node, at=now, offset_ms=offset_ms))
        ids.append(fair)
        day.station.close()
    back_up(store, folder / "central.backup")
    late = new_fair(folder / "late")
    late_id = late.station.fair.fair
    store.write(lambda db: nodes.add_fair(db, late_id, root_of(late), to_ms(now)))
    late.station.close()
    return [*ids, late_id]


def every_page(ids: list[str]) -> tuple[Shown, ...]:
    first, market, north, _, late = ids
    chosen = "&".join(f"fair={each}" for each in (first, market, north))
    return (
        Shown("sign-in", "/sign-in", None),
        Shown("campaigns", "/campaigns/", ADMIN),
        Shown("campaigns-none", "/campaigns/", NOBODYS),
        Shown("campaign", f"/campaigns/one?name={quote(CAMPAIGN)}", ADMIN),
        Shown("campaign-of-region", f"/campaigns/one?name={quote(CAMPAIGN)}", VIEWER),
        Shown("campaign-without-name", "/campaigns/one?name=", ADMIN),
        Shown("fair", f"/fairs/{first}", ADMIN),
        Shown("fair-market", f"/fairs/{market}", VIEWER),
        Shown("fair-late", f"/fairs/{late}", ADMIN),
        Shown("compare", f"/compare?{chosen}", ADMIN),
        Shown("compare-none", "/compare", VIEWER),
        Shown("nodes", "/nodes", ADMIN),
        Shown("looks", "/looks", ADMIN),
    )


def pages_of_the_app(store: Store) -> set[str]:
    """Give the paths of every page of the URL map, parts in angle brackets."""
    rules = make_app(Central(store, {})).url_map.iter_rules()
    shown = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    return {rule for rule in shown - NO_PAGE if not rule.startswith("/static/")}


@contextmanager
def central_with_fairs(folder: Path) -> Iterator[Served]:
    """Fill a central and serve it from a process of its own."""
    data = folder / "central"
    store = open_store(f"sqlite:///{data / 'central.db'}", chance())
    ids = fill(store, folder)
    for name, role, region in (
        (ADMIN, "admin", ""),
        (VIEWER, "viewer", "44"),
        (NOBODYS, "viewer", "5301"),
    ):
        add_staff.add_staff(store, Pins(), name=name, role=role, region=region, pin=PIN)
    store.close()
    words = (sys.executable, "-m", "central", "--data", str(data), "serve", "--port", "0")
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Served(process.stdout.readline().strip(), every_page(ids))
    finally:
        process.terminate()
        process.wait(10)
