"""The fair's state as it stands in the tables: its digest, and the same rebuilt from the log."""

import sqlite3
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from fair import state
from fair.operation import START, Operation, canonical, chain_hash, log_id, op_id, salted_hash
from kiosk.store import again, apply, connect, identity, judged, judging, stored, trust
from wire import signing

ROWS = {
    "badge": "SELECT code, seeker, linked, bound, withdrawn FROM badge ORDER BY code",
    "card": "SELECT card, booth, employer, secret_hash, revoked FROM card ORDER BY card",
    "check_in": """SELECT op, code, entrance, ordered_ms, at_ms, at_n, undone FROM check_in
                   ORDER BY op""",
    "distinct_pair": "SELECT first, second FROM distinct_pair ORDER BY first, second",
    "employer": "SELECT employer, held, fields, others FROM employer ORDER BY employer",
    "erased": "SELECT seeker FROM erased ORDER BY seeker",
    "fair": "SELECT fair, setup FROM fair ORDER BY fair",
    "job": "SELECT job, employer, held, fields, others FROM job ORDER BY job",
    "leader": "SELECT seeker, leader FROM leader ORDER BY seeker",
    "lead": "SELECT visit, fields, heads, others, ordered_ms FROM lead ORDER BY visit",
    "merge": "SELECT merge, seekers, parted FROM merge ORDER BY merge",
    "node": "SELECT node, key, name, role, series, cut FROM node ORDER BY node",
    "note": "SELECT op, visit, ordered_ms, at_ms, at_n, note FROM note ORDER BY op",
    "release": """SELECT seeker, employer, level, ordered_ms FROM release
                  ORDER BY seeker, employer""",
    "secret": "SELECT seeker, secret_hash FROM secret ORDER BY seeker",
    "seeker": "SELECT seeker, fields, others FROM seeker ORDER BY seeker",
    "staff": "SELECT staff, name, role, pin_hash, removed FROM staff ORDER BY staff",
    "undo": "SELECT op, check_in, reason, ordered_ms FROM undo ORDER BY op",
    "visit": "SELECT visit, booth, employer, code FROM visit ORDER BY visit",
    "visit_scan": """SELECT op, visit, ordered_ms, at_ms, at_n, by_code FROM visit_scan
                     ORDER BY op""",
}
# Derived like the others, but each node's own affair: compared by verify, not in the digest.
OWN_ROWS = {
    "word": "SELECT word, seeker FROM word ORDER BY word, seeker",
    "seeker_group": "SELECT seeker, code FROM seeker_group ORDER BY seeker, code",
    "employer_booth": "SELECT employer, booth, place FROM employer_booth ORDER BY employer, booth",
    "log": "SELECT log, node, key, before, before_seq, before_hash FROM log ORDER BY log",
    "eraser": "SELECT node, key FROM eraser ORDER BY node, key",
    "link": "SELECT code, seeker FROM link ORDER BY code, seeker",
    "operation": "SELECT log, seq, quarantined FROM operation ORDER BY log, seq",
}
COPY = """
    INSERT INTO operation (id, op, log, seq, at_ms, at_n, kind, v, actor, body_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
COPY_BODY = "INSERT INTO body (operation, salt, text) VALUES (?, ?, ?)"
BATCH = 500  # operations, as a chunk has
POINTS = "SELECT log, seq, hash, signature FROM point ORDER BY log, seq"
KEY_OF_LOG = "SELECT key FROM log WHERE log = :log"
UNPROVEN = """
    SELECT l.log, MAX(o.seq) AS seq
    FROM log AS l
    JOIN operation AS o ON o.log = l.log
    WHERE l.key <> :own
    GROUP BY l.log
    HAVING MAX(o.seq) > COALESCE((SELECT MAX(seq) FROM point WHERE log = l.log), 0)
"""
# What a rebuilt store has to know of this node to judge as it does; it is never written to disk.
SETTINGS = "SELECT name, value FROM setting WHERE name IN ('root', 'node', 'node_key')"
HASH_AT = "SELECT hash FROM operation WHERE log = :log AND seq = :seq"
INTEGRITY = "PRAGMA integrity_check(20)"
MOST_PROBLEMS = 100


def rows(db: sqlite3.Connection, statement: str) -> Iterator[tuple[Any, ...]]:
    return (tuple(row) for row in db.execute(statement))


def digest(db: sqlite3.Connection) -> str:
    """Give the digest of the fair's state; call within `connect.snapshot`."""
    return state.digest({table: rows(db, ROWS[table]) for table in state.STATE})


def problems(db: sqlite3.Connection, fair: str) -> list[str]:
    """Check the file, every chain, body and point, and every derived table against the log.

    The log is applied anew into a second store, log by log rather than in the order of arrival;
    the rows must come out the same. Sentences name what is wrong and where, never a person.
    """
    found = [f"The file is damaged: {row[0]}" for row in db.execute(INTEGRITY) if row[0] != "ok"]
    rebuilt = sqlite3.connect(":memory:", isolation_level=None)
    connect.tune(rebuilt)
    connect.migrate(rebuilt, connect.SCHEMA)
    try:
        found += replay(db, fair, rebuilt)
        found += points(db, fair)
        for table, statement in (ROWS | OWN_ROWS).items():
            pairs = zip_longest(rows(db, statement), rows(rebuilt, statement))
            if differing := sum(1 for here, there in pairs if here != there):
                found.append(f"Table {table}: {differing} rows don't follow from the log.")
    finally:
        rebuilt.close()
    return found[:MOST_PROBLEMS]


