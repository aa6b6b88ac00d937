"""Joining with no network at all: a request that anybody may read, an answer for one key alone."""

import json
from collections.abc import Iterable, Iterator

from fair.operation import canonical
from wire import messages, packing, pairing, sealing, signing
from wire.messages import BadMessage

REQUEST, ANSWER = "fair-kiosk-request", b"fair-kiosk-answer 1\n"
LARGEST_REQUEST = 4096
LARGEST_ANSWER = 512 * 1024 * 1024  # bytes unpacked: a fair of half a million facts


def signed_text(node: str, key: str, name: str) -> bytes:
    return canonical(["join", node, key, name]).encode("utf-8")


def write_request(node: str, node_key: bytes, name: str) -> bytes:
    """Write what a joining node asks for, signed with the key that is to join."""
    key = signing.public_key(node_key)
    signature = signing.sign(node_key, signed_text(node, key, name))
    says = {"kind": REQUEST, "node": node, "key": key, "name": name, "signature": signature}
    return messages.write(says)


def read_request(data: bytes) -> pairing.Request:
    """Read a request, and see that its own key signed it. Raises BadMessage."""
    if len(data) > LARGEST_REQUEST:
        raise BadMessage("too large for a request")
    says = messages.read(data).says
    if says.get("kind") != REQUEST:
        raise BadMessage("no request to join")
    asked = pairing.read_request({**says, "to": "", "code": "", "at": []})
    text = signed_text(asked.node, asked.key, asked.name)
    if not signing.holds(asked.key, text, pairing.text_in(says, "signature")):
        raise BadMessage("changed since it was written")
    return asked


def write_answer(answer: pairing.Answer, chunks: Iterable[bytes], key: str) -> bytes:
    """Seal the answer, and the fair's facts so far, to the key that asked."""
    parts = [messages.write(answer.says())]
    for lines in chunks:
        parts += [json.dumps({"bytes": len(lines)}).encode() + b"\n", lines]
    return ANSWER + sealing.seal(packing.pack(b"".join(parts)), [key])


def is_answer(data: bytes) -> bool:
    return data.startswith(ANSWER)


def read_answer(data: bytes, node_key: bytes) -> tuple[pairing.Answer, Iterator[bytes]]:
    """Open an answer with the key that asked. Raises BadMessage."""
    if not is_answer(data):
        raise BadMessage("no answer to a request")
    try:
        plain = packing.unpack(sealing.unseal(data[len(ANSWER) :], node_key), LARGEST_ANSWER)
    except (sealing.NotForUs, packing.TooMuch, packing.NotPacked) as broken:
        raise BadMessage("sealed for another node, or damaged") from broken
    head, lines = messages.read(plain)
    return pairing.read_answer(head), chunks_in(lines)


def chunks_in(lines: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(lines):
        end = lines.find(b"\n", at)
        try:
            size = int(json.loads(lines[at:end])["bytes"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadMessage("cut off") from error
        at = end + 1 + size
        yield lines[end + 1 : at]
