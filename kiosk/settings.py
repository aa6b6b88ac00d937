"""What one run of a node is made of: read once at start, then never changed."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kiosk.mounts import Stick, sticks
from kiosk.store.station import Chance, Station
from pages.limits import Limits, Rate
from pages.locale import Texts
from pages.sign_in import Pins

# Failed codes for each token, PINs for each name and device (interfaces.md, Device API), and for
# each name from all the browsers that it never signed in with.
RATES = {
    "code": Rate(burst=60, every=0.5),
    "pin": Rate(burst=5, every=20.0),
    "pin_of_name": Rate(burst=30, every=20.0),
    "setup_code": Rate(burst=10, every=5.0),  # 10^8 codes: sixteen years
}


def shipped(name: str) -> Path:
    """Find a folder that comes with the product: in the wheel, else in a checkout."""
    inside = Path(__file__).parent / "shipped" / name
    return inside if inside.exists() else Path(__file__).parent.parent / name


def chance() -> Chance:
    """Name the clock and the dice, here and nowhere else."""
    return Chance(lambda: datetime.now(UTC), lambda: secrets.token_hex(16), secrets.randbelow)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A node that serves: its store, its texts, how it may be reached, and who is slowed down."""

    station: Station
    texts: Texts
    address: str = ""  # what badges' QRs point to, where it was said at start
    own_url: str = "http://127.0.0.1:8080"
    names: frozenset[str] = frozenset()  # host names beside IP addresses that are ours
    setup_code: str = ""  # opens the first-start page from another machine
    control_token: str = ""
    demo: bool = False
    sticks: Callable[[], list[Stick]] = sticks  # the USB sticks that are put in now
    pins: Pins = field(default_factory=Pins)
    limits: Limits = field(default_factory=lambda: Limits(RATES, time.monotonic))

    @property
    def now(self) -> Callable[[], datetime]:
        return self.station.chance.now
