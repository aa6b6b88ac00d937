"""The desk finds a person and settles what the entrance can't."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kiosk.actions import change_lead, withdraw_badge
from kiosk.settings import Kiosk
from kiosk.store import connect, devices, leads, state, status, stored
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.test_organizer import OWN, signed_in

NUMBER = "990102198005270036"
GROWN = "990102198005270039"  # born 1980, and its check holds


@pytest.fixture
def desk(kiosk: Kiosk) -> Iterator[FlaskClient]:
    yield signed_in(kiosk, "desk")


def posts(desk: FlaskClient, path: str, time: str = "", **fields: str) -> str:
    data = {"scan_id": "f" * 20 + re.sub(r"\W", "", path)[-20:] + time, **fields}
    answer = desk.post(path, data=data, headers=OWN, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_a_scan_opens_the_person_and_words_are_searched(desk: FlaskClient, fair: FairDay) -> None:
    anna = fair.registers("张伟")
    assert desk.get(f"/desk/?code={anna.code}").headers["Location"].endswith(anna.seeker)
    assert "A-0001" in desk.get("/desk/?code=zhangw").text
    assert "张*" in desk.get("/desk/?code=zw").text


def test_a_lost_badge_is_replaced_and_the_old_one_opens_nothing(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("张伟")
    assert 'data-verdict="withdrawn"' in posts(desk, f"/desk/person/{anna.seeker}/replace")
    assert type(fair.scans(anna.code)).__name__ == "Withdrawn"


def test_sensitive_fields_are_shown_on_request_and_the_look_is_noted(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("张伟", id_number=NUMBER)
    assert NUMBER not in desk.get(f"/desk/person/{anna.seeker}").text
    assert NUMBER in posts(desk, f"/desk/person/{anna.seeker}/show")
    looks = [row["what"] for row in devices.accesses(fair.station.reading())]
    assert "sensitive" in looks


def test_twins_are_merged_and_taken_apart_again(desk: FlaskClient, fair: FairDay) -> None:
    one = fair.registers("张伟", phone="16900000001", phone_digits="16900000001")
    two = fair.registers("张伟", phone="16900000001", phone_digits="16900000001")
    assert "A-0001" in desk.get(f"/desk/person/{two.seeker}").text
    posts(desk, f"/desk/person/{two.seeker}/same", number="A-0001", same="yes")
    assert type(fair.scans(one.code, at="09:00")).__name__ == "Admitted"
    assert type(fair.scans(two.code, at="09:10")).__name__ == "AlreadyIn"
    assert people_in(fair) == 1
    posts(desk, f"/desk/person/{one.seeker}/part")
    assert people_in(fair) == 2


def held_at(desk: FlaskClient, **fields: str) -> str:
    """Register somebody under 16; gives the address of their page."""
    assert 'data-verdict="to_desk"' in posts(desk, "/desk/new", name="小明", **fields)
    found = re.search(r"/desk/person/\w+", desk.get("/desk/?code=xiaom").text)
    assert found is not None
    return found[0]


def test_a_wrong_birth_date_is_corrected_and_the_badge_given(
    desk: FlaskClient, fair: FairDay
) -> None:
    page = held_at(desk, birth_date="2015-05-27")
    assert 'data-verdict="to_desk"' in posts(desk, f"{page}/admit", birth_date="2014-05-27")
    assert people_in(fair) == 0
    told = posts(desk, f"{page}/admit", "again", birth_date="1995-05-27")
    assert 'data-verdict="registered"' in told and "A-0001" in told
    assert people_in(fair) == 1


def test_a_date_alone_does_not_overrule_an_identity_number(
    desk: FlaskClient, fair: FairDay
) -> None:
    page = held_at(desk, id_number="99141220120304255X")
    assert 'data-verdict="to_desk"' in posts(desk, f"{page}/admit", birth_date="1995-05-27")
    told = posts(desk, f"{page}/admit", "again", birth_date="1995-05-27", id_number=GROWN)
    assert 'data-verdict="registered"' in told
    assert people_in(fair) == 1


def people_in(fair: FairDay) -> int:
    with connect.snapshot(fair.station.reading()) as db:
        return status.counts(db).people


def test_what_was_said_in_words_about_an_erased_person_is_gone_and_the_rest_is_proven(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("张伟")
    fair.scans(anna.code)
    visit = fair.visits(anna.code, "A01").verdict.visit  # type: ignore[union-attr]
    change_lead.change_lead(
        fair.station,
        fair.ask("booth:A01:", "", "/outcome"),
        None,
        visit=visit,
        fields={"outcome": "interested", "interview": "Thursday, ask for Zhao"},
        note="limps a little",
        seen=None,
        actor="phone",
    )
    withdraw_badge.withdraw_badge(
        fair.station,
        fair.ask("desk", anna.code, "/badges/withdraw"),
        reason="left it with his cousin Zhao",
        reissue=True,
        actor="desk",
    )
    posts(desk, f"/desk/person/{anna.seeker}/erase")

    db = fair.station.reading()
    told = leads.by_id(db, visit)
    assert told is not None
    assert (told.outcome, told.fields) == ("interested", {"outcome": "interested"})
    bodies = [each.body for each, _ in stored.in_order(db, fair.station.fair.fair)]
    assert not any("Zhao" in str(body) or "limps" in str(body) for body in bodies)
    with connect.snapshot(db):
        assert (status.counts(db).people, status.counts(db).leads) == (1, 1)
    assert state.problems(db, fair.station.fair.fair) == []


def test_an_erased_person_is_found_no_more_and_still_counts(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("张伟")
    fair.scans(anna.code)
    posts(desk, f"/desk/person/{anna.seeker}/erase")
    assert "张" not in desk.get("/desk/?code=zhangwei").text
    assert type(fair.scans(anna.code, at="09:30")).__name__ == "AlreadyIn"
