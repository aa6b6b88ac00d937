"""A fair's state in one canonical form: equal on all nodes that know the same (interfaces.md)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from fair.operation import canonical

Row = Mapping[str, Any]  # a derived row by column
Rows = Mapping[str, list[Row]]  # by table

# What the state is made of, whatever store holds it: table → its columns, the first ones its key.
STATE: Mapping[str, tuple[str, ...]] = {
    "badge": ("code", "seeker", "linked", "bound", "withdrawn"),
    "card": ("card", "booth", "employer", "secret_hash", "revoked"),
    "check_in": ("op", "code", "entrance", "ordered_ms", "at_ms", "at_n", "undone"),
    "distinct_pair": ("first", "second"),
    "employer": ("employer", "held", "fields", "others"),
    "erased": ("seeker",),
    "fair": ("fair", "setup"),
    "job": ("job", "employer", "held", "fields", "others"),
    "leader": ("seeker", "leader"),
    "lead": ("visit", "fields", "heads", "others", "ordered_ms"),
    "merge": ("merge", "seekers", "parted"),
    "node": ("node", "key", "name", "role", "series", "cut"),
    "note": ("op", "visit", "ordered_ms", "at_ms", "at_n", "note"),
    "release": ("seeker", "employer", "level", "ordered_ms"),
    "secret": ("seeker", "secret_hash"),
    "seeker": ("seeker", "fields", "others"),
    "staff": ("staff", "name", "role", "pin_hash", "removed"),
    "undo": ("op", "check_in", "reason", "ordered_ms"),
    "visit": ("visit", "booth", "employer", "code"),
    "visit_scan": ("op", "visit", "ordered_ms", "at_ms", "at_n", "by_code"),
}


def texts(row: Row) -> dict[str, Any]:
    """Write a row as every store keeps it: lists and objects as canonical JSON."""
    return {
        name: canonical(value) if isinstance(value, dict | list) else value
        for name, value in row.items()
    }


def digest(tables: Mapping[str, Iterable[tuple[Any, ...]]]) -> str:
    """Give SHA-256 over every table in STATE's order; rows come sorted by their key.

    Each line is a JSON array: the table's name, then the row's values, booleans as 0 and 1.
    """
    total = hashlib.sha256()
    for table in STATE:
        for row in tables[table]:
            line = json.dumps([table, *row], ensure_ascii=False, separators=(",", ":"))
            total.update(line.encode("utf-8") + b"\n")
    return total.hexdigest()
