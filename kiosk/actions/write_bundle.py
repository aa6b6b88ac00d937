"""Write all this node has into a bundle for a USB stick: read, signed and sealed, also serving."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.store import giving, trust
from kiosk.store.identity import Identity
from wire import bundle, signing


def write_bundle(
    db: sqlite3.Connection, who: Identity, file: Path, *, new_id: str
) -> Iterator[dict[str, Any]]:
    """Give `{"progress": [done, of]}`, at last `{"result": …}`; the file appears once it is whole.

    Whoever was put out of the fair is no receiver. Needs a reader only. Raises OSError.
    """
    have = giving.vector(db)
    key = signing.public_key(who.node_key)
    label = bundle.Label(new_id, who.fair, who.node, key, have)
    nodes = trust.load(db).nodes.values()
    receivers = sorted({key, *(each.key for each in nodes if each.cut is None)})
    beside = file.with_name(f".{file.name}.new")
    done, of = 0, sum(have.values())
    try:
        with beside.open("wb") as writing:
            for done in bundle.write(
                writing,
                label,
                node_key=who.node_key,
                receivers=receivers,
                all_chunks=giving.chunks(db, who, {}, upto=have),
            ):
                yield {"progress": [done, of]}
            writing.flush()
            os.fsync(writing.fileno())
        size = beside.stat().st_size
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    yield {"result": {"written": done, "receivers": len(receivers), "bytes": size}}