def replay(db: sqlite3.Connection, fair: str, rebuilt: sqlite3.Connection) -> list[str]:
    """Check each chain, judge and apply each operation again; give what doesn't hold."""
    found: list[str] = []
    for row in db.execute(SETTINGS):
        identity.keep_setting(rebuilt, row["name"], row["value"])
    log, before, seq = "", START, 0
    batch: list[tuple[int, Operation]] = []
    rebuilt.execute("BEGIN")
    for id_, (operation, _) in enumerate(stored.in_order(db, fair), 1):
        if operation.log != log or len(batch) == BATCH:
            take(rebuilt, fair, log, batch)
            batch = []
        if operation.log != log:
            log, before, seq = operation.log, START, 0
        found += broken(operation, before, seq)
        before, seq = operation.hash, operation.seq
        batch.append((id_, operation))
    take(rebuilt, fair, log, batch)
    while again.is_left(rebuilt):
        again.go_on(rebuilt, fair)
    count_as_here(db, fair, rebuilt)
    rebuilt.execute("COMMIT")
    return found


def count_as_here(db: sqlite3.Connection, fair: str, rebuilt: sqlite3.Connection) -> None:
    """Let count in the rebuilt tables what does here, where judging again isn't through yet."""
    for rest in again.left(db):
        touched: dict[str, None] = {}
        here = stored.of_log(db, fair, rest.log, after=rest.after, upto=rest.upto)
        there = stored.of_log(rebuilt, fair, rest.log, after=rest.after, upto=rest.upto)
        for (_, operation, was), (id_, _, now) in zip(here, there, strict=True):
            if was != now:
                read = judged.read(operation)
                fact = None if isinstance(read, str) else read
                touched |= judged.set_aside(rebuilt, judged.Kept(id_, operation, fact, was), now)
        apply.derive(rebuilt, fair, touched)


def broken(operation: Operation, before: str, seq: int) -> list[str]:
    """Say what is wrong with one operation, which follows number `seq` of its log."""
    found = []
    where = f"Log {operation.log[:8]}, operation {operation.seq}"
    if operation.seq != seq + 1:
        found.append(f"{where}: operations {seq + 1} to {operation.seq - 1} are missing.")
    if operation.seq == 1 and operation.log != log_id(operation.fair, operation.body_hash):
        found.append(f"Log {operation.log[:8]}: its id isn't that of its beginning.")
    if operation.op != op_id(operation.log, operation.seq):
        found.append(f"{where}: its id isn't that of its place.")
    expected = chain_hash(
        fair=operation.fair,
        log=operation.log,
        seq=operation.seq,
        at=operation.at,
        kind=operation.kind,
        v=operation.v,
        actor=operation.actor,
        body_hash=operation.body_hash,
        before=before,
    )
    if expected != operation.hash:
        found.append(f"{where}: the chain is broken.")
    if operation.body is not None and operation.salt is not None:
        text = canonical(operation.body)
        if salted_hash(text, operation.salt) != operation.body_hash:
            found.append(f"{where}: the body was changed.")
    return found


def take(
    rebuilt: sqlite3.Connection, fair: str, log: str, batch: list[tuple[int, Operation]]
) -> None:
    """Store operations anew and take them into the rebuilt tables."""
    if not batch:
        return
    rebuilt.executemany(
        COPY,
        [
            (id_, o.op, log, o.seq, *o.at, o.kind, o.v, o.actor, o.body_hash, o.hash)
            for id_, o in batch
        ],
    )
    bodies = [(id_, o.salt, canonical(o.body)) for id_, o in batch if o.body is not None]
    rebuilt.executemany(COPY_BODY, bodies)
    judging.take(rebuilt, fair, log, batch)


def points(db: sqlite3.Connection, fair: str) -> list[str]:
    found = []
    for row in db.execute(POINTS):
        asked = {"log": row["log"], "seq": row["seq"]}
        key = db.execute(KEY_OF_LOG, {"log": row["log"]}).fetchone()
        at = db.execute(HASH_AT, asked).fetchone()
        point = (fair, row["log"], row["seq"], row["hash"], row["signature"])
        if at is None or at["hash"] != row["hash"]:
            found.append(f"Log {row['log'][:8]}: ends before operation {row['seq']}.")
        elif key is None or not signing.point_holds(key["key"], *point):
            found.append(f"Log {row['log'][:8]}, operation {row['seq']}: the signature is wrong.")
    own = trust.own(db)
    for row in db.execute(UNPROVEN, {"own": own.key if own else ""}):
        found.append(f"Log {row['log'][:8]}: nothing proves it up to operation {row['seq']}.")
    return found
