"""Register a seeker: a badge first, data later (domain.md, section 3)."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair import badge, duplicates
from fair.check_in import ToDesk, Unknown, Withdrawn
from fair.desk import Duplicate, Registered, Registering, Taken, Warned
from fair.facts import BadgeBound, BadgeIssued, CheckInRecorded, SeekerRegistered
from fair.verdict import Answer
from kiosk.actions.check_in import queue_badge
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, badges, fairs, operations, seekers
from kiosk.store.station import Station


@dataclass(frozen=True, slots=True)
class Person:
    """What was told of somebody, already read by the rules of `fair/`; nothing of it is needed.

    `name_on_badge` says that they want their name on the paper.
    """

    fields: Mapping[str, Any]
    warnings: tuple[Warned, ...] = ()
    name_on_badge: bool = False


def register_seeker(
    station: Station,
    ask: answers.Ask,
    person: Person,
    *,
    check_in: bool,
    where: str,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Register a person, give or bind a badge, and check them in unless that isn't wanted.

    `ask.code` is a pre-printed badge to bind, '' for a new one. Somebody under 16 is kept and
    held, without badge or check-in. Raises answers.OtherQuestion, badges.SeriesFull.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        verdict, operation = registering(
            station, db, ask, person, check_in=check_in, where=where, actor=actor, at=at
        )
        about = verdict.code if isinstance(verdict, Registered) else None
        return Answer(verdict, operation), about

    return once(station, ask, act)


def registering(
    station: Station,
    db: sqlite3.Connection,
    ask: answers.Ask,
    person: Person,
    *,
    check_in: bool,
    where: str,
    actor: str,
    at: datetime | None,
) -> tuple[Registering, str | None]:
    bind = free_badge(db, station, ask.code) if ask.code else None
    if isinstance(bind, Taken | Unknown | Withdrawn | ToDesk):
        return bind, None
    seeker = station.chance.new_id()
    registered = SeekerRegistered(seeker, person.fields)
    operation = operations.record(station, registered, actor=actor, happened_at=at).op
    setup = fairs.setup(db)
    youngest = setup.youngest_birth.isoformat() if setup else ""
    if seekers.birth_date(db, seeker) > youngest:
        return ToDesk("underage"), operation
    code = give_badge(station, db, seeker, bind, actor=actor)
    if check_in:
        name = person.fields.get("name") if person.name_on_badge else None
        queue_badge(station, db, code, place=where, name=name or None)
        fact = CheckInRecorded(code, where)
        operation = operations.record(station, fact, actor=actor, happened_at=at).op
    return Registered(seeker, code, possible_duplicates(db, seeker), person.warnings), operation


def give_badge(
    station: Station, db: sqlite3.Connection, seeker: str, bind: str | None, *, actor: str
) -> str:
    """Bind a free pre-printed badge, or issue the next number of this station's series."""
    if bind is not None:
        operations.record(station, BadgeBound(bind, seeker), actor=actor)
        return bind
    who = station.fair
    number = badges.next_number(db, who.series)
    code = badge.badge_code(who.series, number, who.fair_key, station.chance.below)
    operations.record(station, BadgeIssued(code, seeker), actor=actor)
    return code


def free_badge(
    db: sqlite3.Connection, station: Station, typed: str
) -> str | Taken | Unknown | Withdrawn | ToDesk:
    """Give the code of a badge that nobody bears yet, else why it can't be bound."""
    match read_badge(db, station.fair, typed):
        case Found() as found:
            if found.withdrawn:
                return Withdrawn(found.code)
            if found.kept is not None and found.kept.seeker is not None:
                return Taken(found.code)
            return found.code
        case refused:
            return refused


def possible_duplicates(db: sqlite3.Connection, seeker: str) -> tuple[Duplicate, ...]:
    """Give who may be the same person; a person at the desk decides."""
    mine = seekers.by_id(db, seeker)
    if mine is None:
        return ()
    found: dict[str, Duplicate] = {}
    for other in seekers.alike(db, mine):
        reason = duplicates.alike(likeness_of(mine), likeness_of(other))
        if reason is None or seekers.are_distinct(db, mine.id, other.id):
            continue
        leader = seekers.leader(db, other.id)
        current = badges.current(db, leader)
        if current is not None and leader != seekers.leader(db, seeker):
            certainty = duplicates.CERTAINTY[reason]
            found.setdefault(leader, Duplicate(current[1], certainty, reason))
    return tuple(found.values())


def likeness_of(seeker: seekers.Seeker) -> duplicates.Likeness:
    """Bring a registered seeker into the form in which people are compared."""
    return duplicates.likeness(
        id_number=seeker.text("id_number"),
        certificate=seeker.text("certificate"),
        name=seeker.text("name"),
        phone=seeker.text("phone"),
        birth_date=seeker.text("birth_date"),
        village=seeker.text("village"),
    )
