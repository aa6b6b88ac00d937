"""The fair's counts and digest, as far as a role may see them."""

import sqlite3
from dataclasses import asdict
from typing import Any

from kiosk.store import connect, peers, print_jobs, state, status
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
            "peers": [told_of(each) for each in peers.every(db, who.node)],
            "digest": state.digest(db),
        }


def status_of(station: Station, role: str) -> dict[str, Any]:
    """Give what a role may see: sensitive groups to the desk and the organizer only."""
    told = whole_status(station.reading(), station.fair)
    if role not in GROUPS:
        told.pop("groups")
    if role != "organizer":
        for peer in told["peers"]:
            peer.pop("addresses")
    return told


def told_of(peer: peers.Peer) -> dict[str, Any]:
    """Give what is known of another node; times in ISO 8601, null where it was never met."""
    return {
        "node": peer.node,
        "name": peer.name,
        "role": peer.role,
        "series": peer.series,
        "revoked": peer.revoked,
        "addresses": list(peer.addresses),
        "last_seen": peer.seen_at.isoformat(timespec="seconds") if peer.seen_at else None,
        "clock_offset_ms": peer.offset_ms,
        "backed_up": peer.backed_up,
        "error": peer.error or None,
    }
