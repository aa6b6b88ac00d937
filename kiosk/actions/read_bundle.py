"""Read a bundle from a USB stick: any order, any number of times, also one that is damaged."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fair.clock import to_ms
from fair.exchange import Broken, Chunk, missing
from fair.trust import Owner
from kiosk.actions.take_chunk import Taken, opener, take_chunk
from kiosk.store import giving, put_by, trust
from kiosk.store.station import Station
from wire import bundle
from wire.signing import point_holds

# What a bundle may bring of nodes that we don't know, kept aside, where we don't know its writer
# either: its first piece, which says who is who, may be damaged; or it is a stranger's.
MOST_OF_STRANGERS = 50_000


@dataclass(slots=True)
class Read:
    """Operations that were read whole, and what became of them; `damaged` counts pieces.

    `waiting` are whole, but something before them in their log is missing: they are kept and
    count as soon as that comes, from another stick or by an exchange. `let_go` couldn't be put by:
    nobody knows whose they are, or too many wait already.
    """

    read: int = 0
    new: int = 0
    known: int = 0
    quarantined: int = 0
    waiting: int = 0
    let_go: int = 0
    refused: int = 0
    damaged: int = 0
    strange: int = 0


def read_bundle(station: Station, file: Path) -> Iterator[dict[str, Any]]:
    """Give `{"progress": [done, of]}`, at last `{"result": …}` with what is still missing.

    Raises bundle.NoBundle (also `other_fair`, `revoked`), OSError.
    """
    with file.open("rb") as reading:
        opened = bundle.open_bundle(reading, station.fair.node_key)
        label = opened.label
        if label.fair != station.fair.fair:
            raise bundle.NoBundle("other_fair")
        if is_revoked(station, Owner(label.node, label.key)):
            raise bundle.NoBundle("revoked")
        told, of = Read(), sum(label.logs.values())
        for part in bundle.read(reading, opened):
            if isinstance(part, bundle.Lost):
                told.damaged = part.pieces
            else:
                take(station, part, told, giver=Owner(label.node, label.key))
                yield {"progress": [told.read, of]}
    spans = missing(giving.vector(station.reading()), label.logs)
    yield {
        "result": {
            **{name: count for name, count in asdict(told).items() if name != "strange"},
            "from": label.node,
            "missing": [{"log": s.log, "after": s.after, "upto": s.upto} for s in spans],
        }
    }


def take(station: Station, chunk: Chunk, told: Read, *, giver: Owner) -> None:
    """Take one chunk; one that follows a gap is put by until the gap is filled."""
    count = len(chunk.operations)
    told.read += count
    if told.strange + count > MOST_OF_STRANGERS and not is_ours(station, chunk, giver):
        told.refused += count
        return
    match take_chunk(station, chunk, giver=giver.node):
        case Taken(new, known, quarantined):
            told.new += new
            told.known += known
            told.quarantined += quarantined
            told.strange += quarantined
        case Broken(why="gap"):
            if put_aside(station, chunk, giver):
                told.waiting += count
            else:
                told.let_go += count
        case Broken():
            told.refused += count


def put_aside(station: Station, chunk: Chunk, giver: Owner) -> bool:
    """Put a chunk by that can't be checked whole yet, where somebody we know vouches for it.

    That is its node by the points, where its log is known; else whoever wrote the bundle.
    """
    db = station.reading()
    owner, trusted = trust.owner_of(db, chunk.log), trust.load(db)
    if trusted.of(owner or giver) is None:
        return False
    if owner is not None and not all(
        point_holds(owner.key, chunk.fair, chunk.log, *point) for point in chunk.points
    ):
        return False
    now_ms = to_ms(station.chance.now())
    with station.transaction() as db:
        return put_by.keep(db, chunk, giver=giver.node, now_ms=now_ms)


def is_revoked(station: Station, owner: Owner) -> bool:
    standing = trust.load(station.reading()).of(owner)
    return standing is not None and standing.cut is not None


def is_ours(station: Station, chunk: Chunk, giver: Owner) -> bool:
    """Say whether the bundle's writer or the chunk's own node is known.

    The organizers' logs come first in a bundle, so whoever they let in is known by then.
    """
    db = station.reading()
    trusted = trust.load(db)
    if trusted.of(giver) is not None:
        return True
    opening = chunk.operations[0]
    owner = trust.owner_of(db, chunk.log)
    if owner is None and opening.seq == 1 and opening.body:
        owner = opener(opening)
    return trusted.of(owner) is not None
