"""What happens at the door."""

import secrets
import threading

import pytest

from fair import badge
from fair.check_in import Admitted, AlreadyIn, ToDesk, Unknown, Withdrawn
from fair.counts import Counts
from fair.desk import Replaced
from kiosk.actions.undo_check_in import undo_check_in
from kiosk.store import answers, connect, status
from kiosk.store.station import Station
from tests.kiosk.conftest import FairDay


def counts(station: Station) -> Counts:
    with connect.snapshot(station.reading()) as db:
        return status.counts(db)


def test_somebody_with_a_badge_is_admitted(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    assert fair.scans(anna.code) == Admitted(anna.code, known=True)
    assert counts(fair.station).people == 1


def test_a_second_scan_shows_when_and_where_the_first_was(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    fair.scans(anna.code, at="09:00", where="North gate")
    verdict = fair.scans(anna.code, at="09:20", where="South gate")
    assert verdict == AlreadyIn(anna.code, fair.at("09:00"), "North gate")
    assert (counts(fair.station).people, counts(fair.station).check_ins) == (1, 2)


def test_the_same_scan_id_gives_the_same_answer_and_no_second_fact(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    first = fair.answers(anna.code, scan_id="a" * 32)
    again = fair.answers(anna.code, at="09:30", scan_id="a" * 32)
    assert first == again
    assert counts(fair.station).check_ins == 1


def test_the_same_scan_id_for_another_badge_is_refused(fair: FairDay) -> None:
    anna, ben = fair.registers("Anna Berg"), fair.registers("Ben")
    fair.scans(anna.code, scan_id="a" * 32)
    with pytest.raises(answers.OtherQuestion):
        fair.scans(ben.code, scan_id="a" * 32)


def test_sixteen_scanners_with_one_scan_id_make_one_fact(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    verdicts: list[object] = []
    threads = [
        threading.Thread(target=lambda: verdicts.append(fair.scans(anna.code, scan_id="b" * 32)))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(verdicts) == 16
    assert set(verdicts) == {Admitted(anna.code, known=True)}
    assert counts(fair.station).check_ins == 1


def test_many_scanners_at_once_lose_nobody_and_share_commits(fair: FairDay) -> None:
    people = [fair.registers(f"Person {n}") for n in range(40)]
    threads = [threading.Thread(target=fair.scans, args=(each.code,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(fair.station).people == 40


def test_a_badge_that_this_station_has_not_heard_of_is_admitted(fair: FairDay) -> None:
    code = badge.badge_code("B", 7, fair.station.fair.fair_key, secrets.randbelow)
    assert fair.scans(code) == Admitted(code, known=False)
    assert counts(fair.station).unheard == 1


def test_a_mistyped_code_and_another_fairs_code_are_told_apart(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    wrong = anna.code[:-1] + ("0" if anna.code[-1] != "0" else "1")
    assert fair.scans(wrong) == Unknown("mistyped")
    foreign = badge.badge_code("A", 1, b"another fair's key", secrets.randbelow)
    assert fair.scans(foreign) == Unknown("not_ours")
    assert counts(fair.station).check_ins == 0


def test_a_number_checks_in_and_one_that_nobody_has_does_not(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    assert fair.scans("a 0001") == Admitted(anna.code, known=True)
    assert fair.scans("A-0999") == Unknown("not_ours")


def test_a_replaced_badge_is_refused_and_its_number_finds_the_new_one(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    replaced = fair.withdraws(anna.code)
    assert isinstance(replaced, Replaced)
    assert replaced.new_code is not None
    assert fair.scans(anna.code) == Withdrawn(anna.code)
    assert fair.scans("A-0001") == Admitted(replaced.new_code, known=True)


def test_the_number_of_a_withdrawn_badge_says_withdrawn(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    fair.withdraws(anna.code, reissue=False)
    assert fair.scans("A-0001") == Withdrawn(anna.code)


def test_whoever_came_in_with_the_lost_badge_is_in_with_the_new_one(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    fair.scans(anna.code, at="09:00")
    replaced = fair.withdraws(anna.code)
    assert isinstance(replaced, Replaced)
    verdict = fair.scans(replaced.new_code or "", at="09:30")
    assert isinstance(verdict, AlreadyIn)
    assert counts(fair.station).people == 1


def test_somebody_under_sixteen_is_sent_to_the_desk(fair: FairDay) -> None:
    lin = fair.registers("Lin", birth_date="2011-01-12")
    assert fair.scans(lin.code) == Admitted(lin.code, known=True)  # sixteen today


def test_undo_lets_the_next_scan_in_again(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    operation = fair.answers(anna.code, at="09:00").operation
    assert operation is not None
    ask = fair.ask("desk", "", "/check-ins/undo")
    undo_check_in(fair.station, ask, check_in=operation, reason="wrong person", actor="desk")
    assert counts(fair.station).people == 0
    assert fair.scans(anna.code, at="09:10") == Admitted(anna.code, known=True)


def test_two_badges_with_one_number_go_to_the_desk(fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    other = badge.badge_code("A", 1, fair.station.fair.fair_key, secrets.randbelow)
    fair.scans(other)
    assert fair.scans("A-0001") == Admitted(anna.code, known=True)
    from fair.facts import BadgeIssued
    from kiosk.store import operations

    with fair.station.transaction():
        operations.record(fair.station, BadgeIssued(other, "f" * 32), actor="test")
    assert fair.scans("A-0001") == ToDesk("ambiguous_number")
