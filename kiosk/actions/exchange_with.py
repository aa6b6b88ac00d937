"""Exchange with one node: what it has and we lack, then what we have and it lacks (sync.md).

Each chunk is a transaction of its own at either side, so a line that breaks costs one chunk at
most, and the next exchange goes on where this one ended: both sides compare what they have now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fair.clock import to_ms
from fair.exchange import LARGEST_WHOLE, Broken, Chunk, Position
from fair.trust import MOST_LOGS, MOST_STRANGE_LOGS, Owner
from kiosk.actions.take_chunk import Taken, opener, take_chunk
from kiosk.store import bodiless, giving
from kiosk.store.station import Station
from wire import answering, chunks
from wire.messages import BadMessage
from wire.talking import NoTalk, Talk

# Logs that didn't go on in one exchange. Who is honest holds fewer that we have no room for.
MOST_STUCK = MOST_LOGS + MOST_STRANGE_LOGS
NEVER = 2**62  # "I have all of it", however a log grows meanwhile


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How many operations went and came; `offset_ms` is how far the other clock is ahead."""

    sent: int
    received: int
    quarantined: int
    offset_ms: int | None
    about: Mapping[str, Any]  # what the other side said of itself
    backed_up: int | None = None  # how many of the fair's facts central has in a backup
    broken: str = ""  # why a log wasn't believed, by us or by the other side; the rest went over
    lacking_after: int | None = None  # with which of the bodies that we lack it goes on


def exchange_with(
    station: Station, talk: Talk, *, about: Mapping[str, Any], lacking_after: int | None = None
) -> Exchanged:
    """Exchange until neither side lacks anything that the other had. Raises NoTalk.

    `lacking_after` says with which of the bodies that we lack to go on, None to ask for none.
    """
    db, now = station.reading(), station.chance.now
    before = now()
    said = talk.hello({**about, "clock": to_ms(before)})
    middle = (to_ms(before) + to_ms(now())) // 2
    clock = answering.clock_in(said)
    try:
        compared = talk.say("compare", {"vector": dict(giving.vector(db))})
        theirs = answering.vector_in(compared.says)
        backed_up = backed_up_in(compared.says)
        taken = take(station, talk, theirs, str(said.get("node", "")))
        sent, disbelieved = give(station, talk, {**theirs, **taken.upto})
        upto = lacking_after
        if lacking_after is not None:
            upto = ask_again(station, talk, str(said.get("node", "")), lacking_after)
        bring_again(station, talk, answering.positions_in(compared.says))
    except (BadMessage, chunks.Unreadable) as bad:
        raise NoTalk("bad_answer", str(bad)) from bad
    offset = clock - middle if clock is not None else None
    broken = taken.broken or disbelieved or ("many_logs" if taken.many_logs else "")
    return Exchanged(sent, taken.new, taken.aside, offset, said, backed_up, broken, upto)


def disbelief(broken: str) -> NoTalk:
    """Give why a part of an exchange didn't go over, as it is told."""
    return NoTalk("many_logs") if broken == "many_logs" else NoTalk("broken_log", broken)


def backed_up_in(says: Mapping[str, Any]) -> int | None:
    """Count what central says is in a verified backup; None where nothing is said."""
    if says.get("backed_up") is None:
        return None
    told = sum(answering.vector_in({"vector": says["backed_up"]}).values())
    return min(told, LARGEST_WHOLE)


@dataclass(slots=True)
class Came:
    new: int = 0
    aside: int = 0
    broken: str = ""
    many_logs: bool = False
    # What the other side has by now: it may have heard more since it was compared with.
    upto: dict[str, int] = field(default_factory=dict)


def take(station: Station, talk: Talk, theirs: Mapping[str, int], giver: str) -> Came:
    """Take what we lack; a log that can't be believed is left out, the others go on."""
    db, came = station.reading(), Came()
    stuck: dict[str, int] = {}  # logs that didn't go on: asked for again in the next exchange only
    while lines := talk.say("take", {"vector": {**giving.vector(db), **stuck}}).lines:
        chunk = chunks.read(lines)
        before = giving.vector(db).get(chunk.log, 0)
        last = chunk.operations[-1].seq
        came.upto[chunk.log] = max(last, theirs.get(chunk.log, 0))
        match take_chunk(station, chunk, giver=giver):
            case Broken(why="many_logs"):
                came.many_logs = True
            case Broken(why=why):
                came.broken = why
            case Taken(new=new, quarantined=aside):
                came.new, came.aside = came.new + new, came.aside + aside
        if giving.vector(db).get(chunk.log, 0) <= before:
            if chunk.log in stuck:
                raise BadMessage("the same chunk twice")
            stuck[chunk.log] = NEVER
            if len(stuck) > MOST_STUCK:
                raise NoTalk("many_logs")
    return came


def give(station: Station, talk: Talk, theirs: Mapping[str, int]) -> tuple[int, str]:
    """Give what they lack; say how many operations went, and why a chunk wasn't believed.

    What follows such a chunk in its log would only be a gap, so it isn't sent.
    """
    sent, disbelieved = 0, ""
    stuck: set[str] = set()
    full: set[Owner] = set()  # they take no more logs of these nodes
    for chunk in giving.chunks(station.reading(), station.fair, theirs):
        opening = chunk.operations[0]
        owner = opener(opening) if opening.seq == 1 else None
        if chunk.log in stuck or owner in full:
            stuck.add(chunk.log)
            continue
        why = talk.say("give", {}, chunks.write(chunk)).says.get("broken")
        if not isinstance(why, str):
            sent += len(chunk.operations)
            continue
        stuck.add(chunk.log)
        if why == "many_logs" and owner is not None:
            full.add(owner)
        else:
            disbelieved = why[:50]
    return sent, disbelieved or ("many_logs" if full else "")


def ask_again(station: Station, talk: Talk, giver: str, after: int) -> int | None:
    """Ask for some of the bodies that somebody on the way took out; those of erased people nobody
    has. Gives after which of them it goes on another time; 0: from the beginning, None: none lack.
    """
    db = station.reading()
    wanted, upto = bodiless.some(db, after=after, most=answering.MOST_LACKING)
    if not wanted and not after:
        return None
    while wanted:
        vector = dict(giving.vector(db))
        lines = talk.say("take", {"vector": vector, "lacks": wanted}).lines
        if not lines:
            return upto
        chunk = chunks.read(lines)
        take_chunk(station, chunk, giver=giver)
        left = [each for each in wanted if not holds(chunk, each)]
        if len(left) == len(wanted):
            return after  # news came between: the rest is for another time
        wanted = left
    return upto


def holds(chunk: Chunk, each: Position) -> bool:
    first, last = chunk.operations[0].seq, chunk.operations[-1].seq
    return each.log == chunk.log and first <= each.seq <= last


def bring_again(station: Station, talk: Talk, lacking: Sequence[Position]) -> None:
    """Give the bodies that the other side lacks, as far as we have them."""
    left = list(lacking)
    while left:
        chunk = giving.again(station.reading(), station.fair, left)
        if chunk is None:
            return
        talk.say("give", {}, chunks.write(chunk))
        brought = next(n for n, each in enumerate(left) if holds(chunk, each))
        left = [each for each in left[brought + 1 :] if not holds(chunk, each)]
