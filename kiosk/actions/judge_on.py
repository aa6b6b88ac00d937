"""Finish judging again what a node said that was let in late or put out."""

from kiosk.store import again
from kiosk.store.station import Station


def judge_on(station: Station) -> None:
    """Judge what is left, a transaction for each stretch: the door comes in between.

    Cheap where nothing is left. Killed in between, the node goes on where it was at its next start.
    """
    while again.is_left(station.reading()):
        with station.transaction() as db:
            again.go_on(db, station.fair.fair)
