"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite.

Rows come sorted by their key, so that two transactions that write the same ones take their locks in
the same order.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

Values = tuple[Any, ...]
# Below this many rows pipelined statements are quicker than COPY (bench/ingesting.py).
FEW = 12


@lru_cache(maxsize=256)
def statements(table: Table) -> dict[str, str]:
    """Name the statements that fill a table; names come from `tables.py` alone."""
    name = table.name
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    marks, slots = ", ".join("?" for _ in table.columns), ", ".join("%s" for _ in table.columns)
    return {
        "sqlite": f'INSERT OR IGNORE INTO "{name}" ({listed}) VALUES ({marks})',
        "one": f'INSERT INTO "{name}" ({listed}) VALUES ({slots}) ON CONFLICT DO NOTHING',
        "make": f'CREATE TEMPORARY TABLE "new_{name}" ON COMMIT DELETE ROWS '
        f'AS SELECT * FROM "{name}" WITH NO DATA',
        "bring": f'COPY "new_{name}" ({listed}) FROM STDIN',
        "move": f'INSERT INTO "{name}" ({listed}) SELECT {listed} FROM "new_{name}" '
        "ON CONFLICT DO NOTHING",
        "done": f'DROP TABLE "new_{name}"',
        "copy": f'COPY "{name}" ({listed}) FROM STDIN',
    }


def add(db: Connection, table: Table, rows: Iterable[Values]) -> int:
    """Add rows (values in the table's column order), but those whose key is there already.

    Gives how many were added.
    """
    many, said = list(rows), statements(table)
    if not many:
        return 0
    if db.dialect.name == "sqlite":
        return db.exec_driver_sql(said["sqlite"], many).rowcount
    raw: Any = db.connection.driver_connection
    with raw.cursor() as cursor:
        if len(many) < FEW:
            cursor.executemany(said["one"], many)
            return int(cursor.rowcount)
        cursor.execute(said["make"])
        copy(cursor, said["bring"], many)
        cursor.execute(said["move"])
        added = int(cursor.rowcount)
        cursor.execute(said["done"])
        return added


def put(db: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Add rows of which none is there: of operations that are new, or of what was forgotten."""
    if not rows:
        return
    said = statements(table)
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(said["sqlite"], list(rows))
        return
    raw: Any = db.connection.driver_connection
    with raw.cursor() as cursor:
        copy(cursor, said["copy"], rows)


def copy(cursor: Any, statement: str, rows: Sequence[Values]) -> None:
    with cursor.copy(statement) as into:
        for row in rows:
            into.write_row(row)
