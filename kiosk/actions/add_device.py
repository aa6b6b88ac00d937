"""Let a device in by a secret token, shown once; take it back."""

from fair.clock import to_ms
from kiosk.store import devices, employers, fairs
from kiosk.store.station import Station
from pages.links import draw_secret, kept_form

ROLES = ("self_service", "entrance", "booth", "desk", "organizer")
LONGEST = 60


class NotAdded(Exception):
    """One sentence: why, and what to do."""


def add_device(
    station: Station,
    *,
    name: str,
    role: str,
    entrance: str | None,
    booth: str | None,
    actor: str,
) -> str:
    """Add a device and give its token, which is kept hashed only. Raises NotAdded."""
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise NotAdded("The device needs a name of up to 60 characters; nothing was kept.")
    if role not in ROLES:
        raise NotAdded(f"There is no role {role}; nothing was kept. Use one of {', '.join(ROLES)}.")
    token = draw_secret(station.chance.below)
    with station.transaction() as db:
        setup = fairs.setup(db)
        if setup is None:
            raise NotAdded("There is no fair here yet; nothing was kept. Make one first.")
        if devices.is_named(db, name):
            raise NotAdded(
                f"A device is already named {name}; nothing was kept. "
                "Choose another name, or revoke that one first."
            )
        if entrance is not None and entrance not in setup.entrances:
            known = ", ".join(setup.entrances)
            raise NotAdded(
                f"The fair has no entrance {entrance}; nothing was kept. It has {known}."
            )
        employer = None
        if role == "booth":
            if not booth:
                raise NotAdded("A booth's device needs its booth; nothing was kept. Use --booth.")
            there = employers.at_booth(db, booth)
            if there is None and booth not in setup.booths:
                raise NotAdded(f"The fair has no booth {booth}; nothing was kept.")
            employer = there.id if there else ""
        device = devices.Device(
            id=station.chance.new_id(),
            name=name,
            role=role,
            entrance=entrance if role in ("self_service", "entrance") else None,
            booth=booth if role == "booth" else None,
            employer=employer,
        )
        now = to_ms(station.chance.now())
        devices.add(db, device, kept_form(token), at_ms=now)
        devices.note_access(db, at_ms=now, actor=actor, what="device.added", about=device.id)
    return token


def revoke_device(station: Station, *, name: str) -> bool:
    """Take a device's token back; False where no device has that name."""
    with station.transaction() as db:
        return devices.revoke(db, name.strip(), at_ms=to_ms(station.chance.now()))
