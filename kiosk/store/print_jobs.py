"""Print jobs: which badge is to come out where, what became of it, what a person said of it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fair.badge import number_of
from fair.clock import from_ms, to_ms
from fair.printing import State

Kind = Literal["badge", "slip"]
# No paper for this code was ever handed out, and somebody prints for this place.
ADD_FIRST = """
    INSERT INTO print_job (kind, code, copy, name, person, place, printer, state, why, follower,
                           added_ms, changed_ms)
    SELECT 'badge', :code, 1, :name, NULL, :place, '', 'queued', '', NULL, :at_ms, :at_ms
    WHERE EXISTS (SELECT 1 FROM printer WHERE entrance IN (:place, ''))
      AND NOT EXISTS (SELECT 1 FROM badge WHERE code = :code AND bound = 1)
      AND NOT EXISTS (
          SELECT 1 FROM print_job
          WHERE code = :code AND kind = 'badge' AND (state <> 'cancelled' OR follower IS NOT NULL)
      )
"""
ADD = """
    INSERT INTO print_job (kind, code, copy, name, person, place, printer, state, why, follower,
                           added_ms, changed_ms)
    VALUES (:kind, :code, :copy, :name, :person, :place, :printer, 'queued', '', NULL,
            :at_ms, :at_ms)
"""
# A job that was taken back before anything of it was sent is no copy.
NEXT_COPY = """
    SELECT COALESCE(MAX(copy), 0) + 1 AS copy FROM print_job
    WHERE code = :code AND kind = :kind AND (state <> 'cancelled' OR follower IS NOT NULL)
"""
BY_ID = """
    SELECT job, kind, code, copy, name, person, place, printer, state, why, follower, added_ms,
           changed_ms
    FROM print_job
    WHERE job = :job
"""
EVERY = """
    SELECT job, kind, code, copy, name, person, place, printer, state, why, follower, added_ms,
           changed_ms
    FROM print_job
    ORDER BY job
"""
OF_CODE = """
    SELECT job, kind, code, copy, name, person, place, printer, state, why, follower, added_ms,
           changed_ms
    FROM print_job
    WHERE code = :code AND kind = 'badge'
    ORDER BY job DESC
    LIMIT 1
"""
# `place` NULL asks about the whole node.
OPEN = """
    SELECT job, kind, code, copy, name, person, place, printer, state, why, follower, added_ms,
           changed_ms
    FROM print_job
    WHERE state = :state AND (:place IS NULL OR place = :place)
    ORDER BY job
    LIMIT :most
"""
PENDING = """
    SELECT state, COUNT(*) AS jobs FROM print_job
    WHERE state IN ('queued', 'sending', 'in_doubt', 'failed')
      AND (:place IS NULL OR place = :place)
    GROUP BY state
"""
BACK_TO_QUEUE = """
    UPDATE print_job SET state = 'queued', printer = :printer, why = :why, changed_ms = :at_ms
    WHERE job = :job
"""
ANSWER = """
    UPDATE print_job SET state = :state, why = :why, follower = :follower, changed_ms = :at_ms
    WHERE job = :job
"""
FORGET = """
    UPDATE print_job SET name = NULL, person = NULL
    WHERE job = :job AND state IN ('done', 'cancelled')
"""
CANCEL_OF_CODE = """
    UPDATE print_job SET state = 'cancelled', why = :why, name = NULL, person = NULL,
                         changed_ms = :at_ms
    WHERE code = :code AND state IN ('queued', 'failed')
"""
CANCEL = """
    UPDATE print_job SET state = 'cancelled', why = :why, name = NULL, person = NULL,
                         changed_ms = :at_ms
    WHERE job = :job AND state IN ('queued', 'failed')
