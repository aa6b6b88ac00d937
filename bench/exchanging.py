"""Taking what another station said: against `executemany` of the same rows, and by stick.

The rows are all that taking wrote: operations, bodies, points, and every derived row. They go into
an empty store of the same schema and settings, in as many transactions, in turn with the real one.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, Protocol

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
BY_STICK = 50_000  # facts; `python -m bench.exchanging 1000000` takes some five minutes
LONG = 500_000  # of fewer, a quarter is written too soon to be held to anything
MEMORY, SLOWER = 40.0, 1.6  # MB more at the end; the last quarter against the first
TABLES = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite%'
    ORDER BY name <> 'operation', name
"""
EMPLOYER = "e" * 32


class Keep(Protocol):
    """`operations.record`, or `append` where this node needs no tables of it."""

    def __call__(self, station: Station, fact: facts.Fact, *, actor: str) -> object: ...


def fill(station: Station, people: int, keep: Keep = operations.record) -> None:
    """Let people in: registered, a badge, a check-in, five visits, two of them interested."""
    who = station.fair
    for at in range(1, people + 1, 50):
        with station.transaction():
            for number in range(at, min(at + 50, people + 1)):
                for fact in of_person(who, number):
                    keep(station, fact, actor="gate")


def of_person(who: identity.Identity, number: int) -> Iterator[facts.Fact]:
    """Give the ten facts of one visitor."""
    seeker = f"{number:032x}"
    numbered = number % badge.LAST_NUMBER + 1
    code = badge.badge_code("A", numbered, who.fair_key, lambda below: number % below)
    yield facts.SeekerRegistered(seeker, {"name": f"张{number}", "phone_digits": f"{number:011d}"})
    yield facts.BadgeIssued(code, seeker)
    yield facts.CheckInRecorded(code, "North gate")
    for booth in range(5):
        where = f"A{booth + 1:02d}"
        visit = visit_id(who.fair, where, EMPLOYER, code)
        yield facts.VisitRecorded(visit, where, EMPLOYER, code)
        if booth < 2:
            yield facts.LeadChanged(visit, {"outcome": "interested"})


def scan(station: Station, count: int) -> None:
    """Append so many check-ins of a thousand badges, and derive nothing here."""
    key = station.fair.fair_key
    codes = [badge.badge_code("A", n, key, lambda below: 7 % below) for n in range(1, 999)]
    for at in range(0, count, 1000):
        with station.transaction():
            for n in range(at, min(at + 1000, count)):
                fact = facts.CheckInRecorded(codes[n % len(codes)], "North gate")
                operations.append(station, fact, actor="gate")


def live(station: Station, count: int) -> None:
    """Append what so many facts' worth of visitors do, and derive nothing here."""
    fill(station, count // 10, operations.append)


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


def by_stick(count: int, what: str, happen: Callable[[Station, int], None]) -> list[Figure]:
    """Write and read a bundle of so many facts, and look at each quarter of both."""
    with new_fair() as giver, tempfile.TemporaryDirectory() as folder:
        happen(giver, count)
        who, stick = giver.fair, Path(folder) / "stick"
        with empty_node(giver) as station:
            writing = write_bundle(giver.reading(), who, stick, new_id=chance().new_id())
            wrote = quarters(writing, count)
            read = quarters(read_bundle(station, stick), count)
            size = stick.stat().st_size
    return [
        Figure(f"a bundle of {count:,} {what}", f"{size / 1e6:.1f} MB"),
        told("… writing it", wrote, held=count >= LONG),
        told("… reading it", read),
    ]


class Quarter(NamedTuple):
    """How long a quarter of the facts took, each, and what the process held at its end."""

    us_each: float
    mb: float


def quarters(events: Iterator[dict[str, Any]], count: int) -> list[Quarter]:
    found: list[Quarter] = []
    before, began = 0, perf_counter()
    for event in events:
        done = event["progress"][0] if "progress" in event else 0
        if done >= (len(found) + 1) * count // 4:
            now = perf_counter()
            found.append(Quarter((now - began) / (done - before) * 1e6, memory()))
            before, began = done, now
    return found


def told(name: str, found: list[Quarter], *, held: bool = True) -> Figure:
    """Hold the last quarter against the first one: time and memory."""
    slower, grown = found[-1].us_each / found[0].us_each, found[-1].mb - found[0].mb
    each = ", ".join(f"{quarter.us_each:.0f}" for quarter in found)
    sizes = ", ".join(f"{quarter.mb:.0f}" for quarter in found)
    value = f"{each} µs a fact; {sizes} MB; the last {slower:.2f} times the first"
    if not held:
        return Figure(f"{name}, quarter by quarter", value)
    limit = f"< {SLOWER} times, < {MEMORY:.0f} MB more"
    holds = slower < SLOWER and grown < MEMORY
    return Figure(f"{name}, quarter by quarter", value, limit, holds)


def memory() -> float:
    rss: int = psutil.Process().memory_info().rss
    return rss / 1e6


def run() -> list[Figure]:
    return [ingest(), *by_stick(BY_STICK, "check-ins", scan)]


if __name__ == "__main__":
    if sys.argv[1:]:
        many = int(sys.argv[1])
        for what, happen in (("check-ins", scan), ("facts of a fair's days", live)):
            for figure in by_stick(many, what, happen):
                print(figure, flush=True)
    else:
        for figure in run():
            print(figure)
