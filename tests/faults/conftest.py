"""A made fair with its devices, ready to be served by a real process."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.faults.node import STARTED, kiosk, kiosk_json

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Made:
    folder: Path
    gate: str  # tokens
    booth: str
    organizer: str


@pytest.fixture(autouse=True)
def no_node_outlives_its_test() -> Iterator[None]:
    yield
    for process in STARTED:
        if process.poll() is None:
            process.kill()
            process.wait()
    STARTED.clear()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The city fair with both lists imported; a gate, a booth and an organizer's device."""
    folder = tmp_path_factory.mktemp("made") / "node"
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


@pytest.fixture
def made(template: Made, tmp_path: Path) -> Made:
    """A folder of that fair for one test."""
    folder = tmp_path / "node"
    shutil.copytree(template.folder, folder)
    return replace(template, folder=folder)
