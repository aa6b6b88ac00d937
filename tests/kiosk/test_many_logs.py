"""A node of the fair, or nobody's, begins logs without end: everybody else's go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fair import facts
from fair.exchange import Broken
from fair.trust import MOST_LOGS
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.store import giving, taking, trust
from tests.kiosk.nodes import Node, gives, organizer
from tests.kiosk.store.test_hostile_nodes import KEY, THIEF, forged, scan, signed
from wire import answering, messages, signing


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Node]:
    node = organizer(tmp_path / "laptop")
    node.says(facts.NodeJoined(THIEF, signing.public_key(KEY), "thief", "station", "Z"))
    yield node
    node.station.close()


@pytest.fixture
def gate(laptop: Node, tmp_path: Path) -> Iterator[Node]:
    node = laptop.lets_in(tmp_path / "gate", "North gate")
    gives(laptop, node)
    yield node
    node.station.close()


def floods(node: Node, many: int, first: int = 0) -> list[Taken | Broken]:
    """Let the thief bring so many runs, each with one scan."""
    fair = node.station.fair.fair
    return [
        take_chunk(node.station, signed(forged(fair, scan(node, first + n + 1))))
        for n in range(many)
    ]


def test_a_thousand_runs_are_taken_and_no_more_and_honest_ones_go_on(
    laptop: Node, gate: Node
) -> None:
    told = floods(gate, MOST_LOGS + 5)
    assert all(isinstance(each, Taken) for each in told[:MOST_LOGS])
    refused = told[MOST_LOGS:]
    assert all(isinstance(each, Broken) and each.why == "many_logs" for each in refused)
    db = gate.station.reading()
    assert trust.full(db) == ["thief"]
    assert taking.refused_logs(db) == 0, "nothing is wrong with any of them"
    laptop.restarts()
    laptop.says(facts.CheckInRecorded(laptop.code(1), "Office"))
    assert gives(laptop, gate).quarantined == 0
    assert len(giving.vector(db)) > MOST_LOGS


def test_two_that_took_different_ones_agree_again_once_the_node_is_revoked(
    laptop: Node, gate: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fair.trust.MOST_LOGS", 20)
    floods(laptop, 25)
    floods(gate, 25, first=100)
    assert giving.vector(laptop.station.reading()) != giving.vector(gate.station.reading())
    mine = trust.logs_of(laptop.station.reading(), THIEF)
    heads = giving.vector(laptop.station.reading())
    laptop.says(facts.NodeRevoked(THIEF, {log: heads[log] for log in mine}))
    assert len(mine) == 20
    gives(laptop, gate)
    assert gate.digest() == laptop.digest()
    assert len(gate.rows("check_in")) == 20
    assert gate.problems() == laptop.problems() == []
    assert trust.full(gate.station.reading()) == []


def test_logs_of_nodes_that_nobody_knows_are_few(
    laptop: Node, gate: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fair.trust.MOST_STRANGE_LOGS", 10)
    unknown = organizer(tmp_path / "unknown")
    fair = unknown.station.fair.fair
    told = [take_chunk(unknown.station, signed(forged(fair))) for _ in range(12)]
    assert [isinstance(each, Taken) for each in told] == [True] * 10 + [False] * 2
    assert trust.strangers_are_full(unknown.station.reading())
    unknown.says(facts.NodeJoined(THIEF, signing.public_key(KEY), "late", "station", "Z"))
    assert isinstance(take_chunk(unknown.station, signed(forged(fair))), Taken), "known by now"
    unknown.station.close()


def test_what_cant_be_believed_is_noted_so_often_and_then_no_more(
    gate: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.actions.take_chunk.MOST_REFUSED", 5)
    db = gate.station.reading()
    for n in range(8):
        bad = signed(forged(gate.station.fair.fair, scan(gate, n + 1)))
        point = bad.points[0]._replace(signature="0" * 128)
        bad = type(bad)(bad.fair, bad.log, bad.operations, (point,))
        assert isinstance(take_chunk(gate.station, bad), Broken)
    assert taking.refused_logs(db) == 5


def test_a_vector_of_all_the_logs_that_are_taken_fits_into_a_message() -> None:
    vector = {f"{n:032x}": 2**31 for n in range(answering.MOST_LOGS)}
    written = messages.write({"vector": vector})
    assert len(written) < messages.LARGEST
    packed, encoding = messages.pack(written)
    assert len(packed) < messages.LARGEST_PACKED
    said = messages.read(messages.unpack(packed, encoding)).says
    assert len(answering.vector_in(said)) == answering.MOST_LOGS
