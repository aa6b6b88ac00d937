"""What waits for a person: held offers, people who may be one, people under 16, a wrong clock."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from fair import duplicates
from fair.clock import from_ms
from kiosk.store import badges

HELD = """
    SELECT (SELECT COUNT(*) FROM employer WHERE held <> '')
         + (SELECT COUNT(*) FROM job WHERE held <> '') AS offers
"""
# Only what a rule of domain.md, section 3, can compare; the rule itself is fair/duplicates.py's.
ALIKE = """
    WITH twin AS (
        SELECT s.seeker
        FROM seeker AS s
        JOIN (SELECT id_number FROM seeker WHERE id_number <> ''
              GROUP BY id_number HAVING COUNT(*) > 1) AS t ON t.id_number = s.id_number
        UNION
        SELECT s.seeker
        FROM seeker AS s
        JOIN (SELECT certificate FROM seeker WHERE certificate <> ''
              GROUP BY certificate HAVING COUNT(*) > 1) AS t ON t.certificate = s.certificate
        UNION
        SELECT s.seeker
        FROM seeker AS s
        JOIN (SELECT name, phone FROM seeker WHERE name <> '' AND phone <> ''
              GROUP BY name, phone HAVING COUNT(*) > 1) AS t
          ON t.name = s.name AND t.phone = s.phone
        UNION
        SELECT s.seeker
        FROM seeker AS s
        JOIN (SELECT name, birth_date, village FROM seeker
              WHERE name <> '' AND birth_date <> '' AND village <> ''
              GROUP BY name, birth_date, village HAVING COUNT(*) > 1) AS t
          ON t.name = s.name AND t.birth_date = s.birth_date AND t.village = s.village
    )
    SELECT s.seeker, s.name, s.phone, s.village, s.birth_date, s.id_number, s.certificate,
           COALESCE(l.leader, s.seeker) AS person
    FROM twin AS t
    JOIN seeker AS s ON s.seeker = t.seeker
    LEFT JOIN leader AS l ON l.seeker = s.seeker
    ORDER BY s.seeker
"""
DISTINCT = "SELECT first, second FROM distinct_pair"
UNDERAGE = """
    SELECT DISTINCT COALESCE(l.leader, s.seeker) AS person
    FROM seeker AS s
    LEFT JOIN leader AS l ON l.seeker = s.seeker
    WHERE s.birth_date > :youngest
    ORDER BY person
"""
LAST_STAMP = "SELECT at_ms FROM operation ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Alike:
    """Two registered people who may be one; `first` and `second` lead those merged with them."""

    first: str
    second: str
    certainty: duplicates.Certainty
    reason: duplicates.Reason


def held_offers(db: sqlite3.Connection) -> int:
    """Count employers and jobs that nobody sees until a person lets them through."""
    found: int = db.execute(HELD).fetchone()["offers"]
    return found


def alike(db: sqlite3.Connection) -> list[Alike]:
    """Give each pair once, the surest first; merged ones and those told apart are left out.

    Left out too are pairs of which one has no badge: the desk compares them by their numbers.
    """
    rows = db.execute(ALIKE).fetchall()
    distinct = {tuple(row) for row in db.execute(DISTINCT)}
    people = [
        duplicates.likeness(
            id_number=row["id_number"],
            certificate=row["certificate"],
            name=row["name"],
            phone=row["phone"],
            birth_date=row["birth_date"],
            village=row["village"],
        )
        for row in rows
    ]
    found: dict[tuple[str, str], Alike] = {}
    for pair in duplicates.find_pairs(people):
        one, other = rows[pair.first], rows[pair.second]
        first, second = sorted((one["person"], other["person"]))
        looked_at = {(first, second), (one["seeker"], other["seeker"])}
        if first == second or looked_at & distinct:
            continue
        each = Alike(first, second, pair.certainty, pair.reason)
        found.setdefault((first, second), each)
    known = {person: badges.current(db, person) for pair in found for person in pair}
    pairs = [each for pair, each in found.items() if all(known[person] for person in pair)]
    return sorted(pairs, key=lambda each: each.certainty)  # "certain" before "probable"


def underage(db: sqlite3.Connection, youngest: str) -> list[str]:
    """Give the people born after `youngest` (YYYY-MM-DD): kept, but without badge or check-in."""
    return [row["person"] for row in db.execute(UNDERAGE, {"youngest": youngest})]


def clock_ahead(db: sqlite3.Connection, *, now: datetime) -> timedelta:
    """Say how far the last fact's stamp lies in the future: the clock was put back since."""
    row = db.execute(LAST_STAMP).fetchone()
    return max(from_ms(row["at_ms"]) - now, timedelta(0)) if row else timedelta(0)
