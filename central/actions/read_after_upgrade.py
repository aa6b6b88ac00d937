"""Take in what came in words that an earlier version of this program didn't know."""

from functools import partial

from sqlalchemy import Connection

from central.store import beside, nodes, unread
from central.store.connect import Store


def read_after_upgrade(store: Store) -> int:
    """Take it in where this version knows the words; give how many facts. Cheap where none wait."""
    with store.reading() as db:
        waiting = unread.fairs(db)
    return sum(store.write(partial(of_fair, fair=fair)) for fair in waiting)


def of_fair(db: Connection, *, fair: str) -> int:
    root = nodes.locked_root(db, fair)
    return unread.read_again(db, fair, root, beside.load(db)) if root is not None else 0
