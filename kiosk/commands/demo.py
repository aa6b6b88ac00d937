"""The demo fair: made once in a folder of its own, from data that come with the product."""

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fair.setup import Setup, read_setup
from fair.visit import Recorded
from kiosk.actions import (
    add_device,
    add_staff,
    change_lead,
    check_in,
    create_fair,
    import_list,
    record_visit,
    register_seeker,
)
from kiosk.settings import shipped
from kiosk.store import badges, employers, identity
from kiosk.store.answers import Ask
from kiosk.store.station import Station
from pages.sign_in import Pins

# A demo's secrets are no secrets: they are printed at every start.
SECRETS = "demo_secrets"
PINS = {"desk": "2580", "organizer": "1379"}
NAMES = {"desk": "服务台", "organizer": "组织者"}
ACTOR = "demo"
OPENED = timedelta(hours=2)  # the demo fair opened two hours before its first start
WALK_INS, FIRST_EXPECTED = 60, 201  # numbers below haven't come yet: they are there to be tried
VISITS = 420


def prepare(station: Station) -> dict[str, dict[str, Any]]:
    """Make the demo fair where there is none, and give each role's link secret and PIN."""
    kept = identity.setting(station.db, SECRETS)
    if kept is not None:
        roles: dict[str, dict[str, Any]] = json.loads(kept)
        return roles
    folder = shipped("demo")
    setup = read_setup(json.loads((folder / "fair.json").read_text(encoding="utf-8")))
    opens = (station.chance.now() - OPENED).astimezone(setup.zone)
    opens = opens.replace(minute=0, second=0, microsecond=0)
    setup = replace(setup, starts_at=opens, ends_at=opens + (setup.ends_at - setup.starts_at))
    key = bytes(station.chance.below(256) for _ in range(32))
    create_fair.create_fair(station, setup, fair_key=key, name=ACTOR)
    for what in ("employers", "seekers"):
        for _ in import_list.import_list(station, what, folder / f"{what}.xlsx", actor=ACTOR):
            pass
    roles = {
        role: {"secret": secret, "pin": PINS.get(role)} for role, secret in let_in(station, setup)
    }
    for role, pin in PINS.items():
        add_staff.add_staff(station, name=NAMES[role], role=role, pin=pin, pins=Pins(), actor=ACTOR)
    live_through(station, setup, opens)
    with station.transaction() as db:
        identity.keep_setting(db, SECRETS, json.dumps(roles))
    return roles


def let_in(station: Station, setup: Setup) -> list[tuple[str, str]]:
    """Add a device for each role and give its secret."""
    where = {"entrance": (setup.entrances[0], None), "booth": (None, setup.booths[0])}
    return [
        (
            role,
            add_device.add_device(
                station,
                name=f"demo {role}",
                role=role,
                entrance=where.get(role, (None, None))[0],
                booth=where.get(role, (None, None))[1],
                actor=ACTOR,
            ),
        )
        for role in ("entrance", "booth", "desk", "organizer")
    ]


def live_through(station: Station, setup: Setup, opens: datetime) -> None:
    """Let the first two hours of the fair have happened, so that the first look is alive."""
    dice = random.Random(1)
    now = station.chance.now()
    minutes = int((now - opens).total_seconds() // 60)

    def ask(place: str, path: str, code: str = "") -> Ask:
        return Ask(place, station.chance.new_id(), path, code)

    def moment() -> datetime:
        return opens + timedelta(minutes=min(dice.triangular(0, minutes, minutes / 3), minutes))

    codes = []
    for number in range(FIRST_EXPECTED, FIRST_EXPECTED + 160):
        where = dice.choice(setup.entrances)
        code = badges.codes_of_number(station.reading(), station.fair.series, number)[0]
        call = ask(f"entrance:{where}", "/check-ins", code)
        check_in.check_in(station, call, where=where, actor=ACTOR, at=moment())
        codes.append(code)
    for _ in range(WALK_INS):
        where = dice.choice(setup.entrances)
        answer = register_seeker.register_seeker(
            station,
            ask(f"entrance:{where}", "/seekers"),
            register_seeker.Person({}),
            check_in=True,
            where=where,
            actor=ACTOR,
            at=moment(),
        )
        codes.append(getattr(answer.verdict, "code", ""))
    stands = employers.booths(station.reading())
    tables = [record_visit.Booth(booth, who) for who, booths in stands.items() for booth in booths]
    # Some booths are busy and some are not; the one whose link the demo gives out is busy.
    shown = setup.booths[0]
    liked = [1.0 if each.booth == shown else dice.random() ** 2 for each in tables]
    busy = dice.choices(tables, weights=liked, k=VISITS)
    for table in busy:
        place, at = f"booth:{table.booth}:{table.employer}", moment()
        call = ask(place, "/visits", dice.choice(codes))
        visit = record_visit.record_visit(station, call, table, actor=ACTOR, at=at).verdict
        outcome = dice.choices(("talked", "interested", "not_a_fit"), weights=(5, 3, 2))[0]
        if outcome != "talked" and isinstance(visit, Recorded):
            change_lead.change_lead(
                station,
                ask(place, "/visits/outcome"),
                table,
                visit=visit.visit,
                fields={"outcome": outcome},
                note=None,
                seen=None,
                actor=ACTOR,
                at=at,
            )
