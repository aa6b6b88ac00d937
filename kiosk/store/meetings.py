"""Whom a booth met, and which employers a person met: one row for each person and booth.

The view `meeting` says the same of the whole fair; it groups every visit before it filters. These
begin with one booth's or one person's visits, since sixty phones ask every few seconds
(15,000 visits, SQLite 3.40: 2 ms instead of 32).
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair.badge import number_of
from fair.clock import from_ms

OF_BOOTH = """
    WITH mine AS (
        SELECT visit, code, person, booth, employer
        FROM visit_of_person
        WHERE booth = :booth AND employer = :employer
    ), pair AS (
        SELECT person, booth, employer, MIN(visit) AS visit FROM mine
        GROUP BY person, booth, employer
    ), scanned AS (
        SELECT m.person, MIN(s.ordered_ms) AS first_ms, MAX(s.ordered_ms) AS last_ms
        FROM mine AS m
        JOIN visit_scan AS s ON s.visit = m.visit
        GROUP BY m.person
    ), said AS (
        SELECT m.person, l.outcome, l.job, l.others, l.fields,
               ROW_NUMBER() OVER (
                   PARTITION BY m.person ORDER BY l.ordered_ms DESC, l.visit
               ) AS place
        FROM mine AS m
        JOIN lead AS l ON l.visit = m.visit
    )
    SELECT p.visit, p.booth, p.employer, m.code, s.first_ms, s.last_ms,
           COALESCE(l.outcome, 'talked') AS outcome, l.job,
           COALESCE(l.others, '{}') AS others, COALESCE(l.fields, '{}') AS fields
    FROM pair AS p
    JOIN mine AS m ON m.visit = p.visit
    JOIN scanned AS s ON s.person = p.person
    LEFT JOIN said AS l ON l.person = p.person AND l.place = 1
    ORDER BY s.last_ms DESC, p.visit
"""
OF_PERSON = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    ), mine AS (
        SELECT v.visit, v.booth, v.employer, v.code
        FROM badge AS b
        JOIN visit AS v ON v.code = b.code
        WHERE b.seeker IN (SELECT seeker FROM same)
    ), pair AS (
        SELECT booth, employer, MIN(visit) AS visit FROM mine GROUP BY booth, employer
    ), scanned AS (
        SELECT m.booth, m.employer, MIN(s.ordered_ms) AS first_ms, MAX(s.ordered_ms) AS last_ms
        FROM mine AS m
        JOIN visit_scan AS s ON s.visit = m.visit
        GROUP BY m.booth, m.employer
    ), said AS (
        SELECT m.booth, m.employer, l.outcome, l.job, l.others, l.fields,
               ROW_NUMBER() OVER (
                   PARTITION BY m.booth, m.employer ORDER BY l.ordered_ms DESC, l.visit
               ) AS place
        FROM mine AS m
        JOIN lead AS l ON l.visit = m.visit
    )
    SELECT p.visit, p.booth, p.employer, m.code, s.first_ms, s.last_ms,
           COALESCE(l.outcome, 'talked') AS outcome, l.job,
           COALESCE(l.others, '{}') AS others, COALESCE(l.fields, '{}') AS fields
    FROM pair AS p
    JOIN mine AS m ON m.visit = p.visit
    JOIN scanned AS s ON s.booth = p.booth AND s.employer = p.employer
    LEFT JOIN said AS l ON l.booth = p.booth AND l.employer = p.employer AND l.place = 1
    ORDER BY s.first_ms, p.visit
"""
LAST_AT = "SELECT MAX(ordered_ms) AS last_ms FROM visit_scan WHERE visit = :visit"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One person at one booth. `badge_number` is the one that was shown there.

    `others` holds what lost to a writer who hadn't seen it: a person settles that.
    """

    visit: str
    booth: str
    employer: str
    badge_number: str
    first_at: datetime
    last_at: datetime
    outcome: str
    job: str | None
    others: Mapping[str, list[Any]]
    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""


def meeting_of(row: sqlite3.Row) -> Meeting:
    return Meeting(
        visit=row["visit"],
        booth=row["booth"],
        employer=row["employer"],
        badge_number=number_of(row["code"]),
        first_at=from_ms(row["first_ms"]),
        last_at=from_ms(row["last_ms"]),
        outcome=row["outcome"],
        job=row["job"],
        others=json.loads(row["others"]),
        fields=json.loads(row["fields"]),
    )


def of_booth(db: sqlite3.Connection, booth: str, employer: str) -> list[Meeting]:
    """Give whom this employer met at this booth, the last one first."""
    asked = {"booth": booth, "employer": employer}
    return [meeting_of(row) for row in db.execute(OF_BOOTH, asked)]


def of_person(db: sqlite3.Connection, person: str) -> list[Meeting]:
    """Give the booths that a person was at, in the order of their day."""
    return [meeting_of(row) for row in db.execute(OF_PERSON, {"person": person})]


def last_at(db: sqlite3.Connection, visit: str) -> datetime:
    """Give when a visit that is kept here was last scanned."""
    return from_ms(db.execute(LAST_AT, {"visit": visit}).fetchone()["last_ms"])
