"""The fair's counts and digest, as far as a role may see them."""

import sqlite3
from dataclasses import asdict
from typing import Any

from kiosk.store import connect, print_jobs, state, status
from kiosk.store.identity import Identity
from kiosk.store.station import Station

# Whoever sees these sees who was helped, and only that role's work needs it.
GROUPS = ("desk", "organizer")


def whole_status(db: sqlite3.Connection, who: Identity) -> dict[str, Any]:
    """Give `kiosk status --json`."""
    with connect.snapshot(db):
        return {
            "node": who.node,
            "fair": who.fair,
            **asdict(status.counts(db)),
            "pending_prints": sum(print_jobs.pending(db).values()),
            "peers": [],
            "digest": state.digest(db),
        }


def status_of(station: Station, role: str) -> dict[str, Any]:
    """Give what a role may see: sensitive groups to the desk and the organizer only."""
    told = whole_status(station.reading(), station.fair)
    if role not in GROUPS:
        told.pop("groups")
    return told
