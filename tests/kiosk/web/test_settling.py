"""What two wrote without seeing each other is settled by a person, once, for every station."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from fair import facts
from kiosk.actions import change_lead
from kiosk.settings import Kiosk
from kiosk.store import devices, disputes, operations, seekers, state
from tests.kiosk.conftest import FairDay
from tests.kiosk.web.test_organizer import OWN, signed_in


@pytest.fixture
def desk(kiosk: Kiosk) -> Iterator[FlaskClient]:
    yield signed_in(kiosk, "desk")


@pytest.fixture
def organizer(kiosk: Kiosk) -> Iterator[FlaskClient]:
    yield signed_in(kiosk, "organizer")


def two_phones(fair: FairDay, seeker: str) -> None:
    """Two stations correct a phone number while no cable lies between them."""
    for phone in ("13800000001", "13800000002"):
        with fair.station.transaction():
            fact = facts.SeekerChanged(seeker, {"phone": phone, "phone_digits": phone})
            operations.record(fair.station, fact, actor="gate")


def forms(page: str) -> list[dict[str, str]]:
    """Give the fields of each form that settles, with the choices under `choices`."""
    found = []
    for form in re.findall(r'<form[^>]*action="/\w+/settle".*?</form>', page, re.S):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        fields["choices"] = " ".join(re.findall(r'name="take" value="(\w+)"', form))
        found.append(fields)
    return found


def take(client: FlaskClient, room: str, form: dict[str, str], which: int) -> str:
    op = form["choices"].split()[which]
    data = {name: form[name] for name in ("scan_id", "about", "id", "field", "seen")}
    answer = client.post(
        f"/{room}/settle", data=data | {"take": op}, headers=OWN, follow_redirects=True
    )
    assert answer.status_code == 200
    return answer.text


def test_the_desk_takes_one_of_two_phone_numbers(desk: FlaskClient, fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    two_phones(fair, anna.seeker)
    assert "/desk/settle" in desk.get("/desk/").text

    page = desk.get("/desk/settle?lang=en").text
    assert "13800000001" in page
    assert "13800000002" in page
    assert 'data-verdict="kept"' in take(desk, "desk", forms(page)[0], 0)

    whole = seekers.whole(fair.station.reading(), anna.seeker)
    assert (whole["phone"], whole["phone_digits"]) == ("13800000001", "13800000001")
    assert disputes.every(fair.station.reading()) == []
    assert "/desk/settle" not in desk.get("/desk/").text


def test_settling_is_one_fact_however_often_the_form_is_sent(
    desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("Anna Berg")
    two_phones(fair, anna.seeker)
    form = forms(desk.get("/desk/settle").text)[0]
    take(desk, "desk", form, 0)
    before = operations.newest(fair.station.reading())
    assert 'data-verdict="kept"' in take(desk, "desk", form, 0)
    assert operations.newest(fair.station.reading()) == before
    assert state.problems(fair.station.reading(), fair.station.fair.fair) == []


def test_a_third_value_that_nobody_saw_stays_in_dispute(desk: FlaskClient, fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    two_phones(fair, anna.seeker)
    form = forms(desk.get("/desk/settle").text)[0]
    with fair.station.transaction():
        fact = facts.SeekerChanged(anna.seeker, {"phone": "13800000003"})
        operations.record(fair.station, fact, actor="gate")
    page = take(desk, "desk", form, 0)
    assert "13800000001" in page
    assert "13800000003" in page


def test_who_settles_second_keeps_nothing_and_is_told(desk: FlaskClient, fair: FairDay) -> None:
    anna = fair.registers("Anna Berg")
    two_phones(fair, anna.seeker)
    form = forms(desk.get("/desk/settle").text)[0]
    take(desk, "desk", form, 0)
    page = take(desk, "desk", form | {"scan_id": uuid.uuid4().hex}, 1)
    assert 'data-verdict="kept"' not in page
    assert seekers.whole(fair.station.reading(), anna.seeker)["phone"] == "13800000001"


def test_identity_numbers_are_masked_until_somebody_asks_and_is_noted(
    desk: FlaskClient, fair: FairDay
) -> None:
    numbers = ("990102198005270036", "990102198005270044")
    anna = fair.registers("Anna Berg")
    for number in numbers:
        with fair.station.transaction():
            fact = facts.SeekerChanged(anna.seeker, {"id_number": number})
            operations.record(fair.station, fact, actor="gate")
    page = desk.get("/desk/settle").text
    assert not any(number in page for number in numbers)
    shown = desk.post("/desk/settle/show", data={"id": anna.seeker}, headers=OWN).text
    assert all(number in shown for number in numbers)
    look = devices.accesses(fair.station.reading())[0]
    assert (look["what"], look["about"]) == ("sensitive", anna.seeker)


def test_the_organizer_settles_what_a_meeting_came_to_and_the_desk_does_not(
    organizer: FlaskClient, desk: FlaskClient, fair: FairDay
) -> None:
    anna = fair.registers("Anna Berg")
    visit = fair.visits(anna.code, "A01").verdict.visit  # type: ignore[union-attr]
    for outcome in ("interested", "not_a_fit"):
        change_lead.change_lead(
            fair.station,
            fair.ask("booth:A01:", "", f"/visits/{visit}/outcome"),
            None,
            visit=visit,
            fields={"outcome": outcome},
            note=None,
            seen="",
            actor="phone",
        )
    assert forms(desk.get("/desk/settle").text) == []
    assert "/organizer/settle" in organizer.get("/organizer/").text
    form = forms(organizer.get("/organizer/settle").text)[0]
    refused = desk.post("/desk/settle", data=form | {"take": form["choices"]}, headers=OWN)
    assert refused.status_code == 404
    take(organizer, "organizer", form, 0)
    assert "/organizer/settle" not in organizer.get("/organizer/").text
    assert disputes.every(fair.station.reading()) == []
