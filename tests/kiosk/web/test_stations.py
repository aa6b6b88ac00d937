"""The stations' page and the dot in the bar, at the organizer's node and at a station."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fair.clock import from_ms
from kiosk.actions import add_device
from kiosk.actions.add_staff import add_staff
from kiosk.settings import Kiosk, shipped
from kiosk.store import peers
from kiosk.web.app import make_app
from pages.locale import read_texts
from pages.sign_in import Pins
from tests.kiosk.stations import Member, make_fair, new_member

OWN = {"Origin": "http://localhost"}
TEXTS = read_texts(shipped("translations"))


def signed_in(member: Member, role: str, entrance: str | None = None) -> FlaskClient:
    token = add_device.add_device(
        member.station, name=role, role=role, entrance=entrance, booth=None, actor="test"
    )
    app = make_app(Kiosk(station=member.station, texts=TEXTS), member.neighbours)
    client = app.test_client()
    assert client.post("/enter", data={"secret": token}, headers=OWN).status_code == 303
    return client


@pytest.fixture
def organizer(tmp_path: Path) -> Iterator[Member]:
    made = new_member(tmp_path / "organizer")
    make_fair(made)
    node = made.station.fair.node
    add_staff(made.station, name="Wang", role="organizer", pin="2580", pins=Pins(), actor=node)
    made.opens()
    yield made
    made.ends()


@pytest.fixture
def gate(organizer: Member, tmp_path: Path) -> Iterator[Member]:
    made = new_member(tmp_path / "gate")
    made.joins(organizer, name="North gate")
    made.opens()
    made.exchanges(organizer)
    yield made
    made.ends()


def test_an_invite_from_the_page_lets_a_machine_join_on_its_first_start_page(
    organizer: Member, tmp_path: Path
) -> None:
    page = signed_in(organizer, "organizer").post(
        "/organizer/stations/invite", data={"name": "North gate", "role": "station"}, headers=OWN
    )
    assert page.status_code == 200
    assert 'class="qr"' in page.text
    found = re.search(r"data-invite>([^<]+)<", page.text)
    assert found is not None
    new = new_member(tmp_path / "new")
    try:
        client = make_app(Kiosk(station=new.station, texts=TEXTS), new.neighbours).test_client()
        first = client.get("/organizer/first-start?lang=en")
        assert "Join a fair that another machine holds" in first.text
        joined = client.post(
            "/organizer/first-start/join", data={"invite": found[1].lower()}, headers=OWN
        )
        assert joined.status_code == 303
        assert new.station.fair.fair == organizer.station.fair.fair
        assert client.get("/organizer/first-start").location == "/organizer/"
    finally:
        new.ends()


def test_a_bad_invite_is_said_at_its_field(tmp_path: Path) -> None:
    new = new_member(tmp_path / "new")
    try:
        client = make_app(Kiosk(station=new.station, texts=TEXTS), new.neighbours).test_client()
        for typed in ("", "hello"):
            page = client.post(
                "/organizer/first-start/join?lang=en", data={"invite": typed}, headers=OWN
            )
            assert page.status_code == 422
            assert 'data-error="invite"' in page.text
    finally:
        new.ends()


def test_a_node_that_joined_and_has_no_fair_yet_waits_for_it(
    organizer: Member, tmp_path: Path
) -> None:
    new = new_member(tmp_path / "new")
    try:
        new.joins(organizer, name="East gate")
        with new.station.transaction() as db:
            db.execute("DELETE FROM staff")  # as if nothing of it had come over
        client = make_app(Kiosk(station=new.station, texts=TEXTS), new.neighbours).test_client()
        page = client.get("/organizer/first-start?lang=en")
        assert "This machine has joined the fair" in page.text
        tried = client.post(
            "/organizer/first-start/pin",
            data={"name": "Li", "pin": "1379", "pin_again": "1379"},
            headers=OWN,
        )
        assert tried.status_code == 200
        assert "1379" not in tried.text
    finally:
        new.ends()


def test_the_page_names_who_is_there_and_how_they_are(organizer: Member, gate: Member) -> None:
    client = signed_in(organizer, "organizer")
    page = client.get("/organizer/stations?lang=en").text
    assert "North gate" in page
    assert "up to date" in page
    node = gate.station.fair.node
    with organizer.station.transaction() as db:
        peers.failed(db, node, error="unreachable", detail="no route", at=from_ms(0))
        peers.heard(db, node, offset_ms=-3 * 3600 * 1000)
    page = client.get("/organizer/stations?lang=en").text
    assert "can&#39;t be reached (no route)" in page
    assert "3 hours behind" in page


def test_an_address_is_typed_in_and_tried_and_a_senseless_one_refused(
    organizer: Member, gate: Member
) -> None:
    client, node = signed_in(organizer, "organizer"), gate.station.fair.node
    at = gate.reachable.door.addresses()[0]
    good = client.post(
        "/organizer/stations/address", data={"node": node, "address": f" {at} "}, headers=OWN
    )
    assert good.location == "/organizer/stations?done=exchanged"
    bad = client.post(
        "/organizer/stations/address", data={"node": node, "address": "over there!"}, headers=OWN
    )
    assert bad.status_code == 422
    gone = client.post(
        "/organizer/stations/address", data={"node": "f" * 32, "address": at}, headers=OWN
    )
    assert gone.status_code == 422


def test_revoking_stands_on_the_page_and_the_node_is_out(organizer: Member, gate: Member) -> None:
    client, node = signed_in(organizer, "organizer"), gate.station.fair.node
    done = client.post("/organizer/stations/revoke", data={"node": node}, headers=OWN)
    assert done.location == "/organizer/stations?done=node_revoked"
    assert "revoked" in client.get("/organizer/stations?lang=en").text


def test_a_stations_setup_pages_say_that_they_are_a_copy(organizer: Member, gate: Member) -> None:
    there, here = signed_in(gate, "organizer"), signed_in(organizer, "organizer")
    for path in ("setup", "staff", "offers", "import/"):
        page = there.get(f"/organizer/{path}?lang=en").text
        assert "here you see a copy" in page
        assert '<fieldset class="bare" disabled>' in page
        assert "here you see a copy" not in here.get(f"/organizer/{path}?lang=en").text
    page = there.get("/organizer/stations?lang=en").text
    assert "Make an invite" not in page
    tried = there.post(
        "/organizer/stations/invite", data={"name": "x", "role": "king"}, headers=OWN
    )
    assert tried.status_code == 422
    added = there.post(
        "/organizer/staff?lang=en",
        data={"name": "Li", "role": "desk", "pin": "2580", "pin_again": "2580"},
        headers=OWN,
    )
    assert added.status_code == 403


def test_the_door_shows_a_dot_while_all_is_well_and_a_word_when_it_is_not(
    organizer: Member, gate: Member
) -> None:
    door = signed_in(gate, "entrance", "North gate")
    page = door.get("/entrance/?lang=en").text
    assert "All other stations are up to date." in page
    version = "All other stations are up to date."
    assert door.get(f"/stations/dot?lang=en&seen={version}").status_code == 204
    gate.ahead[0] += timedelta(minutes=5)
    late = door.get(f"/stations/dot?lang=en&seen={version}")
    assert late.status_code == 200
    assert "organizer: 5 minutes ago" in late.text
    gate.exchanges(organizer)
    assert door.get(f"/stations/dot?lang=en&seen={version}").status_code == 204


def test_one_machine_alone_shows_no_dot(organizer: Member) -> None:
    page = signed_in(organizer, "entrance", "North gate").get("/entrance/?lang=en").text
    assert 'id="stations"' not in page
