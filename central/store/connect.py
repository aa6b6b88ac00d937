"""Central's store: SQLite in its folder, or PostgreSQL by URL.

One writer at a time on SQLite (`BEGIN IMMEDIATE` behind one lock); PostgreSQL has many, and a
transaction that lost a deadlock (40P01) or a serialization (40001) is run again.
"""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from central.store import migrating
from central.store.tables import SETTING
from wire.signing import new_key, public_key

Given = TypeVar("Given")
AGAIN = ("40P01", "40001")  # postgresql.org/docs/current/errcodes-appendix.html
MOST_TRIES = 8
BUSY_MS = 10_000


class NoStore(Exception):
    """The database can't be used. `code` names the sentence, `detail` what the driver said."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


class NotReplicated(Exception):
    """The commit stands here, but its standby didn't confirm it: it counts as not done."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What a store can't know by itself: time, ids and waiting."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]  # 32 hex characters
    wait: Callable[[float], None]  # seconds
    secret: Callable[[int], str]  # URL-safe text of so many random bytes


@dataclass(frozen=True, slots=True)
class Store:
    """One database, open."""

    engine: Engine
    chance: Chance
    _writing: threading.RLock = field(default_factory=threading.RLock)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read as of one moment."""
        with self.engine.connect() as db:
            if self.is_sqlite:
                db.exec_driver_sql("BEGIN")
            else:
                db.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            try:
                yield db
            finally:
                db.rollback()

    def write(self, work: Callable[[Connection], Given]) -> Given:
        """Run one transaction; `work` may run again and must do nothing outside of it.

        Raises NotReplicated where the standby didn't confirm the commit in time.
        """
        for left in reversed(range(MOST_TRIES)):
            try:
                return self._once(work)
            except DBAPIError as error:
                if left == 0 or getattr(error.orig, "sqlstate", None) not in AGAIN:
                    raise
                self.chance.wait(0.01 * (MOST_TRIES - left))
        raise AssertionError("not reached")

    def _once(self, work: Callable[[Connection], Given]) -> Given:
        if not self.is_sqlite:
            with self.engine.connect() as db:
                db.begin()  # COPY goes past SQLAlchemy, which would see nothing to commit
                given = work(db)
                confirmed(db)
                return given
        with self._writing, self.engine.connect() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")
            given = work(db)
            db.commit()
            return given

    def empty_wal(self) -> None:
        """Leave nothing of erased bodies beside the file; PostgreSQL recycles its own log."""
        if self.is_sqlite:
            with self._writing, self.engine.connect() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def confirmed(db: Connection) -> None:
    """Commit. Raises NotReplicated where PostgreSQL warns, in whatever language it speaks.

    "canceling wait for synchronous replication" is a warning beside a commit that returns: the
    transaction stands on this machine and may be gone after a failover (syncrep.c).
    """
    warnings: list[str] = []
    raw: Any = db.connection.driver_connection

    def hear(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            warnings.append(notice.message_primary or "")

    raw.add_notice_handler(hear)
    try:
        db.commit()
    finally:
        raw.remove_notice_handler(hear)
    if warnings:
        raise NotReplicated(warnings[0])


def open_store(url: str, chance: Chance) -> Store:
    """Open the database and bring its tables to this version. Raises NoStore."""
    try:
        read = make_url(url)
        if read.drivername == "postgresql":
            read = read.set(drivername="postgresql+psycopg")
        if read.get_backend_name() not in ("sqlite", "postgresql"):
            raise NoStore("bad_url", read.get_backend_name())
        if read.get_backend_name() == "sqlite" and read.database:
            Path(read.database).parent.mkdir(parents=True, exist_ok=True)
            Path(read.database).touch(mode=0o600)  # owner only: keys and people's data
        engine = create_engine(read, pool_pre_ping=True, pool_size=8, max_overflow=24)
    except (ArgumentError, NoSuchModuleError) as error:
        raise NoStore("bad_url", str(error)) from None
    except ModuleNotFoundError as error:
        raise NoStore("no_driver", error.name or "") from None
    except OSError as error:
        raise NoStore("unwritable", error.strerror or "") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", tune)
    store = Store(engine, chance)
    try:
        bring_up(store)
    except migrating.Newer as newer:
        engine.dispose()
        raise NoStore("newer", str(newer)) from None
    except (DBAPIError, OSError) as error:
        engine.dispose()
        raise NoStore("unreachable", first_line(error)) from None
    return store


def tune(raw: sqlite3.Connection, _: Any) -> None:
    """Let us say BEGIN ourselves, and let nothing be lost or left behind."""
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        f"busy_timeout={BUSY_MS}",
        "cache_size=-65536",
    ):
        raw.execute(f"PRAGMA {pragma}")


def bring_up(store: Store) -> None:
    """Take every step of the schema that this database lacks. Raises migrating.Newer."""
    with store.reading() as db:
        at = migrating.version(db)
    for step in migrating.steps():
        if step.version > at:
            store.write(partial(take_step, step=step))


def take_step(db: Connection, step: migrating.Step) -> None:
    if migrating.take(db, step) and step.version == 1:
        for name, value in own(new_key().hex(), new_key().hex()).items():
            db.execute(insert(SETTING).values(name=name, value=value))


def own(node_key: str, identity_key: str) -> dict[str, str]:
    """Give what makes this central itself, for as long as its database lives.

    `node_key` is Ed25519: by it stations know us. Who somebody is across fairs is kept by a hash
    with `identity_key` (store/beside.py).
    """
    node = hashlib.sha256(public_key(bytes.fromhex(node_key)).encode()).hexdigest()[:32]
    return {"node": node, "node_key": node_key, "identity_key": identity_key}


def alive(db: Connection) -> None:
    """Fail where the database doesn't answer."""
    db.exec_driver_sql("SELECT 1")


def first_line(error: Exception) -> str:
    orig = getattr(error, "orig", None) or error
    return str(orig).strip().split("\n")[0][:200]
