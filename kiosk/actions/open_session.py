"""Let a browser in, by a secret that it was given or for somebody whose PIN was right."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from fair.clock import to_ms
from kiosk.store import badges, devices, people
from kiosk.store.station import Station
from pages.links import draw_secret, kept_form
from pages.sign_in import SESSION_LASTS, session_key

Kind = Literal["device", "card", "staff", "seeker"]
TOKEN_GROUPS = 7  # 140 bits; a session's token needs 128
LASTS_MS = int(SESSION_LASTS.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who comes in: a device by its link, a booth by its card, staff by PIN, a seeker by a stub."""

    kind: Kind
    id: str
    role: str
    label: str
    entrance: str | None = None
    booth: str | None = None
    employer: str | None = None


def holder_of(db: sqlite3.Connection, secret: str) -> Holder | None:
    """Say whom a secret lets in, whatever was made for it; None where it opens nothing (more)."""
    kept = kept_form(secret)
    if (device := devices.by_token(db, kept)) is not None:
        return Holder(
            "device",
            device.id,
            device.role,
            device.name,
            device.entrance,
            device.booth,
            device.employer,
        )
    if (card := people.card_of_secret(db, kept)) is not None:
        return Holder(
            "card", card.id, "booth", card.booth, booth=card.booth, employer=card.employer
        )
    if (seeker := people.seeker_of_secret(db, kept)) is not None:
        badge = badges.current(db, seeker)
        return Holder("seeker", seeker, "seeker", badge[1] if badge else "")
    return None


def staff_holder(staff: people.Staff) -> Holder:
    """Give the holder for somebody whose PIN was right."""
    return Holder("staff", staff.id, staff.role, staff.name)


def open_session(station: Station, holder: Holder, *, instead_of: str | None = None) -> str:
    """Open a session and give its token, which is kept hashed only.

    `instead_of` is the key of the session that this browser had before: one browser, one role.
    """
    token = draw_secret(station.chance.below, TOKEN_GROUPS)
    now = to_ms(station.chance.now())
    session = devices.Session(
        hash=session_key(token),
        kind=holder.kind,
        holder=holder.id,
        role=holder.role,
        label=holder.label,
        entrance=holder.entrance,
        booth=holder.booth,
        employer=holder.employer,
        opened_ms=now,
    )
    with station.transaction() as db:
        devices.forget_old(db, since_ms=now - LASTS_MS)
        if instead_of is not None:
            devices.close_session(db, instead_of)
        devices.open_session(db, session)
    return token


def close_session(station: Station, key: str) -> None:
    """Sign a browser out."""
    with station.transaction() as db:
        devices.close_session(db, key)
