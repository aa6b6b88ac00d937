"""Which merges hold somebody together."""

import json
import sqlite3

from kiosk.store import seekers

STANDING = "SELECT merge, seekers FROM merge WHERE parted = 0 ORDER BY merge"


def of_person(db: sqlite3.Connection, person: str) -> list[str]:
    """Give the merges that stand and touch this person."""
    same = set(seekers.same_as(db, seekers.leader(db, person)))
    return [row["merge"] for row in db.execute(STANDING) if same & set(json.loads(row["seekers"]))]
