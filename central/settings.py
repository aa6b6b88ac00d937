"""What one run of central is made of: read once at start, then never changed."""

import gc
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from central.store.connect import Chance, Store
from pages.limits import Limits, Rate
from pages.locale import Texts
from pages.sign_in import Pins

RATES = {
    "pin": Rate(burst=5, every=20.0),  # for each name and browser
    "pin_of_name": Rate(burst=30, every=20.0),
    "pair": Rate(burst=10, every=5.0),
}


def shipped(name: str) -> Path:
    """Find a folder that comes with the product: in the wheel (beside the kiosk), or a checkout."""
    house = Path(__file__).parent.parent
    inside = house / "kiosk" / "shipped" / name
    return inside if inside.exists() else house / name


def chance() -> Chance:
    """Name the clock and the dice, here and nowhere else."""
    return Chance(
        lambda: datetime.now(UTC),
        lambda: secrets.token_hex(16),
        time.sleep,
        secrets.token_urlsafe,
    )


def collect_seldom() -> None:
    """Let Python look for garbage seldom: a chunk makes 10,000 objects and no cycles among them.

    With the usual threshold of 700 a tenth of an ingest's time goes there (bench/ingesting.py).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Central:
    """A central that serves: its store, its texts, how it is reached, and who is slowed down."""

    store: Store
    texts: Texts
    names: frozenset[str] = frozenset()  # host names beside IP addresses that are ours
    pins: Pins = field(default_factory=Pins)
    limits: Limits = field(default_factory=lambda: Limits(RATES, time.monotonic))

    @property
    def now(self) -> Callable[[], datetime]:
        return self.store.chance.now
