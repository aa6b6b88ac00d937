"""Give out badge codes for badges that are printed ahead and bound to a person later, or never."""

from fair.badge import badge_code
from fair.facts import BadgesPrinted
from kiosk.store import badges, operations
from kiosk.store.station import Station


def print_ahead(station: Station, count: int, *, actor: str) -> list[str]:
    """Draw codes for the next `count` numbers of this station's series.

    Raises badges.SeriesFull, with nothing given out, where fewer numbers are left.
    """
    who = station.fair
    with station.transaction() as db:
        first = badges.next_number(db, who.series, count)
        codes = tuple(
            badge_code(who.series, number, who.fair_key, station.chance.below)
            for number in range(first, first + count)
        )
        operations.record(station, BadgesPrinted(codes), actor=actor)
    return list(codes)
