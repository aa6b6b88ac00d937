"""Seekers: who registered, who is the same person, who isn't."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fair import derive_people as rules
from fair.state import texts
from kiosk.store import about, search

KEEP = """
    INSERT INTO seeker (seeker, name, phone, village, birth_date, id_number, certificate,
                        fields, others)
    VALUES (:seeker, :name, :phone, :village, :birth_date, :id_number, :certificate,
            :fields, :others)
    ON CONFLICT (seeker) DO UPDATE
    SET name = excluded.name, phone = excluded.phone, village = excluded.village,
        birth_date = excluded.birth_date, id_number = excluded.id_number,
        certificate = excluded.certificate, fields = excluded.fields, others = excluded.others
"""
FORGET = "DELETE FROM seeker WHERE seeker = :seeker"
FORGET_GROUPS = "DELETE FROM seeker_group WHERE seeker = :seeker"
KEEP_GROUP = "INSERT OR IGNORE INTO seeker_group (seeker, code) VALUES (:seeker, :code)"
IS_ERASED = "SELECT 1 FROM erased WHERE seeker = :seeker"
BY_ID = "SELECT seeker, fields, others FROM seeker WHERE seeker = :seeker"
BIRTH_DATE = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    )
    SELECT COALESCE(MAX(birth_date), '') AS birth_date FROM seeker
    WHERE seeker IN (SELECT seeker FROM same)
"""
ALL = "SELECT seeker, fields, others FROM seeker"
KEEP_MERGE = """
    INSERT INTO merge (merge, seekers, parted) VALUES (:merge, :seekers, :parted)
    ON CONFLICT (merge) DO UPDATE SET seekers = excluded.seekers, parted = excluded.parted
"""
FORGET_MERGE = "DELETE FROM merge WHERE merge = :merge"
MERGES = "SELECT merge, seekers FROM merge WHERE parted = 0"
FORGET_LEADERS = "DELETE FROM leader"
KEEP_LEADER = "INSERT INTO leader (seeker, leader) VALUES (:seeker, :leader)"
LEADER = "SELECT leader FROM leader WHERE seeker = :seeker"
SAME = """
    SELECT :person AS seeker
    UNION
    SELECT seeker FROM leader WHERE leader = :person
    ORDER BY seeker
"""
FORGET_DISTINCT = "DELETE FROM distinct_pair WHERE first = ? AND second = ?"
KEEP_DISTINCT = "INSERT OR IGNORE INTO distinct_pair (first, second) VALUES (?, ?)"
IS_DISTINCT = "SELECT 1 FROM distinct_pair WHERE first = :first AND second = :second"
# Who might be the same person: only what a rule of domain.md, section 3, can compare.
ALIKE = """
    SELECT seeker, fields, others FROM seeker
    WHERE seeker <> :seeker
      AND (   (:id_number <> '' AND id_number = :id_number)
           OR (:certificate <> '' AND certificate = :certificate)
           OR (:name <> '' AND name = :name
               AND (   (:phone <> '' AND phone = :phone)
                    OR (:birth_date <> '' AND birth_date = :birth_date
                        AND :village <> '' AND village = :village))))
    ORDER BY seeker
    LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Seeker:
    """`others` are values that two people wrote without seeing each other's."""

    id: str
    fields: Mapping[str, Any]
    others: Mapping[str, list[Any]]

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""


def derive(db: sqlite3.Connection, seeker: str) -> None:
    db.execute(FORGET_GROUPS, {"seeker": seeker})
    search.forget(db, seeker)
    erased = db.execute(IS_ERASED, {"seeker": seeker}).fetchone() is not None
    said = [] if erased else about.said_about(db, f"seeker:{seeker}")
    row = rules.seeker(seeker, said)
    if row is None:
        db.execute(FORGET, {"seeker": seeker})
        return
    fields = row["fields"]

    def text(name: str) -> str:
        value = fields.get(name)
        return value if isinstance(value, str) else ""

    found = {
        "name": text("name"),
        "phone": text("phone_digits"),
        "village": text("village"),
        "birth_date": text("birth_date"),
        "id_number": text("id_number"),
        "certificate": text("certificate"),
    }
    db.execute(KEEP, {**texts(row), **found})
    for code in fields.get("groups") or {}:
        db.execute(KEEP_GROUP, {"seeker": seeker, "code": code})
    search.keep(db, seeker, text("name"), text("phone_digits"), text("village"))


