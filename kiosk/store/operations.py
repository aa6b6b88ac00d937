"""The log in SQLite: appending this node's facts, reading everybody's."""

import sqlite3
from datetime import datetime

from fair import facts
from fair.authority import ORGANIZER_ONLY, may_say
from fair.clock import Stamp, ordered_ms, tick, to_ms
from fair.exchange import unfit
from fair.operation import BEGINNING, Link, Operation, chained
from kiosk.store import again, apply, taking
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
NEWEST = "SELECT COALESCE(MAX(id), 0) FROM operation"
OWN = "SELECT role, cut FROM node WHERE node = :node"
POINT = "INSERT OR IGNORE INTO point (log, seq, hash, signature) VALUES (?, ?, ?, ?)"


class NotHere(Exception):
    """This node may not say that. `code`: revoked, organizer_only or desk_only."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_log(station: Station) -> Pen:
    """Begin this run's own log, naming where the node's log before it ended (sync.md, Facts)."""
    who = station.fair
    last = station.db.execute(LAST_OF_NODE, {"node": who.node}).fetchone()
    stamp = taking.newest_heard(station)
    if last:
        stamp = max(stamp, Stamp(last["at_ms"], last["at_n"]))
    station.pen = Pen(BEGINNING, stamp)
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
    if (why := unfit(body)) is not None:  # nobody would take the log any more
        raise ValueError(f"{fact.KIND} can't be in a log: {why}")
    operation, text = chained(
        pen.last,
        fair=who.fair,
        at=at,
        kind=fact.KIND,
        v=facts.VERSION,
        actor=actor,
        body=body,
        salt=chance.new_id(),
    )
    o = operation
    row = (o.op, o.log, o.seq, *at, o.kind, o.v, o.actor, o.body_hash, o.hash)
    id_ = station.db.execute(INSERT, row).lastrowid or 0
    station.db.execute(INSERT_BODY, (id_, o.salt, text))
    station.pen = Pen(Link(o.log, o.seq, o.hash), at)
    return id_, operation


def record(
    station: Station, fact: facts.Fact, *, actor: str, happened_at: datetime | None = None
) -> Operation:
    """Keep one fact and what follows from it, inside the caller's transaction.

    Raises NotHere where others wouldn't let it count; nothing is kept then.
    """
    allow(station, fact.KIND)
    happened_ms = to_ms(happened_at) if happened_at is not None else None
    id_, operation = append(station, fact, actor=actor, happened_ms=happened_ms)
    apply.apply(station.db, id_, operation, fact)
    if isinstance(fact, facts.NodeJoined | facts.NodeRevoked):
        fair = station.fair.fair
        apply.derive(station.db, fair, again.begin(station.db, fair))
    return operation


def allow(station: Station, kind: str) -> None:
    """Let only that be kept which counts everywhere. Raises NotHere."""
    who = station.fair
    row = station.db.execute(OWN, {"node": who.node}).fetchone()
    if row is not None:
        role, revoked = row["role"], row["cut"] is not None
    else:
        made_it = who.root == signing.public_key(who.node_key)
        role, revoked = ("organizer" if made_it else "station"), False
    if revoked:
        raise NotHere("revoked")
    if not may_say(role, kind):
        raise NotHere("organizer_only" if kind in ORGANIZER_ONLY else "desk_only")


def sign_point(station: Station) -> None:
    """Sign where this run's log stands, so that others can prove what it held."""
    pen = station.pen
    if pen is not None and pen.last.seq:
        who, last = station.fair, pen.last
        signature = signing.sign_point(who.node_key, who.fair, *last)
        station.db.execute(POINT, (*last, signature))


def newest(db: sqlite3.Connection) -> int:
    """Give a number that grows with every operation kept here: cheap to ask for news."""
    found: int = db.execute(NEWEST).fetchone()[0]
    return found
