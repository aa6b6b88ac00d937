"""The seeker's own record: what was said, what comes next, who may see what."""

import pytest

from fair.facts import SeekerErased
from kiosk.actions.change_lead import change_lead
from kiosk.actions.give_secret import NoSuchPerson, give_secret
from kiosk.actions.record_visit import Booth
from kiosk.settings import Kiosk
from kiosk.store import operations, people
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.phones import OWN, Phone, comes_in, stands_at

SEEKER = {"phone": "16900001234", "phone_digits": "16900001234"}


@pytest.fixture
def employer(fair: FairDay) -> str:
    return stands_at(fair.station, "星河制衣", "A01")


@pytest.fixture
def code(fair: FairDay) -> str:
    return fair.registers("张秀兰", **SEEKER).code


@pytest.fixture
def mine(kiosk: Kiosk, code: str) -> Phone:
    """The record of A-0001, open on somebody's phone."""
    return comes_in(kiosk, give_secret(kiosk.station, person_of(kiosk, code), actor="test"))


def person_of(kiosk: Kiosk, code: str) -> str:
    from kiosk.store import badges

    badge = badges.by_code(kiosk.station.reading(), code)
    assert badge is not None
    return badge.person


def says(fair: FairDay, employer: str, visit: str, **fields: str) -> None:
    ask = fair.ask(f"booth:A01:{employer}", "", "/outcome")
    table = Booth("A01", employer)
    change_lead(
        fair.station, ask, table, visit=visit, fields=fields, note=None, seen=None, actor="phone"
    )


def meets(fair: FairDay, code: str, employer: str) -> str:
    verdict = fair.visits(code, employer=employer).verdict
    return str(getattr(verdict, "visit", ""))


def test_before_the_first_booth_it_says_what_to_do(mine: Phone) -> None:
    assert "Show your badge at a booth" in mine.page("/me/")


def test_it_says_who_wants_to_hear_from_you_and_when_to_come(
    fair: FairDay, mine: Phone, code: str, employer: str
) -> None:
    visit = meets(fair, code, employer)
    says(fair, employer, visit, outcome="interested", interview="周四上午 9 点，找陈主任")

    page = mine.page("/me/")

    assert "You met 1 employer." in page and "1 wants to hear from you." in page
    assert "周四上午 9 点，找陈主任" in page


def test_i_will_go_is_one_tap_and_stands_beside_what_the_employer_said(
    fair: FairDay, mine: Phone, code: str, employer: str
) -> None:
    visit = meets(fair, code, employer)
    says(fair, employer, visit, outcome="interested")

    assert mine.answer(f"/me/visits/{visit}/reply", reply="will_go")[0] == 303

    page = mine.page("/me/")
    assert "You said: I will go" in page and "1 wants to hear from you." in page


def test_somebody_elses_visit_takes_no_reply(fair: FairDay, mine: Phone, employer: str) -> None:
    other = meets(fair, fair.registers("李建国").code, employer)

    assert mine.answer(f"/me/visits/{other}/reply", reply="will_go")[0] == 404


def test_each_employer_has_its_own_switch(
    kiosk: Kiosk, fair: FairDay, mine: Phone, code: str, employer: str
) -> None:
    other = stands_at(fair.station, "小蜜蜂", "A02")
    meets(fair, code, employer)

    mine.answer("/me/releases", employer=employer, level="contact")

    db, person = kiosk.station.reading(), person_of(kiosk, code)
    assert people.level_for(db, person, employer) == "contact"
    assert people.level_for(db, person, other) == "number_only"


def test_all_employers_are_set_at_once_and_taken_back(
    kiosk: Kiosk, mine: Phone, code: str, employer: str
) -> None:
    db, person = kiosk.station.reading(), person_of(kiosk, code)
    mine.answer("/me/releases", employer="", level="profile")
    assert people.level_for(db, person, employer) == "profile"

    mine.answer("/me/releases", employer="", level="number_only")
    assert people.level_for(db, person, employer) == "number_only"


def test_the_newest_secret_counts_and_the_one_before_is_put_out(
    kiosk: Kiosk, mine: Phone, code: str
) -> None:
    fresh = comes_in(kiosk, give_secret(kiosk.station, person_of(kiosk, code), actor="test"))

    assert mine.client.get("/me/", headers=OWN).status_code == 303
    assert "My record" in fresh.page("/me/")


def test_an_erased_person_has_no_record(kiosk: Kiosk, mine: Phone, code: str) -> None:
    person = person_of(kiosk, code)
    with kiosk.station.transaction():
        operations.record(kiosk.station, SeekerErased(person), actor="test")

    gone = mine.client.get("/me/", headers=OWN)
    assert (gone.status_code, gone.location.partition("?")[0]) == (303, "/enter")
    with pytest.raises(NoSuchPerson):
        give_secret(kiosk.station, person, actor="test")


def test_search_engines_and_caches_are_kept_out(mine: Phone) -> None:
    headers = mine.client.get("/me/", headers=OWN).headers

    assert "noindex" in headers["X-Robots-Tag"] and headers["Cache-Control"] == "no-store"


def test_a_seekers_session_changes_only_its_own_release(
    fair: FairDay, mine: Phone, code: str
) -> None:
    other = fair.registers("李建国").code
    body = {"level": "contact", "scan_id": "r" * 20}

    own = mine.client.post("/api/v1/releases", json={**body, "badge_number": code}, headers=OWN)
    not_own = mine.client.post(
        "/api/v1/releases", json={**body, "badge_number": other}, headers=OWN
    )

    assert (own.status_code, not_own.status_code) == (200, 403)
