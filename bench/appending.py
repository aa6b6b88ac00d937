"""One durable append against a bare SQLite loop that keeps the same rows with the same settings."""

import secrets
import sqlite3
import tempfile
from itertools import count
from pathlib import Path

from bench.fairs import new_fair
from bench.figures import Figure, median, percentile, seconds
from fair.facts import CheckInRecorded
from kiosk.store import connect, operations

ROUNDS, APPENDS = 7, 1000
LEAST = 0.8


def bare(db: sqlite3.Connection) -> None:
    for _ in range(APPENDS):
        op, hash_ = secrets.token_hex(16), "c" * 64
        row = (op, "a" * 32, next(SEQS), 1, 1, "check_in.recorded", 1, "d", hash_, hash_)
        db.execute("BEGIN IMMEDIATE")
        id_ = db.execute(operations.INSERT, row).lastrowid
        body = '{"code":"A049PA9NKBN","where":"North gate"}'
        db.execute(operations.INSERT_BODY, (id_, op, body))
        db.execute("COMMIT")


SEQS = count(1)


def run() -> list[Figure]:
    with new_fair() as station, tempfile.TemporaryDirectory() as folder:
        loop = connect.writer(Path(folder))
        fact = CheckInRecorded("A049PA9NKBN", "North gate")
        each: list[float] = []

        def append() -> None:
            for _ in range(APPENDS):
                each.append(seconds(one))

        def one() -> None:
            with station.transaction():
                operations.append(station, fact, actor="gate")

        append()  # warm
        bare(loop)
        each.clear()
        ratios, rates = [], []
        for _ in range(ROUNDS):  # in turn, so that a slow moment of the machine meets both
            mine, theirs = seconds(append), seconds(lambda: bare(loop))
            ratios.append(theirs / mine)
            rates.append((APPENDS / mine, APPENDS / theirs))
        loop.close()
    ratio = median(ratios)
    here, there = median([mine for mine, _ in rates]), median([theirs for _, theirs in rates])
    p99 = percentile(each, 0.99) * 1000
    return [
        Figure(
            "one durable append",
            f"{here:,.0f}/s, p99 {p99:.2f} ms = {ratio:.0%} of {there:,.0f}/s",
            f"≥ {LEAST:.0%} of a bare SQLite loop",
            ratio >= LEAST,
        )
    ]


if __name__ == "__main__":
    for figure in run():
        print(figure)
