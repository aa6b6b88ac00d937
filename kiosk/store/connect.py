"""One SQLite file, one writing process, one writer connection; readers have their own.

SQLite 3.7.0 to 3.51.2 may corrupt a file when a checkpoint races another connection's commit
(sqlite.org/wal.html#walresetbug), so the folder is locked and only the writer checkpoints.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

SCHEMA = Path(__file__).parent / "schema"
VERSION = max(int(script.name[:3]) for script in SCHEMA.glob("*.sql"))
NAME = "fair.db"
LEAST_ROOM = 64 * 1024  # bytes; the index of a write-ahead log takes 32 KiB


class Refused(Exception):
    """The folder or its file can't be used. `code` names the sentence, `where` the place."""

    def __init__(self, code: str, where: Path, detail: str = "") -> None:
        super().__init__(f"{code}: {where} {detail}")
        self.code = code
        self.where = where
        self.detail = detail


def lock(folder: Path) -> IO[str]:
    """Take the folder for this process. Raises Refused("busy") while another one has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("a+", encoding="ascii")
    except OSError as error:
        raise Refused("unwritable", folder, error.strerror or "") from error
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise Refused("busy", folder) from error
    return handle


def migrate(db: sqlite3.Connection, folder: Path) -> None:
    if (found := version(db)) > VERSION:
        raise Refused("newer", folder, f"{found} > {VERSION}")
    for script in sorted(SCHEMA.glob("*.sql")):
        if int(script.name[:3]) > found:
            db.executescript(script.read_text(encoding="utf-8"))


def tune(db: sqlite3.Connection) -> None:
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA cache_size = -8000")
    db.execute("PRAGMA temp_store = MEMORY")


def writer(folder: Path) -> sqlite3.Connection:
    """Open the file to write, made and brought to this version. Raises Refused."""
    path = folder / NAME
    try:
        # Owner only: the file holds the fair's key and people's data.
        path.touch(mode=0o600, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        tune(db)
        (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise Refused("no_wal", folder, str(mode))
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        migrate(db, folder)
        if not os.access(path, os.W_OK):
            raise Refused("unwritable", folder)
    except OSError as error:
        raise Refused("unwritable", folder, error.strerror or "") from error
    except sqlite3.OperationalError as error:
        raise Refused("full" if is_full(folder) else "unwritable", folder, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Refused("damaged", folder, str(error)) from error
    return db


def reader(folder: Path) -> sqlite3.Connection:
    """Open the file to read only. Raises Refused("absent") where no fair was made yet."""
    path = folder / NAME
    if not path.exists():
        raise Refused("absent", folder)
    try:
        db = read_only(path, "mode=ro")
    except sqlite3.OperationalError as error:
        # The write-ahead log's index needs room even to read; with no such log nobody writes, and
        # the file can be read, and saved elsewhere, as it lies on its full disk.
        if is_full(folder) and path.with_name(f"{NAME}-wal").exists():
            raise Refused("full", folder, str(error)) from error
        try:
            db = read_only(path, "immutable=1")
        except sqlite3.DatabaseError:
            raise Refused("damaged", folder, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Refused("damaged", folder, str(error)) from error
    if (found := version(db)) > VERSION:
        raise Refused("newer", folder, f"{found} > {VERSION}")
    return db


def version(db: sqlite3.Connection) -> int:
    """Give the version of the file's tables."""
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def read_only(path: Path, how: str) -> sqlite3.Connection:
    """Open and try to read. Raises sqlite3.DatabaseError."""
    db = sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False
    )
    tune(db)
    db.execute("PRAGMA cache_size = -2000")  # each thread has one; the system keeps the file
    db.execute("PRAGMA user_version").fetchone()
    return db


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST_ROOM


def probe(folder: Path) -> None:
    """Take and give back some room beside the file: an empty transaction writes nothing, so it
    doesn't notice a full disk. Raises OSError.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0" * LEAST_ROOM)


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Read several tables as of one moment."""
    db.execute("BEGIN")
    try:
        yield db
    finally:
        with suppress(sqlite3.OperationalError):
            db.execute("ROLLBACK")
