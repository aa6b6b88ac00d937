"""What an exported table is."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fair.clock import from_ms
from fair.setup import Setup

Row = tuple[object, ...]
BETWEEN = "、"  # values of one cell; lists are read with it as well


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and what gives the rows one after the other, within one snapshot."""

    columns: tuple[str, ...]
    rows: Callable[[sqlite3.Connection, Setup], Iterator[Row]]


def iso(ms: int | None, setup: Setup) -> str | None:
    """Write an instant as ISO 8601 with the fair's offset."""
    if ms is None:
        return None
    return from_ms(ms).astimezone(setup.zone).isoformat(timespec="milliseconds")
