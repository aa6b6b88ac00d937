"""Stations that met know the same, whatever happened on the way (sync.md)."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from fair import facts
from fair.check_in import Admitted, ToDesk
from fair.exchange import Broken
from fair.visit import visit_id
from kiosk.actions.check_in import check_in
from kiosk.actions.edit_offer import close_job
from kiosk.actions.read_after_upgrade import read_after_upgrade
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.commands.line import main
from kiosk.store import answers, giving, operations, taking
from tests.kiosk.nodes import Node, gives, meet, opened, organizer

EMPLOYER = "e" * 32


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Node]:
    """The organizer's node."""
    node = organizer(tmp_path / "laptop")
    yield node
    node.station.close()


@pytest.fixture
def gate(laptop: Node, tmp_path: Path) -> Iterator[Node]:
    node = laptop.lets_in(tmp_path / "gate", "North gate")
    yield node
    node.station.close()


@pytest.fixture
def hall(laptop: Node, tmp_path: Path) -> Iterator[Node]:
    node = laptop.lets_in(tmp_path / "hall", "Hall", series="C")
    yield node
    node.station.close()


def scans(node: Node, number: int) -> str:
    return node.says(facts.CheckInRecorded(node.code(number), "North gate"))


def met(node: Node, code: str) -> str:
    """Record a visit; give its id."""
    visit = visit_id(node.station.fair.fair, "A01", EMPLOYER, code)
    node.says(facts.VisitRecorded(visit, "A01", EMPLOYER, code))
    return visit


def agree(*nodes: Node) -> None:
    assert len({node.digest() for node in nodes}) == 1
    assert [node.problems() for node in nodes] == [[] for _ in nodes]


def test_two_gates_and_the_laptop_agree_over_a_chain(laptop: Node, gate: Node, hall: Node) -> None:
    for number in range(1, 30):
        scans(gate, number)
        scans(hall, number)
    meet(gate, laptop)
    meet(laptop, hall)
    meet(gate, laptop)
    agree(laptop, gate, hall)
    assert len(laptop.rows("check_in")) == 58
    assert gives(laptop, gate) == gives(gate, laptop) == Taken(0, 0, 0)


def test_a_third_station_proves_what_it_only_carries(laptop: Node, gate: Node, hall: Node) -> None:
    scans(gate, 1)
    meet(gate, hall)
    assert hall.aside() == ["unknown_node"] * 2  # nobody told the hall of the gate yet
    meet(hall, laptop)
    agree(laptop, hall)
    assert hall.aside() == []
    assert len(hall.rows("check_in")) == 1


def test_what_the_gate_may_not_say_is_kept_aside_and_doesnt_block(laptop: Node, gate: Node) -> None:
    with pytest.raises(operations.NotHere):
        gate.says(facts.SeekerErased("5" * 32))
    wiped = facts.SeekerErased("5" * 32)
    laptop.says(facts.SeekerRegistered("5" * 32, {"name": "张伟"}))
    with gate.station.transaction():  # a gate whose program was changed
        operations.append(gate.station, wiped, actor="thief")
    scans(gate, 2)
    meet(gate, laptop)
    assert laptop.aside() == ["not_allowed"]
    assert len(laptop.rows("seeker")) == len(laptop.rows("check_in")) == 1
    agree(laptop, gate)


def test_after_a_revocation_the_same_counts_everywhere_whoever_heard_it_first(
    laptop: Node, gate: Node, hall: Node
) -> None:
    before = scans(gate, 1)
    meet(gate, laptop)
    cut = giving.vector(laptop.station.reading())
    after = scans(gate, 2)
    visit = met(gate, gate.code(2))
    gate.says(facts.CheckInUndone(before, "mistake"))
    gate.says(facts.LeadNoted(visit, "comes on Thursday"))
    meet(gate, hall)  # the hall heard what came after the cut first
    meet(hall, laptop)  # before anybody was revoked
    assert {row[0] for row in laptop.rows("check_in")} == {before, after}
    laptop.says(facts.NodeRevoked(gate.id, cut))
    meet(laptop, hall)
    assert [row[0] for row in hall.rows("check_in")] == [before]
    assert hall.rows("visit") == hall.rows("note") == hall.rows("undo") == []
    assert hall.aside() == ["revoked"] * 4
    agree(laptop, hall)
    gives(laptop, gate)
    agree(laptop, gate)
    with pytest.raises(operations.NotHere):
        scans(gate, 3)


