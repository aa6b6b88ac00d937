"""Take in what an earlier version of this program didn't know, or what it couldn't finish."""

from kiosk.actions.judge_on import judge_on
from kiosk.store import judging, stored
from kiosk.store.station import Station


def read_after_upgrade(station: Station) -> int:
    """Take in words that this version knows; give how many facts. Cheap where none wait."""
    if station.who is None:
        return 0
    read = 0
    if stored.any_not_read(station.reading()):
        with station.transaction() as db:
            read = judging.read_again(db, station.who.fair)
    judge_on(station)
    return read
