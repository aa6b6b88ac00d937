"""A node of the fair whose program was changed: the others lose nothing by what it says."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fair import facts
from fair.clock import Stamp
from fair.exchange import Broken, Chunk, Point
from fair.operation import START, Link, Operation, chained
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.store import bodiless, exports, giving, taking
from tests.kiosk.nodes import Node, gives, meet, organizer
from wire import chunks, signing

THIEF = "0" * 31 + "1"
KEY = bytes(range(32))
LONE = "\ud800"
Said = tuple[str, dict[str, Any]]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Node]:
    """The organizer's node, which has let a station in that is no honest one."""
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


def forged(
    fair: str, *said: Said, actor: str = "thief", log: str = "", **follows: Any
) -> list[Operation]:
    """Write a log as the thief does, where it likes under the id of another."""
    opened: Said = ("log.opened", {"node": THIEF, "key": signing.public_key(KEY), **follows})
    made: list[Operation] = []
    last = Link(log, 0, START)
    for seq, (kind, body) in enumerate([opened, *said], 1):
        operation, _ = chained(
            last,
            fair=fair,
            at=Stamp(10**12 + seq, 0),
            kind=kind,
            v=1,
            actor=actor if seq > 1 and actor != LONE else "thief",
            body=body,
            salt=uuid.uuid4().hex,
        )
        last = Link(operation.log, operation.seq, operation.hash)
        made.append(operation)
    if actor == LONE:  # no hash can be made of it
        made[1] = made[1]._replace(actor=actor)
    return made


def signed(operations: list[Operation]) -> Chunk:
    last = operations[-1]
    signature = signing.sign_point(KEY, last.fair, last.log, last.seq, last.hash)
    return Chunk(last.fair, last.log, tuple(operations), (Point(last.seq, last.hash, signature),))


def scan(node: Node, number: int) -> Said:
    return "check_in.recorded", {"code": node.code(number), "where": "North gate"}


def test_a_station_cant_keep_anothers_log_out_by_taking_its_id(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    """The gate hears of the desk's log from the thief first."""
    desk = laptop.lets_in(tmp_path / "desk", "Desk", "desk", "D")
    gives(laptop, desk)
    desk.says(facts.CheckInRecorded(desk.code(3), "Desk"))
    known = giving.vector(laptop.station.reading())
    (log,) = set(giving.vector(desk.station.reading())) - set(known)
    told = take_chunk(gate.station, signed(forged(laptop.station.fair.fair, log=log)))
    assert isinstance(told, Broken)
    assert told.why == "other_id"
    gives(desk, gate)
    gives(desk, laptop)
    meet(laptop, gate)
    assert [row[1] for row in gate.rows("check_in")] == [desk.code(3)]
    assert gate.digest() == laptop.digest() == desk.digest()
    assert gate.problems() == []
    desk.station.close()


def test_a_run_that_is_said_to_have_ended_otherwise_than_it_did_counts_as_not_come(
    laptop: Node, gate: Node
) -> None:
    fair = laptop.station.fair.fair
    first = forged(fair, scan(laptop, 1))
    ended: dict[str, Any] = {"before": first[-1].log, "before_seq": 2}
    for hash_, not_come in ((first[-1].hash, 0), ("0" * 64, 1)):
        for operations in (first, forged(fair, **ended, before_hash=hash_)):
            assert isinstance(take_chunk(gate.station, signed(operations)), Taken)
        assert taking.runs_not_come(gate.station.reading()) == not_come


def test_bodies_that_come_one_by_one_make_no_chunk_that_nobody_can_read(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    """Ten bodies of 400 kB, first left out, under a single point: together they fit nowhere."""
    large: Said = ("tomorrow.said", {"x": "y" * 400_000})
    operations = forged(laptop.station.fair.fair, *[large] * 10)
    end = signed(operations)
    for whole in range(11):
        some = tuple(
            each if place in (0, whole) else each._replace(body=None, salt=None)
            for place, each in enumerate(operations)
        )
        assert isinstance(take_chunk(gate.station, replace(end, operations=some)), Taken)
    gives(gate, laptop)
    assert giving.vector(laptop.station.reading()) == giving.vector(gate.station.reading())
    hall = laptop.lets_in(tmp_path / "hall", "Hall", series="C")
    gives(laptop, hall)
    for _ in operations:
        lacking, _ = bodiless.some(hall.station.reading(), after=0, most=50)
        chunk = giving.again(gate.station.reading(), gate.station.fair, lacking)
        if chunk is not None:
            take_chunk(hall.station, chunks.read(chunks.write(chunk)))
    assert bodiless.some(hall.station.reading(), after=0, most=50) == ([], 0)
    assert hall.problems() == []
    hall.station.close()


@pytest.mark.parametrize("actor", [LONE, "a\x00b"])
def test_an_actor_that_some_store_cant_keep_is_refused(
    laptop: Node, gate: Node, actor: str
) -> None:
    told = take_chunk(
        gate.station, signed(forged(laptop.station.fair.fair, scan(laptop, 1), actor=actor))
    )
    assert isinstance(told, Broken)
    assert told.why == "malformed"


def test_a_time_after_all_calendars_is_exported_like_any_other(laptop: Node, gate: Node) -> None:
    kind, body = scan(laptop, 1)
    chunk = signed(forged(laptop.station.fair.fair, (kind, {**body, "ordered_at": 2**53 - 1})))
    assert isinstance(take_chunk(gate.station, chunk), Taken)
    (row,) = exports.rows_of(gate.station.reading(), "check-ins")
    assert any(str(each).startswith("9999-01-01") for each in row)


@pytest.mark.parametrize("actor", ["", "\x01" * 200, "门" * 200])
@pytest.mark.parametrize("pieces", [1, 4])
def test_what_a_third_node_passes_on_fits_however_it_was_cut(
    laptop: Node, gate: Node, actor: str, pieces: int
) -> None:
    """1,900 bytes each in a chunk of 490, or 1,300 and long actors in four."""
    size = 1750 if not actor else 1300 if pieces > 1 else 700
    told = ("lead.changed", {"visit": "5" * 32, "fields": {"x": "y" * size}})
    log = forged(laptop.station.fair.fair, *[told] * (489 if actor == "" else 440), actor=actor)
    step = -(-len(log) // pieces)
    for begin in range(0, len(log), step):
        chunk = chunks.read(chunks.write(signed(log[begin : begin + step])))
        assert isinstance(take_chunk(gate.station, chunk), Taken)
    gives(gate, laptop)
    assert giving.vector(laptop.station.reading())[log[0].log] == len(log)
