"""What everybody may see of the openings: nothing that is held, nothing that is filled."""

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

PUBLIC = """
    WITH standing AS (
        SELECT employer, group_concat(booth, char(31)) AS booths
        FROM (SELECT employer, booth FROM employer_booth ORDER BY employer, place, booth)
        GROUP BY employer
    )
    SELECT j.job, j.title, j.openings, j.reserved, j.fields, e.employer, e.name,
           COALESCE(s.booths, '') AS booths
    FROM job AS j
    JOIN employer AS e ON e.employer = j.employer
    LEFT JOIN standing AS s ON s.employer = e.employer
    WHERE j.held = '' AND j.filled = 0 AND e.held = ''
    ORDER BY e.employer, j.title, j.job
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """One advert; `openings` is None where the list didn't say a number."""

    job: str
    title: str
    openings: int | None
    reserved: int
    wage: str
    place: str
    requirements: str
    education: str
    trades: tuple[str, ...]

    def says(self, words: Iterable[str]) -> bool:
        """Say whether all these words stand in the advert."""
        told = f"{self.title} {self.place} {self.requirements} {self.education}".casefold()
        return all(word in told for word in words)


@dataclass(frozen=True, slots=True)
class Table:
    """An employer and what it offers, at its booths (none where it has no table)."""

    employer: str
    name: str
    booths: tuple[str, ...]
    offers: tuple[Offer, ...]


def walking_order(booth: str) -> list[tuple[int, str]]:
    """Sort A2 before A10, as one walks past them."""
    parts = re.findall(r"\d+|\D+", booth)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def tables(db: sqlite3.Connection) -> list[Table]:
    """Give all tables with public openings in walking order, those without a booth last."""
    found: dict[str, tuple[str, tuple[str, ...], list[Offer]]] = {}
    for row in db.execute(PUBLIC):
        booths = tuple(each for each in row["booths"].split("\x1f") if each)
        found.setdefault(row["employer"], (row["name"], booths, []))[2].append(offer_of(row))
    made = [
        Table(id_, name, booths, tuple(offers)) for id_, (name, booths, offers) in found.items()
    ]
    made.sort(key=lambda each: (not each.booths, [walking_order(b) for b in each.booths]))
    return made


def offer_of(row: sqlite3.Row) -> Offer:
    fields = json.loads(row["fields"])
    return Offer(
        job=row["job"],
        title=row["title"],
        openings=row["openings"],
        reserved=row["reserved"],
        wage=fields.get("wage") or "",
        place=fields.get("place") or "",
        requirements=fields.get("requirements") or "",
        education=fields.get("education") or "",
        trades=tuple(fields.get("trades") or ()),
    )


def matching(all_tables: Iterable[Table], trades: Iterable[str], words: str = "") -> list[Table]:
    """Keep the offers of any of these trades (none named: of all) that say all these words.

    An employer whose name says the words keeps all its offers of the trades.
    """
    wanted, said = frozenset(trades), words.casefold().split()
    kept = []
    for table in all_tables:
        named = all(word in table.name.casefold() for word in said)
        offers = tuple(
            offer
            for offer in table.offers
            if (not wanted or wanted.intersection(offer.trades)) and (named or offer.says(said))
        )
        if offers:
            kept.append(Table(table.employer, table.name, table.booths, offers))
    return kept
