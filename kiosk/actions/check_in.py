"""Check one scan in."""

import sqlite3
from datetime import datetime

from fair.check_in import Admitted, AlreadyIn, Known, Verdict, decide
from fair.facts import CheckInRecorded
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, check_ins, fairs, operations, print_jobs, seekers, trust
from kiosk.store.station import Station


def check_in(
    station: Station, ask: answers.Ask, *, where: str, actor: str, at: datetime | None = None
) -> Answer:
    """Decide on one scan and keep what follows; the same `scan_id` again changes nothing.

    `at` is when it happened, where that was not now. Raises answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        match read_badge(db, station.fair, ask.code):
            case Found() as found:
                return admit(station, db, found, where=where, actor=actor, at=at), found.code
            case verdict:
                return Answer(verdict), None

    return once(station, ask, act)


def admit(
    station: Station,
    db: sqlite3.Connection,
    found: Found,
    *,
    where: str,
    actor: str,
    at: datetime | None,
) -> Answer:
    """Check the holder of a badge in, inside the caller's transaction."""
    first = check_ins.first_of(db, found.code, found.person)
    heard = found.kept is not None
    revoked = not heard and trust.is_revoked_series(db, found.code[0])
    known = Known(found.withdrawn, is_underage(db, found), heard, revoked)
    verdict: Verdict = decide(found.code, known, first)
    if not isinstance(verdict, Admitted | AlreadyIn):
        return Answer(verdict)
    if isinstance(verdict, Admitted) and verdict.known:  # another station's badge has its paper
        queue_badge(station, db, found.code, place=where)
    fact = CheckInRecorded(found.code, where)  # a re-entry is a fact too
    return Answer(verdict, operations.record(station, fact, actor=actor, happened_at=at).op)


def queue_badge(
    station: Station, db: sqlite3.Connection, code: str, *, place: str, name: str | None = None
) -> None:
    """Queue a badge where no paper for its code was ever handed out; nobody waits for it here."""
    if print_jobs.add_first(db, code, place=place, name=name, at=station.chance.now()):
        station.call_printers()


def is_underage(db: sqlite3.Connection, found: Found) -> bool:
    """Say whether the badge leads to somebody under 16 on the fair's day."""
    if found.kept is None or found.kept.seeker is None:
        return False
    setup = fairs.setup(db)
    if setup is None:
        return False
    youngest = setup.youngest_birth.isoformat()
    return seekers.birth_date(db, found.person) > youngest