"""
UNTIE = "UPDATE print_job SET printer = '' WHERE printer = :printer AND state = 'queued'"


@dataclass(frozen=True, slots=True)
class Job:
    """One paper. `printer` '' is whoever serves `place`; `follower` is the job that replaced it."""

    id: int
    kind: Kind
    code: str
    copy: int
    name: str | None
    person: str | None
    place: str
    printer: str
    state: State
    why: str
    follower: int | None
    added_at: datetime
    changed_at: datetime

    @property
    def badge_number(self) -> str:
        return number_of(self.code) if self.code else ""


def job_of(row: sqlite3.Row) -> Job:
    return Job(
        id=row["job"],
        kind=row["kind"],
        code=row["code"],
        copy=row["copy"],
        name=row["name"],
        person=row["person"],
        place=row["place"],
        printer=row["printer"],
        state=row["state"],
        why=row["why"],
        follower=row["follower"],
        added_at=from_ms(row["added_ms"]),
        changed_at=from_ms(row["changed_ms"]),
    )


def add_first(
    db: sqlite3.Connection, code: str, *, place: str, name: str | None, at: datetime
) -> bool:
    """Queue a code's first badge; say whether there was one to queue."""
    asked = {"code": code, "place": place, "name": name, "at_ms": to_ms(at)}
    return db.execute(ADD_FIRST, asked).rowcount > 0


def add(
    db: sqlite3.Connection,
    *,
    kind: Kind,
    code: str,
    copy: int,
    place: str,
    printer: str = "",
    name: str | None = None,
    person: str | None = None,
    at: datetime,
) -> int:
    """Queue one paper; give its id."""
    row = db.execute(
        ADD,
        {
            "kind": kind,
            "code": code,
            "copy": copy,
            "name": name,
            "person": person,
            "place": place,
            "printer": printer,
            "at_ms": to_ms(at),
        },
    )
    return row.lastrowid or 0


def next_copy(db: sqlite3.Connection, code: str, kind: Kind = "badge") -> int:
    found: int = db.execute(NEXT_COPY, {"code": code, "kind": kind}).fetchone()["copy"]
    return found


def by_id(db: sqlite3.Connection, job: int) -> Job | None:
    row = db.execute(BY_ID, {"job": job}).fetchone()
    return job_of(row) if row else None


def every(db: sqlite3.Connection) -> list[Job]:
    return [job_of(row) for row in db.execute(EVERY)]


def latest_of(db: sqlite3.Connection, code: str) -> Job | None:
    """Give the last badge that was queued for a code."""
    row = db.execute(OF_CODE, {"code": code}).fetchone()
    return job_of(row) if row else None


def in_state(
    db: sqlite3.Connection, state: State, *, place: str | None = None, most: int = 1000
) -> list[Job]:
    asked = {"state": state, "place": place, "most": most}
    return [job_of(row) for row in db.execute(OPEN, asked)]


def pending(db: sqlite3.Connection, place: str | None = None) -> dict[str, int]:
    """Count what isn't settled, by state; `place` None is the whole node."""
    return {row["state"]: row["jobs"] for row in db.execute(PENDING, {"place": place})}


def put_back(db: sqlite3.Connection, job: int, printer: str, why: str, at: datetime) -> None:
    asked = {"job": job, "printer": printer, "why": why, "at_ms": to_ms(at)}
    db.execute(BACK_TO_QUEUE, asked)


def answer(
    db: sqlite3.Connection, job: int, state: State, why: str, follower: int | None, at: datetime
) -> None:
    """Keep what a person said of a job."""
    known = {"job": job, "state": state, "why": why, "follower": follower, "at_ms": to_ms(at)}
    db.execute(ANSWER, known)
    db.execute(FORGET, {"job": job})


def cancel_of_code(db: sqlite3.Connection, code: str, why: str, at: datetime) -> int:
    """Take back what still waits for a code; say how many."""
    return db.execute(CANCEL_OF_CODE, {"code": code, "why": why, "at_ms": to_ms(at)}).rowcount


def cancel(db: sqlite3.Connection, job: int, why: str, at: datetime) -> bool:
    return db.execute(CANCEL, {"job": job, "why": why, "at_ms": to_ms(at)}).rowcount > 0


def untie(db: sqlite3.Connection, printer: str) -> None:
    """Let whoever serves the place print what was meant for this printer alone."""
    db.execute(UNTIE, {"printer": printer})
