"""Do all that a stick is for, at once: read what others put on it, then put all of ours there."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.actions.read_bundle import read_bundle
from kiosk.actions.write_bundle import write_bundle
from kiosk.store.station import Station
from wire.bundle import NoBundle


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it: bundles read whole, those that weren't, and facts."""

    read: int
    damaged: int
    strange: int  # of another fair, for others only, or from a revoked machine
    let_go: int  # facts that couldn't be put by until what comes before them is here
    new: int
    written: int


def own_bundle(station: Station, folder: Path) -> Path:
    """Give where this node's own bundle lies on a stick: one for each node, written over."""
    return folder / f"fair-{station.fair.node[:8]}.fair"


def carry_by_stick(station: Station, folder: Path, bundles: tuple[Path, ...]) -> Carried:
    """Read each bundle but our own, then write ours. Raises OSError; what was read is kept."""
    own = own_bundle(station, folder)
    read = damaged = strange = let_go = new = 0
    for file in bundles:
        if file == own:
            continue
        try:
            (*_, last) = read_bundle(station, file)
        except NoBundle as why:
            strange += why.code != "no_bundle"  # a request or an answer to join, anything else
            continue
        new += last["result"]["new"]
        let_go += last["result"]["let_go"]
        whole = last["result"]["damaged"] == 0
        read, damaged = read + whole, damaged + (not whole)
    db, new_id = station.reading(), station.chance.new_id()
    (*_, last) = write_bundle(db, station.fair, own, new_id=new_id)
    return Carried(read, damaged, strange, let_go, new, last["result"]["written"])
