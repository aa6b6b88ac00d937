"""Who asks: a device with its token, or a browser that signed in."""

from flask import Request

from fair.clock import to_ms
from kiosk.settings import Kiosk
from kiosk.store import devices, employers, fairs
from kiosk.store.station import NoFair
from pages.gate import Who
from pages.links import kept_form
from pages.sign_in import SESSION_LASTS, bearer_of, session_of


def place_of(role: str, entrance: str | None, booth: str | None, employer: str | None) -> str:
    """Give where a `scan_id` is valid, so that signing in again changes nothing."""
    if role == "booth":
        return f"booth:{booth}:{employer or ''}"
    return f"entrance:{entrance}" if role in ("entrance", "self_service") else role


def who_of(kiosk: Kiosk, request: Request) -> Who | None:
    """Say who is asking; None for somebody who isn't signed in."""
    try:
        fair = kiosk.station.fair.fair
    except NoFair:
        return None
    db = kiosk.station.reading()
    token = bearer_of(request)
    if token is not None:
        found = devices.by_token(db, kept_form(token))
        if found is None:
            return None
        return who(kiosk, found.id, found.name, found, "token")
    key = session_of(request, fair)
    if key is None:
        return None
    lasts = SESSION_LASTS.total_seconds() * 1000
    session = devices.session(db, key, since_ms=to_ms(kiosk.now()) - int(lasts))
    return who(kiosk, session.holder, session.label, session, "session") if session else None


def who(
    kiosk: Kiosk, id_: str, name: str, found: devices.Device | devices.Session, by: str
) -> Who | None:
    """Make a Who; None where a booth's table has gone to another employer meanwhile."""
    db = kiosk.station.reading()
    entrance, employer = found.entrance, found.employer
    if found.role in ("entrance", "self_service") and not entrance:
        setup = fairs.setup(db)
        entrance = setup.entrances[0] if setup else ""
    if found.role == "booth":
        there = employers.at_booth(db, found.booth or "")
        if (there.id if there else "") != (employer or ""):
            return None
    return Who(
        role=found.role,
        id=id_,
        name=name,
        place=place_of(found.role, entrance, found.booth, employer),
        entrance=entrance,
        booth=found.booth,
        employer=employer,
        by="token" if by == "token" else "session",
    )
