"""Add somebody who signs in with a PIN; give them a new one; let them go."""

from fair.facts import StaffAdded, StaffRemoved
from kiosk.store import devices, operations, people
from kiosk.store.station import Station
from pages.locale import mark
from pages.sign_in import Pins

ROLES = ("organizer", "desk")
SHORTEST, LONGEST = 4, 64
LONGEST_NAME = 60


class NotAdded(Exception):
    """Why nothing was kept: `field` is what to change, `message` a sentence with `values`."""

    def __init__(self, field: str, message: str, **values: str) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values


def checked(pin: str) -> str:
    """Take a PIN that isn't the first one that anybody would try. Raises NotAdded."""
    if not SHORTEST <= len(pin) <= LONGEST or not pin.isprintable():
        raise NotAdded("pin", PIN_LENGTH)
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        raise NotAdded("pin", PIN_EASY)
    return pin


def add_staff(station: Station, *, name: str, role: str, pin: str, pins: Pins, actor: str) -> str:
    """Add a person and give their id. Raises NotAdded, pages.sign_in.PinsBusy."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotAdded("name", NO_NAME)
    if role not in ROLES:
        raise NotAdded("role", NO_ROLE, role=role)
    pin_hash = pins.kept_form(checked(pin))  # slow on purpose: before the transaction
    staff = station.chance.new_id()
    with station.transaction() as db:
        if any(each.name == name for each in people.staff(db)):
            raise NotAdded("name", NAME_TAKEN, name=name)
        operations.record(station, StaffAdded(staff, name, role, pin_hash), actor=actor)
    return staff


def reset_pin(station: Station, *, name: str, pin: str, pins: Pins, actor: str) -> None:
    """Give a person a new PIN and put their browsers out. Raises NotAdded, PinsBusy."""
    pin_hash = pins.kept_form(checked(pin))
    with station.transaction() as db:
        for each in people.staff(db):
            if each.name == name.strip():
                fact = StaffAdded(each.id, each.name, each.role, pin_hash)
                operations.record(station, fact, actor=actor)
                devices.close_of_holder(db, each.id)
                return
        raise NotAdded("name", NOBODY, name=name)


def remove_staff(station: Station, *, staff: str, actor: str) -> None:
    """Let a person go: their PIN and their browsers open nothing any more.

    Raises NotAdded for the last organizer: nobody could set up anything after that.
    """
    with station.transaction() as db:
        organizers = [each.id for each in people.staff(db) if each.role == "organizer"]
        if organizers == [staff]:
            raise NotAdded("", LAST_ORGANIZER)
        operations.record(station, StaffRemoved(staff), actor=actor)
        devices.close_of_holder(db, staff)


PIN_LENGTH = mark("A PIN has 4 to 64 characters; nothing was kept. Choose another.")
PIN_EASY = mark("That PIN is too easy to guess; nothing was kept. Choose another.")
NO_NAME = mark("A name of up to 60 characters is needed; nothing was kept.")
NO_ROLE = mark("There is no role %(role)s; nothing was kept. Use organizer or desk.")
NAME_TAKEN = mark("Somebody is already named %(name)s; nothing was kept. Choose another name.")
NOBODY = mark("Nobody is named %(name)s; nothing was changed.")
LAST_ORGANIZER = mark(
    "This is the only organizer, so nothing was changed. Add another organizer first."
)
