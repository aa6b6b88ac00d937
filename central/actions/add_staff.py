"""Let somebody look at central: a name, a role, a region, a PIN that is kept hashed."""

from central.store import staff
from central.store.connect import Store
from pages.sign_in import Pins

ROLES = ("viewer", "admin")
SHORTEST_PIN = 6  # central is reached from everywhere, a fair's machine from its own Wi-Fi


class BadStaff(Exception):
    """Nobody was added; `code` says why: taken, no_name, bad_region, short_pin, nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add_staff(store: Store, pins: Pins, *, name: str, role: str, region: str, pin: str) -> None:
    """Add somebody who sees the fairs whose region begins with theirs. Raises BadStaff, PinsBusy.

    An empty region sees all. `viewer` looks and takes workbooks; `admin` also sees who looked at
    what, and the nodes.
    """
    name = name.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise BadStaff("no_name")
    if not region.isascii() or not (region.isdigit() or region == "") or len(region) > 6:
        raise BadStaff("bad_region")
    if len(pin) < SHORTEST_PIN:
        raise BadStaff("short_pin")
    kept, now = pins.kept_form(pin), store.chance.now()
    added = store.write(
        lambda db: staff.add(db, name=name, role=role, region=region, pin_hash=kept, now=now)
    )
    if not added:
        raise BadStaff("taken")


def reset_pin(store: Store, pins: Pins, *, name: str, pin: str) -> None:
    """Give somebody a new PIN and sign them out everywhere. Raises BadStaff, PinsBusy."""
    if len(pin) < SHORTEST_PIN:
        raise BadStaff("short_pin")
    kept = pins.kept_form(pin)
    if not store.write(lambda db: staff.change_pin(db, name, kept)):
        raise BadStaff("nobody")


def remove_staff(store: Store, name: str) -> None:
    """Let somebody in no more. Raises BadStaff."""
    if not store.write(lambda db: staff.remove(db, name)):
        raise BadStaff("nobody")
