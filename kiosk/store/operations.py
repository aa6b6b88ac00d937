"""The log in SQLite: appending this node's facts, reading everybody's."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from fair import facts
from fair.clock import Stamp, ordered_ms, tick, to_ms
from fair.operation import START, Operation, canonical, chain_hash, salted_hash
from kiosk.store import apply
from kiosk.store.station import Pen, Station
from wire import signing

INSERT = """
    INSERT INTO operation (op, log, seq, at_ms, at_n, kind, v, actor, body_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_BODY = "INSERT INTO body (operation, salt, text) VALUES (?, ?, ?)"
LAST_OF_NODE = """
    SELECT o.log, o.seq, o.hash, o.at_ms, o.at_n
    FROM log AS l
    JOIN operation AS o ON o.log = l.log
    WHERE l.node = :node
    ORDER BY o.at_ms DESC, o.at_n DESC
    LIMIT 1
"""
IN_ORDER = """
    SELECT o.id, o.op, o.log, o.seq, o.at_ms, o.at_n, o.kind, o.v, o.actor, o.body_hash, o.hash,
           o.quarantined, b.salt, b.text
    FROM operation AS o
    LEFT JOIN body AS b ON b.operation = o.id
    ORDER BY o.log, o.seq
"""
COUNTS = """
    SELECT COUNT(*) AS operations,
           COALESCE(MAX(id), 0) AS newest,
           COUNT(quarantined) AS quarantined
    FROM operation
"""
NEWEST = "SELECT COALESCE(MAX(id), 0) FROM operation"
POINT = "INSERT OR IGNORE INTO point (log, seq, hash, signature) VALUES (?, ?, ?, ?)"


def open_log(station: Station) -> Pen:
    """Begin this run's own log, naming where the node's log before it ended (sync.md, Facts)."""
    who = station.fair
    last = station.db.execute(LAST_OF_NODE, {"node": who.node}).fetchone()
    stamp = Stamp(last["at_ms"], last["at_n"]) if last else Stamp(0, 0)
    station.pen = Pen(station.chance.new_id(), 0, START, stamp)
    opened = facts.LogOpened(
        who.node,
        signing.public_key(who.node_key),
        last["log"] if last else None,
        last["seq"] if last else None,
        last["hash"] if last else None,
    )
    record(station, opened, actor=who.node)
    return station.pen


def append(
    station: Station, fact: facts.Fact, *, actor: str, happened_ms: int | None = None
) -> tuple[int, Operation]:
    """Append one fact to this run's log and derive nothing; give its row id and operation."""
    pen, who, chance = station.pen or open_log(station), station.fair, station.chance
    at = tick(pen.stamp, to_ms(chance.now()))
    body = facts.body_of(fact)
    if happened_ms is not None:
        body["happened_at"] = happened_ms
        body["ordered_at"] = ordered_ms(happened_ms, at, who.starts_ms)
    text, salt, op, seq = canonical(body), chance.new_id(), chance.new_id(), pen.seq + 1
    body_hash = salted_hash(text, salt)
    hash_ = chain_hash(
        op=op,
        fair=who.fair,
        log=pen.log,
        seq=seq,
        at=at,
        kind=fact.KIND,
        v=facts.VERSION,
        actor=actor,
        body_hash=body_hash,
        before=pen.hash,
    )
    row = (op, pen.log, seq, at.ms, at.n, fact.KIND, facts.VERSION, actor, body_hash, hash_)
    id_ = station.db.execute(INSERT, row).lastrowid or 0
    station.db.execute(INSERT_BODY, (id_, salt, text))
    station.pen = Pen(pen.log, seq, hash_, at)
    return id_, Operation(
        op=op,
        fair=who.fair,
        log=pen.log,
        seq=seq,
        at=at,
        kind=fact.KIND,
        v=facts.VERSION,
        actor=actor,
        body_hash=body_hash,
        hash=hash_,
        body=body,
        salt=salt,
    )


def record(
    station: Station, fact: facts.Fact, *, actor: str, happened_at: datetime | None = None
) -> Operation:
    """Keep one fact and what follows from it, inside the caller's transaction."""
    happened_ms = to_ms(happened_at) if happened_at is not None else None
    id_, operation = append(station, fact, actor=actor, happened_ms=happened_ms)
    apply.apply(station.db, id_, operation, fact)
    return operation


def sign_point(station: Station) -> None:
    """Sign where this run's log stands, so that others can prove what it held."""
    pen = station.pen
    if pen is not None and pen.seq:
        who = station.fair
        signature = signing.sign_point(who.node_key, who.fair, pen.log, pen.seq, pen.hash)
        station.db.execute(POINT, (pen.log, pen.seq, pen.hash, signature))


def operation_of(row: sqlite3.Row, fair: str) -> Operation:
    return Operation(
        op=row["op"],
        fair=fair,
        log=row["log"],
        seq=row["seq"],
        at=Stamp(row["at_ms"], row["at_n"]),
        kind=row["kind"],
        v=row["v"],
        actor=row["actor"],
        body_hash=row["body_hash"],
        hash=row["hash"],
        body=json.loads(row["text"]) if row["text"] is not None else None,
        salt=row["salt"],
    )


def in_order(db: sqlite3.Connection, fair: str) -> Iterator[tuple[Operation, str | None]]:
    """Give every operation, log by log, with why it is kept aside (None: it counts)."""
    for row in db.execute(IN_ORDER):
        yield operation_of(row, fair), row["quarantined"]


def newest(db: sqlite3.Connection) -> int:
    """Give a number that grows with every operation kept here: cheap to ask for news."""
    found: int = db.execute(NEWEST).fetchone()[0]
    return found
