"""The printers of this node: what each is, whom it serves, how it is (local, never exchanged)."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from fair.clock import from_ms, to_ms

EVERY = """
    SELECT name, uri, language, size, dpi, entrance, right_mm, down_mm, labels_left, answers,
           confirms, torn, stand_in, condition, detail, seen_ms
    FROM printer
    ORDER BY name
"""
BY_NAME = """
    SELECT name, uri, language, size, dpi, entrance, right_mm, down_mm, labels_left, answers,
           confirms, torn, stand_in, condition, detail, seen_ms
    FROM printer
    WHERE name = :name
"""
# Who prints for a place: its own printers, else those for everywhere; a stand-in where one is set.
SERVING = """
    SELECT DISTINCT CASE stand_in WHEN '' THEN name ELSE stand_in END AS name
    FROM printer
    WHERE entrance = :place
       OR entrance = '' AND NOT EXISTS (SELECT 1 FROM printer WHERE entrance = :place)
    ORDER BY name
"""
ADD = """
    INSERT INTO printer (name, uri, language, size, dpi, entrance, right_mm, down_mm, labels_left,
                         answers, confirms, torn, stand_in, condition, detail, seen_ms)
    VALUES (:name, :uri, :language, :size, :dpi, :entrance, 0, 0, NULL,
            NULL, :confirms, 0, '', 'unknown', '', :seen_ms)
"""
REMOVE = "DELETE FROM printer WHERE name = :name"
NO_STAND_IN = "UPDATE printer SET stand_in = '' WHERE stand_in = :name"
STAND_IN = "UPDATE printer SET stand_in = :stand_in WHERE name = :name"
LOADED = "UPDATE printer SET labels_left = :labels WHERE name = :name"
USED = "UPDATE printer SET labels_left = MAX(labels_left - 1, 0) WHERE name = :name"
TORN = "UPDATE printer SET torn = :torn WHERE name = :name"
CONFIRMS = "UPDATE printer SET confirms = :confirms WHERE name = :name"
ANSWERS = "UPDATE printer SET answers = :answers WHERE name = :name"
MEND = """
    UPDATE printer SET size = :size, right_mm = :right_mm, down_mm = :down_mm WHERE name = :name
"""
SEEN = """
    UPDATE printer SET condition = :condition, detail = :detail, seen_ms = :seen_ms
    WHERE name = :name
"""


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer as it is set up, and how it was when last looked at.

    `entrance` '' serves the desk and every entrance without a printer of its own. `answers` and
    `confirms` are None until known. `condition` is printers.status.Condition, `offline` or
    `silent` (it answered once and says nothing any more).
    """

    name: str
    uri: str
    language: str
    size: str
    dpi: int
    entrance: str
    right_mm: float
    down_mm: float
    labels_left: int | None
    answers: bool | None
    confirms: bool | None
    torn: bool
    stand_in: str
    condition: str
    detail: str
    seen_at: datetime


def printer_of(row: sqlite3.Row) -> Printer:
    return Printer(
        name=row["name"],
        uri=row["uri"],
        language=row["language"],
        size=row["size"],
        dpi=row["dpi"],
        entrance=row["entrance"],
        right_mm=row["right_mm"],
        down_mm=row["down_mm"],
        labels_left=row["labels_left"],
        answers=None if row["answers"] is None else bool(row["answers"]),
        confirms=None if row["confirms"] is None else bool(row["confirms"]),
        torn=bool(row["torn"]),
        stand_in=row["stand_in"],
        condition=row["condition"],
        detail=row["detail"],
        seen_at=from_ms(row["seen_ms"]),
    )


def every(db: sqlite3.Connection) -> list[Printer]:
    return [printer_of(row) for row in db.execute(EVERY)]


def by_name(db: sqlite3.Connection, name: str) -> Printer | None:
    row = db.execute(BY_NAME, {"name": name}).fetchone()
    return printer_of(row) if row else None


def serving(db: sqlite3.Connection, place: str) -> list[str]:
    """Give the names of those that print for a place: none where paper comes from a browser."""
    return [row["name"] for row in db.execute(SERVING, {"place": place})]


def add(
    db: sqlite3.Connection,
    *,
    name: str,
    uri: str,
    language: str,
    size: str,
    dpi: int,
    entrance: str,
    confirms: bool | None,
    at: datetime,
) -> None:
    db.execute(
        ADD,
        {
            "name": name,
            "uri": uri,
            "language": language,
            "size": size,
            "dpi": dpi,
            "entrance": entrance,
            "confirms": confirms,
            "seen_ms": to_ms(at),
        },
    )


def remove(db: sqlite3.Connection, name: str) -> None:
    db.execute(NO_STAND_IN, {"name": name})
    db.execute(REMOVE, {"name": name})


def let_stand_in(db: sqlite3.Connection, name: str, stand_in: str) -> None:
    """Let another printer print what is meant for this one; '' takes that back."""
    db.execute(STAND_IN, {"name": name, "stand_in": stand_in})


def load(db: sqlite3.Connection, name: str, labels: int | None) -> None:
    db.execute(LOADED, {"name": name, "labels": labels})


def use_label(db: sqlite3.Connection, name: str) -> None:
    """Count one label down, where somebody said how many there were."""
    db.execute(USED, {"name": name})


def keep_torn(db: sqlite3.Connection, name: str, torn: bool) -> None:
    db.execute(TORN, {"name": name, "torn": torn})


def keep_confirms(db: sqlite3.Connection, name: str, confirms: bool) -> None:
    db.execute(CONFIRMS, {"name": name, "confirms": confirms})


def keep_answers(db: sqlite3.Connection, name: str, answers: bool) -> None:
    db.execute(ANSWERS, {"name": name, "answers": answers})


def mend(db: sqlite3.Connection, name: str, *, size: str, right_mm: float, down_mm: float) -> None:
    """Keep which paper is in, and how far pictures are moved on it."""
    known = {"name": name, "size": size, "right_mm": right_mm, "down_mm": down_mm}
    db.execute(MEND, known)


def see(db: sqlite3.Connection, name: str, *, condition: str, detail: str, at: datetime) -> None:
    db.execute(SEEN, {"name": name, "condition": condition, "detail": detail, "seen_ms": to_ms(at)})
