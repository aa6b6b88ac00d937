"""Facts in words that an earlier version of this program didn't know: kept, and read some day."""

from sqlalchemy import Connection, bindparam, delete, select

from central.store import judging, nodes, rows, taking
from central.store.beside import Beside
from central.store.tables import ABOUT, LINK, OPERATION, UNREAD, VISIT_ASIDE
from fair import facts

HERE = (
    (UNREAD.c.fair == OPERATION.c.fair)
    & (UNREAD.c.log == OPERATION.c.log)
    & (UNREAD.c.seq == OPERATION.c.seq)
)
READABLE = OPERATION.c.kind.in_(bindparam("kinds", expanding=True)) & (
    OPERATION.c.v == bindparam("version")
)
FAIRS = select(UNREAD.c.fair).join(OPERATION, HERE).where(READABLE).distinct()
WAITING = judging.STORED.join(UNREAD, HERE).where(READABLE)
READ = delete(UNREAD).where(
    UNREAD.c.fair == bindparam("of_fair"),
    UNREAD.c.log == bindparam("of_log"),
    UNREAD.c.seq == bindparam("of_seq"),
)


def known() -> dict[str, object]:
    return {"kinds": sorted(facts.KINDS), "version": facts.VERSION}


def fairs(db: Connection) -> list[str]:
    """Give the fairs of which something waits that this version can read."""
    return sorted(db.execute(FAIRS, known()).scalars())


def read_again(db: Connection, fair: str, root: str, beside: Beside) -> int:
    """Take in what waits of a fair that is locked; give how many facts."""
    trusted, owners = nodes.load(db, fair, root), nodes.owners(db, fair)
    found = judging.stored(db.execute(WAITING, {"fair": fair, **known()}), fair)
    fresh = [judging.judge(trusted, owners.get(each.operation.log), each) for each, _ in found]
    said = taking.said_by(fair, fresh)
    aside = judging.aside_visits(fair, fresh)
    rows.add_all(db, {ABOUT: said[ABOUT], LINK: said[LINK], VISIT_ASIDE: aside})
    for each, _ in found:
        at = {"of_log": each.operation.log, "of_seq": each.operation.seq}
        db.execute(READ, {"of_fair": fair, **at})
    anew = set(taking.counting(fresh))
    anew |= judging.set_aside(db, fair, zip(fresh, (was for _, was in found), strict=True))
    if any(isinstance(each.fact, taking.ABOUT_NODES) for each in fresh):
        anew |= judging.again(db, fair, root)
    taking.settle(db, fair, anew, beside)
    return len(found)
