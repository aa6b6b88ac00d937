"""By USB stick: any order, any number of times, cut off and damaged (sync.md, Exchange, path 3)."""

import dataclasses
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fair import facts
from fair.exchange import Point
from fair.trust import Owner
from kiosk.actions.read_bundle import put_aside, read_bundle
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.actions.write_bundle import write_bundle
from kiosk.commands.line import main
from kiosk.commands.sticks import trouble
from kiosk.store import giving, put_by
from tests.kiosk.nodes import Node, gives, new_folder, newcomer, organizer
from wire import bundle, signing

PEOPLE = 600
ON_A_DAMAGED_STICK = 150


@pytest.fixture
def nodes() -> Iterator[Path]:
    """Give a folder for the nodes' folders, in memory where that is possible."""
    folder = new_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def laptop(nodes: Path) -> Iterator[Node]:
    node = organizer(nodes / "laptop")
    yield node
    node.station.close()


@pytest.fixture
def gate(laptop: Node, nodes: Path) -> Iterator[Node]:
    node = laptop.lets_in(nodes / "gate", "North gate")
    yield node
    node.station.close()


def writes(node: Node, file: Path) -> dict[str, Any]:
    db = node.station.reading()
    events = list(write_bundle(db, node.station.fair, file, new_id=node.station.chance.new_id()))
    result: dict[str, Any] = events[-1]["result"]
    return result


def reads(node: Node, file: Path) -> dict[str, Any]:
    result: dict[str, Any] = list(read_bundle(node.station, file))[-1]["result"]
    return result


def come(node: Node, people: int, first: int = 1) -> None:
    """Let people in, each with a name, a badge and a check-in; every 10 a new run begins."""
    for number in range(first, first + people):
        if number % 10 == 0:
            node.restarts()
        seeker, code = f"{number:032x}", node.code(number)
        node.says(facts.SeekerRegistered(seeker, {"name": f"张{number}"}))
        node.says(facts.BadgeIssued(code, seeker))
        node.says(facts.CheckInRecorded(code, "North gate"))


