"""Keeping a chunk of one log: checked, written, held against who may say what, derived.

The same as a station does with it, so that both come to the same digest.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from central.store import bodiless, deriving, erasing, judging, nodes, rows
from central.store.beside import Beside, clean
from central.store.judging import Judged
from central.store.tables import (
    ABOUT,
    BODILESS,
    BODY,
    LINK,
    LOG,
    OPERATION,
    POINT,
    UNREAD,
    VISIT_ASIDE,
)
from fair import exchange, facts
from fair.exchange import Broken, Checked, Chunk
from fair.said import Said
from fair.subjects import of_unread
from fair.trust import Owner
from wire import signing

ABOUT_NODES = (facts.NodeJoined, facts.NodeRevoked)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many operations of a chunk were new, known, and of the new ones kept aside.

    `erased` where bodies were deleted for good.
    """

    new: int
    known: int
    aside: int
    erased: bool = False


def held(db: Connection, chunk: Chunk) -> dict[int, str]:
    """Give the hashes of this log that `exchange.check` asks for."""
    if not chunk.operations:
        return {}
    first, last = chunk.operations[0].seq, chunk.operations[-1].seq
    asked = select(OPERATION.c.seq, OPERATION.c.hash).where(
        OPERATION.c.fair == chunk.fair,
        OPERATION.c.log == chunk.log,
        OPERATION.c.seq >= first - 1,
        OPERATION.c.seq <= last,
    )
    return dict(tuple(row) for row in db.execute(asked))


def checked(db: Connection, chunk: Chunk, owner: Owner | None) -> Checked | Broken:
    """Check a chunk whole, its signatures too, before anything of it is kept."""
    found = exchange.check(chunk, chunk.fair, held(db, chunk))
    if isinstance(found, Broken):
        return found
    key = owner.key if owner is not None else found.key
    for point in chunk.points:
        said = (chunk.fair, chunk.log, point.seq, point.hash, point.signature)
        if key is None or not signing.point_holds(key, *said):
            return Broken(chunk.log, point.seq, "signature")
    return found


def take(db: Connection, chunk: Chunk, root: str, beside: Beside) -> Kept | Broken:
    """Keep a chunk of a fair that is locked, and derive what follows from it."""
    fair, log = chunk.fair, chunk.log
    trusted, owner, erased = nodes.standing(db, fair, log, root)
    found = checked(db, chunk, owner)
    if isinstance(found, Broken):
        return found
    opened = None
    if owner is None and found.new:
        first = judging.judge(trusted, None, found.new[0]).fact
        if isinstance(first, facts.LogOpened):
            owner = opened = Owner(first.node, first.key)
    filled = bodiless.found_in(db, chunk, found.again)
    fresh = [judging.judge(trusted, owner, each) for each in found.new]
    said = counting(fresh)
    before = deriving.known(db, fair, said)
    whole = {subject: [*before.get(subject, ()), *each] for subject, each in said.items()}
    write(db, chunk, fresh, opened, deriving.derived(fair, whole, beside), before)
    if any(subject.startswith("merge:") for subject in said):
        deriving.lead(db, fair)
    anew: set[str] = set()
    if filled:
        anew = fill(db, fair, [judging.judge(trusted, owner, each) for each in filled])
        bodiless.filled(db, filled)
    if any(isinstance(each.fact, ABOUT_NODES) for each in fresh):
        anew |= judging.again(db, fair, root)
    swept = False
    if erased or any(isinstance(each.fact, facts.SeekerErased) for each in fresh) or anew:
        swept = settle(db, fair, anew, beside)
    aside = sum(1 for each in fresh if each.aside is not None)
    return Kept(len(fresh), len(found.again), aside, swept)


def fill(db: Connection, fair: str, read: list[Judged]) -> set[str]:
    """Keep the bodies of operations that are kept already; give the subjects to derive anew."""
    aside = judging.aside_visits(fair, read)
    rows.add_all(db, {**said_by(fair, read), VISIT_ASIDE: aside})
    judging.set_aside(db, fair, ((each, None) for each in read if each.aside == "malformed"))
    return set(counting(read))


def settle(db: Connection, fair: str, anew: Collection[str], beside: Beside) -> bool:
    """Derive these subjects anew and sweep what is about erased people; say whether it was any."""
    if anew:
        deriving.write(db, fair, deriving.known(db, fair, anew), anew=anew, beside=beside)
    swept = erasing.sweep(db, fair)
    deriving.write(db, fair, deriving.known(db, fair, swept), anew=swept, beside=beside)
    return bool(swept)


def counting(fresh: Iterable[Judged]) -> dict[str, list[Said]]:
    """Give the facts that count, by subject."""
    said: dict[str, list[Said]] = {}
    for each in fresh:
        if each.aside is None and each.fact is not None:
            for subject in each.subjects:
                said.setdefault(subject, []).append(Said(each.operation.order, each.fact))
    return said


def write(
    db: Connection,
    chunk: Chunk,
    fresh: list[Judged],
    opened: Owner | None,
    derived: Mapping[Table, list[rows.Values]],
    before: Collection[str],
) -> None:
    """Write operations, bodies, what they speak of and what follows from them.

    `before` are the subjects that have rows already.
    """
    fair, log = chunk.fair, chunk.log
    deriving.forget(db, fair, before)
    rows.add_all(
        db,
        {
            OPERATION: [row(fair, each) for each in fresh],
            **said_by(fair, fresh),
            POINT: [(fair, log, each.seq, each.hash, each.signature) for each in chunk.points],
            BODILESS: [(fair, log, x.operation.seq) for x in fresh if x.text is None],
            LOG: [(fair, log, *opened)] if opened is not None else [],
            VISIT_ASIDE: judging.aside_visits(fair, fresh),
            **derived,
        },
        # The operations are new and the fair is locked; what was derived before was forgotten.
        fresh={OPERATION, BODY, ABOUT, UNREAD, *derived},
    )


def said_by(fair: str, fresh: list[Judged]) -> dict[Table, list[rows.Values]]:
    """Give the bodies of these operations and what they speak of."""
    bodies, about, unread, links = [], [], [], []
    for operation, text, fact, _, named in fresh:
        if text is None:
            continue
        at = (operation.log, operation.seq)
        bodies.append((fair, *at, operation.salt, text))
        if fact is not None:
            about += [(fair, each, *at) for each in named]
            if isinstance(fact, facts.BadgeIssued | facts.BadgeBound):
                links.append((fair, fact.code, fact.seeker))
        else:
            if not judging.known_kind(operation):
                unread.append((fair, *at))
            # So that it goes when the person is erased.
            about += [(fair, clean(subject), *at) for subject in of_unread(operation)]
    return {
        BODY: bodies,
        ABOUT: sorted(set(about)),
        UNREAD: unread,
        LINK: sorted(set(links)),
    }


def row(fair: str, judged: Judged) -> rows.Values:
    each = judged.operation
    return (
        *(fair, each.log, each.seq, each.op, each.at.ms, each.at.n, each.kind, each.v),
        *(each.actor, each.body_hash, each.hash, judged.aside),
    )
