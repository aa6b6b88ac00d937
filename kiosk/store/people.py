"""Staff with PINs, booth cards, what seekers release to whom, and seekers' own secrets."""

import sqlite3
from dataclasses import dataclass

from fair import derive_people as rules
from fair.consent import LEVELS, Level
from kiosk.store import about

KEEP_STAFF = """
    INSERT INTO staff (staff, name, role, pin_hash, removed)
    VALUES (:staff, :name, :role, :pin_hash, :removed)
    ON CONFLICT (staff) DO UPDATE
    SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash,
        removed = excluded.removed
"""
FORGET_STAFF = "DELETE FROM staff WHERE staff = :staff"
STAFF = "SELECT staff, name, role, pin_hash FROM staff WHERE removed = 0 ORDER BY name, staff"
KEEP_CARD = """
    INSERT INTO card (card, booth, employer, secret_hash, revoked)
    VALUES (:card, :booth, :employer, :secret_hash, :revoked)
    ON CONFLICT (card) DO UPDATE
    SET booth = excluded.booth, employer = excluded.employer,
        secret_hash = excluded.secret_hash, revoked = excluded.revoked
"""
FORGET_CARD = "DELETE FROM card WHERE card = :card"
CARDS = """
    SELECT card, booth, employer, secret_hash FROM card WHERE revoked = 0 ORDER BY booth, card
"""
CARD_OF = """
    SELECT card, booth, employer, secret_hash FROM card
    WHERE secret_hash = :secret_hash AND revoked = 0
"""
FORGET_RELEASES = "DELETE FROM release WHERE seeker = :seeker"
KEEP_RELEASE = """
    INSERT INTO release (seeker, employer, level, ordered_ms)
    VALUES (:seeker, :employer, :level, :ordered_ms)
"""
RELEASE_OF = """
    WITH same AS (
        SELECT :seeker AS seeker
        UNION
        SELECT b.seeker FROM leader AS a JOIN leader AS b ON b.leader = a.leader
        WHERE a.seeker = :seeker
    )
    SELECT level FROM release
    WHERE seeker IN (SELECT seeker FROM same) AND employer IN (:employer, '')
    ORDER BY employer = '', ordered_ms DESC
    LIMIT 1
"""
FORGET_SECRET = "DELETE FROM secret WHERE seeker = :seeker"
KEEP_SECRET = "INSERT INTO secret (seeker, secret_hash) VALUES (:seeker, :secret_hash)"
SEEKER_OF_SECRET = "SELECT seeker FROM secret WHERE secret_hash = :secret_hash"


@dataclass(frozen=True, slots=True)
class Staff:
    id: str
    name: str
    role: str
    pin_hash: str


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    booth: str
    employer: str
    secret_hash: str


def derive_staff(db: sqlite3.Connection, staff: str) -> None:
    row = rules.staff(staff, about.said_about(db, f"staff:{staff}"))
    if row is None:
        db.execute(FORGET_STAFF, {"staff": staff})
    else:
        db.execute(KEEP_STAFF, row)


def derive_card(db: sqlite3.Connection, card: str) -> None:
    row = rules.card(card, about.said_about(db, f"card:{card}"))
    if row is None:
        db.execute(FORGET_CARD, {"card": card})
    else:
        db.execute(KEEP_CARD, row)


def derive_releases(db: sqlite3.Connection, seeker: str) -> None:
    db.execute(FORGET_RELEASES, {"seeker": seeker})
    for row in rules.releases(seeker, about.said_about(db, f"release:{seeker}")):
        db.execute(KEEP_RELEASE, row)


def derive_secret(db: sqlite3.Connection, seeker: str) -> None:
    row = rules.secret(seeker, about.said_about(db, f"secret:{seeker}"))
    db.execute(FORGET_SECRET, {"seeker": seeker})
    if row is not None:
        db.execute(KEEP_SECRET, row)


def staff(db: sqlite3.Connection) -> list[Staff]:
    return [Staff(*row) for row in db.execute(STAFF)]


def cards(db: sqlite3.Connection) -> list[Card]:
    return [Card(*row) for row in db.execute(CARDS)]


def card_of_secret(db: sqlite3.Connection, secret_hash: str) -> Card | None:
    row = db.execute(CARD_OF, {"secret_hash": secret_hash}).fetchone()
    return Card(*row) if row else None


def level_for(db: sqlite3.Connection, seeker: str, employer: str) -> Level:
    """Give what this person releases to this employer: their own word to it, else to all."""
    row = db.execute(RELEASE_OF, {"seeker": seeker, "employer": employer}).fetchone()
    return next((level for level in LEVELS if row and row["level"] == level), "number_only")


def seeker_of_secret(db: sqlite3.Connection, secret_hash: str) -> str | None:
    row = db.execute(SEEKER_OF_SECRET, {"secret_hash": secret_hash}).fetchone()
    return row["seeker"] if row else None
