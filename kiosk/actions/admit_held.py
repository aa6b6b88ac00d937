"""Mend what holds somebody without a badge, a wrong birth date say, and let them in."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from fair.check_in import ToDesk
from fair.desk import Registered
from fair.facts import CheckInRecorded, SeekerChanged
from fair.verdict import Answer
from kiosk.actions.check_in import queue_badge
from kiosk.actions.once import About, once
from kiosk.actions.register_seeker import give_badge, possible_duplicates
from kiosk.store import answers, badges, fairs, operations, seekers
from kiosk.store.station import Station


class NoSuchHeld(Exception):
    """Nobody without a badge has this id: they were erased, or have a badge meanwhile."""


def admit_held(
    station: Station,
    ask: answers.Ask,
    person: str,
    fields: Mapping[str, Any],
    *,
    where: str,
    actor: str,
) -> Answer:
    """Keep what was corrected; who is 16 or older by it gets a badge and is checked in.

    A valid identity number goes before a birth date that was typed (domain.md, section 3), so a
    date alone changes nothing where a number is known.
    Raises NoSuchHeld, answers.OtherQuestion, badges.SeriesFull.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        kept, setup = seekers.by_id(db, person), fairs.setup(db)
        if kept is None or setup is None or badges.current(db, person) is not None:
            raise NoSuchHeld
        changed = dict(fields)
        if kept.text("id_number") and "id_number" not in changed:
            changed.pop("birth_date", None)
        seen = seekers.heads(db, person, changed)
        change = SeekerChanged(person, changed, seen)
        operation = operations.record(station, change, actor=actor).op
        if seekers.birth_date(db, person) > setup.youngest_birth.isoformat():
            return Answer(ToDesk("underage"), operation), None
        code = give_badge(station, db, person, None, actor=actor)
        queue_badge(station, db, code, place=where)
        entered = operations.record(station, CheckInRecorded(code, where), actor=actor)
        return Answer(Registered(person, code, possible_duplicates(db, person)), entered.op), code

    return once(station, ask, act)
