"""Let a device in by a secret token, shown once; take it back."""

from fair.clock import to_ms
from kiosk.store import devices, employers, fairs
from kiosk.store.station import Station
from pages.links import draw_secret, kept_form
from pages.locale import mark

ROLES = ("self_service", "entrance", "booth", "desk", "organizer")
LONGEST = 60


class NotAdded(Exception):
    """Why nothing was kept: `field` is what to change, `message` a sentence with `values`."""

    def __init__(self, field: str, message: str, **values: str) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values


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
        raise NotAdded("name", NO_NAME)
    if role not in ROLES:
        raise NotAdded("role", NO_ROLE, role=role, roles=", ".join(ROLES))
    token = draw_secret(station.chance.below)
    with station.transaction() as db:
        setup = fairs.setup(db)
        if setup is None:
            raise NotAdded("", NO_FAIR)
        if devices.is_named(db, name):
            raise NotAdded("name", NAME_TAKEN, name=name)
        if entrance is not None and entrance not in setup.entrances:
            known = ", ".join(setup.entrances)
            raise NotAdded("entrance", NO_ENTRANCE, entrance=entrance, known=known)
        employer = None
        if role == "booth":
            if not booth:
                raise NotAdded("booth", NEEDS_BOOTH)
            there = employers.at_booth(db, booth)
            if there is None and booth not in setup.booths:
                raise NotAdded("booth", NO_BOOTH, booth=booth)
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


NO_NAME = mark("The device needs a name of up to 60 characters; nothing was kept.")
NO_ROLE = mark("There is no role %(role)s; nothing was kept. Use one of %(roles)s.")
NO_FAIR = mark("There is no fair here yet; nothing was kept. Make one first.")
NAME_TAKEN = mark(
    "A device is already named %(name)s; nothing was kept. "
    "Choose another name, or revoke that one first."
)
NO_ENTRANCE = mark("The fair has no entrance %(entrance)s; nothing was kept. It has %(known)s.")
NEEDS_BOOTH = mark("A booth's device needs its booth; nothing was kept. Name the booth.")
NO_BOOTH = mark("The fair has no booth %(booth)s; nothing was kept.")
