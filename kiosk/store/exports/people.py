"""Registered people and their check-ins as other programs take them."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from fair.badge import number_of
from fair.setup import Setup
from kiosk.store.exports.table import BETWEEN, Row, Table, iso

SEEKERS = """
    WITH came AS (
        SELECT person, MIN(ordered_ms) AS first_ms FROM check_in_of_person WHERE undone = 0
        GROUP BY person
    )
    SELECT COALESCE(l.leader, s.seeker) AS person, s.seeker, s.fields, s.birth_date, b.badge_number,
           b.code, c.first_ms
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
FIELDS = (
    *("sex", "birth_date", "id_number", "certificate_text", "village", "community", "grid"),
    *("wish", "schooling", "note", "on_behalf_of"),
)


def seekers(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    youngest = setup.youngest_birth.isoformat()
    for person, rows in each_person(db):
        whole: dict[str, Any] = {}
        groups: set[str] = set()
        # The leading seeker's word first, else that of those merged (seekers.whole).
        for row in sorted(rows, key=lambda row: row["seeker"] != person):
            fields = json.loads(row["fields"])
            groups.update(fields.get("groups") or ())
            whole = {**{name: value for name, value in fields.items() if value}, **whole}
        held = max(row["birth_date"] for row in rows) > youngest
        yield (
            *(rows[0]["badge_number"], rows[0]["code"], whole.get("name"), whole.get("phone")),
            *(BETWEEN.join(sorted(groups)), "underage" if held else ""),
            *(whole.get(name) for name in FIELDS),
            BETWEEN.join(whole.get("other_groups") or ()),
            *(iso(rows[0]["first_ms"], setup), len(rows)),
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
        number = row["badge_number"] or number_of(row["code"])
        at = iso(row["ordered_ms"], setup)
        yield (
            *(row["op"], number, at, row["entrance"], bool(row["undone"])),
            *(row["reason"], bool(row["first"]), row["code"], bool(row["heard"])),
        )


SEEKER_TABLE = Table(
    (
        *("badge_number", "code", "name", "phone", "groups", "held", "sex", "birth_date"),
        *("id_number", "certificate", "village", "community", "grid", "wish", "schooling"),
        *("note", "on_behalf_of", "other_groups", "came_at", "registered"),
    ),
    seekers,
)
CHECK_IN_TABLE = Table(
    (
        *("operation", "badge_number", "at", "where", "undone", "undo_reason", "first"),
        *("code", "heard"),
    ),
    check_ins,
)
