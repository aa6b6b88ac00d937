"""A seeker's slip: gather what it says, give the secret on its stub, queue it for a printer.

A secret is kept hashed only, so it is drawn when the slip is drawn and lives on the paper alone.
"""

import sqlite3
from datetime import datetime

from fair.check_in import Unknown
from fair.desk import Queued
from fair.trades import ANY
from fair.verdict import Answer
from kiosk.actions.give_secret import NoSuchPerson, give_secret
from kiosk.actions.once import once
from kiosk.slips import Say, Stop, Way, answer_of, seekers_slip
from kiosk.store import (
    addresses,
    answers,
    badges,
    employers,
    fairs,
    meetings,
    offers,
    print_jobs,
    seekers,
)
from kiosk.store.station import Station
from printers.slip import Slip

MOST_WAYS = 8  # a slip that is read while walking


def slip_of(station: Station, person: str, *, actor: str, say: Say, now: datetime) -> Slip:
    """Make a person's slip with a new secret: the one before opens nothing any more.

    Raises NoSuchPerson, also where nobody gave the person a number.
    """
    db = station.reading()
    setup = fairs.setup(db)
    current = badges.current(db, person)
    if current is None or setup is None:
        raise NoSuchPerson
    secret = give_secret(station, person, actor=actor)
    stops = stops_of(station, person, say)
    trades = [each for each in seekers.whole(db, person).get("trades", ()) if each != ANY]
    over = now > setup.ends_at
    return seekers_slip(
        fair_name=setup.text(setup.name, setup.languages[0]),
        number=current[1],
        ways=() if over else ways_for(station, trades, {stop.booth for stop in stops}),
        stops=stops,
        wished=bool(trades),
        address=addresses.of_paper(db),
        secret=secret,
        say=say,
    )


def stops_of(station: Station, person: str, say: Say) -> tuple[Stop, ...]:
    db = station.reading()
    found = []
    for each in meetings.of_person(db, person):
        employer = employers.by_id(db, each.employer) if each.employer else None
        answer = answer_of(each.outcome, each.text("interview"), say) if employer else ""
        found.append(Stop(each.booth, employer.name if employer else "", answer))
    return tuple(found)


def ways_for(station: Station, trades: list[str], been: set[str]) -> tuple[Way, ...]:
    """Give booths with work of these trades in walking order, each with its best reason.

    With no wish said, those that want the most people.
    """
    tables = [
        table
        for table in offers.matching(offers.tables(station.reading()), trades)
        if table.booths and not been.intersection(table.booths)
    ]
    if not trades:
        ranked = sorted(tables, key=lambda table: -wanted(table))[:MOST_WAYS]
        tables = [table for table in tables if table in ranked]
    ways = []
    for table in tables[:MOST_WAYS]:
        best = max(table.offers, key=lambda offer: offer.openings or 0)
        why = f"{best.title} {best.wage}".strip()
        ways.append(Way(table.booths[0], table.name, why, best.openings))
    return tuple(ways)


def wanted(table: offers.Table) -> int:
    return sum(offer.openings or 0 for offer in table.offers)


def queue_slip(
    station: Station, ask: answers.Ask, person: str, *, place: str, printer: str
) -> Answer:
    """Queue a person's slip for a printer. `ask.code` is their badge. Raises OtherQuestion."""

    def act(db: sqlite3.Connection) -> tuple[Answer, str | None]:
        if seekers.by_id(db, person) is None:
            return Answer(Unknown("not_ours")), None
        copy = print_jobs.next_copy(db, ask.code, "slip")
        print_jobs.add(
            db,
            kind="slip",
            code=ask.code,
            copy=copy,
            place=place,
            printer=printer,
            person=person,
            at=station.chance.now(),
        )
        station.call_printers()
        return Answer(Queued(ask.code, copy)), ask.code

    return once(station, ask, act)
