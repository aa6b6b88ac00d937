"""Check-ins: they only grow; an undo always wins, also when it arrives first."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from fair import derive_events as rules
from fair import facts
from fair.badge import number_of
from fair.check_in import CheckIn
from fair.clock import from_ms
from fair.operation import Operation

# An undo that arrived first has already undone it.
KEEP = """
    INSERT OR IGNORE INTO check_in (op, code, entrance, ordered_ms, at_ms, at_n, undone)
    VALUES (:op, :code, :entrance, :ordered_ms, :at_ms, :at_n,
            EXISTS (SELECT 1 FROM undo WHERE check_in = :op))
"""
KEEP_UNDO = """
    INSERT OR IGNORE INTO undo (op, check_in, reason, ordered_ms)
    VALUES (:op, :check_in, :reason, :ordered_ms)
"""
MARK = """
    UPDATE check_in SET undone = EXISTS (SELECT 1 FROM undo WHERE check_in = :check_in)
    WHERE op = :check_in
"""
FORGET = "DELETE FROM check_in WHERE op = :op"
FORGET_UNDO = "DELETE FROM undo WHERE op = :op"
FIRST_OF_CODE = """
    SELECT op, entrance, ordered_ms FROM check_in
    WHERE code = :code AND undone = 0
    ORDER BY ordered_ms, at_ms, at_n, op
    LIMIT 1
"""
FIRST_OF_PERSON = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    ), theirs AS (
        SELECT code FROM badge WHERE seeker IN (SELECT seeker FROM same)
    )
    SELECT op, entrance, ordered_ms FROM check_in
    WHERE code IN (SELECT code FROM theirs) AND undone = 0
    ORDER BY ordered_ms, at_ms, at_n, op
    LIMIT 1
"""
BY_OP = "SELECT op, code, undone FROM check_in WHERE op = :op"
# The last ones that were kept here, whenever they happened; `back` bounds how far it looks.
LATEST = """
    SELECT c.op, c.code, c.ordered_ms
    FROM operation AS o
    JOIN check_in AS c ON c.op = o.op
    WHERE o.id > (SELECT MAX(id) FROM operation) - :back
      AND c.entrance = :entrance AND c.undone = 0
    ORDER BY o.id DESC
    LIMIT :most
"""
LOOK_BACK = 2000  # operations


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who passed an entrance lately."""

    op: str
    code: str
    badge_number: str
    at: datetime


def keep(db: sqlite3.Connection, operation: Operation, fact: facts.CheckInRecorded) -> None:
    db.execute(KEEP, rules.passed(operation.order, fact, undone=False))


def keep_undo(db: sqlite3.Connection, operation: Operation, fact: facts.CheckInUndone) -> None:
    db.execute(KEEP_UNDO, rules.undo(operation.order, fact))
    db.execute(MARK, {"check_in": fact.check_in})


def forget(db: sqlite3.Connection, op: str) -> None:
    """Take a check-in back that stopped to count."""
    db.execute(FORGET, {"op": op})


def forget_undo(db: sqlite3.Connection, op: str, fact: facts.CheckInUndone) -> None:
    db.execute(FORGET_UNDO, {"op": op})
    db.execute(MARK, {"check_in": fact.check_in})


def first_of(db: sqlite3.Connection, code: str, person: str | None) -> CheckIn | None:
    """Give the earliest check-in that counts, under whichever of the person's badges."""
    if person is None or person == code:
        row = db.execute(FIRST_OF_CODE, {"code": code}).fetchone()
    else:
        row = db.execute(FIRST_OF_PERSON, {"person": person}).fetchone()
    return CheckIn(row["op"], from_ms(row["ordered_ms"]), row["entrance"]) if row else None


def by_op(db: sqlite3.Connection, op: str) -> tuple[str, bool] | None:
    """Give code and "was undone" of one check-in."""
    row = db.execute(BY_OP, {"op": op}).fetchone()
    return (row["code"], bool(row["undone"])) if row else None


def latest(db: sqlite3.Connection, entrance: str, most: int) -> list[Passed]:
    """Give the check-ins that were kept last at one entrance, newest first."""
    asked = {"entrance": entrance, "most": most, "back": LOOK_BACK}
    return [
        Passed(row["op"], row["code"], number_of(row["code"]), from_ms(row["ordered_ms"]))
        for row in db.execute(LATEST, asked)
    ]
