"""Cards of the booths and badges printed ahead."""

import pytest

from fair.badge import LAST_NUMBER, Code, number_of, read
from kiosk.actions.issue_cards import NoSuchBooth, issue_cards
from kiosk.actions.open_session import holder_of, open_session
from kiosk.actions.print_ahead import print_ahead
from kiosk.store import addresses, badges, devices, people
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.phones import stands_at


def test_every_booth_gets_a_card_service_booths_too(fair: FairDay) -> None:
    stands_at(fair.station, "星河制衣", "A01")

    cards = issue_cards(fair.station, actor="test")

    assert len(cards) == 30
    assert [card.employer for card in cards[:2]] == ["星河制衣", ""]
    assert len({card.secret for card in cards}) == 30


def test_a_booth_that_only_a_list_named_gets_one_too(fair: FairDay) -> None:
    stands_at(fair.station, "星河制衣", "Z01")

    assert issue_cards(fair.station, actor="test")[-1].booth == "Z01"


def test_the_secret_is_kept_hashed_only(fair: FairDay) -> None:
    (card,) = issue_cards(fair.station, actor="test", only="A01")

    rows = fair.station.reading().execute("SELECT text FROM body").fetchall()

    assert not any(card.secret in row["text"] for row in rows)


def test_a_new_card_makes_the_old_one_open_nothing_and_puts_its_phones_out(
    fair: FairDay,
) -> None:
    (old,) = issue_cards(fair.station, actor="test", only="A01")
    holder = holder_of(fair.station.reading(), old.secret)
    assert holder is not None
    open_session(fair.station, holder)

    (new,) = issue_cards(fair.station, actor="test", only="A01")

    db = fair.station.reading()
    assert holder_of(db, old.secret) is None
    assert holder_of(db, new.secret) is not None
    assert devices.sessions(db, since_ms=0) == []
    assert len(people.cards(db)) == 1


def test_a_booth_that_the_fair_does_not_have_gets_none(fair: FairDay) -> None:
    with pytest.raises(NoSuchBooth):
        issue_cards(fair.station, actor="test", only="Z99")


def test_badges_printed_ahead_take_the_next_numbers_of_the_series(fair: FairDay) -> None:
    fair.registers("张秀兰")

    codes = print_ahead(fair.station, 3, actor="test")

    assert [number_of(code) for code in codes] == ["A-0002", "A-0003", "A-0004"]
    assert all(isinstance(read(code, fair.station.fair.fair_key), Code) for code in codes)
    assert number_of(fair.registers("李建国").code) == "A-0005"


def test_a_badge_printed_ahead_checks_in_before_it_has_a_person(fair: FairDay) -> None:
    (code,) = print_ahead(fair.station, 1, actor="test")

    assert type(fair.scans(code)).__name__ == "Admitted"


def test_more_badges_than_numbers_are_refused_whole(fair: FairDay) -> None:
    with pytest.raises(badges.SeriesFull):
        print_ahead(fair.station, LAST_NUMBER + 1, actor="test")

    assert number_of(fair.registers().code) == "A-0001"


def test_paper_leads_where_it_was_said_at_start_else_to_the_node(fair: FairDay) -> None:
    station = fair.station
    with station.transaction() as db:
        addresses.keep(db, said="", own="http://192.168.1.20:8080")
    assert addresses.of_paper(station.reading()) == "http://192.168.1.20:8080"

    with station.transaction() as db:
        addresses.keep(db, said="http://fair.local/", own="http://192.168.1.20:8080")
    assert addresses.of_paper(station.reading()) == "http://fair.local"
