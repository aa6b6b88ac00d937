"""A bundle for a USB stick: the chunks of an exchange in one file (docs/exchange.md).

The file is a row of pieces. Each stands for itself: found by its mark, sealed with the bundle's
key, signed by the node that wrote it. So a stick that was cut off or got damaged costs the pieces
that it hit, and no more. The bundle's key, sealed for its receivers with age, comes first, then
again after every 64 pieces and before the end, so that it isn't lost with the beginning.
"""

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fair.exchange import LARGEST_CHUNK, PROTOCOL, Chunk, Vector
from fair.operation import canonical
from wire import chunks, packing, sealing, signing

MARK = b"\xfaFAIRB1\n"
HEAD = struct.Struct(">cII")  # kind, place in the file, bytes of the payload
KEY, CHUNK, END = b"K", b"C", b"E"
BESIDES = len(MARK) + HEAD.size + 4  # mark, head, the head's CRC-32
SIGNATURE = 64
LARGEST_PIECE = LARGEST_CHUNK + 64 * 1024
KEY_EVERY = 64  # pieces
WINDOW = 64 * 1024  # bytes looked through at once for the next mark


class NoBundle(ValueError):
    """It can't be read at all. `code`: no_bundle, not_for_us or other_protocol."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Label:
    """What a bundle says of itself: who wrote it at which fair, and what it was to hold."""

    bundle: str
    fair: str
    node: str
    key: str
    logs: Vector


@dataclass(frozen=True, slots=True)
class Opened:
    label: Label
    secret: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """How many pieces weren't whole; `cut` where the end is missing. The last thing to be read."""

    pieces: int
    cut: bool


class Piece(NamedTuple):
    kind: bytes
    place: int
    payload: bytes
    signature: bytes


def piece_text(bundle: str, kind: bytes, place: int, payload: bytes) -> bytes:
    """Give the bytes that the writer signs for one piece."""
    digest = hashlib.sha256(payload).hexdigest()
    return canonical(["piece", bundle, kind.decode("latin-1"), place, digest]).encode("utf-8")


def nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")


def write(
    file: BinaryIO,
    label: Label,
    *,
    node_key: bytes,
    receivers: Iterable[str],
    all_chunks: Iterable[Chunk],
) -> Iterator[int]:
    """Write a bundle; give how many operations it holds, after each piece."""
    secret = sealing.new_secret()
    cipher = ChaCha20Poly1305(secret)
    inside = canonical({"key": secret.hex(), "logs": dict(label.logs)}).encode("utf-8")
    told = {
        "protocol": PROTOCOL,
        "bundle": label.bundle,
        "fair": label.fair,
        "node": label.node,
        "key": label.key,
        "sealed": base64.b64encode(sealing.seal(inside, receivers)).decode("ascii"),
    }
    key_payload = canonical(told).encode("utf-8")
    place = operations = 0

    def put(kind: bytes, payload: bytes) -> None:
        nonlocal place
        head = HEAD.pack(kind, place, len(payload))
        signature = signing.sign(node_key, piece_text(label.bundle, kind, place, payload))
        crc = zlib.crc32(head).to_bytes(4, "big")
        file.write(b"".join((MARK, head, crc, payload, bytes.fromhex(signature))))
        place += 1

    def sealed(plain: bytes) -> bytes:
        return cipher.encrypt(nonce(place), plain, bytes.fromhex(label.bundle))

    put(KEY, key_payload)
    for chunk in all_chunks:
        put(CHUNK, sealed(packing.pack(chunks.write(chunk))))
        operations += len(chunk.operations)
        if place % KEY_EVERY == 0:
            put(KEY, key_payload)
        yield operations
    put(KEY, key_payload)
    put(END, sealed(canonical({"pieces": place + 1}).encode("utf-8")))


def pieces(file: BinaryIO) -> Iterator[Piece]:
    """Give every piece whose head is whole, from the file's start; memory stays flat."""
    at = 0
    while (found := next_mark(file, at)) is not None:
        file.seek(found + len(MARK))
        head = file.read(HEAD.size + 4)
        at = found + 1
        if len(head) < HEAD.size + 4:
            return
        if zlib.crc32(head[:-4]).to_bytes(4, "big") != head[-4:]:
            continue
        kind, place, length = HEAD.unpack(head[:-4])
        if length > LARGEST_PIECE:
            continue
        payload, signature = file.read(length), file.read(SIGNATURE)
        if len(signature) == SIGNATURE:
            yield Piece(kind, place, payload, signature)
            at = found + BESIDES + length  # a mark inside the payload would be chance


def next_mark(file: BinaryIO, at: int) -> int | None:
    """Give where the next mark stands from `at` on."""
    file.seek(at)
    before = b""
    while window := file.read(WINDOW):
        looked = before + window
        if (found := looked.find(MARK)) >= 0:
            return at - len(before) + found
        at += len(window)
        before = looked[-len(MARK) + 1 :]
    return None


def open_bundle(file: BinaryIO, node_key: bytes) -> Opened:
    """Find the bundle's key and open it. Raises NoBundle."""
    code = "no_bundle"
    for piece in pieces(file):
        if piece.kind != KEY:
            continue
        try:
            told = json.loads(piece.payload)
            if told["protocol"] != PROTOCOL:
                code = "other_protocol"
                continue
            bundle, key = told["bundle"], told["key"]
            text = piece_text(bundle, KEY, piece.place, piece.payload)
            if not signing.holds(key, text, piece.signature.hex()):
                continue
            inside = json.loads(sealing.unseal(base64.b64decode(told["sealed"]), node_key))
            label = Label(bundle, told["fair"], told["node"], key, logs_of(inside["logs"]))
            return Opened(label, bytes.fromhex(inside["key"]))
        except sealing.NotForUs:
            code = "not_for_us"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    raise NoBundle(code)


def logs_of(told: Any) -> dict[str, int]:
    return {str(log): chunks.whole(seq, "seq") for log, seq in told.items()}


def read(file: BinaryIO, opened: Opened) -> Iterator[Chunk | Lost]:
    """Give what is whole, piece by piece, then what was lost; the chunks aren't checked here."""
    label = opened.label
    cipher = ChaCha20Poly1305(opened.secret)
    bundle = bytes.fromhex(label.bundle)
    seen: set[int] = set()
    last, total = -1, None
    for piece in pieces(file):
        text = piece_text(label.bundle, piece.kind, piece.place, piece.payload)
        if not signing.holds(label.key, text, piece.signature.hex()):
            continue
        last = max(last, piece.place)
        try:
            if piece.kind != KEY:
                plain = cipher.decrypt(nonce(piece.place), piece.payload, bundle)
            if piece.kind == END:
                total = chunks.whole(json.loads(plain)["pieces"], "pieces")
            elif piece.kind == CHUNK and piece.place not in seen:
                yield chunks.read(packing.unpack(plain, LARGEST_CHUNK))
            seen.add(piece.place)
        except (InvalidTag, ValueError, KeyError, TypeError):
            continue
    count = total if total is not None else last + 2  # without its end at least that is lost
    yield Lost(count - len(seen), total is None)
