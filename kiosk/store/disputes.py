"""Fields that two wrote without seeing each other: each value, who wrote it and when (sync.md)."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair import said
from fair.clock import Stamp, from_ms

DISPUTED = """
    SELECT 'lead' AS about, visit AS id, others FROM lead WHERE others <> '{}'
    UNION ALL
    SELECT 'seeker', seeker, others FROM seeker WHERE others <> '{}'
    UNION ALL
    SELECT 'employer', employer, others FROM employer WHERE others <> '{}'
    UNION ALL
    SELECT 'job', job, others FROM job WHERE others <> '{}'
"""
WRITES = """
    SELECT o.op, o.at_ms, o.at_n, o.kind, o.actor, b.text
    FROM about AS a
    JOIN operation AS o ON o.id = a.operation
    JOIN body AS b ON b.operation = o.id
    WHERE a.subject = :subject AND o.quarantined IS NULL
"""
# Whom an actor's id means, as far as this node knows; devices are each node's own.
NAME = """
    SELECT name FROM staff WHERE staff = :actor
    UNION ALL
    SELECT name FROM device WHERE device = :actor
    UNION ALL
    SELECT booth FROM card WHERE card = :actor
    UNION ALL
    SELECT name FROM node WHERE node = :actor
    LIMIT 1
"""
ABOUT = ("lead", "seeker", "employer", "job")
# What the program writes beside a field that a person typed: settled together with that one.
BESIDE = frozenset(
    {"listed", "known_by", "key", "held", "findings", "phone_digits", "trades", "certificate"}
)


@dataclass(frozen=True, slots=True)
class Writing:
    """One value, and the last who wrote it; `by` is '' where this node doesn't know the name."""

    op: str
    value: Any
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field with its values, oldest first; `heads` are all writes that nobody has seen past.

    `about` is lead, seeker, employer or job.
    """

    about: str
    id: str
    field: str
    values: tuple[Writing, ...]
    heads: tuple[str, ...]


def every(db: sqlite3.Connection, about: Iterable[str] = ABOUT) -> list[tuple[str, str]]:
    """Give (about, id) of whatever has a field that waits for a person."""
    wanted = set(about)
    return [
        (row["about"], row["id"])
        for row in db.execute(DISPUTED)
        if row["about"] in wanted and not json.loads(row["others"]).keys() <= BESIDE
    ]


def of(db: sqlite3.Connection, about: str, id_: str) -> list[Dispute]:
    """Give the disputed fields of one lead, seeker, employer or job."""
    written, actors = writes(db, about, id_)
    by_op = {each.order.op: each for each in written}
    found = []
    for name, settled in said.written(written).items():
        if not settled.others or name in BESIDE:
            continue
        values: dict[str, Writing] = {}
        for op in settled.heads:
            value = getattr(by_op[op].fact, "fields", {})[name]
            at = from_ms(by_op[op].order.ordered_ms)
            values[json.dumps(value)] = Writing(op, value, name_of(db, actors[op]), at)
        found.append(Dispute(about, id_, name, tuple(values.values()), settled.heads))
    return found


def taken(
    db: sqlite3.Connection, dispute: Dispute, op: str
) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Give the fields that taking this write sets, and the writes that this settles.

    What the program wrote beside the field (the digits of a phone) comes from the same write.
    """
    written, _ = writes(db, dispute.about, dispute.id)
    chosen = next(each for each in written if each.order.op == op)
    wrote = getattr(chosen.fact, "fields", {})
    settled = said.written(written)
    beside = {name for name in BESIDE & wrote.keys() if settled[name].others}
    heads = {head for name in beside for head in settled[name].heads}
    return {name: wrote[name] for name in (dispute.field, *sorted(beside))}, frozenset(heads)


def writes(
    db: sqlite3.Connection, about: str, id_: str
) -> tuple[list[said.Said], Mapping[str, str]]:
    rows = db.execute(WRITES, {"subject": f"{about}:{id_}"}).fetchall()
    read = (
        said.read(row["op"], Stamp(row["at_ms"], row["at_n"]), row["kind"], json.loads(row["text"]))
        for row in rows
    )
    return said.in_order(read), {row["op"]: row["actor"] for row in rows}


def name_of(db: sqlite3.Connection, actor: str) -> str:
    row = db.execute(NAME, {"actor": actor}).fetchone()
    return row["name"] if row else ""
