"""A chunk as bytes: JSON lines, a head, its operations, its points (docs/exchange.md)."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fair.clock import Stamp
from fair.exchange import (
    LARGEST_CHUNK,
    LARGEST_WHOLE,
    MOST_OPERATIONS,
    PROTOCOL,
    Chunk,
    Point,
    may_be_erased,
)
from fair.operation import LONGEST, SORTED, Operation, op_id

ID = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
KIND = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")
LONGEST_ACTOR = 200


class Unreadable(ValueError):
    """These bytes are no chunk: one sentence why, for a log or an answer."""


class OtherProtocol(Unreadable):
    """The other side speaks another version; one of us must be upgraded."""


def line(value: Mapping[str, Any]) -> str:
    return SORTED.encode(value)


def write(chunk: Chunk) -> bytes:
    """Write a chunk; an erased body travels as `null` beside its salted hash."""
    head = {"protocol": PROTOCOL, "fair": chunk.fair, "log": chunk.log}
    lines = [line({**head, "operations": len(chunk.operations)})]
    for each in chunk.operations:
        told: dict[str, Any] = {
            "seq": each.seq,
            "at": [each.at.ms, each.at.n],
            "kind": each.kind,
            "v": each.v,
            "actor": each.actor,
            "hash": each.hash,
            "body": each.body,
        }
        told |= {"body_hash": each.body_hash} if each.body is None else {"salt": each.salt}
        lines.append(line(told))
    lines += [line({"seq": p.seq, "hash": p.hash, "signature": p.signature}) for p in chunk.points]
    return ("\n".join(lines) + "\n").encode("utf-8")


def size_of(operation: Operation) -> int:
    """Give about how many bytes an operation's line takes, never fewer than it does."""
    named = SORTED.encode([operation.actor, operation.body or {}])
    return 380 + len(named.encode("utf-8"))


def fitting(chunk: Chunk) -> Chunk:
    """Leave out bodies from the end where a chunk is too large to be read.

    What came without its bodies, which came later and one by one, has one point for more than a
    chunk may hold. Whoever takes it asks for the rest again (docs/exchange.md).
    """
    over = len(write(chunk)) - LARGEST_CHUNK
    if over <= 0:
        return chunk
    operations = list(chunk.operations)
    for place in reversed(range(len(operations))):
        each = operations[place]
        if over > 0 and each.body is not None and may_be_erased(each.kind):
            operations[place] = each._replace(body=None, salt=None)
            over -= len(SORTED.encode(each.body).encode("utf-8")) - 100  # its hash takes its place
    return replace(chunk, operations=tuple(operations))


def read(data: bytes) -> Chunk:
    """Read a chunk; hashes and signatures are not checked here. Raises Unreadable.

    Fields that we don't know are passed over: a later version may add some.
    """
    if len(data) > LARGEST_CHUNK:
        raise Unreadable(f"more than {LARGEST_CHUNK} bytes")
    try:
        lines = data.decode("utf-8").split("\n")
        head = json.loads(lines[0])
        if type(head) is not dict:
            raise Unreadable("the head is no object")
        if head.get("protocol") != PROTOCOL:
            raise OtherProtocol(f"protocol {str(head.get('protocol'))[:10]}, not {PROTOCOL}")
        fair, log = text(head, "fair", ID), text(head, "log", ID)
        count = whole(head.get("operations"), "operations")
        if not 1 <= count <= MOST_OPERATIONS:
            raise Unreadable(f"{count} operations, not 1 to {MOST_OPERATIONS}")
        last = lines.pop()
        if last or not count + 2 <= len(lines) <= 2 * count + 1:
            raise Unreadable("cut off")
        told = [json.loads(each) for each in lines[1:]]
        operations = tuple(operation_of(fair, log, each) for each in told[:count])
        points = tuple(point_of(each) for each in told[count:])
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Unreadable("no JSON lines") from None
    except RecursionError:
        raise Unreadable("nested too deep") from None
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("a number is too long") from None
    return Chunk(fair, log, operations, points)


def operation_of(fair: str, log: str, told: Any) -> Operation:
    if type(told) is not dict:
        raise Unreadable("an operation is no object")
    at, body = told.get("at"), told.get("body")
    if type(at) is not list or len(at) != 2:
        raise Unreadable("at is no stamp")
    if body is not None and type(body) is not dict:
        raise Unreadable("body is no object")
    seq = whole(told.get("seq"), "seq")
    if seq > LONGEST:
        raise Unreadable("seq is too high")
    actor = told.get("actor")
    if type(actor) is not str or len(actor) > LONGEST_ACTOR:
        raise Unreadable("actor is no short text")
    return Operation(
        op=op_id(log, seq),
        fair=fair,
        log=log,
        seq=seq,
        at=Stamp(whole(at[0], "at"), whole(at[1], "at")),
        kind=text(told, "kind", KIND),
        v=whole(told.get("v"), "v"),
        actor=actor,
        body_hash=text(told, "body_hash", HASH) if body is None else "",
        hash=text(told, "hash", HASH),
        body=body,
        salt=text(told, "salt", ID) if body is not None else None,
    )


def point_of(told: Any) -> Point:
    if type(told) is not dict:
        raise Unreadable("a point is no object")
    seq = whole(told.get("seq"), "seq")
    return Point(seq, text(told, "hash", HASH), text(told, "signature", SIGNATURE))


def text(told: Mapping[str, Any], name: str, shape: re.Pattern[str]) -> str:
    found = told.get(name)
    if type(found) is not str or shape.fullmatch(found) is None:
        raise Unreadable(f"{name} doesn't have its shape")
    return found


def whole(found: Any, name: str) -> int:
    if type(found) is not int or not 0 <= found <= LARGEST_WHOLE:
        raise Unreadable(f"{name} is no whole number")
    return found
