"""What waits for each printer, and the states that a job goes through while it is sent.

A claim is in memory only, since one process alone may write here; `sending` is committed before
the first byte leaves (docs/printing.md).
"""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from fair.clock import to_ms
from fair.printing import State
from kiosk.store.print_jobs import FORGET, Job, job_of

# What waits for one printer: what is meant for it or for those that it stands in for.
NEXT = """
    WITH mine AS (
        SELECT name, entrance FROM printer
        WHERE name = :printer AND stand_in = '' OR stand_in = :printer
    )
    SELECT job, kind, code, copy, name, person, place, printer, state, why, follower, added_ms,
           changed_ms
    FROM print_job AS j
    WHERE state = 'queued'
      AND job NOT IN (SELECT value FROM json_each(:claimed))
      AND (printer IN (SELECT name FROM mine)
           OR printer = '' AND (
               place IN (SELECT entrance FROM mine)
               OR '' IN (SELECT entrance FROM mine)
               AND NOT EXISTS (SELECT 1 FROM printer WHERE entrance = j.place)))
    ORDER BY job
    LIMIT 1
"""
WAITING = """
    WITH mine AS (
        SELECT name, entrance FROM printer
        WHERE name = :printer AND stand_in = '' OR stand_in = :printer
    )
    SELECT COUNT(*) AS jobs
    FROM print_job AS j
    WHERE state = 'queued'
      AND (printer IN (SELECT name FROM mine)
           OR printer = '' AND (
               place IN (SELECT entrance FROM mine)
               OR '' IN (SELECT entrance FROM mine)
               AND NOT EXISTS (SELECT 1 FROM printer WHERE entrance = j.place)))
"""
# A job that a person has taken back meanwhile is no longer queued, and isn't sent.
BEGIN_SENDING = """
    UPDATE print_job SET state = 'sending', printer = :printer, why = '', changed_ms = :at_ms
    WHERE job = :job AND state = 'queued'
"""
SETTLE = """
    UPDATE print_job SET state = :state, why = :why, changed_ms = :at_ms
    WHERE job = :job AND state = 'sending'
"""
FAIL = """
    UPDATE print_job SET state = 'failed', why = :why, changed_ms = :at_ms
    WHERE job = :job AND state = 'queued'
"""
CUT_OFF = """
    UPDATE print_job SET state = 'in_doubt', why = :why, changed_ms = :at_ms
    WHERE state = 'sending'
"""
TEAR_CUT_OFF = """
    UPDATE printer SET torn = 1
    WHERE name IN (SELECT printer FROM print_job WHERE state = 'sending')
"""
DOUBT_ALL = """
    UPDATE print_job SET state = 'in_doubt', why = :why, changed_ms = :at_ms
    WHERE state IN ('queued', 'sending')
"""


def next_for(db: sqlite3.Connection, printer: str, claimed: Collection[int]) -> Job | None:
    """Give the oldest job that waits for a printer and that no other one has claimed."""
    asked = {"printer": printer, "claimed": json.dumps(sorted(claimed))}
    row = db.execute(NEXT, asked).fetchone()
    return job_of(row) if row else None


def waiting_for(db: sqlite3.Connection, printer: str) -> int:
    found: int = db.execute(WAITING, {"printer": printer}).fetchone()["jobs"]
    return found


def begin_sending(db: sqlite3.Connection, job: int, printer: str, at: datetime) -> bool:
    """Say that bytes may leave from now on; False where it was taken back meanwhile."""
    asked = {"job": job, "printer": printer, "at_ms": to_ms(at)}
    return db.execute(BEGIN_SENDING, asked).rowcount > 0


def settle(db: sqlite3.Connection, job: int, state: State, why: str, at: datetime) -> None:
    """Keep what became of a job that was being sent; its name is deleted once it is done."""
    db.execute(SETTLE, {"job": job, "state": state, "why": why, "at_ms": to_ms(at)})
    db.execute(FORGET, {"job": job})


def fail(db: sqlite3.Connection, job: int, why: str, at: datetime) -> None:
    db.execute(FAIL, {"job": job, "why": why, "at_ms": to_ms(at)})


def doubt_cut_off(db: sqlite3.Connection, why: str, at: datetime) -> int:
    """Mark what was being sent when the machine stopped; say how many."""
    db.execute(TEAR_CUT_OFF)
    return db.execute(CUT_OFF, {"why": why, "at_ms": to_ms(at)}).rowcount


def doubt_all(db: sqlite3.Connection, why: str, at: datetime) -> int:
    """Mark all that waits, where it may have come out since: after a restored backup."""
    return db.execute(DOUBT_ALL, {"why": why, "at_ms": to_ms(at)}).rowcount
