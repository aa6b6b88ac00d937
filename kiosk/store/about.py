"""Which operations speak of which subject: what derived rows are worked out from.

What the facts say together is `fair/said.py`'s and `fair/derive.py`'s; here they are kept and read.
"""

import json
import sqlite3
from collections.abc import Iterable

from fair import facts, said
from fair.clock import Stamp
from fair.said import Said
from fair.subjects import subjects

NOTE = "INSERT OR IGNORE INTO about (subject, operation) VALUES (?, ?)"
ABOUT = """
    SELECT o.op, o.at_ms, o.at_n, o.kind, b.text
    FROM about AS a
    JOIN operation AS o ON o.id = a.operation
    JOIN body AS b ON b.operation = o.id
    WHERE a.subject = ? AND o.quarantined IS NULL
"""


def note(db: sqlite3.Connection, op: str, fact: facts.Fact, operation: int) -> None:
    """Note what one operation (row `operation`) speaks of."""
    for subject in subjects(op, fact):
        db.execute(NOTE, (subject, operation))


def said_about(db: sqlite3.Connection, subject: str) -> list[Said]:
    """Give the facts about one subject in their order; erased ones are gone."""
    return said.in_order(
        said.read(op, Stamp(at_ms, at_n), kind, json.loads(text))
        for op, at_ms, at_n, kind, text in db.execute(ABOUT, (subject,))
    )


def heads(db: sqlite3.Connection, subject: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give what somebody who changes these fields of a subject now has before the eyes."""
    return said.heads(said_about(db, subject), names)
