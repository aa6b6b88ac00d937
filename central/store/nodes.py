"""Whose logs a fair has, and whose word counts (fair/trust.py), as central keeps it."""

import json
from collections.abc import Iterable

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, text

from central.store import rows
from central.store.tables import ABOUT, BODY, DERIVED, ERASER, KNOWN, LOG, OPERATION
from fair import facts, said, trust
from fair.clock import Stamp
from fair.exchange import Chunk
from fair.state import STATE, texts
from fair.trust import Owner, Standing, Trust

OF_FAIR: BindParameter[str] = bindparam("fair")
ROOT = select(KNOWN.c.root).where(KNOWN.c.fair == OF_FAIR)
# A fair grows faster than PostgreSQL's statistics, which then say that its tables are empty and
# best read whole: a chunk asks by keys alone.
LOCKED = text("""
    SELECT root, set_config('enable_seqscan', 'off', true) FROM known_fair
    WHERE fair = :fair FOR UPDATE
""")
LOGS = select(LOG.c.log, LOG.c.node, LOG.c.key).where(LOG.c.fair == OF_FAIR).order_by(LOG.c.log)
LOGS_OF = text("""
    SELECT COUNT(*) FROM log WHERE fair = :fair AND node = :node AND key = :key
""")
STRANGE_LOGS = text("""
    SELECT COUNT(*) FROM log AS l
    WHERE l.fair = :fair AND l.key <> :root AND NOT EXISTS (
        SELECT 1 FROM node AS n WHERE n.fair = l.fair AND n.node = l.node AND n.key = l.key
    )
""")
NODE = DERIVED["node"]
NODES = select(*(NODE.c[name] for name in STATE["node"])).where(NODE.c.fair == OF_FAIR)
ERASERS = select(ERASER.c.node, ERASER.c.key).where(ERASER.c.fair == OF_FAIR)
# Also what is kept aside: trust itself says what counts of it. `;` is the character after `:`.
WORDS = (
    select(
        OPERATION.c.log,
        OPERATION.c.seq,
        OPERATION.c.op,
        OPERATION.c.at_ms,
        OPERATION.c.at_n,
        OPERATION.c.kind,
        BODY.c.text,
    )
    .select_from(ABOUT)
    .join(
        OPERATION,
        (OPERATION.c.fair == ABOUT.c.fair)
        & (OPERATION.c.log == ABOUT.c.log)
        & (OPERATION.c.seq == ABOUT.c.seq),
    )
    .join(
        BODY,
        (BODY.c.fair == ABOUT.c.fair) & (BODY.c.log == ABOUT.c.log) & (BODY.c.seq == ABOUT.c.seq),
    )
    .where(ABOUT.c.fair == OF_FAIR, ABOUT.c.subject >= "node:", ABOUT.c.subject < "node;")
)

ALL = text("""
    SELECT 'node' AS part, node, key, name, role, series, cut FROM node WHERE fair = :fair
    UNION ALL
    SELECT 'eraser', node, key, '', '', NULL, NULL FROM eraser WHERE fair = :fair
    UNION ALL
    SELECT 'owner', node, key, '', '', NULL, NULL FROM log WHERE fair = :fair AND log = :log
    UNION ALL
    SELECT 'erased', '', '', '', '', NULL, NULL
    WHERE EXISTS (SELECT 1 FROM erased WHERE fair = :fair)
""")


def add_fair(db: Connection, fair: str, root: str, added_ms: int) -> None:
    """Keep that this fair reports to us; `root` is the public key of the node that made it."""
    rows.add(db, KNOWN, [(fair, root, added_ms)])


def fairs(db: Connection) -> list[str]:
    """Give the ids of all fairs that report to this central."""
    return list(db.execute(select(KNOWN.c.fair).order_by(KNOWN.c.fair)).scalars())


def root(db: Connection, fair: str) -> str | None:
    """Give the key that a fair's trust begins with; None for a fair that doesn't report to us."""
    found: str | None = db.execute(ROOT, {"fair": fair}).scalar()
    return found


