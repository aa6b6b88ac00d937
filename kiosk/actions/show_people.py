"""Show people again in a folder that was restored: there is news, or nobody to have it from."""

from kiosk.store import news
from kiosk.store.station import Station


def show_people(station: Station) -> None:
    """End the waiting; nothing is written where nothing waits."""
    if news.awaited(station.reading()):
        with station.transaction() as db:
            news.came(db)
