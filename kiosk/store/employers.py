"""Employers, their booths and their jobs."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fair import derive as rules
from fair.state import texts
from kiosk.store import about

KEEP = """
    INSERT INTO employer (employer, name, uscc, held, fields, others)
    VALUES (:employer, :name, :uscc, :held, :fields, :others)
    ON CONFLICT (employer) DO UPDATE
    SET name = excluded.name, uscc = excluded.uscc, held = excluded.held,
        fields = excluded.fields, others = excluded.others
"""
FORGET = "DELETE FROM employer WHERE employer = :employer"
FORGET_BOOTHS = "DELETE FROM employer_booth WHERE employer = :employer"
KEEP_BOOTH = """
    INSERT OR IGNORE INTO employer_booth (employer, booth, place)
    VALUES (:employer, :booth, :place)
"""
FORGET_JOB = "DELETE FROM job WHERE job = :job"
KEEP_JOB = """
    INSERT INTO job (job, employer, title, openings, reserved, held, filled, fields, others)
    VALUES (:job, :employer, :title, :openings, :reserved, :held, :filled, :fields, :others)
    ON CONFLICT (job) DO UPDATE
    SET employer = excluded.employer, title = excluded.title, openings = excluded.openings,
        reserved = excluded.reserved, held = excluded.held, filled = excluded.filled,
        fields = excluded.fields, others = excluded.others
"""
# A held employer doesn't have the booth while somebody else stands there.
AT_BOOTH = """
    SELECT e.employer, e.name, e.uscc, e.held, e.fields
    FROM employer_booth AS b
    JOIN employer AS e ON e.employer = b.employer
    WHERE b.booth = :booth
    ORDER BY e.held <> '', e.employer
    LIMIT 1
"""
BY_ID = "SELECT employer, name, uscc, held, fields FROM employer WHERE employer = :employer"
ALL = "SELECT employer, name, uscc, held, fields FROM employer ORDER BY name, employer"
BOOTHS = "SELECT employer, booth FROM employer_booth ORDER BY employer, place, booth"
JOB_BY_ID = """
    SELECT job, employer, title, openings, reserved, held, filled, fields FROM job WHERE job = :job
"""
JOBS = """
    SELECT job, employer, title, openings, reserved, held, filled, fields
    FROM job
    WHERE :employer IS NULL OR employer = :employer
    ORDER BY employer, title, job
"""


@dataclass(frozen=True, slots=True)
class Employer:
    """`held` names the reasons that wait for a person, separated by spaces; '' when public."""

    id: str
    name: str
    uscc: str
    held: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One advert; `openings` is None where the list didn't say a number."""

    id: str
    employer: str
    title: str
    openings: int | None
    reserved: int
    held: str
    filled: bool
    fields: Mapping[str, Any]


def derive(db: sqlite3.Connection, employer: str) -> None:
    row = rules.employer(employer, about.said_about(db, f"employer:{employer}"))
    db.execute(FORGET_BOOTHS, {"employer": employer})
    if row is None:
        db.execute(FORGET, {"employer": employer})
        return
    fields = row["fields"]
    found = {"name": fields.get("name", ""), "uscc": fields.get("uscc", "")}
    db.execute(KEEP, {**texts(row), **found})
    for place, booth in enumerate(fields.get("booths", [])):
        db.execute(KEEP_BOOTH, {"employer": employer, "booth": booth, "place": place})


def derive_job(db: sqlite3.Connection, job: str) -> None:
    row = rules.job(job, about.said_about(db, f"job:{job}"))
    if row is None:
        db.execute(FORGET_JOB, {"job": job})
        return
    fields = row["fields"]
    found = {
        "title": fields.get("title", ""),
        "openings": fields.get("openings"),
        "reserved": fields.get("reserved") or 0,
        "filled": bool(fields.get("filled")),
    }
    db.execute(KEEP_JOB, {**texts(row), **found})


def employer_of(row: sqlite3.Row) -> Employer:
    fields = json.loads(row["fields"])
    return Employer(row["employer"], row["name"], row["uscc"], row["held"], fields)


def job_of(row: sqlite3.Row) -> Job:
    return Job(
        id=row["job"],
        employer=row["employer"],
        title=row["title"],
        openings=row["openings"],
        reserved=row["reserved"],
        held=row["held"],
        filled=bool(row["filled"]),
        fields=json.loads(row["fields"]),
    )


def at_booth(db: sqlite3.Connection, booth: str) -> Employer | None:
    """Give who stands at a booth now."""
    row = db.execute(AT_BOOTH, {"booth": booth}).fetchone()
    return employer_of(row) if row else None


def by_id(db: sqlite3.Connection, employer: str) -> Employer | None:
    row = db.execute(BY_ID, {"employer": employer}).fetchone()
    return employer_of(row) if row else None


def every(db: sqlite3.Connection) -> list[Employer]:
    return [employer_of(row) for row in db.execute(ALL)]


def booths(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Give each employer's booths, in the order of its own list."""
    found: dict[str, list[str]] = {}
    for row in db.execute(BOOTHS):
        found.setdefault(row["employer"], []).append(row["booth"])
    return found


def job_by_id(db: sqlite3.Connection, job: str) -> Job | None:
    row = db.execute(JOB_BY_ID, {"job": job}).fetchone()
    return job_of(row) if row else None


def jobs(db: sqlite3.Connection, employer: str | None = None) -> list[Job]:
    """Give the jobs of one employer, or of all."""
    return [job_of(row) for row in db.execute(JOBS, {"employer": employer})]


def heads(db: sqlite3.Connection, subject: str, names: list[str]) -> tuple[str, ...]:
    """Give what somebody who changes these fields of `employer:ID` or `job:ID` has seen."""
    return about.heads(db, subject, names)
