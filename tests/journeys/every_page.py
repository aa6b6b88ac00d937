"""Every page of the product, from the URL map, over the demo fair: nobody keeps a list by hand.

A page is what a role may GET and what answers with a whole HTML page; pieces and downloads are
left out by what they answer. A new part in a path (`<card>`) needs a value in `stands_for`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from fair.visit import Recorded, SeenBefore
from kiosk.actions import record_visit
from kiosk.actions.give_secret import give_secret
from kiosk.commands import demo
from kiosk.settings import Kiosk, chance, shipped
from kiosk.store import badges, check_ins, employers
from kiosk.store.answers import Ask
from kiosk.store.station import open_station
from kiosk.web.app import UPLOADS, make_app
from kiosk.web.server import serve
from pages.gate import EVERYBODY, roles_of
from pages.locale import read_texts
from tests.journeys.hard_moments import (
    PRINTER,
    let_printers_fail,
    let_two_differ,
    register_a_child,
)

ROLES = ("entrance", "booth", "desk", "organizer", "seeker")
# Pages look different when something was asked.
ASKED = {"/organizer/lists": ("?which=came",)}
# These answer only when something is asked; looking for printers takes seconds.
ALWAYS_ASKED = {
    "/organizer/printers/one": f"?name={PRINTER}",
    "/organizer/printers/find": "?uri=tcp://127.0.0.1:9100&language=tspl&name=South",
}
# Answers only while something else is going on.
NOT_NOW = ("/organizer/first-start", "/organizer/import/rejects.csv")
MET, NOT_YET_IN = 201, 1  # badge numbers of the demo: who has come, and who hasn't


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: `role` is None where nobody has to sign in."""

    path: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Fair:
    """The demo fair, served: its address, every page, and the secret that lets each role in."""

    url: str
    pages: tuple[Shown, ...]
    secrets: dict[str, str]

    def sign_in(self, browser: Browser, role: str, to: Path) -> Path:
        """Sign a browser in as this role once; give the file of its cookies."""
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{self.url}/enter#{self.secrets[role]}")
        page.wait_for_url(lambda url: "/enter" not in url.replace("/entrance", ""))
        context.storage_state(path=to)
        context.close()
        return to


@contextmanager
def demo_fair(folder: Path) -> Iterator[Fair]:
    """Make the demo fair and serve it from this process."""
    station = open_station(folder, chance())
    roles = demo.prepare(station)
    let_printers_fail(station, folder, MET)
    kiosk = Kiosk(station=station, texts=read_texts(shipped("translations")), demo=True)
    values = stands_for(kiosk)
    let_two_differ(station, values["person"], values["visit"])
    child = Shown(f"/desk/person/{register_a_child(station)}", "desk")
    secrets = {role: each["secret"] for role, each in roles.items()}
    secrets["seeker"] = give_secret(station, values["person"], actor="test")
    app = make_app(kiosk)
    server = serve(app, host="127.0.0.1", port=0, threads=4, upload_paths=UPLOADS)
    thread = threading.Thread(target=server.start)
    thread.start()
    try:
        shown = (*pages(app, secrets, values), child)
        yield Fair(f"http://127.0.0.1:{server.port}", shown, secrets)
    finally:
        server.stop(1.0)
        thread.join()
        station.close()


def stands_for(kiosk: Kiosk) -> dict[str, str]:
    """Say what each part of a path is in this fair."""
    db, series = kiosk.station.reading(), kiosk.station.fair.series
    booth, employer = "A01", employers.at_booth(db, "A01")
    assert employer is not None
    code = badges.codes_of_number(db, series, MET)[0]
    badge = badges.by_code(db, code)
    assert badge is not None
    first = check_ins.first_of(db, code, badge.person)
    assert first is not None
    table = record_visit.Booth(booth, employer.id)
    ask = Ask(f"booth:{booth}:{employer.id}", kiosk.station.chance.new_id(), "/visits", code)
    met = record_visit.record_visit(kiosk.station, ask, table, actor="test").verdict
    assert isinstance(met, Recorded | SeenBefore)
    return {
        "code": code,
        "holder": badges.codes_of_number(db, series, NOT_YET_IN)[0],
        "person": badge.person or "",
        "visit": met.visit,
        "employer": employer.id,
        "job": employers.jobs(db, employer.id)[0].id,
        "op": check_ins.latest(db, first.where, 1)[0].op,
        "name": "none",
        "table": "seekers",
        "format_": "csv",
    }


def pages(app: Flask, secrets: dict[str, str], values: dict[str, str]) -> Iterator[Shown]:
    """Walk the URL map as each role in turn, and give what is a page."""
    browsers: dict[str | None, Any] = {None: app.test_client()}
    for each in ROLES:
        browsers[each] = app.test_client()
        browsers[each].post(
            "/enter", data={"secret": secrets[each]}, headers={"Origin": "http://localhost"}
        )
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(("/static", "/api")):
            continue
        allowed = roles_of(app, rule.endpoint) or frozenset()
        role = next((known for known in ROLES if known in allowed), None)
        assert role or allowed == EVERYBODY, rule.rule
        for path in paths(app, rule, values):
            path += ALWAYS_ASKED.get(path, "")
            answer = browsers[role].get(path)
            assert answer.status_code < 400 or path in NOT_NOW, (path, role, answer.status)
            html = answer.mimetype == "text/html" and answer.data.lstrip().startswith(b"<!")
            if answer.status_code == 200 and html:
                yield Shown(path, role)
                yield from (Shown(path + asked, role) for asked in ASKED.get(path, ()))


def paths(app: Flask, rule: Rule, values: dict[str, str]) -> Iterator[str]:
    """Fill a rule's parts; `<any(a,b):kind>` stands for each of its choices."""
    missing = rule.arguments - values.keys()
    many = {name: sorted(getattr(rule._converters[name], "items", ())) for name in missing}
    assert all(many.values()), f"{rule.rule}: say in stands_for what {missing} is"
    choices: list[dict[str, str]] = [{}]
    for name, each in many.items():
        choices = [{**before, name: value} for before in choices for value in each]
    with app.test_request_context():
        for choice in choices:
            built = rule.build(
                {**{name: values.get(name, "") for name in rule.arguments}, **choice}
            )
            assert built is not None
            yield built[1]
