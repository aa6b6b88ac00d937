"""The fair itself, and whose its logs are."""

import json
import sqlite3
from functools import lru_cache

from fair import derive as rules
from fair import facts
from fair.setup import Setup, read_setup
from fair.state import texts
from kiosk.store import about

KEEP = """
    INSERT INTO fair (fair, setup) VALUES (:fair, :setup)
    ON CONFLICT (fair) DO UPDATE SET setup = excluded.setup
"""
FORGET = "DELETE FROM fair"
SETUP = "SELECT setup FROM fair"
KEEP_LOG = """
    INSERT OR IGNORE INTO log (log, node, key, before, before_seq, before_hash)
    VALUES (:log, :node, :key, :before, :before_seq, :before_hash)
"""


def derive(db: sqlite3.Connection, fair: str) -> None:
    row = rules.fair(about.said_about(db, "fair"))
    if row is None:
        db.execute(FORGET)
    else:
        db.execute(KEEP, {**texts(row), "fair": fair})


def keep_log(db: sqlite3.Connection, log: str, opened: facts.LogOpened) -> None:
    db.execute(
        KEEP_LOG,
        {
            "log": log,
            "node": opened.node,
            "key": opened.key,
            "before": opened.before,
            "before_seq": opened.before_seq,
            "before_hash": opened.before_hash,
        },
    )


@lru_cache(maxsize=4)
def read(text: str) -> Setup:
    return read_setup(json.loads(text))


def setup(db: sqlite3.Connection) -> Setup | None:
    """Give the fair's setup as it stands now; None before a fair was made."""
    row = db.execute(SETUP).fetchone()
    return read(row["setup"]) if row else None


def setup_writes(db: sqlite3.Connection, names: list[str]) -> tuple[str, ...]:
    return about.heads(db, "fair", names)
