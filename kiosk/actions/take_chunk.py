"""Take a chunk of another node's log: checked whole, then kept in one transaction.

Checking costs no lock; 500 operations are then kept in some 20 ms, so the door doesn't wait.
"""

from dataclasses import dataclass, replace

from fair.clock import to_ms
from fair.exchange import Broken, Checked, Chunk, check
from fair.operation import Operation
from fair.trust import Owner
from kiosk.actions.judge_on import judge_on
from kiosk.actions.leave_no_copy import leave_no_copy
from kiosk.store import bodiless, put_by, taking, trust
from kiosk.store.station import Station
from wire.signing import point_holds

MOST_REFUSED = 1000  # noted for the organizer; who sends nonsense without end fills no disk


@dataclass(frozen=True, slots=True)
class Taken:
    """How many operations were new, how many were known, how many of the new don't count, and of
    how many known ones the body came only now.
    """

    new: int
    known: int
    quarantined: int
    filled: int = 0


def take_chunk(station: Station, chunk: Chunk, *, giver: str = "") -> Taken | Broken:
    """Keep what is new in a chunk; nothing of it where anything in it can't be believed.

    What a stick brought earlier and follows it is taken with it. `giver` is the node that brought
    it, for the organizer's page.
    """
    taken = take_one(station, chunk, giver)
    if isinstance(taken, Broken) or not (taken.new or taken.filled):
        return taken
    while (next_one := put_by.take_next(station, chunk.log)) is not None:
        more = take_one(station, *next_one)
        if isinstance(more, Taken):
            aside = taken.quarantined + more.quarantined
            taken = replace(taken, new=taken.new + more.new, quarantined=aside)
    judge_on(station)
    leave_no_copy(station)
    return taken


def take_one(station: Station, chunk: Chunk, giver: str) -> Taken | Broken:
    who = station.fair
    checked = believed(station, chunk)
    if isinstance(checked, Broken):
        if checked.why == "gap":  # nothing is wrong with it: something before it hasn't come
            return checked
        with station.transaction() as db:
            now_ms = to_ms(station.chance.now())
            if taking.refused_logs(db) < MOST_REFUSED:
                taking.note_refused(db, checked, giver=giver, now_ms=now_ms)
        return checked
    last = chunk.operations[-1]
    known = len(checked.again)
    if not checked.new and not bodiless.found_in(station.reading(), chunk, checked.again):
        return Taken(0, known, 0)
    with station.transaction() as db:
        if found := bodiless.found_in(db, chunk, checked.again):
            taking.fill(db, who.fair, found)
            taking.keep_points(db, chunk.log, chunk.points)
        if not checked.new:
            return Taken(0, known, 0, len(found))
        held = taking.held(db, chunk)  # another exchange may have brought some of it meanwhile
        new = [each for each in checked.new if each.operation.seq not in held]
        first = new[0].operation.seq if new else last.seq
        if held.get(last.seq, last.hash) != last.hash or (first > 1 and first - 1 not in held):
            return Broken(chunk.log, first, "rewritten")
        if first == 1 and not trust.takes_log(db, opener(new[0].operation), chunk.log):
            return Broken(chunk.log, 1, "many_logs")
        aside = taking.keep(db, who.fair, chunk.log, new, chunk.points) if new else 0
        taking.hear_stamps(station, [each.operation.at for each in new])
    return Taken(len(new), len(chunk.operations) - len(new), aside, len(found))


def opener(opening: Operation) -> Owner:
    """Give whose log this first operation opens; it was checked."""
    body = opening.body or {}
    return Owner(str(body.get("node")), str(body.get("key")))


def believed(station: Station, chunk: Chunk) -> Checked | Broken:
    """Check a chunk's hashes against what is kept, and its points against the log's key."""
    db = station.reading()
    checked = check(chunk, station.fair.fair, taking.held(db, chunk))
    if isinstance(checked, Broken):
        return checked
    owner = trust.owner_of(db, chunk.log)
    key = owner.key if owner else checked.key or ""
    for point in chunk.points:
        if not point_holds(key, chunk.fair, chunk.log, *point):
            return Broken(chunk.log, point.seq, "signature")
    return checked
