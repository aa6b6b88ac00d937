"""Who was erased is in no file of any station, wherever it was said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fair import facts
from fair.visit import visit_id
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.store import connect, devices
from tests.kiosk.nodes import Node, gives, meet, organizer
from tests.kiosk.store.test_hostile_nodes import KEY, THIEF, forged, signed
from wire import signing

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


@pytest.mark.parametrize("first", ["the note", "the erasure", "the visit"])
@pytest.mark.parametrize("kind", ["lead.noted", "lead.told"])
def test_a_note_that_cant_be_read_goes_with_its_person_too(
    laptop: Node, gate: Node, first: str, kind: str
) -> None:
    """A changed program at a booth writes it under the right visit, in the wrong form."""
    laptop.says(facts.NodeJoined(THIEF, signing.public_key(KEY), "booth", "station", "Z"))
    gives(laptop, gate)
    code, fair = gate.code(1), gate.station.fair.fair
    visit = visit_id(fair, "A01", "", code)
    chunk = signed(forged(fair, (kind, {"visit": visit, "note": [NAME], "fields": NAME})))

    def noted() -> None:
        assert isinstance(take_chunk(gate.station, chunk), Taken)

    def met() -> None:
        laptop.says(facts.VisitRecorded(visit, "A01", "", code, "code"))
        laptop.says(facts.BadgeIssued(code, PERSON))
        gives(laptop, gate)

    def erased() -> None:
        laptop.says(facts.SeekerErased(PERSON))
        gives(laptop, gate)

    steps = {"the note": (noted, met, erased), "the erasure": (erased, met, noted),
             "the visit": (met, noted, erased)}  # fmt: skip
    for step in steps[first]:
        step()
    assert files_that_name(gate) == []
    assert gate.aside() == []
    assert gate.problems() == []


def test_the_open_page_of_an_erased_person_closes_wherever_the_word_arrives(
    laptop: Node, gate: Node
) -> None:
    gate.says(facts.SeekerRegistered(PERSON, {"name": NAME}))
    for kind, holder in (("seeker", PERSON), ("staff", "7" * 32)):
        with gate.station.transaction() as db:
            opened = devices.Session(f"{kind} hash", kind, holder, kind, "", None, None, None, 1)
            devices.open_session(db, opened)
    laptop.says(facts.SeekerErased(PERSON))
    gives(laptop, gate)
    left = devices.sessions(gate.station.reading(), since_ms=0)
    assert [each.kind for each in left] == ["staff"]