def test_six_hundred_people_come_by_stick_and_a_second_reading_changes_nothing(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    come(gate, PEOPLE)
    gives(laptop, gate)
    stick = tmp_path / "stick.bundle"
    written = writes(gate, stick)["written"]
    told = reads(laptop, stick)
    assert told["read"] == written == told["new"] + told["known"]
    assert (told["damaged"], told["quarantined"], told["missing"]) == (0, 0, [])
    assert len(laptop.rows("check_in")) == PEOPLE
    assert laptop.digest() == gate.digest()
    assert laptop.problems() == gate.problems() == []
    again = reads(laptop, stick)
    assert (again["new"], again["known"]) == (0, written)
    assert "张1".encode() not in stick.read_bytes()


def test_a_stick_tells_who_its_writer_is_to_a_station_that_never_heard_of_it(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    hall = laptop.lets_in(tmp_path / "hall", "Hall", series="C")
    gives(laptop, gate)
    come(gate, 3)
    writes(gate, tmp_path / "a")
    told = reads(hall, tmp_path / "a")
    assert (told["quarantined"], told["refused"]) == (0, 0)
    assert hall.digest() == gate.digest()
    hall.station.close()


def test_what_a_stranger_wrote_counts_for_nothing_and_fills_no_disk(
    laptop: Node, gate: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger, _ = newcomer(laptop, tmp_path / "stranger", "friend", "organizer", "C")
    come(stranger, 2)
    db, who = stranger.station.reading(), stranger.station.fair
    key = gate.station.fair
    gives(laptop, stranger)
    with (tmp_path / "stick").open("wb") as file:
        told = bundle.Label(
            "1" * 32, who.fair, who.node, signing.public_key(who.node_key), giving.vector(db)
        )
        only_theirs = [
            chunk
            for chunk in giving.chunks(db, who, {})
            if chunk.operations[0].body and chunk.operations[0].body["node"] == who.node
        ]
        list(
            bundle.write(
                file,
                told,
                node_key=who.node_key,
                receivers=[signing.public_key(key.node_key)],
                all_chunks=only_theirs,
            )
        )
    before = gate.digest()
    monkeypatch.setattr("kiosk.actions.read_bundle.MOST_OF_STRANGERS", 3)
    result = reads(gate, tmp_path / "stick")
    assert (result["new"], result["refused"]) == (0, result["read"])
    assert result["read"] > 3
    monkeypatch.undo()
    result = reads(gate, tmp_path / "stick")
    assert result["new"] == result["quarantined"] == result["read"]
    assert gate.digest() == before
    stranger.station.close()


def damaged_by(stranger: Node, reader: Node, file: Path, *, first: int = 2) -> None:
    """Write a bundle in which each log's beginning is missing, sealed for one reader."""
    who, db = stranger.station.fair, stranger.station.reading()
    key = signing.public_key(who.node_key)
    known = giving.vector(reader.station.reading())
    late = [
        chunk
        for log, upto in giving.vector(db).items()
        if log not in known
        for chunk in giving.chunks(db, who, {log: first - 1}, upto={log: upto})
    ]
    assert late
    with file.open("wb") as stick:
        label = bundle.Label("1" * 32, who.fair, who.node, key, giving.vector(db))
        receivers = [signing.public_key(reader.station.fair.node_key)]
        list(
            bundle.write(stick, label, node_key=who.node_key, receivers=receivers, all_chunks=late)
        )


def test_a_stranger_s_pieces_take_no_room_from_those_that_wait(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    """Anybody can write a bundle for a station: its key stands in its certificate."""
    gives(laptop, gate)
    stranger, _ = newcomer(laptop, tmp_path / "stranger", "friend", "organizer", "C")
    for number in range(1, 4):
        stranger.says(facts.CheckInRecorded(gate.code(number), "North gate"))
    damaged_by(stranger, gate, tmp_path / "stick")
    told = reads(gate, tmp_path / "stick")
    assert (told["let_go"], told["waiting"], told["new"]) == (told["read"], 0, 0)
    assert told["read"] == 3
    assert put_by.count(gate.station.reading()) == 0
    stranger.station.close()


def test_no_writer_fills_the_room_for_what_waits(
    laptop: Node, gate: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_by, "MOST_OF_A_WRITER", 2)
    gives(laptop, gate)
    come(gate, 30)  # four runs
    damaged_by(gate, laptop, tmp_path / "one")
    told = reads(laptop, tmp_path / "one")
    assert put_by.count(laptop.station.reading()) == 2
    assert told["waiting"] > 0
    assert told["let_go"] > 0
    assert told["read"] == told["waiting"] + told["let_go"]
    hall = laptop.lets_in(tmp_path / "hall", "Hall", series="C")
    hall.says(facts.CheckInRecorded(hall.code(7), "Hall"))
    damaged_by(hall, laptop, tmp_path / "two")
    told = reads(laptop, tmp_path / "two")
    assert (told["waiting"], told["let_go"]) == (1, 0), "another's pieces find room"
    gives(gate, laptop)
    gives(hall, laptop)
    assert put_by.count(laptop.station.reading()) == 0
    gives(laptop, gate)
    assert laptop.digest() == gate.digest()
    hall.station.close()


def test_a_piece_that_its_log_s_node_didnt_sign_doesnt_wait(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    """The log is known, so its key is: a gap is no reason to keep what somebody else wrote."""
    gives(laptop, gate)
    come(gate, 3)
    whole = next(
        each
        for each in giving.chunks(gate.station.reading(), gate.station.fair, {})
        if each.log not in giving.vector(laptop.station.reading())
    )
    late = dataclasses.replace(
        whole,
        operations=whole.operations[2:],
        points=(whole.points[-1]._replace(signature="0" * 128),),
    )
    early = dataclasses.replace(whole, operations=whole.operations[:1])
    sealed = signing.sign_point(
        gate.station.fair.node_key, whole.fair, whole.log, 1, early.operations[0].hash
    )
    opening = dataclasses.replace(early, points=(Point(1, early.operations[0].hash, sealed),))
    taken = take_chunk(laptop.station, opening)
    assert isinstance(taken, Taken)
    who = laptop.station.fair
    writer = Owner(who.node, signing.public_key(who.node_key))
    assert not put_aside(laptop.station, late, writer)
    assert put_aside(laptop.station, dataclasses.replace(late, points=whole.points), writer)


def test_nobody_else_can_read_it_and_a_station_that_was_put_out_cant_either(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    gives(laptop, gate)
    stranger, _ = newcomer(laptop, tmp_path / "stranger", "friend", "station", "C")
    writes(laptop, tmp_path / "a")
    with pytest.raises(bundle.NoBundle, match="not_for_us"):
        reads(stranger, tmp_path / "a")
    writes(gate, tmp_path / "old")
    laptop.says(facts.NodeRevoked(gate.id, giving.vector(laptop.station.reading())))
    writes(laptop, tmp_path / "b")
    with pytest.raises(bundle.NoBundle, match="not_for_us"):
        reads(gate, tmp_path / "b")
    with pytest.raises(bundle.NoBundle, match="revoked"):
        reads(laptop, tmp_path / "old")
    stranger.station.close()


@pytest.fixture
def stick(laptop: Node, gate: Node, tmp_path: Path) -> bytes:
    """A stick with many pieces: the gate began anew every ten people."""
    come(gate, ON_A_DAMAGED_STICK)
    gives(laptop, gate)
    file = tmp_path / "whole"
    writes(gate, file)
    return file.read_bytes()


def whole_operations(data: bytes, node: Node, tmp_path: Path) -> int:
    """Count what a damaged stick holds whole, by its pieces alone."""
    file = tmp_path / "counted"
    file.write_bytes(data)
    with file.open("rb") as reading:
        opened = bundle.open_bundle(reading, node.station.fair.node_key)
        parts = list(bundle.read(reading, opened))
    return sum(len(part.operations) for part in parts if not isinstance(part, bundle.Lost))


NOTHING = dict.fromkeys(("damaged", "refused", "let_go", "waiting", "new"), 0)


@pytest.mark.parametrize(
    ("counts", "begins"),
    [
        ({"damaged": 1}, "1 piece of the stick is damaged or missing; the rest is kept (0 new)."),
        ({"damaged": 2, "new": 1, "waiting": 1}, "2 pieces of the stick are damaged or missing; "
         "the rest is kept (1 new; 1 more counts once what comes before it is here)."),
        ({"refused": 1, "let_go": 1}, "1 operation on it can't be believed and 1 operation was let "
         "go, because what comes before it is missing"),
        ({"waiting": 3, "damaged": 3}, "3 pieces of the stick are damaged or missing; the rest is "
         "kept (0 new; 3 more count once what comes before them is here)."),
    ],
)  # fmt: skip
def test_one_is_said_as_one_and_more_as_more(counts: dict[str, int], begins: str) -> None:
    assert trouble({**NOTHING, **counts}).startswith(begins)


def test_a_stick_that_is_whole_gives_no_trouble() -> None:
    assert trouble({**NOTHING, "new": 7}) == ""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["cut", "flipped"])
def test_a_stick_damaged_anywhere_loses_nothing_that_was_whole(
    laptop: Node, gate: Node, stick: bytes, nodes: Path, tmp_path: Path, how: str
) -> None:
    dice, written = random.Random(how), whole_operations(stick, gate, tmp_path)
    places = sorted(dice.sample(range(1, len(stick)), 40))
    for place in places:
        taker = laptop.lets_in(nodes / f"{how}{place}", f"hall {place}", series="C")
        if how == "cut":
            spoilt = stick[:place]
        else:
            byte = stick[place] ^ 1 << dice.randrange(8)
            spoilt = stick[:place] + bytes([byte]) + stick[place + 1 :]
        file = tmp_path / "spoilt"
        file.write_bytes(spoilt)
        # This hall was let in after the stick was written: seal it for it, as its writer would.
        taker.station.who = gate.station.fair
        try:
            told = reads(taker, file)
        except bundle.NoBundle as nothing:
            assert nothing.code == "no_bundle"
            assert place < 2000  # cut off within its first piece
        else:
            assert told["damaged"] >= 1
            whole = whole_operations(spoilt, gate, tmp_path)
            assert told["read"] == whole == told["new"] + told["waiting"]
            assert bool(told["missing"]) == (whole < written)
            file.write_bytes(stick)
            again = reads(taker, file)  # the rest comes with a whole stick
            assert (again["damaged"], again["missing"]) == (0, [])
            assert put_by.count(taker.station.reading()) == 0
            assert len(taker.rows("check_in")) == ON_A_DAMAGED_STICK
        taker.station.close()


def run(node: Node, *words: str) -> tuple[int, str, str]:
    """Run a command on a node's folder while nothing serves it."""
    node.station.close()
    done = CliRunner().invoke(main, ["--data", str(node.folder), *words])
    node.starts()
    return done.exit_code, done.stdout, done.stderr


def test_the_command_line_says_in_one_sentence_what_came_of_a_stick(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    come(gate, 40)
    gives(laptop, gate)
    file = str(tmp_path / "stick")
    status, out, err = run(gate, "bundle", "write", file)
    assert (status, err) == (0, "")
    assert "nobody else can read it" in out
    data = Path(file).read_bytes()
    Path(file).write_bytes(data[: len(data) * 2 // 3])
    status, out, err = run(laptop, "bundle", "read", file, "--json")
    told = json.loads(out)
    assert status == 1
    assert err.count("\n") == 1
    assert "; the rest is kept (" in err
    assert {"read", "new", "known", "quarantined", "damaged"} <= set(told)
    Path(file).write_bytes(data)
    status, out, err = run(laptop, "bundle", "read", file, "--json")
    assert (status, err, json.loads(out)["damaged"]) == (0, "", 0)
    for spoilt in (b"", b"nothing", data[:50]):
        Path(file).write_bytes(spoilt)
        status, out, err = run(laptop, "bundle", "read", file)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "nothing was taken" in err
    status, out, err = run(laptop, "bundle", "read", str(tmp_path / "none"))
    assert (status, err.count("\n")) == (1, 1)
