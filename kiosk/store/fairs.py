"""The fair itself, its nodes and their logs."""

import json
import sqlite3
from functools import lru_cache

from fair import facts
from fair.operation import canonical
from fair.setup import Setup, read_setup
from kiosk.store import about

KEEP = """
    INSERT INTO fair (fair, setup) VALUES (:fair, :setup)
    ON CONFLICT (fair) DO UPDATE SET setup = excluded.setup
"""
SETUP = "SELECT setup FROM fair"
KEEP_NODE = """
    INSERT INTO node (node, key, name, role, series)
    VALUES (:node, :key, :name, :role, :series)
    ON CONFLICT (node) DO UPDATE
    SET key = excluded.key, name = excluded.name, role = excluded.role, series = excluded.series
"""
KEEP_LOG = """
    INSERT OR IGNORE INTO log (log, node, before, before_seq, before_hash)
    VALUES (:log, :node, :before, :before_seq, :before_hash)
"""


def derive(db: sqlite3.Connection, fair: str) -> None:
    said = about.said_about(db, "fair")
    setup: dict[str, object] = {}
    for each in said:
        if isinstance(each.fact, facts.FairCreated):
            setup = dict(each.fact.setup)
            break
    setup |= about.values(about.written(said))
    db.execute(KEEP, {"fair": fair, "setup": canonical(setup)})


def derive_node(db: sqlite3.Connection, node: str) -> None:
    for each in about.said_about(db, f"node:{node}")[:1]:
        if isinstance(joined := each.fact, facts.NodeJoined):
            db.execute(
                KEEP_NODE,
                {
                    "node": node,
                    "key": joined.key,
                    "name": joined.name,
                    "role": joined.role,
                    "series": joined.series,
                },
            )


def keep_log(db: sqlite3.Connection, log: str, opened: facts.LogOpened) -> None:
    db.execute(
        KEEP_LOG,
        {
            "log": log,
            "node": opened.node,
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
    return about.heads(about.said_about(db, "fair"), names)
