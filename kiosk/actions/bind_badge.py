"""Bind a pre-printed badge to somebody who is registered."""

import sqlite3
from datetime import datetime

from fair.check_in import Unknown
from fair.desk import Bound, Taken
from fair.facts import BadgeBound
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.actions.register_seeker import free_badge
from kiosk.store import answers, operations, print_jobs
from kiosk.store.station import Station

HAS_ANOTHER = "The person has a badge of the sheet instead."


def bind_badge(
    station: Station,
    ask: answers.Ask,
    *,
    badge_number: str,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Give the person with `badge_number` the badge `ask.code`; its number becomes theirs.

    The old number still finds the person. Raises answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        answer = binding(station, db, ask, badge_number, actor=actor, at=at)
        return answer, answer.verdict.code if isinstance(answer.verdict, Bound) else None

    return once(station, ask, act)


def binding(
    station: Station,
    db: sqlite3.Connection,
    ask: answers.Ask,
    badge_number: str,
    *,
    actor: str,
    at: datetime | None,
) -> Answer:
    holder = read_badge(db, station.fair, badge_number)
    if not isinstance(holder, Found):
        return Answer(holder)
    if holder.kept is None or holder.kept.seeker is None:
        return Answer(Unknown("not_ours"))
    code = free_badge(db, station, ask.code)
    match code:
        case str():
            fact = BadgeBound(code, holder.person)
            operation = operations.record(station, fact, actor=actor, happened_at=at).op
            print_jobs.cancel_of_code(db, holder.code, HAS_ANOTHER, station.chance.now())
            return Answer(Bound(holder.person, code), operation)
        case Taken(taken):
            found = read_badge(db, station.fair, taken)
            if isinstance(found, Found) and found.person == holder.person:
                return Answer(Bound(holder.person, taken))
            return Answer(code)
        case _:
            return Answer(code)
