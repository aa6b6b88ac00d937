"""Writing many rows of many tables at once: COPY on PostgreSQL, executemany on SQLite.

Rows come sorted by their key, so that two transactions that write the same ones take their locks in
the same order; what is there already stays as it is.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, SmallInteger, Table
from sqlalchemy.exc import DBAPIError

Values = tuple[Any, ...]
WIDEST = 12  # columns of the widest table that takes many rows: `operation`
# What may be there already crosses in one COPY and is sorted into its tables by one call. What is
# certainly new goes straight into its table, which costs the server half (bench/ingesting.py).
INCOMING = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS incoming (part text, "
    + ", ".join(f"c{n} text" for n in range(1, WIDEST + 1))
    + ") ON COMMIT DELETE ROWS"
)
BRING = "COPY incoming FROM STDIN"
EMPTY = "TRUNCATE incoming"
PADDING = [(None,) * n for n in range(WIDEST + 1)]


@lru_cache(maxsize=256)
def by_marks(table: Table) -> str:
    """Give SQLite's statement; names come from `tables.py` alone."""
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    return f'INSERT OR IGNORE INTO "{table.name}" ({listed}) VALUES ({marks})'


@lru_cache(maxsize=256)
def sorted_in(table: Table) -> str:
    """Give PostgreSQL's statement that takes a table's rows from those that came in."""
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    cast = ", ".join(f"c{n}{cast_of(each.type)}" for n, each in enumerate(table.columns, 1))
    return (
        f'INSERT INTO "{table.name}" ({listed}) SELECT {cast} FROM incoming '
        f"WHERE part = '{table.name}' ON CONFLICT DO NOTHING"
    )


def cast_of(kind: object) -> str:
    if isinstance(kind, BigInteger):
        return "::bigint"
    return "::smallint" if isinstance(kind, SmallInteger) else ""


@lru_cache(maxsize=256)
def straight_in(table: Table) -> str:
    return f'COPY "{table.name}" FROM STDIN'


def add(db: Connection, table: Table, rows: Iterable[Values]) -> int:
    """Add rows (values in the table's column order), but those whose key is there already.

    Gives how many were added.
    """
    return add_all(db, {table: list(rows)})[table]


def add_all(
    db: Connection, rows: Mapping[Table, list[Values]], *, fresh: Collection[Table] = ()
) -> dict[Table, int]:
    """Add the rows of several tables, in their order; give how many of each were added.

    `fresh` are tables of whose rows no key is there. Raises DBAPIError.
    """
    added = dict.fromkeys(rows, 0)
    given = {table: many for table, many in rows.items() if many}
    if db.dialect.name == "sqlite":
        for table, many in given.items():
            added[table] = db.exec_driver_sql(by_marks(table), many).rowcount
    elif given:
        import psycopg

        try:
            added |= copied(db.connection.driver_connection, given, fresh)
        except psycopg.Error as error:  # as all that goes through SQLAlchemy
            raise DBAPIError("COPY", None, error) from error
    return added


def copied(
    raw: Any, given: Mapping[Table, list[Values]], fresh: Collection[Table]
) -> dict[Table, int]:
    added = {}
    with raw.cursor() as cursor:
        for table in [each for each in given if each in fresh]:
            with cursor.copy(straight_in(table)) as into:
                for row in given[table]:
                    into.write_row(row)
            added[table] = cursor.rowcount
        sorted_later = {table: many for table, many in given.items() if table not in added}
        if not sorted_later:
            return added
        cursor.execute(INCOMING)
        with cursor.copy(BRING) as into:
            for table, many in sorted_later.items():
                name, padding = table.name, PADDING[WIDEST - len(table.columns)]
                for row in many:
                    into.write_row((name, *row, *padding))
        cursor.execute("; ".join([*map(sorted_in, sorted_later), EMPTY]))
        for table in sorted_later:
            added[table] = cursor.rowcount
            cursor.nextset()
    return added
