"""Visits, what became of them, and the notes that go with them."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fair import derive_events as rules
from fair import facts
from fair.operation import Operation
from fair.state import texts
from kiosk.store import about

# A visit's id is a hash of what it holds; whoever forges another content for it changes nothing
# that depends on the order of arrival.
KEEP_VISIT = """
    INSERT INTO visit (visit, booth, employer, code)
    VALUES (:visit, :booth, :employer, :code)
    ON CONFLICT (visit) DO UPDATE
    SET booth = excluded.booth, employer = excluded.employer, code = excluded.code
    WHERE (excluded.code, excluded.booth, excluded.employer) < (code, booth, employer)
"""
KEEP_SCAN = """
    INSERT OR IGNORE INTO visit_scan (op, visit, ordered_ms, at_ms, at_n, by_code)
    VALUES (:op, :visit, :ordered_ms, :at_ms, :at_n, :by_code)
"""
KEEP = """
    INSERT INTO lead (visit, outcome, job, fields, heads, others, ordered_ms)
    VALUES (:visit, :outcome, :job, :fields, :heads, :others, :ordered_ms)
    ON CONFLICT (visit) DO UPDATE
    SET outcome = excluded.outcome, job = excluded.job, fields = excluded.fields,
        heads = excluded.heads, others = excluded.others, ordered_ms = excluded.ordered_ms
"""
FORGET = "DELETE FROM lead WHERE visit = :visit"
FORGET_SCAN = "DELETE FROM visit_scan WHERE op = :op"
FORGET_VISIT = """
    DELETE FROM visit
    WHERE visit = :visit AND NOT EXISTS (SELECT 1 FROM visit_scan WHERE visit = :visit)
"""
FORGET_NOTE = "DELETE FROM note WHERE op = :op"
KEEP_NOTE = """
    INSERT OR IGNORE INTO note (op, visit, ordered_ms, at_ms, at_n, note)
    VALUES (:op, :visit, :ordered_ms, :at_ms, :at_n, :note)
"""
# Visits of one person at one booth under several badges are one; the smallest id leads.
LEADING = """
    WITH same AS (
        SELECT :person AS seeker
        UNION
        SELECT seeker FROM leader WHERE leader = :person
    ), theirs AS (
        SELECT code FROM badge WHERE seeker IN (SELECT seeker FROM same)
        UNION
        SELECT :code
    )
    SELECT MIN(visit) AS visit FROM visit
    WHERE code IN (SELECT code FROM theirs) AND booth = :booth AND employer = :employer
"""
BY_ID = """
    SELECT v.visit, v.booth, v.employer, v.code,
           COALESCE(l.outcome, 'talked') AS outcome, l.job AS job,
           COALESCE(l.heads, '[]') AS heads, COALESCE(l.others, '{}') AS others,
           COALESCE(l.fields, '{}') AS fields
    FROM visit AS v
    LEFT JOIN lead AS l ON l.visit = v.visit
    WHERE v.visit = :visit
"""
WAS_SHOWN = "SELECT 1 FROM visit_scan WHERE visit = :visit AND by_code = 1 LIMIT 1"
NOTES = """
    SELECT note FROM note WHERE visit = :visit ORDER BY ordered_ms, at_ms, at_n, op
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with its lead; `heads` are the writes of the outcome that nobody has seen past."""

    id: str
    booth: str
    employer: str
    code: str
    outcome: str
    job: str | None
    heads: tuple[str, ...]
    others: Mapping[str, list[Any]]
    fields: Mapping[str, Any]


def keep_visit(db: sqlite3.Connection, operation: Operation, fact: facts.VisitRecorded) -> None:
    db.execute(KEEP_VISIT, rules.met(fact))
    db.execute(KEEP_SCAN, rules.scan(operation.order, fact))


def forget_visit(db: sqlite3.Connection, op: str, fact: facts.VisitRecorded) -> None:
    """Take a scan back that stopped to count, and with the last one the visit."""
    db.execute(FORGET_SCAN, {"op": op})
    db.execute(FORGET_VISIT, {"visit": fact.visit})


def forget_note(db: sqlite3.Connection, op: str) -> None:
    db.execute(FORGET_NOTE, {"op": op})


def derive(db: sqlite3.Connection, visit: str) -> None:
    row = rules.lead(visit, about.said_about(db, f"lead:{visit}"))
    if row is None:
        db.execute(FORGET, {"visit": visit})
        return
    fields = row["fields"]
    found = {"outcome": fields.get("outcome") or "talked", "job": fields.get("job")}
    db.execute(KEEP, {**texts(row), **found})


def keep_note(db: sqlite3.Connection, operation: Operation, fact: facts.LeadNoted) -> None:
    db.execute(KEEP_NOTE, rules.note(operation.order, fact))


def leading(
    db: sqlite3.Connection, *, person: str, code: str, booth: str, employer: str
) -> str | None:
    """Give the visit that stands for this person at this booth; None before the first."""
    asked = {"person": person, "code": code, "booth": booth, "employer": employer}
    visit: str | None = db.execute(LEADING, asked).fetchone()["visit"]
    return visit


def by_id(db: sqlite3.Connection, visit: str) -> Visit | None:
    row = db.execute(BY_ID, {"visit": visit}).fetchone()
    if row is None:
        return None
    return Visit(
        id=row["visit"],
        booth=row["booth"],
        employer=row["employer"],
        code=row["code"],
        outcome=row["outcome"],
        job=row["job"],
        heads=tuple(json.loads(row["heads"])),
        others=json.loads(row["others"]),
        fields=json.loads(row["fields"]),
    )


def was_shown(db: sqlite3.Connection, visit: str) -> bool:
    """Say whether the badge itself was scanned, not just its number typed."""
    return db.execute(WAS_SHOWN, {"visit": visit}).fetchone() is not None


def notes(db: sqlite3.Connection, visit: str) -> list[str]:
    """Give a visit's notes, oldest first."""
    return [row["note"] for row in db.execute(NOTES, {"visit": visit})]


def heads(db: sqlite3.Connection, visit: str, names: list[str]) -> tuple[str, ...]:
    return about.heads(db, f"lead:{visit}", names)
