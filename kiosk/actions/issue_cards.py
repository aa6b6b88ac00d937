"""Issue the booths' cards: a secret link for each table, which its employer's phones sign in by."""

import sqlite3
from dataclasses import dataclass

from fair.facts import CardIssued, CardRevoked
from kiosk.store import devices, employers, fairs, operations, people
from kiosk.store.station import Station
from pages.links import PAPER_GROUPS, draw_secret, kept_form


class NoSuchBooth(Exception):
    """The fair has no such booth."""


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A card as it goes on paper; `employer` is a name, '' at a table without an employer."""

    booth: str
    employer: str
    secret: str


def issue_cards(station: Station, *, actor: str, only: str | None = None) -> list[IssuedCard]:
    """Issue a card for every booth, or for `only` one; the secrets are given this once.

    What was issued for these booths before opens nothing any more, and the phones that came in by
    it are put out. Raises NoSuchBooth.
    """
    with station.transaction() as db:
        booths = booths_of(db) if only is None else [only]
        if only is not None and only not in booths_of(db):
            raise NoSuchBooth
        old: dict[str, list[people.Card]] = {}
        for card in people.cards(db):
            old.setdefault(card.booth, []).append(card)
        return [issue(station, db, each, old.get(each, []), actor=actor) for each in booths]


def booths_of(db: sqlite3.Connection) -> list[str]:
    """Give the setup's booths in their order, then those that only an employer's list named."""
    setup = fairs.setup(db)
    named = [booth for some in employers.booths(db).values() for booth in some]
    return list(dict.fromkeys([*(setup.booths if setup else ()), *sorted(named)]))


def issue(
    station: Station, db: sqlite3.Connection, booth: str, old: list[people.Card], *, actor: str
) -> IssuedCard:
    for card in old:
        operations.record(station, CardRevoked(card.id), actor=actor)
        devices.close_of_holder(db, card.id)
    there = employers.at_booth(db, booth)
    secret = draw_secret(station.chance.below, PAPER_GROUPS)
    employer = there.id if there else ""
    fact = CardIssued(station.chance.new_id(), booth, employer, kept_form(secret))
    operations.record(station, fact, actor=actor)
    return IssuedCard(booth, there.name if there else "", secret)
