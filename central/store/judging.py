"""Why a fact counts or is kept aside; judged again when more is known of its author.

What is kept aside stands in its log all the same: it is passed on, and counts as soon as what is
known says so. So a fact that comes before its author's `node.joined`, or before a revocation, ends
in the same tables as in any other order.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, select, update

from central.store import nodes, rows
from central.store.tables import BODY, OPERATION, VISIT_ASIDE
from fair import facts
from fair.clock import Stamp
from fair.exchange import Proven
from fair.operation import Operation
from fair.sound import fact_in
from fair.subjects import subjects
from fair.trust import Owner, Trust

HERE = and_(
    OPERATION.c.fair == BODY.c.fair, OPERATION.c.log == BODY.c.log, OPERATION.c.seq == BODY.c.seq
)
STORED = (
    select(
        *(OPERATION.c[name] for name in ("log", "seq", "op", "at_ms", "at_n", "kind", "v")),
        *(OPERATION.c[name] for name in ("actor", "body_hash", "hash", "quarantined")),
        BODY.c.salt,
        BODY.c.text,
    )
    .select_from(OPERATION.outerjoin(BODY, HERE))
    .where(OPERATION.c.fair == bindparam("fair"))
    .order_by(OPERATION.c.log, OPERATION.c.seq)
)
OF_LOG = STORED.where(OPERATION.c.log == bindparam("log"))
SET_ASIDE = (
    update(OPERATION)
    .where(
        OPERATION.c.fair == bindparam("of_fair"),
        OPERATION.c.log == bindparam("of_log"),
        OPERATION.c.seq == bindparam("of_seq"),
    )
    .values(quarantined=bindparam("why"))
)


class Judged(NamedTuple):
    """An operation with its fact, None where we can't read it or it was erased; `aside` says why
    it doesn't count.
    """

    operation: Operation
    text: str | None
    fact: facts.Fact | None
    aside: str | None
    subjects: tuple[str, ...] = ()


def known_kind(operation: Operation) -> bool:
    return operation.kind in facts.KINDS and operation.v == facts.VERSION


def judge(trusted: Trust, owner: Owner | None, proven: Proven) -> Judged:
    """Say whether an operation counts by what is known now."""
    operation, text = proven
    aside: str | None = trusted.fault(owner, operation.log, operation.seq, operation.kind)
    if operation.body is None or not known_kind(operation):
        return Judged(operation, text, None, aside)
    try:
        fact = fact_in(operation.fair, operation.kind, operation.body)
    except facts.NotAFact:
        return Judged(operation, text, None, aside or "malformed")
    return Judged(operation, text, fact, aside, subjects(operation.op, fact))


def stored(found: Iterable[Any], fair: str) -> list[tuple[Proven, str | None]]:
    """Read rows of `STORED`, each with why it was kept aside."""
    return list(each_stored(found, fair))


def each_stored(found: Iterable[Any], fair: str) -> Iterator[tuple[Proven, str | None]]:
    """Read rows of `STORED` one after the other."""
    for log, seq, op, at_ms, at_n, kind, v, actor, body_hash, hash_, aside, salt, text in found:
        operation = Operation(
            op=op,
            fair=fair,
            log=log,
            seq=seq,
            at=Stamp(at_ms, at_n),
            kind=kind,
            v=v,
            actor=actor,
            body_hash=body_hash,
            hash=hash_,
            body=json.loads(text) if text is not None else None,
            salt=salt,
        )
        yield Proven(operation, text), aside


def again(db: Connection, fair: str, root: str) -> set[str]:
    """Work out the nodes anew and judge again what those said of whom more is known now.

    Gives the subjects to derive anew.
    """
    touched: set[str] = set()
    while changed := nodes.derive(db, fair, root):
        trusted = nodes.load(db, fair, root)
        for log, owner in nodes.owners(db, fair).items():
            if owner.node not in changed:
                continue
            touched |= set_aside(
                db,
                fair,
                (
                    (judge(trusted, owner, proven), was)
                    for proven, was in stored(db.execute(OF_LOG, {"fair": fair, "log": log}), fair)
                ),
            )
    return touched


def set_aside(db: Connection, fair: str, judged: Iterable[tuple[Judged, str | None]]) -> set[str]:
    """Write what changed; give the subjects that this touches."""
    touched: set[str] = set()
    for now, was in judged:
        if now.aside == was:
            continue
        at = {"of_fair": fair, "of_log": now.operation.log, "of_seq": now.operation.seq}
        db.execute(SET_ASIDE, {**at, "why": now.aside})
        if now.fact is not None and (now.aside is None) != (was is None):
            touched |= set(now.subjects)
            rows.add(db, VISIT_ASIDE, aside_visits(fair, [now]))
    return touched


def aside_visits(fair: str, judged: Iterable[Judged]) -> list[rows.Values]:
    """Give whose visits these were, although they don't count: their notes may have to go."""
    return sorted(
        {
            (fair, each.fact.visit, each.fact.code)
            for each in judged
            if each.aside is not None and isinstance(each.fact, facts.VisitRecorded)
        }
    )
