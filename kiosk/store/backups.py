"""A consistent copy of the whole file, and whether one can be restored."""

import sqlite3
from datetime import datetime
from pathlib import Path

from kiosk.store import connect, print_queue

PAPER_SINCE = 2  # schema/002_printing.sql
FROM_BACKUP = "This comes from a backup; it may have come out since."
OPERATIONS = "SELECT COUNT(*) FROM operation"


class NoBackup(Exception):
    """The file is a database but not a fair's, or of a newer version."""


def operations_in(db: sqlite3.Connection) -> int:
    found: int = db.execute(OPERATIONS).fetchone()[0]
    return found


def copy(db: sqlite3.Connection, to: Path) -> int:
    """Copy as of one moment while others write; give how many operations it holds.

    One step for all pages: SQLite begins anew when the file changes between two steps
    (sqlite.org/backup.html).
    """
    to.unlink(missing_ok=True)
    to.touch(mode=0o600)
    target = sqlite3.connect(to)
    try:
        db.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE")
        return operations_in(target)
    finally:
        target.close()


def doubt_paper(file: Path, at: datetime) -> None:
    """Let a person look for all that waited for a printer: it may have come out since."""
    db = sqlite3.connect(file)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version >= PAPER_SINCE:
            print_queue.doubt_all(db, FROM_BACKUP, at)
            db.commit()
    finally:
        db.close()


def check(file: Path) -> int:
    """Say how many operations a backup holds. Raises NoBackup, sqlite3.DatabaseError."""
    db = sqlite3.connect(file)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if not 1 <= version <= connect.VERSION:
            raise NoBackup(f"version {version}, this program reads up to {connect.VERSION}")
        if [row[0] for row in db.execute("PRAGMA quick_check")] != ["ok"]:
            raise NoBackup("damaged")
        return operations_in(db)
    finally:
        db.close()
