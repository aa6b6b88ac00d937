"""Badges: which code leads to whom, and which number is next."""

import sqlite3
from dataclasses import dataclass

from fair import derive_people as rules
from fair.badge import LAST_NUMBER, VALUE, number_text
from kiosk.store import about

KEEP = """
    INSERT INTO badge (code, series, number, seeker, linked, bound, withdrawn)
    VALUES (:code, :series, :number, :seeker, :linked, :bound, :withdrawn)
    ON CONFLICT (code) DO UPDATE
    SET seeker = excluded.seeker, linked = excluded.linked,
        bound = excluded.bound, withdrawn = excluded.withdrawn
"""
FORGET = "DELETE FROM badge WHERE code = :code"
NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM badge WHERE series = :series"
OF_NUMBER = """
    SELECT code FROM badge WHERE series = :series AND number = :number AND withdrawn = 0
    ORDER BY code
"""
ANY_OF_NUMBER = """
    SELECT code FROM badge WHERE series = :series AND number = :number ORDER BY code
"""
BY_CODE = """
    SELECT b.code, b.seeker, b.bound, b.withdrawn,
           COALESCE(l.leader, b.seeker, b.code) AS person
    FROM badge AS b
    LEFT JOIN leader AS l ON l.seeker = b.seeker
    WHERE b.code = :code
"""
# The badge that stands for a person: the last one linked that wasn't withdrawn.
CURRENT = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    )
    SELECT code, series, number FROM badge
    WHERE seeker IN (SELECT seeker FROM same)
    ORDER BY withdrawn, linked DESC, code
    LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that this station has heard of. `person` is whom it leads to, else its own code."""

    code: str
    seeker: str | None
    bound: bool
    withdrawn: bool
    person: str


class SeriesFull(Exception):
    """All 32,767 numbers of this station's letter are given out."""


def derive(db: sqlite3.Connection, code: str) -> None:
    row = rules.badge(code, about.said_about(db, f"badge:{code}"))
    if row is None:
        db.execute(FORGET, {"code": code})
        return
    number = VALUE[code[1]] << 10 | VALUE[code[2]] << 5 | VALUE[code[3]]
    db.execute(KEEP, {**row, "series": code[0], "number": number})


def next_number(db: sqlite3.Connection, series: str, count: int = 1) -> int:
    """Give the first of the next `count` numbers of a series. Raises SeriesFull.

    A node that joined without a letter (the 23rd) has no numbers to give.
    """
    if not series:
        raise SeriesFull
    number: int = db.execute(NEXT, {"series": series}).fetchone()[0]
    if number + count - 1 > LAST_NUMBER:
        raise SeriesFull
    return number


def codes_of_number(db: sqlite3.Connection, series: str, number: int) -> list[str]:
    """Give the codes that bear a number and aren't withdrawn; two after a restored backup."""
    asked = {"series": series, "number": number}
    return [row["code"] for row in db.execute(OF_NUMBER, asked)]


def withdrawn_of_number(db: sqlite3.Connection, series: str, number: int) -> list[str]:
    """Give every code that bears a number, withdrawn ones too."""
    asked = {"series": series, "number": number}
    return [row["code"] for row in db.execute(ANY_OF_NUMBER, asked)]


def by_code(db: sqlite3.Connection, code: str) -> Badge | None:
    row = db.execute(BY_CODE, {"code": code}).fetchone()
    if row is None:
        return None
    return Badge(
        row["code"], row["seeker"], bool(row["bound"]), bool(row["withdrawn"]), row["person"]
    )


def current(db: sqlite3.Connection, person: str) -> tuple[str, str] | None:
    """Give code and number (`A-0137`) of the badge that stands for a person."""
    row = db.execute(CURRENT, {"person": person}).fetchone()
    return (row["code"], number_text(row["series"], row["number"])) if row else None
