"""Take a check-in back, with a reason; both stay in the log."""

import sqlite3
from datetime import datetime

from fair.desk import AlreadyUndone, Undone
from fair.facts import CheckInUndone
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.store import answers, check_ins, operations, print_jobs
from kiosk.store.station import Station

TAKEN_BACK = "The check-in was taken back."


class NoSuchCheckIn(Exception):
    """Nothing at this node has that id."""


def undo_check_in(
    station: Station,
    ask: answers.Ask,
    *,
    check_in: str,
    reason: str,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Take back one check-in, named by its `op` or by the `scan_id` of the call that made it.

    Raises NoSuchCheckIn, answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        op = answers.named(db, ask.place, check_in, "operation") or check_in
        found = check_ins.by_op(db, op)
        if found is None:
            raise NoSuchCheckIn
        code, undone = found
        if undone:
            return Answer(AlreadyUndone(code)), code
        fact = CheckInUndone(op, reason)
        kept = operations.record(station, fact, actor=actor, happened_at=at)
        print_jobs.cancel_of_code(db, code, TAKEN_BACK, station.chance.now())
        return Answer(Undone(code), kept.op), code

    return once(station, ask, act)
