"""Withdraw a lost or stolen badge; its holder keeps the number and gets a new code."""

import sqlite3
from datetime import datetime

from fair import badge
from fair.badge import REASONS
from fair.desk import AlreadyWithdrawn, Replaced
from fair.facts import BadgeExplained, BadgeIssued, BadgesPrinted, BadgeWithdrawn
from fair.verdict import Answer
from kiosk.actions.check_in import queue_badge
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, operations, print_jobs
from kiosk.store.station import Station

NO_LONGER = "The badge was withdrawn."


def withdraw_badge(
    station: Station,
    ask: answers.Ask,
    *,
    reason: str,
    reissue: bool,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Make `ask.code` count no more. Raises answers.OtherQuestion."""

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        found = read_badge(db, station.fair, ask.code)
        if not isinstance(found, Found):
            return Answer(found), None
        if found.withdrawn:
            return Answer(AlreadyWithdrawn(found.code)), found.code
        word = reason if reason in REASONS else REASONS[-1]
        fact = BadgeWithdrawn(found.code, word)
        operation = operations.record(station, fact, actor=actor, happened_at=at).op
        if reason != word and found.kept is not None and found.kept.seeker is not None:
            words = BadgeExplained(found.kept.seeker, found.code, reason)
            operations.record(station, words, actor=actor, happened_at=at)
        print_jobs.cancel_of_code(db, found.code, NO_LONGER, station.chance.now())
        new_code = replacement(station, found, actor=actor) if reissue else None
        if new_code is not None:
            queue_badge(station, db, new_code, place=ask.place.removeprefix("entrance:"))
        return Answer(Replaced(found.code, new_code), operation), found.code

    return once(station, ask, act)


def replacement(station: Station, found: Found, *, actor: str) -> str:
    """Draw another code for the same number and lead it to the same person."""
    old = badge.read(found.code, station.fair.fair_key)
    if not isinstance(old, badge.Code):
        raise TypeError(found.code)
    code = found.code
    while code == found.code:
        code = badge.badge_code(old.series, old.number, station.fair.fair_key, station.chance.below)
    if found.kept is not None and found.kept.seeker is not None:
        operations.record(station, BadgeIssued(code, found.kept.seeker), actor=actor)
    else:
        operations.record(station, BadgesPrinted((code,)), actor=actor)
    return code