def locked_root(db: Connection, fair: str) -> str | None:
    """Give the root, and let nobody else write this fair until the transaction ends.

    A row is worked out from all that others have committed about its subject. Other fairs go on
    beside it. SQLite has one writer anyway.
    """
    asked = ROOT if db.dialect.name == "sqlite" else LOCKED
    found: str | None = db.execute(asked, {"fair": fair}).scalar()
    return found


def standing(db: Connection, fair: str, log: str, root: str) -> tuple[Trust, Owner | None, bool]:
    """Give at once what a chunk of a log is held against.

    Whose word counts, whose the log is (None before its first operation is here), and whether
    anybody was erased.
    """
    nodes: dict[str, Standing] = {}
    erasers: set[Owner] = set()
    owner, erased = None, False
    for part, node, key, name, role, series, cut in db.execute(ALL, {"fair": fair, "log": log}):
        match part:
            case "node":
                read = json.loads(cut) if cut is not None else None
                nodes[node] = Standing(node, key, name, role, series, read)
            case "eraser":
                erasers.add(Owner(node, key))
            case "owner":
                owner = Owner(node, key)
            case _:
                erased = True
    return Trust(root, nodes, frozenset(erasers)), owner, erased


def takes_log(db: Connection, chunk: Chunk, root: str) -> bool:
    """Say whether a log that a chunk would open is taken, by how many of its node are here."""
    opening = chunk.operations[0] if chunk.operations else None
    if opening is None or opening.seq != 1:
        return True
    trusted, known, _ = standing(db, chunk.fair, chunk.log, root)
    if known is not None:
        return True
    owner = Owner(str((opening.body or {}).get("node")), str((opening.body or {}).get("key")))
    asked = {"fair": chunk.fair, **owner._asdict(), "root": root}
    counting = STRANGE_LOGS if trusted.of(owner) is None else LOGS_OF
    held: int = db.execute(counting, asked).scalar_one()
    return trusted.takes_log(owner, chunk.log, held)


def owners(db: Connection, fair: str) -> dict[str, Owner]:
    return {row.log: Owner(row.node, row.key) for row in db.execute(LOGS, {"fair": fair})}


def load(db: Connection, fair: str, root: str) -> Trust:
    """Give whose word counts, as it stands in the tables."""
    nodes = {}
    for node, key, name, role, series, cut in db.execute(NODES, {"fair": fair}):
        read = json.loads(cut) if cut is not None else None
        nodes[node] = Standing(node, key, name, role, series, read)
    erasers = frozenset(Owner(node, key) for node, key in db.execute(ERASERS, {"fair": fair}))
    return Trust(root, nodes, erasers)


def words(db: Connection, fair: str) -> Iterable[trust.Said]:
    for log, seq, op, at_ms, at_n, kind, body in db.execute(WORDS, {"fair": fair}):
        each = said.read(op, Stamp(at_ms, at_n), kind, json.loads(body))
        if isinstance(each.fact, facts.NodeJoined | facts.NodeRevoked):
            yield trust.Said(log, seq, each.order, each.fact)


def derive(db: Connection, fair: str, root: str) -> frozenset[str]:
    """Work out all nodes anew; give those whose facts may count differently now."""
    before = load(db, fair, root)
    after = trust.trust(root, owners(db, fair), words(db, fair))
    db.execute(delete(NODE).where(NODE.c.fair == fair))
    db.execute(delete(ERASER).where(ERASER.c.fair == fair))
    told = [texts(row) for row in trust.rows(after)]
    rows.add(db, NODE, [(fair, *(row[name] for name in STATE["node"])) for row in told])
    rows.add(db, ERASER, sorted((fair, *owner) for owner in after.erasers))
    changed = {owner.node for owner in before.erasers ^ after.erasers}
    changed |= {
        node
        for node in before.nodes.keys() | after.nodes.keys()
        if before.nodes.get(node) != after.nodes.get(node)
    }
    return frozenset(changed)
