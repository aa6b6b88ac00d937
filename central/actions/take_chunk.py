"""Keep what a node brings of a fair: one chunk, one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection

from central.store import beside, nodes, refused, taking
from central.store.connect import Store
from fair.clock import to_ms
from fair.exchange import Broken, Chunk


@dataclass(frozen=True, slots=True)
class Taken:
    """How many operations were new and known, how many are kept aside, and what was broken."""

    new: int
    known: int
    quarantined: int
    broken: Broken | None = None


class NoSuchFair(Exception):
    """This fair doesn't report to this central."""


def take_chunk(store: Store, chunk: Chunk, *, giver: str) -> Taken:
    """Keep a chunk whole, or nothing of it. Raises NoSuchFair, connect.NotReplicated."""

    def work(db: Connection) -> taking.Kept | Broken:
        root = nodes.locked_root(db, chunk.fair)
        if root is None:
            raise NoSuchFair(chunk.fair)
        if not nodes.takes_log(db, chunk, root):
            return Broken(chunk.log, 1, "many_logs")
        return taking.take(db, chunk, root, beside.load(db))

    found = store.write(work)
    if isinstance(found, Broken):
        broken, now_ms = found, to_ms(store.chance.now())
        if broken.why != "many_logs":  # a log each; nothing is wrong with any of them
            store.write(lambda db: refused.keep(db, chunk.fair, broken, giver, now_ms))
        return Taken(0, 0, 0, broken)
    if found.erased:
        store.empty_wal()
    return Taken(found.new, found.known, found.aside)
