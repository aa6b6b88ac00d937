"""Bring a backup into an empty database: the same facts give the same tables and digests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from central.actions.back_up import BackedUp, opened, vectors
from central.actions.take_chunk import take_chunk
from central.store import nodes, settings, staff
from central.store.connect import Store
from fair.clock import to_ms
from fair.exchange import Chunk


class NotEmpty(Exception):
    """The database holds fairs already."""


class NotTaken(Exception):
    """Some of the backup's chunks are whole and were refused all the same; the rest is in."""

    def __init__(self, chunks: int) -> None:
        super().__init__(f"{chunks} chunks")
        self.chunks = chunks


def restore(store: Store, path: Path, passphrase: str | None = None) -> BackedUp:
    """Check the file whole, then take it in.

    Raises back_up.NotOurs, sealed_files.Unsealable, NotEmpty, NotTaken.

    Cut off halfway it is finished by restoring again into a new database. Of a node that nobody
    has named yet only so many logs are taken (fair/trust.py), and who names it may stand behind it
    in the file: so it is read again for as long as that brings more in.
    """
    with store.reading() as db:
        if nodes.fairs(db):
            raise NotEmpty
    held = vectors(path, passphrase)
    told, found = opened(path, passphrase)
    store.write(lambda db: keep_head(db, told, to_ms(store.chance.now())))
    left, before = refused(store, found), None
    while left and left != before:
        left, before = refused(store, opened(path, passphrase)[1]), left
    if left:
        raise NotTaken(left)
    return BackedUp(len(held), sum(sum(vector.values()) for vector in held.values()))


def refused(store: Store, found: Iterable[Chunk]) -> int:
    """Take chunks in; give how many were refused."""
    return sum(take_chunk(store, each, giver="backup").broken is not None for each in found)


def keep_head(db: Connection, told: dict[str, Any], now_ms: int) -> None:
    for fair, root in sorted(told["fairs"].items()):
        nodes.add_fair(db, fair, root, now_ms)
    for name, value in told["settings"].items():
        settings.keep(db, name, value)
    for name, role, region, pin_hash in told["staff"]:
        staff.restore(db, name=name, role=role, region=region, pin_hash=pin_hash, now_ms=now_ms)
