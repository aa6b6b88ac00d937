"""A log as a node writes it, without a store: what the tests here send about."""

from typing import Any

from fair.clock import Stamp
from fair.exchange import Chunk, Point
from fair.operation import START, Operation, canonical, chain_hash, salted_hash
from wire import signing

FAIR, LOG, NODE = "f" * 32, "1" * 32, "2" * 32
KEY = bytes(range(32))


def written(
    bodies: list[tuple[str, dict[str, Any]]], *, log: str = LOG, key: bytes = KEY
) -> list[Operation]:
    """Chain these (kind, body) after the log's opening."""
    opened = ("log.opened", {"node": NODE, "key": signing.public_key(key)})
    operations: list[Operation] = []
    before = START
    for seq, (kind, body) in enumerate([opened, *bodies], 1):
        op, salt, at = f"{seq:032x}", f"{seq + 999:032x}", Stamp(1000 + seq, 0)
        body_hash = salted_hash(canonical(body), salt)
        before = chain_hash(
            op=op,
            fair=FAIR,
            log=log,
            seq=seq,
            at=at,
            kind=kind,
            v=1,
            actor="gate",
            body_hash=body_hash,
            before=before,
        )
        operations.append(
            Operation(op, FAIR, log, seq, at, kind, 1, "gate", body_hash, before, body, salt)
        )
    return operations


def scans(count: int) -> list[tuple[str, dict[str, Any]]]:
    return [("check_in.recorded", {"code": "A049PA9NKBN", "where": "北门"})] * count


def chunk(operations: list[Operation], *, key: bytes = KEY) -> Chunk:
    """Close operations with a point that is signed."""
    last = operations[-1]
    signature = signing.sign_point(key, FAIR, last.log, last.seq, last.hash)
    return Chunk(FAIR, last.log, tuple(operations), (Point(last.seq, last.hash, signature),))
