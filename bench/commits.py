"""Does it pay to share a commit? N threads write on one SQLite connection, synchronous=FULL.

Both ways take turns, and the ratio is the median of the rounds' own ratios: a disk that others
use as well changes its mind from second to second. With one writer there is nobody to share with,
so its ratio has to be about 1; if it isn't, the machine was too busy to believe the others.
"""

import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

SECONDS = 0.5
ROUNDS = 9
THREADS = (1, 2, 4, 8)
DECIDING = 250e-6  # seconds of Python in a check-in, between BEGIN and COMMIT
GROUP = 16  # nobody waits for more than this many others

Work = Callable[[sqlite3.Connection], None]


def connect(folder: Path) -> sqlite3.Connection:
    db = sqlite3.connect(folder / "bench.db", isolation_level=None, check_same_thread=False)
    (mode,) = db.execute("PRAGMA journal_mode=WAL").fetchone()
    assert mode == "wal"
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, op TEXT, body TEXT)")
    return db


def insert(db: sqlite3.Connection) -> None:
    row = {"op": "0123456789abcdef" * 2, "body": "x" * 300}
    db.execute("INSERT INTO fact (op, body) VALUES (:op, :body)", row)


def decide_and_insert(db: sqlite3.Connection) -> None:
    until = time.thread_time() + DECIDING
    while time.thread_time() < until:
        pass
    insert(db)


class OwnCommits:
    """One lock, one transaction, one commit for each writer."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.lock = db, threading.Lock()

    def write(self, work: Work) -> None:
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            work(self.db)
            self.db.execute("COMMIT")


class SharedCommits:
    """Who finds others waiting leaves the transaction open; the last one commits for all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.lock = db, threading.Lock()
        self.counting, self.coming, self.members = threading.Lock(), 0, 0
        self.committed = threading.Event()

    def write(self, work: Work) -> None:
        with self.counting:
            self.coming += 1
        with self.lock:
            with self.counting:
                self.coming -= 1
            if self.members == 0:
                self.committed = threading.Event()
                self.db.execute("BEGIN IMMEDIATE")
            self.members += 1
            self.db.execute("SAVEPOINT one")  # one that fails must not take the others with it
            work(self.db)
            self.db.execute("RELEASE one")
            mine = self.committed
            if self.coming == 0 or self.members >= GROUP:
                self.db.execute("COMMIT")
                self.members = 0
                mine.set()
        mine.wait()


Commits = OwnCommits | SharedCommits


def writes_a_second(kind: type[Commits], work: Work, threads: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        db = connect(Path(folder))
        commits, done = kind(db), [0] * threads
        end = time.perf_counter() + SECONDS

        def write(me: int) -> None:
            while time.perf_counter() < end:
                commits.write(work)
                done[me] += 1

        writers = [threading.Thread(target=write, args=(n,)) for n in range(threads)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        (kept,) = db.execute("SELECT COUNT(*) FROM fact").fetchone()
        assert kept == sum(done)
        db.close()
    return sum(done) / SECONDS


def run() -> None:
    for name, work in (("insert", insert), ("decide 250 us, insert", decide_and_insert)):
        for threads in THREADS:
            rounds = [
                (
                    writes_a_second(OwnCommits, work, threads),
                    writes_a_second(SharedCommits, work, threads),
                )
                for _ in range(ROUNDS)
            ]
            own, shared = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratios = sorted(two / one for one, two in rounds)
            print(
                f"{name:22} {threads} writers: own {own:6.0f}/s, shared {shared:6.0f}/s, "
                f"ratio {ratios[ROUNDS // 2]:.2f} ({ratios[1]:.2f} to {ratios[-2]:.2f})",
                flush=True,
            )


if __name__ == "__main__":
    run()
