"""The open store of one node: its writer, its readers, and the pen that writes its log."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from fair.clock import Stamp
from fair.operation import Link
from kiosk.store import connect, identity

# A group of transactions shares one commit; a longer one would let the first wait too long.
LARGEST_GROUP = 16


class Pen(NamedTuple):
    """Where this run's log stands, and the stamp that the next operation comes after."""

    last: Link
    stamp: Stamp


@dataclass(slots=True)
class Group:
    """Transactions that are made durable by one commit."""

    joined: int = 0
    members: int = 0  # joined and not taken back
    settled: bool = False
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """What a store can't know by itself: time, ids and chance, named where the app is made."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]  # 32 hex characters
    below: Callable[[int], int]


class NoFair(Exception):
    """The folder holds no fair yet."""


class Station:
    """One data folder, opened to write by this process alone."""

    def __init__(self, folder: Path, chance: Chance, held: IO[str]) -> None:
        self.folder = folder
        self.chance = chance
        self.held = held
        self.db = connect.writer(folder)
        self.who = identity.load(self.db)
        self.pen: Pen | None = None
        self.durable_pen: Pen | None = None
        self.importing = threading.Lock()  # one list after the other
        self._lock = threading.Lock()
        self._counting = threading.Condition(threading.Lock())
        self._waiting = 0
        self._group: Group | None = None
        self._readers = threading.local()
        self.bells: list[threading.Event] = []  # one for each printer's worker
        self._paper_waits = False
        self._turns: dict[str, threading.Lock] = {}

    def reading(self) -> sqlite3.Connection:
        """Give this thread's own reader."""
        db: sqlite3.Connection | None = getattr(self._readers, "db", None)
        if db is None:
            db = self._readers.db = connect.reader(self.folder)
        return db

    @property
    def fair(self) -> identity.Identity:
        """Who this node is at which fair. Raises NoFair before one was made."""
        if self.who is None:
            raise NoFair
        return self.who

    def probe(self) -> None:
        """Say whether the disk would take more. Raises OSError."""
        connect.probe(self.folder)

    def empty_wal(self) -> bool:
        """Move everything into the file and cut the write-ahead log off: after an erasure.

        False where somebody was just reading from it: the door doesn't wait for that.
        """
        with self._lock:
            if self._group is not None:
                self._commit(self._group)
            self.db.execute("PRAGMA busy_timeout = 0")
            try:
                busy: int = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                self.db.execute("PRAGMA busy_timeout = 5000")
        return not busy

    def call_printers(self) -> None:
        """Wake the printers once this transaction is durable: it queued a paper."""
        self._paper_waits = True

    def turn_at(self, address: str) -> threading.Lock:
        """Give the lock of one printer's address: most take one connection only."""
        return self._turns.setdefault(address, threading.Lock())

    def close(self) -> None:
        with self._lock:
            with suppress(sqlite3.OperationalError):  # a full disk: the log beside it keeps it all
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.db.close()
            self.held.close()

    def _commit(self, group: Group) -> None:
        self._group = None
        try:
            self.db.execute("COMMIT")
            self.durable_pen = self.pen
            if self._paper_waits:
                self._paper_waits = False
                for bell in self.bells:
                    bell.set()
        except BaseException as error:
            group.error = error
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            self.pen = self.durable_pen
        finally:
            self._settle(group)

    def _settle(self, group: Group) -> None:
        group.settled = True
        if group.joined > 1:  # somebody waits for this commit
            with self._counting:
                self._counting.notify_all()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run one `BEGIN IMMEDIATE` transaction; leaving the block waits until it is durable.

        Whoever finds others waiting leaves the commit to them: threads that scan at once share
        one fsync. A block that raises takes back its own changes only.
        """
        with self._counting:
            self._waiting += 1
        self._lock.acquire()
        with self._counting:
            self._waiting -= 1
        try:
            if self._group is None:
                self.db.execute("BEGIN IMMEDIATE")
                self._group = Group()
            group, pen, alone = self._group, self.pen, self._group.members == 0
            group.joined += 1
            if not alone:
                self.db.execute("SAVEPOINT one")
            try:
                yield self.db
                if not alone:
                    self.db.execute("RELEASE one")
                group.members += 1
            except BaseException:
                self._take_back(group, pen, alone)
                raise
            finally:
                enough = self._waiting == 0 or group.members >= LARGEST_GROUP
                if group is self._group and enough:
                    self._commit(group)
        finally:
            self._lock.release()
        if not group.settled:
            with self._counting:
                self._counting.wait_for(lambda: group.settled)
        if group.error is not None:
            raise group.error

    def _take_back(self, group: Group, pen: Pen | None, alone: bool) -> None:
        """Undo what one block did, and only that."""
        if self.db.in_transaction and not alone:
            self.db.execute("ROLLBACK TO one")
            self.db.execute("RELEASE one")
            self.pen = pen
            return
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        else:  # a full disk has rolled back the others as well
            group.error = sqlite3.OperationalError("the disk took nothing of this")
        self.pen = self.durable_pen
        self._group = None
        self._settle(group)


def open_station(folder: Path, chance: Chance) -> Station:
    """Lock the folder and open its store. Raises connect.Refused."""
    held = connect.lock(folder)
    try:
        return Station(folder, chance, held)
    except BaseException:
        held.close()
        raise
