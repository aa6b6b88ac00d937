"""Which operations speak of which subject: what derived rows are worked out from.

A derived row is a pure function of the *set* of facts about its subject, so any order of arrival
and any number of repeats give the same row (sync.md, Derived tables).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fair import facts
from fair.clock import Order, Stamp
from fair.log import Settled, Write, settle

NOTE = "INSERT OR IGNORE INTO about (subject, operation) VALUES (?, ?)"
ABOUT = """
    SELECT o.op, o.at_ms, o.at_n, o.kind, b.text
    FROM about AS a
    JOIN operation AS o ON o.id = a.operation
    JOIN body AS b ON b.operation = o.id
    WHERE a.subject = ? AND o.quarantined IS NULL
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One fact with what it is ordered by."""

    order: Order
    fact: facts.Fact


def note(db: sqlite3.Connection, subject: str, operation: int) -> None:
    db.execute(NOTE, (subject, operation))


def said_about(db: sqlite3.Connection, subject: str) -> list[Said]:
    """Give the facts about one subject in their order; erased ones are gone."""
    said = []
    for op, at_ms, at_n, kind, text in db.execute(ABOUT, (subject,)):
        body = json.loads(text)
        order = Order(body.get("ordered_at", at_ms), Stamp(at_ms, at_n), op)
        said.append(Said(order, facts.fact_of(kind, body)))
    said.sort(key=lambda each: each.order)
    return said


Written = (
    facts.FairChanged
    | facts.EmployerChanged
    | facts.JobChanged
    | facts.SeekerRegistered
    | facts.SeekerChanged
    | facts.LeadChanged
)


def written(said: Iterable[Said]) -> dict[str, Settled]:
    """Settle the fields that these facts set."""
    return settle(
        Write(each.order, each.fact.fields, frozenset(getattr(each.fact, "seen", ())))
        for each in said
        if isinstance(each.fact, Written)
    )


def values(settled: Mapping[str, Settled]) -> dict[str, Any]:
    return {name: each.value for name, each in settled.items()}


def others(settled: Mapping[str, Settled]) -> dict[str, list[Any]]:
    """Give the fields that wait for a person: values that lost to one that hadn't seen them."""
    return {name: list(each.others) for name, each in settled.items() if each.others}


def heads(said: Iterable[Said], names: Iterable[str]) -> tuple[str, ...]:
    """Give the writes that somebody who changes these fields now has before the eyes."""
    settled = written(said)
    return tuple(sorted({op for name in names if name in settled for op in settled[name].heads}))
