"""What an exported table is; its columns stand in fair/exported.py."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fair.exported import Row
from fair.setup import Setup


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and what gives the rows one after the other, within one snapshot."""

    columns: tuple[str, ...]
    rows: Callable[[sqlite3.Connection, Setup], Iterator[Row]]
