"""Judging again what a node said of which more is known now, one stretch after the other.

A log may hold tens of thousands of facts, and the door waits for whoever writes. So what learns of
the node judges what one transaction may, and notes what is left; the rest follows in transactions
of its own. The note outlives a process that is killed in between, and `verify` reads it.
"""

import sqlite3
from typing import NamedTuple

from fair.trust import Trust
from kiosk.store import apply, stored, trust
from kiosk.store.judged import judge, set_aside

AT_ONCE = 200  # facts that change in one transaction: as many as a chunk brings
LOOKED_AT = 2000  # facts, most of which stay as they are; that costs a twentieth of a change
LEFT = "SELECT log, after, upto FROM to_judge ORDER BY log"
IS_LEFT = "SELECT 1 FROM to_judge LIMIT 1"
NOTE_LEFT = """
    INSERT INTO to_judge (log, after, upto)
    SELECT log, 0, MAX(seq) FROM operation WHERE log = :log GROUP BY log
    ON CONFLICT (log) DO UPDATE SET after = excluded.after, upto = excluded.upto
"""
GO_ON = "UPDATE to_judge SET after = :at WHERE log = :log"
DONE = "DELETE FROM to_judge WHERE log = :log"
STRETCH = """
    SELECT seq, kind, quarantined FROM operation
    WHERE log = :log AND seq > :after AND seq <= :upto
    ORDER BY seq
    LIMIT :most
"""
ERASURES = """
    SELECT seq FROM operation
    WHERE log = :log AND kind = 'seeker.erased' AND quarantined IS NOT NULL
"""


class Left(NamedTuple):
    """What of a log has to be judged again: `after` < seq ≤ `upto`."""

    log: str
    after: int
    upto: int


def left(db: sqlite3.Connection) -> list[Left]:
    return [Left(*row) for row in db.execute(LEFT)]


def is_left(db: sqlite3.Connection) -> bool:
    return db.execute(IS_LEFT).fetchone() is not None


def begin(db: sqlite3.Connection, fair: str) -> dict[str, None]:
    """Work out the nodes anew and judge again what those said of whom we know more now.

    Gives the subjects to derive anew. Where that is more than one transaction may do, the rest is
    noted for `go_on`. Erasures are judged at once: nobody is shown a moment longer.
    """
    touched: dict[str, None] = {}
    changed = trust.derive(db)
    trusted = trust.load(db)
    for log in (log for node in sorted(changed) for log in trust.logs_of(db, node)):
        db.execute(NOTE_LEFT, {"log": log})
        if trust.owner_of(db, log) in trusted.erasers:
            erasures = [row["seq"] for row in db.execute(ERASURES, {"log": log})]
            touched |= judge_these(db, fair, trusted, log, erasures)
    return touched | stretches(db, fair)


def go_on(db: sqlite3.Connection, fair: str) -> None:
    """Judge as much of what is left as one transaction may, and derive what follows."""
    apply.derive(db, fair, stretches(db, fair))


def stretches(db: sqlite3.Connection, fair: str) -> dict[str, None]:
    trusted = trust.load(db)
    touched: dict[str, None] = {}
    room = AT_ONCE
    while room > 0 and (row := db.execute(LEFT).fetchone()) is not None:
        rest = Left(*row)
        owner = trust.owner_of(db, rest.log)
        looked = db.execute(STRETCH, {**rest._asdict(), "most": LOOKED_AT}).fetchall()
        differing = [
            seq
            for seq, kind, was in looked
            if differs(trusted.fault(owner, rest.log, seq, kind), was)
        ][:room]
        touched |= judge_these(db, fair, trusted, rest.log, differing)
        if len(differing) == room:
            at = differing[-1]
        else:
            at = looked[-1]["seq"] if looked else rest.upto
        db.execute(GO_ON if at < rest.upto else DONE, {"log": rest.log, "at": at})
        room -= len(differing) + len(looked) // 20 + 1
    return touched


def differs(fault: str | None, was: str | None) -> bool:
    """Say whether a fact may count differently now; what can't be read never counts."""
    return fault != was and not (fault is None and was == "malformed")


def judge_these(
    db: sqlite3.Connection, fair: str, trusted: Trust, log: str, seqs: list[int]
) -> dict[str, None]:
    touched: dict[str, None] = {}
    if not seqs:
        return touched
    owner = trust.owner_of(db, log)
    for id_, operation, was in stored.these_of_log(db, fair, log, seqs):
        now = judge(trusted, owner, id_, operation)
        if now.aside != was:
            touched |= set_aside(db, now, was)
    return touched
