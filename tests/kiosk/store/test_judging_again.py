"""Whoever is let in late or put out is judged again in stretches, and nothing shows the seams."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fair import facts
from kiosk.actions.judge_on import judge_on
from kiosk.actions.read_after_upgrade import read_after_upgrade
from kiosk.actions.revoke_node import revoke_node
from kiosk.store import again, operations
from tests.kiosk.nodes import Node, gives, meet, newcomer, organizer

MANY = 2 * again.AT_ONCE + 50  # check-ins: more than two stretches
PERSON = "5" * 32


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Node]:
    node = organizer(tmp_path / "laptop")
    yield node
    node.station.close()


@pytest.fixture
def hall(laptop: Node, tmp_path: Path) -> Iterator[Node]:
    node = laptop.lets_in(tmp_path / "hall", "Hall", series="C")
    gives(laptop, node)
    yield node
    node.station.close()


@pytest.fixture
def late(laptop: Node, tmp_path: Path) -> Iterator[tuple[Node, facts.NodeJoined]]:
    """A gate that has seen many people before anybody lets it in, and has said so everywhere."""
    node, joined = newcomer(laptop, tmp_path / "late", "Late gate", "station", "E")
    scan_many(node)
    gives(node, laptop)
    yield node, joined
    node.station.close()


def scan_many(node: Node) -> None:
    with node.station.transaction():
        for n in range(MANY):
            fact = facts.CheckInRecorded(node.code(n + 1), "North gate")
            operations.record(node.station, fact, actor="test")


def is_left(node: Node) -> bool:
    return again.is_left(node.station.reading())


def check_ins(node: Node) -> int:
    return len(node.rows("check_in"))


def test_who_is_let_in_late_counts_whole_after_a_few_transactions_and_verify_is_always_well(
    laptop: Node, hall: Node, late: tuple[Node, facts.NodeJoined]
) -> None:
    gate, joined = late
    assert check_ins(laptop) == 0
    laptop.says(joined)
    seen = []
    while is_left(laptop):
        seen.append(check_ins(laptop))
        assert laptop.problems() == []
        with laptop.station.transaction() as db:
            again.go_on(db, laptop.station.fair.fair)
    assert seen == [again.AT_ONCE - 1, 2 * again.AT_ONCE - 1]  # the log's opening is no check-in
    assert check_ins(laptop) == MANY
    assert laptop.problems() == []
    gives(laptop, hall)
    assert hall.digest() == laptop.digest()
    gives(laptop, gate)
    assert gate.digest() == laptop.digest()


def test_a_node_that_was_killed_in_between_goes_on_at_its_next_start(
    laptop: Node, late: tuple[Node, facts.NodeJoined]
) -> None:
    laptop.says(late[1])
    assert is_left(laptop)
    laptop.restarts()
    assert check_ins(laptop) == again.AT_ONCE - 1
    assert laptop.problems() == []
    read_after_upgrade(laptop.station)
    assert not is_left(laptop)
    assert check_ins(laptop) == MANY
    assert laptop.problems() == []


def test_what_arrives_of_the_node_meanwhile_counts_at_once(
    laptop: Node, late: tuple[Node, facts.NodeJoined]
) -> None:
    gate, joined = late
    laptop.says(joined)
    gate.says(facts.CheckInRecorded(gate.code(MANY + 1), "North gate"))
    gives(gate, laptop)
    assert not is_left(laptop)  # whoever takes a chunk finishes it
    assert check_ins(laptop) == MANY + 1
    assert laptop.problems() == []


def test_a_second_word_about_the_node_while_the_first_isnt_through_settles_the_same(
    laptop: Node, hall: Node, late: tuple[Node, facts.NodeJoined]
) -> None:
    gate, joined = late
    (log,) = {row[0] for row in gate.rows("log")}
    laptop.says(joined)
    with laptop.station.transaction() as db:
        again.go_on(db, laptop.station.fair.fair)
    laptop.says(facts.NodeRevoked(gate.id, {log: 11}))  # the log's opening, then ten check-ins
    assert is_left(laptop)
    assert laptop.problems() == []
    judge_on(laptop.station)
    assert check_ins(laptop) == 10
    gives(laptop, hall)
    assert hall.digest() == laptop.digest()
    assert laptop.problems() == hall.problems() == []


def test_whoever_is_put_out_counts_no_further_than_the_cut_where_more_had_been_heard(
    laptop: Node, hall: Node, tmp_path: Path
) -> None:
    gate = laptop.lets_in(tmp_path / "gate", "Gate")
    gives(laptop, gate)
    meet(laptop, hall)
    gate.says(facts.CheckInRecorded(gate.code(1), "North gate"))
    gives(gate, laptop)
    scan_many(gate)
    gives(gate, hall)
    assert check_ins(hall) == MANY + 1
    revoke_node(laptop.station, node=gate.id, actor="test")
    meet(laptop, hall)
    assert check_ins(hall) == check_ins(laptop) == 1
    assert hall.digest() == laptop.digest()
    assert hall.problems() == laptop.problems() == []
    gate.station.close()


def test_nobody_is_shown_a_moment_longer_whom_an_organizer_let_in_late_had_erased(
    laptop: Node, tmp_path: Path
) -> None:
    office, joined = newcomer(laptop, tmp_path / "office", "Office", "organizer", "E")
    gives(laptop, office)
    laptop.says(facts.SeekerRegistered(PERSON, {"name": "张伟"}))
    scan_many(office)
    with office.station.transaction():  # before it knows that it may
        operations.append(office.station, facts.SeekerErased(PERSON), actor="test")
    gives(office, laptop)
    assert len(laptop.rows("seeker")) == 1
    laptop.says(joined)
    assert is_left(laptop)
    assert laptop.rows("seeker") == []
    assert laptop.problems() == []
    judge_on(laptop.station)
    assert laptop.problems() == []
    office.station.close()
