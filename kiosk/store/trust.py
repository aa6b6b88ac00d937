"""Which nodes this fair has, and why a fact is kept aside: `fair.trust` over the tables."""

import json
import sqlite3

from fair import facts, said, trust
from fair.clock import Stamp
from fair.state import texts
from fair.trust import Owner, Standing, Trust
from kiosk.store import identity
from wire.signing import public_key

# Whether they count or not: that is what is being asked.
SAID = """
    SELECT o.log, o.seq, o.op, o.at_ms, o.at_n, o.kind, b.text
    FROM about AS a
    JOIN operation AS o ON o.id = a.operation
    JOIN body AS b ON b.operation = o.id
    WHERE a.subject >= 'node:' AND a.subject < 'node;'
"""
LOGS = "SELECT log, node, key FROM log"
LOG = "SELECT node, key FROM log WHERE log = :log"
LOGS_OF = "SELECT log FROM log WHERE node = :node ORDER BY log"
LOGS_OF_OWNER = "SELECT COUNT(*) FROM log WHERE node = :node AND key = :key"
LOGS_OF_STRANGERS = """
    SELECT COUNT(*) FROM log AS l
    WHERE NOT EXISTS (SELECT 1 FROM node AS n WHERE n.node = l.node AND n.key = l.key)
      AND l.key NOT IN (:root, :own)
"""
# Whose further logs aren't taken here; strangers are nobody in particular.
FULL = """
    SELECT n.name FROM log AS l
    JOIN node AS n ON n.node = l.node AND n.key = l.key
    WHERE n.cut IS NULL
    GROUP BY n.node HAVING COUNT(*) >= :most
    ORDER BY n.name
"""
NODES = "SELECT node, key, name, role, series, cut FROM node"
ERASERS = "SELECT node, key FROM eraser"
REVOKED_SERIES = """
    SELECT 1 FROM node WHERE series = :series
    GROUP BY series HAVING COUNT(cut) = COUNT(*)
"""
FORGET_NODES = "DELETE FROM node"
FORGET_ERASERS = "DELETE FROM eraser"
KEEP_NODE = """
    INSERT INTO node (node, key, name, role, series, cut)
    VALUES (:node, :key, :name, :role, :series, :cut)
"""
KEEP_ERASER = "INSERT INTO eraser (node, key) VALUES (?, ?)"


def owner_of(db: sqlite3.Connection, log: str) -> Owner | None:
    """Give whose a log is, by its first operation; None before that is here."""
    row = db.execute(LOG, {"log": log}).fetchone()
    return Owner(row["node"], row["key"]) if row else None


def logs_of(db: sqlite3.Connection, node: str) -> list[str]:
    return [row["log"] for row in db.execute(LOGS_OF, {"node": node})]


def takes_log(db: sqlite3.Connection, owner: Owner, log: str) -> bool:
    """Say whether a log that isn't here is taken, by how many of its node are here."""
    trusted = load(db)
    if trusted.of(owner) is None:
        held: int = db.execute(LOGS_OF_STRANGERS, strangers(trusted)).fetchone()[0]
    else:
        held = db.execute(LOGS_OF_OWNER, owner._asdict()).fetchone()[0]
    return trusted.takes_log(owner, log, held)


def strangers(trusted: Trust) -> dict[str, str]:
    return {"root": trusted.root, "own": trusted.own.key if trusted.own is not None else ""}


def full(db: sqlite3.Connection) -> list[str]:
    """Give the names of nodes that began so many logs that no further ones are taken."""
    return [row["name"] for row in db.execute(FULL, {"most": trust.MOST_LOGS})]


def strangers_are_full(db: sqlite3.Connection) -> bool:
    """Say whether so many logs of unknown nodes are here that no further ones are taken."""
    held: int = db.execute(LOGS_OF_STRANGERS, strangers(load(db))).fetchone()[0]
    return held >= trust.MOST_STRANGE_LOGS


def standing_of(row: sqlite3.Row) -> Standing:
    cut = json.loads(row["cut"]) if row["cut"] is not None else None
    return Standing(row["node"], row["key"], row["name"], row["role"], row["series"], cut)


def load(db: sqlite3.Connection) -> Trust:
    """Give what stands in the tables."""
    nodes = {row["node"]: standing_of(row) for row in db.execute(NODES)}
    erasers = frozenset(Owner(row["node"], row["key"]) for row in db.execute(ERASERS))
    return Trust(root(db), nodes, erasers, own(db))


def is_revoked_series(db: sqlite3.Connection, series: str) -> bool:
    """Say whether every station of a badge letter was put out of the fair."""
    return db.execute(REVOKED_SERIES, {"series": series}).fetchone() is not None


def root(db: sqlite3.Connection) -> str:
    """Give the public key of the node that made the fair."""
    return identity.setting(db, "root") or ""


def own(db: sqlite3.Connection) -> Owner | None:
    node, key = identity.setting(db, "node"), identity.setting(db, "node_key")
    return Owner(node, public_key(bytes.fromhex(key))) if node and key else None


def derive(db: sqlite3.Connection) -> frozenset[str]:
    """Work out all nodes anew; give those whose facts may count differently now."""
    before = load(db)
    logs = {row["log"]: Owner(row["node"], row["key"]) for row in db.execute(LOGS)}
    words = []
    for row in db.execute(SAID):
        stamp = Stamp(row["at_ms"], row["at_n"])
        read = said.read(row["op"], stamp, row["kind"], json.loads(row["text"]))
        if isinstance(read.fact, facts.NodeJoined | facts.NodeRevoked):
            words.append(trust.Said(row["log"], row["seq"], read.order, read.fact))
    after = trust.trust(before.root, logs, words, before.own)
    db.execute(FORGET_NODES)
    for each in trust.rows(after):
        db.execute(KEEP_NODE, texts(each))
    db.execute(FORGET_ERASERS)
    db.executemany(KEEP_ERASER, sorted(after.erasers))
    changed = {owner.node for owner in before.erasers ^ after.erasers}
    changed |= {
        node
        for node in before.nodes.keys() | after.nodes.keys()
        if before.nodes.get(node) != after.nodes.get(node)
    }
    return frozenset(changed)
