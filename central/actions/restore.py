"""Bring a backup into an empty database: the same facts give the same tables and digests."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from central.actions.back_up import BackedUp, opened, vectors
from central.actions.take_chunk import take_chunk
from central.store import nodes, settings, staff
from central.store.connect import Store
from fair.clock import to_ms


class NotEmpty(Exception):
    """The database holds fairs already."""


def restore(store: Store, path: Path, passphrase: str | None = None) -> BackedUp:
    """Check the file whole, then take it in.

    Raises back_up.NotOurs, sealed_files.Unsealable, NotEmpty.

    Cut off halfway it is finished by restoring again into a new database.
    """
    with store.reading() as db:
        if nodes.fairs(db):
            raise NotEmpty
    held = vectors(path, passphrase)
    told, found = opened(path, passphrase)
    store.write(lambda db: keep_head(db, told, to_ms(store.chance.now())))
    for chunk in found:
        take_chunk(store, chunk, giver="backup")
    return BackedUp(len(held), sum(sum(vector.values()) for vector in held.values()))


def keep_head(db: Connection, told: dict[str, Any], now_ms: int) -> None:
    for fair, root in sorted(told["fairs"].items()):
        nodes.add_fair(db, fair, root, now_ms)
    for name, value in told["settings"].items():
        settings.keep(db, name, value)
    for name, role, region, pin_hash in told["staff"]:
        staff.restore(db, name=name, role=role, region=region, pin_hash=pin_hash, now_ms=now_ms)
