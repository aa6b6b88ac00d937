"""Who this node is: its fair, the fair's key, and its own key. Local, never in an operation."""

import sqlite3
from dataclasses import dataclass

NAMES = ("fair", "fair_key", "node", "node_key", "series", "starts_ms", "root")
READ = "SELECT name, value FROM setting WHERE name IN (?, ?, ?, ?, ?, ?, ?)"
KEEP = """
    INSERT INTO setting (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
ONE = "SELECT value FROM setting WHERE name = :name"


@dataclass(frozen=True, slots=True)
class Identity:
    """`fair_key` makes badge codes and sees through them; `node_key` is Ed25519, both raw bytes.

    `root` is the public key (hex) of the node that made the fair: whom it lets in is believed, and
    whom those let in. It comes with pairing. `series` is '' for a node without badge numbers.
    """

    fair: str
    fair_key: bytes
    node: str
    node_key: bytes
    series: str
    starts_ms: int
    root: str


def load(db: sqlite3.Connection) -> Identity | None:
    """Give this node's identity; None before a fair was made."""
    found = {row["name"]: row["value"] for row in db.execute(READ, NAMES)}
    if "fair" not in found:
        return None
    return Identity(
        found["fair"],
        bytes.fromhex(found["fair_key"]),
        found["node"],
        bytes.fromhex(found["node_key"]),
        found["series"],
        int(found["starts_ms"]),
        found["root"],
    )


def keep(db: sqlite3.Connection, identity: Identity) -> None:
    keep_setting(db, "fair", identity.fair)
    keep_setting(db, "fair_key", identity.fair_key.hex())
    keep_setting(db, "node", identity.node)
    keep_setting(db, "node_key", identity.node_key.hex())
    keep_setting(db, "series", identity.series)
    keep_setting(db, "starts_ms", str(identity.starts_ms))
    keep_setting(db, "root", identity.root)


def keep_setting(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute(KEEP, {"name": name, "value": value})


def setting(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute(ONE, {"name": name}).fetchone()
    return row["value"] if row else None
