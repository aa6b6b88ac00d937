"""Fairs to measure with: made in a folder that is thrown away."""

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fair import badge
from fair.facts import BadgesPrinted
from fair.setup import read_setup
from kiosk.actions import create_fair
from kiosk.settings import chance
from kiosk.store import operations
from kiosk.store.answers import Ask
from kiosk.store.station import Station, open_station

SETUP = Path(__file__).parent.parent / "tests" / "data" / "fair.json"


@contextmanager
def new_fair() -> Iterator[Station]:
    """Give an open station with the city fair of the tests' data."""
    with tempfile.TemporaryDirectory() as folder:
        station = open_station(Path(folder), chance())
        setup = read_setup(json.loads(SETUP.read_text(encoding="utf-8")))
        create_fair.create_fair(station, setup, fair_key=secrets.token_bytes(32), name="bench")
        try:
            yield station
        finally:
            station.close()


def codes_of(station: Station, count: int) -> list[str]:
    """Print so many badges ahead and give their codes."""
    who = station.fair
    codes = [
        badge.badge_code(who.series, number, who.fair_key, secrets.randbelow)
        for number in range(1, count + 1)
    ]
    for at in range(0, count, 500):
        with station.transaction():
            fact = BadgesPrinted(tuple(codes[at : at + 500]))
            operations.record(station, fact, actor="bench")
    return codes


def ask(code: str, place: str = "entrance:North gate", path: str = "/check-ins") -> Ask:
    return Ask(place, secrets.token_hex(16), path, code)


def now() -> datetime:
    return datetime.now(UTC)
