"""Taking what another station said: against `executemany` of the same rows, and by stick.

The rows are all that taking wrote: operations, bodies, points, and every derived row. They go into
an empty store of the same schema and settings, in as many transactions, in turn with the real one.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import psutil

from bench.fairs import new_fair
from bench.figures import Figure, median, seconds
from fair import badge, facts
from fair.visit import visit_id
from kiosk.actions.read_bundle import read_bundle
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.actions.write_bundle import write_bundle
from kiosk.settings import chance
from kiosk.store import connect, giving, identity, operations
from kiosk.store.station import Station, open_station
from wire import chunks, signing

PEOPLE, ROUNDS, LEAST = 1000, 5, 0.5
BY_STICK = 50_000  # operations; `python -m bench.exchanging 1000000` for a bundle of a million
MEMORY, SLOWER = 40.0, 1.6  # MB that reading may grow by; the last quarter against the first
TABLES = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite%'
    ORDER BY name <> 'operation', name
"""
EMPLOYER = "e" * 32


def fill(station: Station, people: int, first: int = 1) -> None:
    """Let people in: registered, a badge, a check-in, five visits, two of them interested."""
    who = station.fair
    for at in range(first, first + people, 50):
        with station.transaction():
            for number in range(at, min(at + 50, first + people)):
                person(station, who, number)


def person(station: Station, who: identity.Identity, number: int) -> None:
    def says(fact: facts.Fact) -> None:
        operations.record(station, fact, actor="gate")

    seeker = f"{number:032x}"
    numbered = number % badge.LAST_NUMBER + 1
    code = badge.badge_code("A", numbered, who.fair_key, lambda below: number % below)
    says(facts.SeekerRegistered(seeker, {"name": f"张{number}", "phone_digits": f"{number:011d}"}))
    says(facts.BadgeIssued(code, seeker))
    says(facts.CheckInRecorded(code, "North gate"))
    for booth in range(5):
        where = f"A{booth + 1:02d}"
        visit = visit_id(who.fair, where, EMPLOYER, code)
        says(facts.VisitRecorded(visit, where, EMPLOYER, code))
        if booth < 2:
            says(facts.LeadChanged(visit, {"outcome": "interested"}))


@contextmanager
def empty_node(giver: Station) -> Iterator[Station]:
    """Give a new node of the giver's fair, which knows nothing yet."""
    with tempfile.TemporaryDirectory() as folder:
        station = open_station(Path(folder), chance())
        mine = giver.fair
        who = identity.Identity(
            *(mine.fair, mine.fair_key, chance().new_id(), signing.new_key(), "B"),
            *(mine.starts_ms, mine.root),
        )
        with station.transaction() as db:
            identity.keep(db, who)
        station.who = who
        joined = facts.NodeJoined(who.node, signing.public_key(who.node_key), "bench", "station")
        with giver.transaction():
            operations.record(giver, joined, actor="bench")
        try:
            yield station
        finally:
            station.close()


def take(station: Station, sent: list[bytes]) -> None:
    for data in sent:
        taken = take_chunk(station, chunks.read(data))
        assert isinstance(taken, Taken), taken


def ingest() -> Figure:
    """Take a day of 2,000 people, as it comes over the line once it is unpacked."""
    with new_fair() as giver:
        fill(giver, PEOPLE)
        pieces = list(giving.chunks(giver.reading(), giver.fair, {}))
        sent = [chunks.write(chunk) for chunk in pieces]
        count = sum(len(chunk.operations) for chunk in pieces)
        ratios, rates = [], []
        for _ in range(ROUNDS):
            with empty_node(giver) as station:
                mine = seconds(lambda station=station: take(station, sent))  # type: ignore[misc]
                theirs = bare(station, len(sent))
            ratios.append(theirs / mine)
            rates.append((count / mine, count / theirs))
    ratio = median(ratios)
    here, there = median([mine for mine, _ in rates]), median([theirs for _, theirs in rates])
    return Figure(
        "taking another station's operations",
        f"{here:,.0f}/s = {ratio:.0%} of {there:,.0f}/s",
        f"≥ {LEAST:.0%} of bare executemany of the same rows",
        ratio >= LEAST,
    )


def bare(station: Station, transactions: int) -> float:
    """Write all rows that the station holds into an empty store; give the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        db = connect.writer(Path(folder))
        tables = all_rows(station.reading())
        began = perf_counter()
        for place in range(transactions):
            db.execute("BEGIN IMMEDIATE")
            for insert, rows in tables:
                db.executemany(insert, rows[place::transactions])
            db.execute("COMMIT")
        taken = perf_counter() - began
        db.close()
    return taken


def all_rows(db: sqlite3.Connection) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Give every table's rows with the statement that writes them."""
    tables = []
    for (name,) in db.execute(TABLES).fetchall():
        rows = [tuple(row) for row in db.execute(f"SELECT * FROM {name}")]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            tables.append((f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows))
    return tables


def by_stick(count: int) -> list[Figure]:
    """Write and read a bundle of so many check-ins."""
    with new_fair() as giver, tempfile.TemporaryDirectory() as folder:
        who, stick = giver.fair, Path(folder) / "stick"
        codes = [
            badge.badge_code("A", number, who.fair_key, lambda below: 7 % below)
            for number in range(1, 999)
        ]
        for at in range(0, count, 1000):
            with giver.transaction():
                for n in range(at, min(at + 1000, count)):
                    fact = facts.CheckInRecorded(codes[n % len(codes)], "North gate")
                    operations.append(giver, fact, actor="gate")
        with empty_node(giver) as station:
            began = perf_counter()
            for _ in write_bundle(giver.reading(), who, stick, new_id=chance().new_id()):
                pass
            wrote, size = perf_counter() - began, stick.stat().st_size
            marks = [(0, perf_counter(), memory())]
            for event in read_bundle(station, stick):
                done = event["progress"][0] if "progress" in event else 0
                if done >= (len(marks) * count) // 4:
                    marks.append((done, perf_counter(), memory()))
    quarters = [(there[1] - here[1]) / (there[0] - here[0]) for here, there in pairwise(marks)]
    read = marks[-1][1] - marks[0][1]
    grown = marks[-1][2] - marks[1][2]
    return [
        Figure(
            f"a bundle of {count:,} operations",
            f"{size / 1e6:.1f} MB, written in {wrote:.1f} s, read in {read:.1f} s",
        ),
        Figure(
            "reading it: the last quarter against the first",
            f"{quarters[-1] / quarters[0]:.2f} times, {grown:+.0f} MB",
            f"< {SLOWER} times, < {MEMORY:.0f} MB more",
            quarters[-1] / quarters[0] < SLOWER and grown < MEMORY,
        ),
    ]


def memory() -> float:
    rss: int = psutil.Process().memory_info().rss
    return rss / 1e6


def run() -> list[Figure]:
    return [ingest(), *by_stick(BY_STICK)]


if __name__ == "__main__":
    for figure in by_stick(int(sys.argv[1])) if sys.argv[1:] else run():
        print(figure)
