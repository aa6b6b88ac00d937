"""Who a question means: the desk's search, masked except for what the question itself said."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from fair import badge, contacts, names
from fair.badge import number_text
from fair.clock import from_ms
from kiosk.store import search

MOST = 20
OF_NUMBER = """
    SELECT COALESCE(l.leader, b.seeker, b.code) AS person
    FROM badge AS b
    LEFT JOIN leader AS l ON l.seeker = b.seeker
    WHERE b.series = :series AND b.number = :number
    LIMIT :most
"""
OF_ANY_SERIES = """
    SELECT DISTINCT COALESCE(l.leader, b.seeker, b.code) AS person
    FROM node AS n
    JOIN badge AS b ON b.series = n.series AND b.number = :number
    LEFT JOIN leader AS l ON l.seeker = b.seeker
    LIMIT :most
"""
LEADER = "SELECT COALESCE((SELECT leader FROM leader WHERE seeker = :seeker), :seeker) AS person"
CARD = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    ), theirs AS (
        SELECT code, series, number, withdrawn, linked FROM badge
        WHERE seeker IN (SELECT seeker FROM same) OR code = :person
    ), current AS (
        SELECT code, series, number, withdrawn FROM theirs
        ORDER BY withdrawn, linked DESC, code
        LIMIT 1
    )
    SELECT :person AS person,
           (SELECT code FROM current) AS code,
           (SELECT series FROM current) AS series,
           (SELECT number FROM current) AS number,
           (SELECT withdrawn FROM current) AS withdrawn,
           COALESCE(s.name, '') AS name, COALESCE(s.phone, '') AS phone,
           COALESCE(s.village, '') AS village,
           COALESCE(s.birth_date, '') AS birth_date,
           (SELECT MIN(ordered_ms) FROM check_in
            WHERE undone = 0 AND code IN (SELECT code FROM theirs)) AS first_ms
    FROM (SELECT 1)
    LEFT JOIN seeker AS s ON s.seeker = :person
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One person as the list shows them; `code` stays in the house, `name` and `phone` masked."""

    person: str
    code: str | None
    badge_number: str
    name: str
    phone: str
    village: str
    state: str  # not_in | in | held | withdrawn
    since: datetime | None


def find(db: sqlite3.Connection, question: str, *, youngest: str, most: int = MOST) -> list[Hit]:
    """Give who a question means; `youngest` is the last birth date of a 16-year-old.

    By number (`A-0137`, `137`), name, pinyin, initials, last phone digits or village.
    """
    people: dict[str, None] = {}
    for seeker in numbered(db, question, most) + search.starting(db, question, most):
        people[leader_of(db, seeker)] = None
    return [card(db, person, question, youngest) for person in list(people)[:most]]


def numbered(db: sqlite3.Connection, question: str, most: int) -> list[str]:
    typed = badge.read(question, b"")
    if isinstance(typed, badge.Number):
        asked = {"series": typed.series, "number": typed.number, "most": most}
        return [row["person"] for row in db.execute(OF_NUMBER, asked)]
    digits = search.folded(question)
    if digits.isdecimal() and len(digits) <= 5:
        any_series = {"number": int(digits), "most": most}
        return [row["person"] for row in db.execute(OF_ANY_SERIES, any_series)]
    return []


def card(db: sqlite3.Connection, person: str, question: str, youngest: str) -> Hit:
    """Give what the list may show of one person to somebody who asked this."""
    row = db.execute(CARD, {"person": person}).fetchone()
    said = names.comparable(question)
    name, phone = row["name"], row["phone"]
    held = row["birth_date"] > youngest
    if held:
        state = "held"
    elif row["first_ms"] is not None:
        state = "in"
    else:
        state = "withdrawn" if row["withdrawn"] else "not_in"
    number = number_text(row["series"], row["number"]) if row["code"] else ""
    whole_phone = phone and contacts.phone_digits(question) == phone
    return Hit(
        person=person,
        code=row["code"],
        badge_number=number,
        name=name if name and names.comparable(name) == said else names.masked_name(name),
        phone=phone if whole_phone else names.masked_phone(phone),
        village=row["village"],
        state=state,
        since=from_ms(row["first_ms"]) if row["first_ms"] is not None else None,
    )


def exact(db: sqlite3.Connection, question: str, *, youngest: str) -> list[Hit]:
    """Give the one person whose full name and last four phone digits were said, else nobody.

    For pages that anybody may stand before: no browsing, no guessing by parts.
    """
    name, _, digits = question.strip().rpartition(" ")
    if not name or len(digits) != 4 or not digits.isdecimal():
        return []
    said = names.comparable(name)
    hits = []
    for person in {leader_of(db, seeker) for seeker in search.starting(db, name, 200)}:
        row = db.execute(CARD, {"person": person}).fetchone()
        if names.comparable(row["name"]) == said and row["phone"].endswith(digits):
            hits.append(card(db, person, name, youngest))
    return hits if len(hits) == 1 else []


def leader_of(db: sqlite3.Connection, seeker: str) -> str:
    found: str = db.execute(LEADER, {"seeker": seeker}).fetchone()["person"]
    return found
