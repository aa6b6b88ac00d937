"""Fairs that report to central: a station each, its day, and what it would send."""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from central.actions.take_chunk import take_chunk
from central.store import nodes
from central.store import state as central_state
from central.store.connect import Store
from fair.exchange import MOST_OPERATIONS, Chunk, Point
from fair.setup import read_setup
from kiosk.actions import create_fair
from kiosk.store import state, stored
from kiosk.store.connect import snapshot
from tests.kiosk.conftest import DATA, OPENS, FairDay, new_station
from wire import signing

POINTS = "SELECT seq, hash, signature FROM point WHERE log = ? ORDER BY seq"


def new_fair(folder: Path, **changed: Any) -> FairDay:
    """Make the city fair of tests/data in a folder, with some of its setup changed."""
    clock: list[datetime] = [OPENS]
    station = new_station(folder, clock)
    raw = json.loads((DATA / "fair.json").read_text(encoding="utf-8")) | changed
    create_fair.create_fair(
        station, read_setup(raw), fair_key=secrets.token_bytes(32), name="organizer"
    )
    return FairDay(station, clock)


def root_of(day: FairDay) -> str:
    return signing.public_key(day.station.fair.node_key)


def chunks_of(day: FairDay, *, size: int = MOST_OPERATIONS) -> Iterator[Chunk]:
    """Give all of a station's logs as it would send them, each chunk closed by a signed point."""
    who, db = day.station.fair, day.station.reading()
    for log, in_log in groupby((x for x, _ in stored.in_order(db, who.fair)), lambda x: x.log):
        many = list(in_log)
        for begin in range(0, len(many), size):
            some = tuple(many[begin : begin + size])
            last = some[-1]
            signature = signing.sign_point(who.node_key, who.fair, log, last.seq, last.hash)
            yield Chunk(who.fair, log, some, (Point(last.seq, last.hash, signature),))


def digest_of(day: FairDay) -> str:
    db = day.station.reading()
    with snapshot(db):
        return state.digest(db)


def report(store: Store, day: FairDay, *, size: int = MOST_OPERATIONS) -> None:
    """Let a fair report all that it has."""
    fair = day.station.fair.fair
    store.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))
    for chunk in chunks_of(day, size=size):
        taken = take_chunk(store, chunk, giver="test")
        assert taken.broken is None


def digest_at(store: Store, day: FairDay) -> str:
    with store.reading() as db:
        return central_state.digest_of(db, day.station.fair.fair)
