"""A folder that was restored from a backup shows nobody before it has news of the other nodes.

Somebody may have been erased since the backup: their erasure is in force everywhere but here
(sync.md, Erasing a person; docs/decisions/0013-a-restored-folder-shows-nobody.md).
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from fair.clock import to_ms
from kiosk.store import identity

RESTORED = "restored_ms"
PAIRED_SINCE = 4  # schema/004_peers.sql; before, no node could have heard of an erasure
OTHERS = """
    SELECT 1 FROM (
        SELECT node FROM node WHERE cut IS NULL
        UNION ALL
        SELECT node FROM peer
    )
    WHERE node <> (SELECT value FROM setting WHERE name = 'node')
    LIMIT 1
"""
FORGET = "DELETE FROM setting WHERE name = 'restored_ms'"


def await_in(file: Path, at: datetime) -> bool:
    """Let the folder that this backup becomes wait for news; False where there is no other node."""
    db = sqlite3.connect(file)
    db.row_factory = sqlite3.Row
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        others = version >= PAIRED_SINCE and db.execute(OTHERS).fetchone() is not None
        if others:
            identity.keep_setting(db, RESTORED, str(to_ms(at)))
        else:
            db.execute(FORGET)  # it was taken of a folder that waited itself
        db.commit()
        return others
    finally:
        db.close()


def await_now(db: sqlite3.Connection, at: datetime) -> None:
    """Wait as whoever let this node in does: all that it has comes from there."""
    identity.keep_setting(db, RESTORED, str(to_ms(at)))


def awaited(db: sqlite3.Connection) -> bool:
    """Say whether nobody is shown here yet."""
    return identity.setting(db, RESTORED) is not None


def came(db: sqlite3.Connection) -> None:
    """Show people from now on."""
    db.execute(FORGET)