def derive_merge(db: sqlite3.Connection, merge: str) -> None:
    """Keep a merge or its end; who leads whom then has to be said anew."""
    row = rules.merge(merge, about.said_about(db, f"merge:{merge}"))
    if row is None:
        db.execute(FORGET_MERGE, {"merge": merge})
    else:
        db.execute(KEEP_MERGE, texts(row))


def derive_leaders(db: sqlite3.Connection) -> None:
    """Say anew who leads whom, by all merges together."""
    db.execute(FORGET_LEADERS)
    merges = [json.loads(each["seekers"]) for each in db.execute(MERGES)]
    for seeker, leader in rules.leaders(merges):
        db.execute(KEEP_LEADER, {"seeker": seeker, "leader": leader})


def derive_distinct(db: sqlite3.Connection, pair: str) -> None:
    """Keep or forget that two people are two; `pair` is both ids with a space between."""
    first, _, second = pair.partition(" ")
    said = about.said_about(db, f"distinct_pair:{pair}")
    db.execute(KEEP_DISTINCT if said else FORGET_DISTINCT, (first, second))


def are_distinct(db: sqlite3.Connection, one: str, other: str) -> bool:
    """Say whether a person looked at these two and they weren't the same."""
    first, second = sorted((one, other))
    return db.execute(IS_DISTINCT, {"first": first, "second": second}).fetchone() is not None


def seeker_of(row: sqlite3.Row) -> Seeker:
    return Seeker(row["seeker"], json.loads(row["fields"]), json.loads(row["others"]))


def by_id(db: sqlite3.Connection, seeker: str) -> Seeker | None:
    row = db.execute(BY_ID, {"seeker": seeker}).fetchone()
    return seeker_of(row) if row else None


def birth_date(db: sqlite3.Connection, person: str) -> str:
    """Give a person's birth date, YYYY-MM-DD; '' where none is known."""
    found: str = db.execute(BIRTH_DATE, {"person": person}).fetchone()["birth_date"]
    return found


def whole(db: sqlite3.Connection, person: str) -> dict[str, Any]:
    """Give what is known of a person: the leading seeker's word, else that of those merged."""
    fields: dict[str, Any] = {}
    for each in same_as(db, person):
        if (seeker := by_id(db, each)) is not None:
            known = {name: value for name, value in seeker.fields.items() if value}
            fields = {**known, **fields}
    return fields


def every(db: sqlite3.Connection) -> Iterable[Seeker]:
    return (seeker_of(row) for row in db.execute(ALL))


def leader(db: sqlite3.Connection, seeker: str) -> str:
    """Give the seeker who stands for this person."""
    row = db.execute(LEADER, {"seeker": seeker}).fetchone()
    return row["leader"] if row else seeker


def same_as(db: sqlite3.Connection, person: str) -> list[str]:
    """Give all seekers that are this person, the leading one included."""
    return [row["seeker"] for row in db.execute(SAME, {"person": person})]


def alike(db: sqlite3.Connection, seeker: Seeker) -> list[Seeker]:
    """Give whom a duplicates rule could mean; the rule itself is fair/duplicates.py's."""
    asked = {
        "seeker": seeker.id,
        "name": seeker.text("name"),
        "phone": seeker.text("phone_digits"),
        "village": seeker.text("village"),
        "birth_date": seeker.text("birth_date"),
        "id_number": seeker.text("id_number"),
        "certificate": seeker.text("certificate"),
    }
    return [seeker_of(row) for row in db.execute(ALIKE, asked)]


def heads(db: sqlite3.Connection, seeker: str, names: Iterable[str]) -> tuple[str, ...]:
    return about.heads(db, f"seeker:{seeker}", names)
