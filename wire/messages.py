"""One message of the exchange: a line of JSON that says what it is, then lines of a chunk.

Compressed, and unpacked only up to a limit: what nobody has vouched for must not fill a machine's
memory (docs/exchange.md).
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from fair.exchange import PROTOCOL
from wire import packing

SPEAKS = (1, PROTOCOL)  # the lowest and the highest protocol version that this program talks
LARGEST = 2 * 1024 * 1024  # bytes unpacked: a chunk has 1 MiB, a vector of 40,000 logs 1.9 MB
LARGEST_PACKED = 2 * 1024 * 1024
WORTH_PACKING = 300  # bytes; less fits into the packet that is sent anyway
PACKED = "deflate"  # RFC 9110 8.4.1.2


class BadMessage(ValueError):
    """The other side sent something that is no message, or too much of one."""


class Message(NamedTuple):
    """`says` is the first line; `lines` are the bytes after it, a chunk's or none."""

    says: dict[str, Any]
    lines: bytes = b""


def write(says: Mapping[str, Any], lines: bytes = b"", *, protocol: int = SPEAKS[1]) -> bytes:
    """Write a message as the lines that are signed, before they are packed."""
    head = json.dumps({"protocol": protocol, **says}, ensure_ascii=False, separators=(",", ":"))
    return head.encode("utf-8") + b"\n" + lines


def read(data: bytes) -> Message:
    """Read the lines of a message. Raises BadMessage."""
    head, _, lines = data.partition(b"\n")
    try:
        says = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise BadMessage("the first line is no JSON") from error
    if not isinstance(says, dict) or type(says.get("protocol")) is not int:
        raise BadMessage("the first line names no protocol")
    return Message(says, lines)


def pack(data: bytes) -> tuple[bytes, str]:
    """Give what goes over the line, and its Content-Encoding."""
    if len(data) < WORTH_PACKING:
        return data, "identity"
    return packing.pack(data), PACKED


def unpack(data: bytes, encoding: str) -> bytes:
    """Undo `pack`. Raises BadMessage for what unpacks to more than a message may have."""
    if encoding in ("", "identity"):
        return data
    if encoding != PACKED:
        raise BadMessage(f"packed with {encoding[:20]}")
    try:
        return packing.unpack(data, LARGEST)
    except packing.TooMuch as much:
        raise BadMessage("too large") from much
    except packing.NotPacked as broken:
        raise BadMessage("broken or cut off") from broken


def spoken(theirs: Any) -> int | None:
    """Choose the version to talk from what the other side speaks; None where there is none."""
    match theirs:
        case [int(lowest), int(highest)]:
            chosen = min(highest, SPEAKS[1])
            return chosen if chosen >= max(lowest, SPEAKS[0]) else None
    return None
