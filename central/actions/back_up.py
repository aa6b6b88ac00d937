"""Write every fair's facts into one file, read it back, and say which operations are safe there.

The facts are everything: tables are derived from them, on either database. Only what a reader found
whole in the file counts as backed up; stations may then purge it (sync.md, Who may exchange).
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import Connection

from central.store import giving, nodes, peers, settings, staff
from central.store.connect import Store
from fair.exchange import Broken, Chunk, Point, check
from sheets.writing import whole_file
from wire import chunks, signing
from wire.sealed_files import Sealing
from wire.sealed_files import opened as opened_file

FORMAT = "fair-kiosk-central/1"
LONGEST_HEAD = 64 * 1024 * 1024  # bytes
OWNER_ONLY = 0o600
LOCAL = ("identity_key", "node_key", "node")


class NotOurs(Exception):
    """The file is no backup of central, or it is cut off; `where` says after how many chunks."""

    def __init__(self, where: int) -> None:
        super().__init__(f"after {where} chunks")
        self.where = where


@dataclass(frozen=True, slots=True)
class BackedUp:
    fairs: int
    operations: int


def back_up(store: Store, path: Path, passphrase: str | None = None) -> BackedUp:
    """Write the backup, verify it by reading it, and keep what it holds. Raises NotOurs.

    It holds people's data and central's keys: only this account may read it, and with a passphrase
    nobody without that.
    """
    with (
        whole_file(path, OWNER_ONLY) as out,
        sealed(out, passphrase) as into,
        gzip.GzipFile(fileobj=into, mode="wb", compresslevel=6, mtime=0) as packed,
        store.reading() as db,
    ):
        file = cast(BinaryIO, packed)
        write_block(file, json.dumps(head(db)).encode("utf-8"))
        for fair in nodes.fairs(db):
            for chunk in giving.chunks(db, fair, {}):
                write_block(file, chunks.write(chunk))
        write_block(file, b"")  # so that a file that is cut off can be told from a whole one
    held = vectors(path, passphrase)

    def work(db: Connection) -> None:
        for fair, vector in held.items():
            peers.keep_backed_up(db, fair, vector)

    store.write(work)
    return BackedUp(len(held), sum(sum(vector.values()) for vector in held.values()))


@contextmanager
def sealed(out: BinaryIO, passphrase: str | None) -> Iterator[BinaryIO]:
    """Seal what is written, where there is a passphrase."""
    if passphrase is None:
        yield out
        return
    sealing = Sealing(out, passphrase)
    yield cast(BinaryIO, sealing)
    sealing.finish()


def head(db: Connection) -> dict[str, Any]:
    """Give what the facts don't say: which fairs report, who looks, and who this central is."""
    return {
        "format": FORMAT,
        "fairs": {fair: nodes.root(db, fair) for fair in nodes.fairs(db)},
        "settings": {name: settings.value(db, name) for name in LOCAL},
        "staff": [[s.name, s.role, s.region, s.pin_hash] for s in staff.every(db)],
    }


def write_block(out: BinaryIO, data: bytes) -> None:
    out.write(len(data).to_bytes(8, "big") + data)


def blocks(path: Path, passphrase: str | None) -> Iterator[bytes]:
    """Read a backup's blocks, the head first.

    Raises NotOurs where it is cut off or damaged, sealed_files.Unsealable.
    """
    read = 0
    try:
        with path.open("rb") as source, gzip.open(opened_file(source, passphrase)) as file:
            while True:
                length = int.from_bytes(file.read(8), "big")
                data = file.read(min(length, LONGEST_HEAD))
                if length > LONGEST_HEAD or len(data) < length:
                    raise NotOurs(read)
                if not data:
                    if read == 0 or file.read(1):
                        raise NotOurs(read)
                    return
                yield data
                read += 1
    except (EOFError, zlib.error, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise NotOurs(read) from None


def opened(path: Path, passphrase: str | None = None) -> tuple[dict[str, Any], Iterator[Chunk]]:
    """Give a backup's head and its chunks. Raises NotOurs, sealed_files.Unsealable."""
    rest = blocks(path, passphrase)
    try:
        told = json.loads(next(rest))
    except (StopIteration, ValueError):
        raise NotOurs(0) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotOurs(0)
    return told, map(read, count(1), rest)


def read(number: int, block: bytes) -> Chunk:
    try:
        return chunks.read(block)
    except chunks.Unreadable:
        raise NotOurs(number) from None


def vectors(path: Path, passphrase: str | None = None) -> dict[str, dict[str, int]]:
    """Check every hash, chain and signature in a backup, and give how far each log goes.

    Raises NotOurs, sealed_files.Unsealable.
    """
    told, found = opened(path, passphrase)
    vector: dict[str, dict[str, int]] = {fair: {} for fair in told["fairs"]}
    hashes: dict[str, tuple[int, str]] = {}
    keys: dict[str, str] = {}
    for number, chunk in enumerate(found):
        checked = check(chunk, chunk.fair, dict([hashes.get(chunk.log, (0, ""))]))
        if isinstance(checked, Broken) or chunk.fair not in vector:
            raise NotOurs(number)
        key = keys.setdefault(chunk.log, checked.key or "")
        if not all(signed(chunk, point, key) for point in chunk.points):
            raise NotOurs(number)
        last = chunk.operations[-1]
        hashes[chunk.log] = (last.seq, last.hash)
        vector[chunk.fair][chunk.log] = last.seq
    return vector


def signed(chunk: Chunk, point: Point, key: str) -> bool:
    at = (chunk.fair, chunk.log, point.seq, point.hash, point.signature)
    return signing.point_holds(key, *at)
