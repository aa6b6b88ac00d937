"""Change what a seeker lets an employer see."""

import sqlite3
from datetime import datetime

from fair.consent import Level
from fair.desk import Released
from fair.facts import ReleaseChanged
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, employers, operations
from kiosk.store.station import Station


class NoSuchPerson(Exception):
    """Nobody here bears that number."""


class NoSuchBooth(Exception):
    """The fair has no such booth, or nobody stands there."""


def release_data(
    station: Station,
    ask: answers.Ask,
    *,
    booth: str | None,
    employer: str = "",
    level: Level,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Let an employer see what `level` names: who stands at `booth`, else `employer` (an id).

    Neither means every employer. `ask.code` is the seeker's badge or number. Raises NoSuchPerson,
    NoSuchBooth, answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        found = read_badge(db, station.fair, ask.code)
        if not isinstance(found, Found) or found.kept is None or found.kept.seeker is None:
            raise NoSuchPerson
        to = employer
        if booth is not None:
            there = employers.at_booth(db, booth)
            if there is None:
                raise NoSuchBooth
            to = there.id
        fact = ReleaseChanged(found.person, to, level)
        operation = operations.record(station, fact, actor=actor, happened_at=at).op
        return Answer(Released(level), operation), found.code

    return once(station, ask, act)
