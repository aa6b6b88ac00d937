"""What becomes of badges that are to come out of a printer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest

from fair import badge
from fair.check_in import Admitted
from fair.desk import Bound, Queued, Replaced
from fair.verdict import Answer
from kiosk.actions.answer_print import NotAsked, cancel, reprint, resolve
from kiosk.actions.ask_printer import TryLater
from kiosk.actions.bind_badge import bind_badge
from kiosk.actions.erase_seeker import erase_seeker
from kiosk.actions.print_ahead import print_ahead
from kiosk.actions.print_next import (
    Claims,
    Nothing,
    Outcome,
    Sent,
    doubt_cut_off,
    follow_doubtful,
    print_next,
    settle,
)
from kiosk.actions.set_up_printer import add_printer, let_stand_in, load_labels, remove_printer
from kiosk.actions.undo_check_in import undo_check_in
from kiosk.store import connect, print_jobs, print_queue, printers
from kiosk.web.status import whole_status
from printers import Dots, Png, Printer, Resolution, Status
from printers.transports.memory import Memory
from tests.kiosk.conftest import FairDay


@dataclass
class Paper:
    """A fair with printers that keep their paper in memory."""

    fair: FairDay
    claims: Claims = field(default_factory=Claims)
    transports: dict[str, Memory] = field(default_factory=dict)

    def has_printer(self, name: str = "North", *, entrance: str = "") -> Memory:
        add_printer(
            self.fair.station,
            name=name,
            uri=f"file:/nowhere/{name}.png",
            language="png",
            size="50x30",
            dpi=203,
            entrance=entrance,
        )
        self.transports[name] = Memory()
        return self.transports[name]

    def row(self, name: str = "North") -> printers.Printer:
        row = printers.by_name(self.fair.station.reading(), name)
        assert row is not None
        return row

    def prints(self, name: str = "North") -> Outcome:
        """Let a printer take the next job, and keep what became of it."""
        resolution = Resolution(203)
        machine = Printer(resolution, Png(resolution), self.transports[name])
        station, row = self.fair.station, self.row(name)
        outcome = print_next(station, row, machine, self.claims, lambda text: text)
        if isinstance(outcome, Sent):
            settle(station, row, outcome)
        return outcome

    def jobs(self) -> list[tuple[str, int, str]]:
        every = print_jobs.every(self.fair.station.reading())
        return [(job.badge_number, job.copy, job.state) for job in every]

    def answers(self, job: int, said: Literal["printed", "again"]) -> print_jobs.Job:
        return resolve(self.fair.station, job, said)

    def reprints(self, code: str, *, place: str = "North gate", scan_id: str = "") -> Answer:
        ask = self.fair.ask(f"entrance:{place}", code, "/prints", scan_id)
        return reprint(self.fair.station, ask, place=place)


@dataclass(frozen=True)
class OutOfPaper:
    """A language whose printer answers that its roll is empty."""

    questions: tuple[bytes, ...] = (b"?",)

    def encode(self, dots: Dots) -> bytes:
        return dots.rows

    def status(self, answers: Sequence[bytes]) -> Status:
        return Status("paper_out", "60")

    def filler(self) -> bytes:
        return b""


@pytest.fixture
def paper(fair: FairDay) -> Paper:
    return Paper(fair)


def test_the_first_check_in_queues_a_badge_and_a_re_entry_none(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna Berg")
    assert paper.jobs() == []
    paper.fair.scans(anna.code)
    paper.fair.scans(anna.code, at="09:20")
    assert paper.jobs() == [("A-0001", 1, "queued")]


def test_without_a_printer_nothing_piles_up(paper: Paper) -> None:
    anna = paper.fair.registers("Anna Berg")
    paper.fair.scans(anna.code)
    assert paper.jobs() == []


def test_another_entrances_printer_prints_nothing_for_this_one(paper: Paper) -> None:
    paper.has_printer("South", entrance="South gate")
    paper.fair.scans(paper.fair.registers("Anna").code, where="North gate")
    assert paper.jobs() == []
    paper.fair.scans(paper.fair.registers("Ben").code, where="South gate")
    assert paper.jobs() == [("A-0002", 1, "queued")]


def test_a_pre_printed_badge_gets_no_second_paper(paper: Paper) -> None:
    paper.has_printer()
    (code,) = print_ahead(paper.fair.station, 1, actor="test")
    assert isinstance(paper.fair.scans(code), Admitted)
    assert paper.jobs() == []


def test_a_badge_that_another_station_gave_out_gets_no_second_paper(paper: Paper) -> None:
    paper.has_printer()
    key = paper.fair.station.fair.fair_key
    paper.fair.scans(badge.badge_code("B", 7, key, lambda below: below // 2))
    assert paper.jobs() == []


def test_whoever_takes_a_badge_of_the_sheet_needs_no_other(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna Berg")
    paper.fair.scans(anna.code)
    (code,) = print_ahead(paper.fair.station, 1, actor="test")
    ask = paper.fair.ask("desk", code, "/badges/bind")
    answer = bind_badge(paper.fair.station, ask, badge_number="A-0001", actor="desk")
    assert isinstance(answer.verdict, Bound)
    assert paper.jobs() == [("A-0001", 1, "cancelled")]


def test_an_undo_takes_back_what_waits_and_the_next_check_in_queues_again(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna Berg")
    undo(paper.fair, paper.fair.answers(anna.code))
    assert paper.jobs() == [("A-0001", 1, "cancelled")]
    paper.fair.scans(anna.code, at="09:10")
    assert paper.jobs() == [("A-0001", 1, "cancelled"), ("A-0001", 1, "queued")]


def undo(fair: FairDay, answer: Answer) -> None:
    ask = fair.ask("desk", "", "/check-ins/undo")
    undo_check_in(fair.station, ask, check_in=answer.operation or "", reason="trial", actor="desk")


def test_a_badge_that_came_out_stays_the_only_one_after_an_undo(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna Berg")
    checked_in = paper.fair.answers(anna.code)
    assert isinstance(paper.prints(), Sent)
    undo(paper.fair, checked_in)
    paper.fair.scans(anna.code, at="09:10")
    assert paper.jobs() == [("A-0001", 1, "done")]


def test_a_lost_badge_is_replaced_on_paper_too(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna Berg")
    paper.fair.scans(anna.code)
    paper.prints()
    assert isinstance(paper.fair.withdraws(anna.code), Replaced)
    assert paper.jobs() == [("A-0001", 1, "done"), ("A-0001", 1, "queued")]


def test_jobs_come_out_in_the_order_of_the_check_ins(paper: Paper) -> None:
    memory = paper.has_printer()
    for name in ("Anna", "Ben", "Cao"):
        paper.fair.scans(paper.fair.registers(name).code)
    while isinstance(paper.prints(), Sent):
        pass
    assert [name.split("-")[1] for name in memory.names] == ["1", "2", "3"]
    assert {state for _, _, state in paper.jobs()} == {"done"}


def test_a_printer_that_is_off_loses_nothing(paper: Paper) -> None:
    memory = paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    memory.takes = 0
    paper.prints()
    assert paper.jobs() == [("A-0001", 1, "queued")]
    memory.takes = None
    paper.prints()
    assert paper.jobs() == [("A-0001", 1, "done")]


@pytest.mark.parametrize("taken", [1, 100, 10**6])
def test_a_job_that_broke_off_is_never_sent_again_by_the_machine(paper: Paper, taken: int) -> None:
    memory = paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    memory.takes = taken
    paper.prints()
    memory.takes = None
    assert paper.prints() == Nothing()
    assert paper.jobs() == [("A-0001", 1, "in_doubt")]
    assert paper.row().torn  # the next job begins with filler


def test_one_badge_in_doubt_does_not_stop_the_others(paper: Paper) -> None:
    memory = paper.has_printer()
    for name in ("Anna", "Ben"):
        paper.fair.scans(paper.fair.registers(name).code)
    memory.takes = 5
    paper.prints()
    memory.takes = None
    paper.prints()
    assert [state for _, _, state in paper.jobs()] == ["in_doubt", "done"]
    assert paper.row().torn is False


def test_it_came_out_settles_a_doubt_and_twice_is_harmless(paper: Paper) -> None:
    in_doubt(paper)
    assert paper.answers(1, "printed").state == "done"
    assert paper.answers(1, "printed").state == "done"
    assert paper.jobs() == [("A-0001", 1, "done")]


def test_print_again_makes_the_next_copy_once(paper: Paper) -> None:
    in_doubt(paper)
    first, again = paper.answers(1, "again"), paper.answers(1, "again")
    assert first.follower == again.follower == 2
    assert paper.jobs() == [("A-0001", 1, "cancelled"), ("A-0001", 2, "queued")]
    paper.transports["North"].takes = None
    paper.prints()
    assert paper.jobs()[1] == ("A-0001", 2, "done")


def in_doubt(paper: Paper) -> None:
    memory = paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    memory.takes = 5
    paper.prints()
    assert paper.jobs() == [("A-0001", 1, "in_doubt")]


def test_nobody_answers_what_was_not_asked(paper: Paper) -> None:
    paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    with pytest.raises(NotAsked, match="queued"):
        paper.answers(1, "printed")
    assert paper.jobs() == [("A-0001", 1, "queued")]


def test_the_plug_pulled_between_sent_and_noted_asks_a_person(paper: Paper) -> None:
    paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    resolution = Resolution(203)
    machine = Printer(resolution, Png(resolution), paper.transports["North"])
    station = paper.fair.station
    sent = print_next(station, paper.row(), machine, paper.claims, lambda text: text)
    assert isinstance(sent, Sent)  # on paper, and now the power goes: nothing is settled
    assert paper.jobs() == [("A-0001", 1, "sending")]
    assert paper.prints() == Nothing()
    assert doubt_cut_off(station) == 1
    assert paper.jobs() == [("A-0001", 1, "in_doubt")]
    assert paper.prints() == Nothing()
    assert len(paper.transports["North"].jobs) == 1
    assert paper.row().torn


def test_a_printer_that_keeps_a_list_settles_its_own_doubts(paper: Paper) -> None:
    paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    resolution = Resolution(203)
    machine = Printer(resolution, Png(resolution), paper.transports["North"])
    print_next(paper.fair.station, paper.row(), machine, paper.claims, lambda text: text)
    doubt_cut_off(paper.fair.station)
    follow_doubtful(paper.fair.station, paper.row(), machine)
    assert paper.jobs() == [("A-0001", 1, "done")]


def test_a_badge_taken_back_while_it_was_drawn_is_not_sent(paper: Paper) -> None:
    memory = paper.has_printer()
    checked_in = paper.fair.answers(paper.fair.registers("Anna").code)
    with paper.claims.next_for(paper.fair.station, "North") as job:
        assert job is not None
        undo(paper.fair, checked_in)
        with paper.fair.station.transaction() as db:
            assert not print_queue.begin_sending(db, job.id, "North", paper.fair.at("09:01"))
    assert memory.jobs == []


def test_a_reprint_is_the_next_copy_and_the_same_tap_is_one(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna")
    paper.fair.scans(anna.code)
    paper.prints()
    once, again = (paper.reprints(anna.code, scan_id="r" * 32) for _ in range(2))
    assert once == again == Answer(Queued(anna.code, 2))
    assert paper.jobs() == [("A-0001", 1, "done"), ("A-0001", 2, "queued")]


def test_what_waits_already_is_not_queued_twice(paper: Paper) -> None:
    paper.has_printer()
    anna = paper.fair.registers("Anna")
    paper.fair.scans(anna.code)
    assert paper.reprints(anna.code).verdict == Queued(anna.code, 1)
    assert len(paper.jobs()) == 1


def test_a_reprint_of_a_badge_in_doubt_answers_the_question(paper: Paper) -> None:
    in_doubt(paper)
    code = print_jobs.every(paper.fair.station.reading())[0].code
    assert paper.reprints(code).verdict == Queued(code, 2)
    assert paper.jobs() == [("A-0001", 1, "cancelled"), ("A-0001", 2, "queued")]


def test_two_printers_of_one_entrance_share_its_queue(paper: Paper) -> None:
    one, other = paper.has_printer("One"), paper.has_printer("Two")
    for name in ("Anna", "Ben"):
        paper.fair.scans(paper.fair.registers(name).code)
    station = paper.fair.station
    with (
        paper.claims.next_for(station, "One") as first,
        paper.claims.next_for(station, "Two") as second,
    ):
        assert first is not None
        assert second is not None
        assert first.id != second.id
    paper.prints("One")
    paper.prints("Two")
    assert (len(one.jobs), len(other.jobs)) == (1, 1)


def test_an_entrance_without_a_printer_of_its_own_uses_the_one_for_everywhere(
    paper: Paper,
) -> None:
    paper.has_printer("South", entrance="South gate")
    anywhere = paper.has_printer("Anywhere")
    paper.fair.scans(paper.fair.registers("Anna").code, where="North gate")
    assert paper.prints("South") == Nothing()
    assert isinstance(paper.prints("Anywhere"), Sent)
    paper.fair.scans(paper.fair.registers("Ben").code, where="South gate")
    assert paper.prints("Anywhere") == Nothing()
    assert len(anywhere.jobs) == 1


def test_another_printer_stands_in_once_a_person_says_so(paper: Paper) -> None:
    broken = paper.has_printer("North", entrance="North gate")
    other = paper.has_printer("South", entrance="South gate")
    paper.fair.scans(paper.fair.registers("Anna").code, where="North gate")
    assert paper.prints("South") == Nothing()
    let_stand_in(paper.fair.station, "North", "South")
    assert paper.prints("North") == Nothing()
    assert isinstance(paper.prints("South"), Sent)
    assert (len(broken.jobs), len(other.jobs)) == (0, 1)
    let_stand_in(paper.fair.station, "North", "")
    paper.fair.scans(paper.fair.registers("Ben").code, where="North gate")
    assert paper.prints("South") == Nothing()
    assert isinstance(paper.prints("North"), Sent)


def test_what_waited_for_a_printer_that_is_taken_away_waits_for_the_next(paper: Paper) -> None:
    paper.has_printer("North", entrance="North gate")
    paper.fair.scans(paper.fair.registers("Anna").code, where="North gate")
    remove_printer(paper.fair.station, "North")
    assert paper.jobs() == [("A-0001", 1, "queued")]
    paper.has_printer("New", entrance="North gate")
    assert isinstance(paper.prints("New"), Sent)


def test_labels_are_counted_down_and_stop_at_nothing(paper: Paper) -> None:
    paper.has_printer()
    load_labels(paper.fair.station, "North", 1)
    for name in ("Anna", "Ben"):
        paper.fair.scans(paper.fair.registers(name).code)
        paper.prints()
    assert paper.row().labels_left == 0


def test_a_name_goes_with_the_paper_and_an_erased_person_gets_none(paper: Paper) -> None:
    paper.has_printer()
    anna, ben = (paper.fair.registers(name) for name in ("Anna", "Ben"))
    with paper.fair.station.transaction() as db:
        for each, name in ((anna, "Anna"), (ben, "Ben")):
            now = paper.fair.at("09:00")
            assert print_jobs.add_first(db, each.code, place="desk", name=name, at=now)
    paper.prints()
    erase_seeker(paper.fair.station, ben.seeker, actor="desk")
    assert paper.jobs() == [("A-0001", 1, "done"), ("A-0002", 1, "cancelled")]
    assert {job.name for job in print_jobs.every(paper.fair.station.reading())} == {None}


def test_what_waits_is_counted_until_it_is_settled(paper: Paper) -> None:
    in_doubt(paper)
    paper.fair.scans(paper.fair.registers("Ben").code)

    def pending() -> int:
        db = paper.fair.station.reading()
        found: int = whole_status(db, paper.fair.station.fair)["pending_prints"]
        return found

    assert pending() == 2
    assert cancel(paper.fair.station, 2)
    paper.answers(1, "printed")
    assert pending() == 0


def test_verify_and_digest_know_nothing_of_paper(paper: Paper) -> None:
    from kiosk.store import state

    with connect.snapshot(paper.fair.station.reading()) as db:
        before = state.digest(db)
    in_doubt(paper)
    with connect.snapshot(paper.fair.station.reading()) as db:
        assert state.problems(db, paper.fair.station.fair.fair) == []
        assert state.digest(db) != before  # of the check-in


def test_a_printer_that_names_its_trouble_keeps_the_job_waiting(paper: Paper) -> None:
    memory = paper.has_printer()
    paper.fair.scans(paper.fair.registers("Anna").code)
    resolution = Resolution(203)
    machine = Printer(resolution, OutOfPaper(), memory)
    outcome = print_next(paper.fair.station, paper.row(), machine, paper.claims, lambda text: text)
    assert isinstance(outcome, TryLater)
    assert outcome.condition == "paper_out"
    assert paper.jobs() == [("A-0001", 1, "queued")]
    assert memory.jobs == []
