"""What was answered to which `scan_id`: the same one again gets the same answer, nothing new."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from fair.operation import canonical

KEPT = "SELECT asked, answer FROM answer WHERE place = :place AND scan_id = :scan_id"
KEEP = """
    INSERT INTO answer (place, scan_id, asked, answer, about, at_ms)
    VALUES (:place, :scan_id, :asked, :answer, :about, :at_ms)
"""


class OtherQuestion(Exception):
    """This `scan_id` was used for something else; it must not get that one's answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One writing call: where, its `scan_id`, and what it is about (path and code)."""

    place: str
    scan_id: str
    path: str
    code: str

    @property
    def asked(self) -> str:
        """A digest, so that nothing typed by a person is kept here."""
        return hashlib.sha256(f"{self.path}\n{self.code}".encode()).hexdigest()[:32]


def kept(db: sqlite3.Connection, ask: Ask) -> dict[str, Any] | None:
    """Give what this `scan_id` was answered. Raises OtherQuestion."""
    row = db.execute(KEPT, {"place": ask.place, "scan_id": ask.scan_id}).fetchone()
    if row is None:
        return None
    if row["asked"] != ask.asked:
        raise OtherQuestion
    answer: dict[str, Any] = json.loads(row["answer"])
    return answer


def by_scan_id(db: sqlite3.Connection, place: str, scan_id: str) -> dict[str, Any] | None:
    """Give what was answered, to show it again on the page that a form leads to."""
    row = db.execute(KEPT, {"place": place, "scan_id": scan_id}).fetchone()
    return json.loads(row["answer"]) if row else None


def keep(
    db: sqlite3.Connection, ask: Ask, answer: dict[str, Any], *, about: str | None, at_ms: int
) -> None:
    """Keep an answer beside the facts it speaks of, in their transaction; `about` is a code."""
    db.execute(
        KEEP,
        {
            "place": ask.place,
            "scan_id": ask.scan_id,
            "asked": ask.asked,
            "answer": canonical(answer),
            "about": about,
            "at_ms": at_ms,
        },
    )


def named(db: sqlite3.Connection, place: str, scan_id: str, field: str) -> str | None:
    """Give an id that an earlier answer at this place gave: a phone may name its own call."""
    row = db.execute(KEPT, {"place": place, "scan_id": scan_id}).fetchone()
    found = json.loads(row["answer"]).get(field) if row else None
    return found if isinstance(found, str) else None
