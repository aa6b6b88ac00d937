"""Registered people and their check-ins as other programs take them."""

import json
import sqlite3
from collections.abc import Iterator

from fair import exported
from fair.badge import number_of
from fair.exported import Row, iso
from fair.setup import Setup
from kiosk.store.exports.table import Table

SEEKERS = """
    WITH came AS (
        SELECT person, MIN(ordered_ms) AS first_ms FROM check_in_of_person WHERE undone = 0
        GROUP BY person
    )
    SELECT COALESCE(l.leader, s.seeker) AS person, s.seeker, s.fields, b.code, c.first_ms
    FROM seeker AS s
    LEFT JOIN leader AS l ON l.seeker = s.seeker
    LEFT JOIN current_badge AS b ON b.person = COALESCE(l.leader, s.seeker)
    LEFT JOIN came AS c ON c.person = COALESCE(l.leader, s.seeker)
    ORDER BY b.series IS NULL, b.series, b.number, person, s.seeker
"""
CHECK_INS = """
    SELECT c.op, c.code, c.entrance, c.ordered_ms, c.undone, c.heard, b.badge_number, u.reason,
           NOT c.undone AND ROW_NUMBER() OVER (
               PARTITION BY c.person, c.undone ORDER BY c.ordered_ms, c.at_ms, c.at_n, c.op
           ) = 1 AS first
    FROM check_in_of_person AS c
    LEFT JOIN current_badge AS b ON b.person = c.person
    LEFT JOIN (SELECT check_in, MIN(reason) AS reason FROM undo GROUP BY check_in) AS u
           ON u.check_in = c.op
    ORDER BY c.ordered_ms, c.at_ms, c.at_n, c.op
"""


def seekers(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    for person, rows in each_person(db):
        registered = [(row["seeker"], json.loads(row["fields"])) for row in rows]
        yield exported.seeker(
            exported.leading_first(person, registered),
            code=rows[0]["code"],
            came_ms=rows[0]["first_ms"],
            youngest=setup.youngest_birth.isoformat(),
            zone=setup.zone,
        )


def each_person(db: sqlite3.Connection) -> Iterator[tuple[str, list[sqlite3.Row]]]:
    """Give each person with the rows of all that were registered of them."""
    theirs: list[sqlite3.Row] = []
    for row in db.execute(SEEKERS):
        if theirs and row["person"] != theirs[0]["person"]:
            yield theirs[0]["person"], theirs
            theirs = []
        theirs.append(row)
    if theirs:
        yield theirs[0]["person"], theirs


def check_ins(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    for row in db.execute(CHECK_INS):
        yield exported.CheckIn(
            operation=row["op"],
            badge_number=row["badge_number"] or number_of(row["code"]),
            at=iso(row["ordered_ms"], setup.zone),
            where=row["entrance"],
            undone=bool(row["undone"]),
            undo_reason=row["reason"],
            first=bool(row["first"]),
            code=row["code"],
            heard=bool(row["heard"]),
        )


SEEKER_TABLE = Table(exported.Seeker._fields, seekers)
CHECK_IN_TABLE = Table(exported.CheckIn._fields, check_ins)
