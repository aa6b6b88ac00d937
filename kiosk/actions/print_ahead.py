"""Give out badge codes for badges that are printed ahead and bound to a person later, or never."""

from fair.badge import badge_code
from fair.facts import BadgesPrinted
from kiosk.store import badges, operations, print_jobs, printers
from kiosk.store.station import Station


class NoSuchPrinter(Exception):
    """This node has no printer of this name."""


def print_ahead(station: Station, count: int, *, actor: str, printer: str = "") -> list[str]:
    """Draw codes for the next `count` numbers of this station's series.

    With a `printer` they are queued for it in the same transaction. Raises badges.SeriesFull and
    NoSuchPrinter, with nothing given out.
    """
    who = station.fair
    with station.transaction() as db:
        if printer and printers.by_name(db, printer) is None:
            raise NoSuchPrinter
        first = badges.next_number(db, who.series, count)
        codes = tuple(
            badge_code(who.series, number, who.fair_key, station.chance.below)
            for number in range(first, first + count)
        )
        operations.record(station, BadgesPrinted(codes), actor=actor)
        for code in codes if printer else ():
            now = station.chance.now()
            print_jobs.add(db, kind="badge", code=code, copy=1, place="", printer=printer, at=now)
            station.call_printers()
    return list(codes)
