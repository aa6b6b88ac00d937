"""Organizer and desk see what needs them, with one action each; else one quiet line."""

import html
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kiosk.actions import edit_offer, merge_seekers
from kiosk.settings import Kiosk
from kiosk.store import leads, operations, stored
from kiosk.web.app import make_app
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.test_organizer import OWN, signed_in

PHONE = {"phone": "16900000001", "phone_digits": "16900000001"}


@pytest.fixture
def organizer(kiosk: Kiosk) -> Iterator[FlaskClient]:
    yield signed_in(kiosk, "organizer")


@pytest.fixture
def desk(kiosk: Kiosk) -> Iterator[FlaskClient]:
    yield signed_in(kiosk, "desk")


def employer_at(fair: FairDay, booth: str, uscc: str = "") -> str:
    return edit_offer.keep_employer(
        fair.station,
        employer=None,
        name="星河制衣",
        uscc=uscc,
        booths=(booth,),
        contact="",
        phone="",
        actor="test",
    )


def needed(page: str) -> list[str]:
    """Give what the page says needs somebody, in its order."""
    listed = re.search(r'<ul class="log needs">.*?</ul>', page, re.S)
    return re.findall(r"<strong>(.*?)</strong>", html.unescape(listed.group())) if listed else []


def test_a_fair_where_all_is_well_says_so_in_one_line(organizer: FlaskClient) -> None:
    page = organizer.get("/organizer/?lang=en").text
    assert "Nothing needs you at the moment." in page
    assert needed(page) == []


def test_what_is_most_urgent_comes_first(organizer: FlaskClient, fair: FairDay) -> None:
    for _ in range(2):
        fair.registers("张伟", **PHONE)
    employer_at(fair, "A01", uscc="123")
    fair.clock[0] -= timedelta(minutes=30)
    said = needed(organizer.get("/organizer/?lang=en").text)
    assert said == [
        "This machine's clock is 30 minutes behind what it wrote before.",
        "1 offer waits for a person.",
        "1 pair may be one person.",
    ]


def test_a_pair_is_listed_until_the_desk_has_decided(desk: FlaskClient, fair: FairDay) -> None:
    one, two = (fair.registers("张伟", **PHONE) for _ in range(2))
    page = desk.get("/desk/?lang=en").text
    assert "Perhaps one person" in page
    assert "张伟" not in page  # masked, as in the search
    merge_seekers.tell_apart(fair.station, one.seeker, two.seeker, actor="desk")
    assert "Nothing else waits at the desk." in desk.get("/desk/?lang=en").text


def test_two_made_one_can_be_taken_apart_again_at_the_desk(
    desk: FlaskClient, fair: FairDay
) -> None:
    one, two = (fair.registers("张伟", **PHONE) for _ in range(2))
    merge_seekers.merge_seekers(fair.station, one.seeker, two.seeker, actor="desk")
    assert "Perhaps one person" not in desk.get("/desk/?lang=en").text
    leader = min(one.seeker, two.seeker)
    assert f"/desk/person/{leader}/part" in desk.get(f"/desk/person/{leader}").text


def test_a_search_is_posted_so_that_no_name_stands_in_an_address(
    desk: FlaskClient, fair: FairDay
) -> None:
    fair.registers("张伟")
    assert 'method="post" action="/desk/"' in desk.get("/desk/").text
    assert "A-0001" in desk.post("/desk/", data={"code": "zhangw"}, headers=OWN).text


def types_in(desk: FlaskClient, employer: str, code: str, **fields: str) -> str:
    typed = {
        "scan_id": uuid.uuid4().hex,
        "table": f"A01 {employer}",
        "code": code,
        "day": "2027-01-12",
        "time": "09:15",
        "outcome": "interested",
    }
    answer = desk.post("/desk/paper", data=typed | fields, headers=OWN, follow_redirects=True)
    return answer.text


def test_a_visit_from_paper_is_kept_with_its_time_its_booth_and_who_typed_it(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna, employer = fair.registers("Anna Berg"), employer_at(fair, "A01")
    fair.clock[0] = fair.at("11:00")
    page = types_in(desk, employer, "A-0001")
    assert 'data-verdict="recorded"' in page
    assert 'value="09:15"' in page  # the next line of the sheet is near

    db = fair.station.reading()
    visit = leads.leading(db, person=anna.seeker, code=anna.code, booth="A01", employer=employer)
    assert visit is not None
    kept = leads.by_id(db, visit)
    assert kept is not None
    assert kept.outcome == "interested"
    facts = {each.kind: each for each, _ in stored.in_order(db, fair.station.fair.fair)}
    for kind in ("visit.recorded", "lead.changed"):
        assert facts[kind].body is not None
        assert facts[kind].body["ordered_at"] == int(fair.at("09:15").timestamp() * 1000)  # type: ignore[index]
        assert facts[kind].actor == facts["visit.recorded"].actor != "phone"


def test_a_form_sent_twice_is_one_visit(desk: FlaskClient, fair: FairDay) -> None:
    fair.registers("Anna Berg")
    employer, scan_id = employer_at(fair, "A01"), uuid.uuid4().hex
    fair.clock[0] = fair.at("11:00")
    types_in(desk, employer, "A-0001", scan_id=scan_id)
    before = operations.newest(fair.station.reading())
    types_in(desk, employer, "A-0001", scan_id=scan_id)
    assert operations.newest(fair.station.reading()) == before


def test_paper_that_says_other_than_the_phone_is_left_to_the_organizer(
    desk: FlaskClient, organizer: FlaskClient, fair: FairDay
) -> None:
    fair.registers("Anna Berg")
    employer = employer_at(fair, "A01")
    fair.clock[0] = fair.at("11:00")
    types_in(desk, employer, "A-0001", outcome="not_a_fit")
    page = types_in(desk, employer, "A-0001", outcome="interested", lang="en")
    assert 'data-verdict="recorded"' in page or 'data-verdict="seen_before"' in page
    assert "/organizer/settle" in organizer.get("/organizer/").text


@pytest.mark.parametrize("time", ["23:59", "soon"])
def test_a_time_to_come_or_unreadable_keeps_nothing(
    desk: FlaskClient, fair: FairDay, time: str
) -> None:
    fair.registers("Anna Berg")
    employer = employer_at(fair, "A01")
    before = operations.newest(fair.station.reading())
    assert "field-time-wrong" in types_in(desk, employer, "A-0001", time=time)
    assert operations.newest(fair.station.reading()) == before


def test_who_came_in_by_pin_is_signed_out_when_nobody_is_there(kiosk: Kiosk) -> None:
    by_link = signed_in(kiosk, "desk")
    assert "data-leave" not in by_link.get("/desk/").text
    assert 'data-after="300"' in by_link.get("/desk/").text
    by_pin = make_app(kiosk).test_client()
    by_pin.post("/desk/sign-in", data={"name": "Wang", "pin": "1379"}, headers=OWN)
    assert 'name="next" value="/desk/sign-in"' in by_pin.get("/desk/").text
    out = by_pin.post("/sign-out", data={"next": "/desk/sign-in"}, headers=OWN)
    assert out.headers["Location"].endswith("/desk/sign-in")
    assert by_pin.get("/desk/").status_code == 303  # to the PIN
