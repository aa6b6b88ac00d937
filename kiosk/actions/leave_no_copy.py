"""Leave nothing of erased people beside the file, whoever erased them and wherever."""

from kiosk.store import erasing
from kiosk.store.station import Station


def leave_no_copy(station: Station) -> None:
    """Empty the write-ahead log where something was swept since; cheap where nothing was.

    Where somebody reads from it just now it stays noted, and the next call does it.
    """
    sweep = erasing.swept(station.reading())
    if sweep and station.empty_wal():
        with station.transaction() as db:
            erasing.is_clean(db, sweep)
