"""A log as a node writes it, without a store: what the tests here send about."""

from typing import Any

from fair.clock import Stamp
from fair.exchange import Chunk, Point
from fair.operation import BEGINNING, Link, Operation, chained
from wire import signing

FAIR, NODE = "f" * 32, "2" * 32
KEY = bytes(range(32))


def written(bodies: list[tuple[str, dict[str, Any]]], *, key: bytes = KEY) -> list[Operation]:
    """Chain these (kind, body) after the log's opening."""
    opened = ("log.opened", {"node": NODE, "key": signing.public_key(key)})
    operations: list[Operation] = []
    last = BEGINNING
    for seq, (kind, body) in enumerate([opened, *bodies], 1):
        operation, _ = chained(
            last,
            fair=FAIR,
            at=Stamp(1000 + seq, 0),
            kind=kind,
            v=1,
            actor="gate",
            body=body,
            salt=f"{seq + 999:032x}",
        )
        last = Link(operation.log, operation.seq, operation.hash)
        operations.append(operation)
    return operations


def scans(count: int) -> list[tuple[str, dict[str, Any]]]:
    return [("check_in.recorded", {"code": "A049PA9NKBN", "where": "北门"})] * count


def chunk(operations: list[Operation], *, key: bytes = KEY) -> Chunk:
    """Close operations with a point that is signed."""
    last = operations[-1]
    signature = signing.sign_point(key, FAIR, last.log, last.seq, last.hash)
    return Chunk(FAIR, last.log, tuple(operations), (Point(last.seq, last.hash, signature),))
