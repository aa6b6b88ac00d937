"""The organizer's lists, page by page: who came, and who met whom with what became of it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from fair.badge import number_of
from fair.clock import from_ms

Came = Literal["came", "absent", "unheard"]
Became = Literal["", "interested", "talked", "disputed"]
Row = TypeVar("Row")
ROWS = 50  # of one page

# `unheard`: badges that were let in and that no registration has reached yet.
PEOPLE = """
    WITH came AS (
        SELECT person, MIN(ordered_ms) AS first_ms, COUNT(*) AS times
        FROM check_in_of_person
        WHERE undone = 0
        GROUP BY person
    ), everybody AS (
        SELECT COALESCE(l.leader, s.seeker) AS person
        FROM seeker AS s
        LEFT JOIN leader AS l ON l.seeker = s.seeker
        UNION
        SELECT person FROM came
    )
    SELECT p.person, b.badge_number, s.name, s.village, c.first_ms, c.times,
           COUNT(*) OVER () AS of
    FROM everybody AS p
    LEFT JOIN came AS c ON c.person = p.person
    LEFT JOIN current_badge AS b ON b.person = p.person
    LEFT JOIN seeker AS s ON s.seeker = p.person
    WHERE CASE :came WHEN 'came' THEN c.person IS NOT NULL
                     WHEN 'absent' THEN c.person IS NULL
                     ELSE c.person IS NOT NULL AND b.code IS NULL END
      AND (:q = '' OR instr(upper(b.badge_number), upper(:q)) OR instr(upper(s.name), upper(:q))
           OR instr(upper(s.village), upper(:q)))
    ORDER BY c.first_ms DESC, b.series, b.number, p.person
    LIMIT :rows OFFSET :skip
"""
# Interested or further: fair/lead.py, INTERESTED.
MEETINGS = """
    SELECT m.visit, m.person, m.code, m.booth, m.employer AS employer_id, m.first_ms, m.last_ms,
           m.outcome, m.job, m.others, b.badge_number, COALESCE(s.name, '') AS name,
           COALESCE(e.name, '') AS employer, COALESCE(j.title, '') AS title, COUNT(*) OVER () AS of
    FROM meeting AS m
    LEFT JOIN current_badge AS b ON b.person = m.person
    LEFT JOIN seeker AS s ON s.seeker = m.person
    LEFT JOIN employer AS e ON e.employer = m.employer
    LEFT JOIN job AS j ON j.job = m.job
    WHERE (:visit IS NULL OR m.visit = :visit)
      AND CASE :became
            WHEN 'interested' THEN m.outcome IN ('interested', 'offered', 'accepted', 'started',
                                                 'contracted', 'insured', 'retained_90')
            WHEN 'talked' THEN m.outcome IN ('talked', 'interviewed')
            WHEN 'disputed' THEN m.others <> '{}'
            ELSE 1 END
      AND (:q = '' OR instr(upper(b.badge_number), upper(:q)) OR instr(upper(s.name), upper(:q))
           OR instr(upper(m.booth), upper(:q)) OR instr(upper(e.name), upper(:q)))
    ORDER BY m.last_ms DESC, m.visit
    LIMIT :rows OFFSET :skip
"""


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `first_at` is None for somebody who hasn't come."""

    id: str
    badge_number: str
    name: str
    village: str
    first_at: datetime | None
    times: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """One person at one booth; `others` are values that lost to one that hadn't seen them."""

    visit: str
    person: str
    badge_number: str
    name: str
    booth: str
    employer: str
    employer_id: str
    first_at: datetime
    outcome: str
    job: str | None
    title: str
    others: Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and how many there are in all."""

    rows: list[Row]
    of: int


def people(db: sqlite3.Connection, came: Came, q: str, *, page: int = 0) -> Page[Person]:
    """Give people with this number, name or village, the last to come first."""
    asked = {"came": came, "q": q, "rows": ROWS, "skip": page * ROWS}
    rows = db.execute(PEOPLE, asked).fetchall()
    found = [
        Person(
            id=row["person"],
            # whoever isn't known yet goes by the badge's code, which bears its number
            badge_number=row["badge_number"]
            or (number_of(row["person"]) if row["name"] is None else ""),
            name=row["name"] or "",
            village=row["village"] or "",
            first_at=from_ms(row["first_ms"]) if row["first_ms"] is not None else None,
            times=row["times"] or 0,
        )
        for row in rows
    ]
    return Page(found, rows[0]["of"] if rows else 0)


def meetings(db: sqlite3.Connection, became: Became, q: str, *, page: int = 0) -> Page[Meeting]:
    """Give meetings with this number, name, booth or employer, the latest first."""
    asked = {"visit": None, "became": became, "q": q, "rows": ROWS, "skip": page * ROWS}
    rows = db.execute(MEETINGS, asked).fetchall()
    return Page([meeting_of(row) for row in rows], rows[0]["of"] if rows else 0)


def meeting(db: sqlite3.Connection, visit: str) -> Meeting | None:
    """Give one meeting by the visit that leads it."""
    asked = {"visit": visit, "became": "", "q": "", "rows": 1, "skip": 0}
    row = db.execute(MEETINGS, asked).fetchone()
    return meeting_of(row) if row else None


def meeting_of(row: sqlite3.Row) -> Meeting:
    return Meeting(
        visit=row["visit"],
        person=row["person"],
        badge_number=row["badge_number"] or number_of(row["code"]),
        name=row["name"],
        booth=row["booth"],
        employer=row["employer"],
        employer_id=row["employer_id"],
        first_at=from_ms(row["first_ms"]),
        outcome=row["outcome"],
        job=row["job"],
        title=row["title"],
        others=json.loads(row["others"]),
    )
