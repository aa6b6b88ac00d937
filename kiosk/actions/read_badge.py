"""Find the badge that somebody scanned or typed: every verb at a door begins so."""

import sqlite3
from dataclasses import dataclass

from fair import badge, check_in
from kiosk.store import badges
from kiosk.store.identity import Identity


@dataclass(frozen=True, slots=True)
class Found:
    """A badge of this fair. `kept` is None where this station has never heard of it."""

    code: str
    kept: badges.Badge | None
    by_number: bool

    @property
    def person(self) -> str:
        return self.kept.person if self.kept else self.code

    @property
    def withdrawn(self) -> bool:
        return self.kept is not None and self.kept.withdrawn


def read_badge(
    db: sqlite3.Connection, who: Identity, typed: str
) -> Found | check_in.Unknown | check_in.ToDesk:
    """Read a code, a badge's URL or its number. A badge never heard of is found all the same."""
    match badge.read(typed, who.fair_key):
        case badge.Code(text=code):
            return Found(code, badges.by_code(db, code), by_number=False)
        case badge.Number(series, number):
            codes = badges.codes_of_number(db, series, number)
            if not codes:  # the badge of that number may have been withdrawn
                codes = badges.withdrawn_of_number(db, series, number)[-1:]
            verdict = check_in.of_number(codes)
            if isinstance(verdict, str):
                return Found(verdict, badges.by_code(db, verdict), by_number=True)
            return verdict
        case refused:
            return check_in.refused(refused)
