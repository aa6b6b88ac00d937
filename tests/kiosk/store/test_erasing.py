"""Who was erased is in no file of any station, wherever it was said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fair import facts
from kiosk.store import connect
from tests.kiosk.nodes import Node, gives, meet, organizer

PERSON, NAME = "5" * 32, "Quentin Quuxbert"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Node]:
    node = organizer(tmp_path / "laptop")
    yield node
    node.station.close()


@pytest.fixture
def gate(laptop: Node, tmp_path: Path) -> Iterator[Node]:
    node = laptop.lets_in(tmp_path / "gate", "North gate")
    gives(laptop, node)
    yield node
    node.station.close()


def files_that_name(node: Node) -> list[str]:
    return [file.name for file in node.folder.iterdir() if NAME.encode() in file.read_bytes()]


def test_an_erasure_that_came_by_exchange_leaves_nothing_beside_the_file(
    laptop: Node, gate: Node
) -> None:
    gate.says(facts.SeekerRegistered(PERSON, {"name": NAME}))
    meet(gate, laptop)
    assert files_that_name(gate)
    laptop.says(facts.SeekerErased(PERSON))
    gives(laptop, gate)
    assert files_that_name(gate) == []


def test_while_somebody_reads_it_waits_and_is_done_with_the_next_chunk(
    laptop: Node, gate: Node
) -> None:
    gate.says(facts.SeekerRegistered(PERSON, {"name": NAME}))
    meet(gate, laptop)
    reader = connect.reader(gate.folder)
    with connect.snapshot(reader) as db:
        db.execute("SELECT COUNT(*) FROM seeker").fetchone()
        laptop.says(facts.SeekerErased(PERSON))
        gives(laptop, gate)
        assert files_that_name(gate) == ["fair.db-wal"]
    reader.close()
    laptop.says(facts.CheckInRecorded(laptop.code(1), "North gate"))
    gives(laptop, gate)
    assert files_that_name(gate) == []
