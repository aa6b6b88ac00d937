"""A fair's state as it stands in central's tables, and its digest."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from central.store.tables import DERIVED
from fair.state import STATE, digest

AT_ONCE = 2000


def rows(db: Connection, table: str, fair: str) -> Iterator[tuple[Any, ...]]:
    """Give a table's rows in the state's columns, sorted by their key."""
    of = DERIVED[table]
    columns = [of.c[name] for name in STATE[table]]
    asked = select(*columns).where(of.c.fair == fair).order_by(*of.primary_key.columns)
    for row in db.execute(asked).yield_per(AT_ONCE):
        yield tuple(row)


def digest_of(db: Connection, fair: str) -> str:
    """Give the digest of one fair: equal to that of every node that knows the same."""
    return digest({table: rows(db, table, fair) for table in STATE})
