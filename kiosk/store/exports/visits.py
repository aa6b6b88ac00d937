"""Visits and leads as other programs take them."""

import json
import sqlite3
from collections.abc import Iterator

from fair import exported
from fair.badge import number_of
from fair.exported import Row, iso
from fair.lead import INTERESTED
from fair.setup import Setup
from kiosk.store.exports.table import Table

MEETINGS = """
    WITH wrote AS (
        SELECT p.person, p.booth, p.employer, group_concat(n.note, :line) AS note
        FROM (SELECT visit, note FROM note ORDER BY visit, ordered_ms, at_ms, at_n, op) AS n
        JOIN visit_of_person AS p ON p.visit = n.visit
        GROUP BY p.person, p.booth, p.employer
    )
    SELECT m.visit, m.code, m.booth, m.first_ms, m.last_ms, m.scans, m.outcome, m.job, m.said_ms,
           m.others, b.badge_number, e.name AS employer, j.title, w.note,
           s.fields AS seeker_fields
    FROM meeting AS m
    LEFT JOIN current_badge AS b ON b.person = m.person
    LEFT JOIN employer AS e ON e.employer = m.employer
    LEFT JOIN job AS j ON j.job = m.job
    LEFT JOIN wrote AS w ON w.person = m.person AND w.booth = m.booth AND w.employer = m.employer
    LEFT JOIN seeker AS s ON s.seeker = m.person
    ORDER BY m.first_ms, m.visit
"""


def visits(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    return (visit_of(row, setup) for row in db.execute(MEETINGS, {"line": "\n"}))


def leads(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    wanted = {state.value for state in INTERESTED}
    for row in db.execute(MEETINGS, {"line": "\n"}):
        if row["outcome"] in wanted:
            yield exported.lead(visit_of(row, setup), json.loads(row["seeker_fields"] or "{}"))


def visit_of(row: sqlite3.Row, setup: Setup) -> exported.Visit:
    return exported.Visit(
        visit=row["visit"],
        badge_number=row["badge_number"] or number_of(row["code"]),
        booth=row["booth"],
        employer=row["employer"],
        first_at=iso(row["first_ms"], setup.zone),
        outcome=row["outcome"],
        job=row["job"],
        note=row["note"],
        title=row["title"],
        last_at=iso(row["last_ms"], setup.zone),
        scans=row["scans"],
        outcome_at=iso(row["said_ms"], setup.zone),
        conflict=row["others"] != "{}",
    )


VISIT_TABLE = Table(exported.Visit._fields, visits)
LEAD_TABLE = Table(exported.LEAD, leads)