def test_erased_stays_erased_whatever_an_old_stick_brings(
    laptop: Node, gate: Node, hall: Node
) -> None:
    person, code = "5" * 32, gate.code(7)
    gate.says(facts.SeekerRegistered(person, {"name": "张伟", "phone_digits": "16900000001"}))
    gate.says(facts.BadgeIssued(code, person))
    visit = met(gate, code)
    gate.says(facts.LeadNoted(visit, "phone 16900000001"))
    meet(gate, laptop)
    old = list(giving.chunks(gate.station.reading(), gate.station.fair, {}))
    laptop.says(facts.SeekerErased(person))
    meet(laptop, hall)
    for chunk in old:
        assert isinstance(take_chunk(hall.station, chunk), Taken)
    meet(laptop, gate)
    agree(laptop, gate, hall)
    for node in (laptop, gate, hall):
        assert node.rows("seeker") == node.rows("note") == node.rows("word") == []
        assert len(node.rows("visit")) == 1
        node.station.empty_wal()
        kept = (node.folder / "fair.db").read_bytes()
        assert "张伟".encode() not in kept
        assert b"16900000001" not in kept


def test_a_station_restored_from_a_copied_folder_and_its_twin_both_count(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    scans(gate, 1)
    meet(gate, laptop)
    gate.station.close()
    shutil.copytree(gate.folder, tmp_path / "copy")
    gate.starts()
    twin = opened(tmp_path / "copy")
    scans(gate, 2)
    meet(gate, laptop)
    scans(twin, 3)
    meet(twin, laptop)
    meet(gate, laptop)
    agree(laptop, gate, twin)
    assert len(laptop.rows("check_in")) == 3
    twin.station.close()


def test_a_kind_of_tomorrow_is_kept_passed_on_and_read_after_an_upgrade(
    laptop: Node, gate: Node, hall: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = dict(facts.KINDS)
    op = scans(gate, 4)
    monkeypatch.setattr(facts, "KINDS", {k: v for k, v in kinds.items() if "check_in" not in k})
    meet(gate, laptop)
    meet(laptop, hall)
    assert hall.rows("check_in") == []
    assert hall.aside() == []
    monkeypatch.setattr(facts, "KINDS", kinds)
    for node in (laptop, hall):
        assert read_after_upgrade(node.station) == 1
        assert read_after_upgrade(node.station) == 0
        assert [row[0] for row in node.rows("check_in")] == [op]
    agree(laptop, hall)


def test_a_clock_in_2099_drags_nobody_along_and_one_in_1970_follows_what_it_hears(
    laptop: Node, gate: Node, hall: Node
) -> None:
    gate.clock[0] = datetime(2099, 1, 1, tzinfo=UTC)
    hall.clock[0] = datetime(1970, 1, 2, tzinfo=UTC)
    scans(gate, 1)
    meet(gate, laptop)
    laptop.clock[0] += timedelta(hours=1)
    scans(laptop, 2)
    assert laptop.station.pen is not None
    assert laptop.station.pen.stamp.ms < 2**31 * 1000
    meet(laptop, hall)
    scans(hall, 3)
    meet(hall, laptop)
    meet(laptop, gate)
    agree(laptop, gate, hall)
    stamps = {row[1]: row[4] for row in laptop.rows("check_in")}
    assert stamps[hall.code(3)] >= stamps[laptop.code(2)]


def test_history_that_was_rewritten_is_refused_and_told(
    laptop: Node, gate: Node, tmp_path: Path
) -> None:
    scans(gate, 1)
    meet(gate, laptop)
    pen = gate.station.pen
    scans(gate, 2)
    meet(gate, laptop)
    with gate.station.transaction() as db:
        db.execute("DELETE FROM body WHERE operation = (SELECT MAX(id) FROM operation)")
        db.execute("DELETE FROM operation WHERE id = (SELECT MAX(id) FROM operation)")
        gate.station.pen = pen
        operations.append(gate.station, facts.CheckInRecorded(gate.code(3), "x"), actor="thief")
    scans(gate, 4)
    (chunk,) = giving.chunks(
        gate.station.reading(),
        gate.station.fair,
        giving.vector(laptop.station.reading()),
    )
    told = take_chunk(laptop.station, chunk, giver=gate.id)
    assert isinstance(told, Broken)
    assert told.why == "hash"
    assert taking.refused_logs(laptop.station.reading()) == 1
    assert len(laptop.rows("check_in")) == 2
    assert laptop.problems() == []


def test_a_badge_of_a_revoked_station_that_nobody_heard_of_goes_to_the_desk(
    laptop: Node, gate: Node
) -> None:
    heard, unheard, ours = gate.code(1), gate.code(2), laptop.code(3)
    gate.says(facts.BadgesPrinted((heard,)))
    meet(gate, laptop)
    laptop.says(facts.NodeRevoked(gate.id, giving.vector(laptop.station.reading())))

    def verdict(code: str) -> object:
        ask = answers.Ask("entrance:North gate", code, "/check-ins", code)
        return check_in(laptop.station, ask, where="North gate", actor="test").verdict

    assert verdict(heard) == Admitted(heard, known=True)
    assert verdict(unheard) == ToDesk("revoked_station", unheard)
    assert verdict(ours) == Admitted(ours, known=False)


def test_a_booth_at_any_station_closes_its_job(laptop: Node, gate: Node) -> None:
    job, other = "d" * 32, "f" * 32
    laptop.says(facts.EmployerChanged(EMPLOYER, {"name": "县纺织厂"}))
    laptop.says(facts.JobChanged(job, EMPLOYER, {"title": "缝纫工", "openings": 3}))
    meet(laptop, gate)
    gate.says(facts.JobFilled(job, other, {"filled": True}))  # another employer's word
    meet(laptop, gate)
    assert '"filled":true' not in laptop.rows("job")[0][3]
    close_job(gate.station, job, filled=True, employer=EMPLOYER, actor="booth")
    meet(laptop, gate)
    assert '"filled":true' in laptop.rows("job")[0][3]
    agree(laptop, gate)


def test_the_setup_is_read_only_at_a_station_and_its_command_line_says_so(
    laptop: Node, gate: Node
) -> None:
    meet(laptop, gate)
    gate.station.close()
    words = ["--data", str(gate.folder), "staff", "add", "Li", "--role", "desk", "--pin", "2580"]
    done = CliRunner().invoke(main, words)
    gate.starts()
    assert (done.exit_code, done.stdout) == (1, "")
    assert "organizer's machine only; nothing was kept" in done.stderr


def test_a_run_that_hasnt_come_yet_is_noticed_by_the_run_after_it(laptop: Node, gate: Node) -> None:
    scans(gate, 1)
    gate.restarts()
    scans(gate, 2)
    db = laptop.station.reading()
    for chunk in giving.chunks(gate.station.reading(), gate.station.fair, {}):
        if chunk.operations[-1].seq == 2 and "before" in (chunk.operations[0].body or {}):
            assert isinstance(take_chunk(laptop.station, chunk), Taken)
    assert taking.runs_not_come(db) == 1
    meet(gate, laptop)
    assert taking.runs_not_come(db) == 0
    agree(laptop, gate)


def test_merges_that_come_together_are_gone_through_once_to_say_who_leads_whom(
    laptop: Node, gate: Node
) -> None:
    for n in range(40):
        laptop.says(facts.SeekersMerged(f"{n:032x}", (f"{n:031x}a", f"{n:031x}b")))
    asked: list[str] = []
    gate.station.db.set_trace_callback(asked.append)
    gives(laptop, gate)
    gate.station.db.set_trace_callback(None)
    agree(laptop, gate)
    assert len(gate.rows("leader")) == 80
    assert sum("FROM leader" in statement for statement in asked) == 1
