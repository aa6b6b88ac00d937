"""A made fair with its devices, ready to be served by a real process."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.node import kiosk, kiosk_json

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Made:
    folder: Path
    gate: str  # tokens
    booth: str
    organizer: str


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The city fair with both lists imported; a gate, a booth and an organizer's device."""
    folder = tmp_path / "node"
    kiosk(folder, "fair", "create", str(DATA / "fair.json"))
    for what in ("employers", "seekers"):
        kiosk(folder, "import", what, str(DATA / f"{what}.xlsx"))
    tokens = {}
    for role, more in (
        ("entrance", ["--entrance", "North gate"]),
        ("booth", ["--booth", "A02"]),
        ("organizer", []),
    ):
        tokens[role] = kiosk_json(folder, "device", "add", role, "--role", role, *more)["token"]
    return Made(folder, tokens["entrance"], tokens["booth"], tokens["organizer"])
