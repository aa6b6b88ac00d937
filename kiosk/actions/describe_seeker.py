"""Keep what somebody told about themself after they got their badge."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fair.check_in import Unknown
from fair.desk import Noted
from fair.facts import SeekerChanged
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, operations, seekers
from kiosk.store.station import Station


def describe_seeker(
    station: Station,
    ask: answers.Ask,
    fields: Mapping[str, Any],
    *,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Set these fields of the person whose badge `ask.code` is; others stay as they are.

    A badge that leads to nobody yet keeps nothing. Raises answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        found = read_badge(db, station.fair, ask.code)
        if not isinstance(found, Found):
            return Answer(found), None
        if found.kept is None or found.kept.seeker is None:
            return Answer(Unknown("not_ours")), None
        seen = seekers.heads(db, found.person, fields)
        fact = SeekerChanged(found.person, fields, seen)
        kept = operations.record(station, fact, actor=actor, happened_at=at)
        return Answer(Noted(found.code), kept.op), found.code

    return once(station, ask, act)
