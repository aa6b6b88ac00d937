"""The organizer sees the fair live and takes its lists and report away."""

import io
import json
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient

from fair import badge
from kiosk.actions import add_device
from kiosk.settings import Kiosk
from kiosk.store import connect, status
from kiosk.web.app import make_app
from tests.kiosk.conftest import FairDay

OWN = {"Origin": "http://localhost"}


def signed_in(kiosk: Kiosk, role: str) -> FlaskClient:
    token = add_device.add_device(
        kiosk.station, name=role, role=role, entrance=None, booth=None, actor="test"
    )
    client = make_app(kiosk).test_client()
    assert client.post("/enter", data={"secret": token}, headers=OWN).status_code == 303
    return client


@pytest.fixture
def organizer(kiosk: Kiosk, fair: FairDay) -> Iterator[FlaskClient]:
    for n in range(7):
        anna = fair.registers(f"Person {n}", groups={"D02": "verified"} if n < 2 else {})
        fair.scans(anna.code, at=f"09:{n:02d}")
        fair.visits(anna.code, "A01", at="09:30")
    fair.clock[0] = fair.at("10:00")
    yield signed_in(kiosk, "organizer")


def test_the_four_numbers_agree_with_status(organizer: FlaskClient, fair: FairDay) -> None:
    with connect.snapshot(fair.station.reading()) as db:
        counts = status.counts(db)
    page = organizer.get("/organizer/?lang=en").text
    assert counts.people == counts.visits == 7
    assert page.count('<span class="number">7</span>') >= 2


def test_nothing_is_sent_again_while_nothing_happens(organizer: FlaskClient) -> None:
    page = organizer.get("/organizer/").text
    seen = page.split("live?seen=")[1].split('"')[0]
    assert organizer.get(f"/organizer/live?seen={seen}").status_code == 204


def test_the_wall_shows_no_person(organizer: FlaskClient) -> None:
    wall = organizer.get("/organizer/wall").text
    assert "Person" not in wall
    assert "A-000" not in wall


def test_the_exports_hold_what_status_counts(organizer: FlaskClient) -> None:
    for table, rows in (("check-ins", 7), ("visits", 7), ("seekers", 7), ("leads", 0)):
        body = organizer.get(f"/organizer/download/{table}.jsonl").text
        assert len([json.loads(line) for line in body.splitlines()]) == rows


def test_the_report_hides_small_groups(organizer: FlaskClient) -> None:
    body = organizer.get("/organizer/download/report.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for row in book["重点群体"].values for cell in row if cell is not None]
    assert "<5" in cells
    assert 2 not in cells


def test_the_lists_say_who_came_and_who_met_whom_page_by_page(
    organizer: FlaskClient, fair: FairDay
) -> None:
    for n in range(60):
        absent = fair.registers(f"Absent {n}")
    met = organizer.get("/organizer/lists?lang=en").text
    assert met.count('aria-label="A-000') == 7
    came = organizer.get("/organizer/lists?which=came").text
    assert "Person 3" in came
    assert "Absent" not in came
    first = organizer.get("/organizer/lists?which=absent").text
    page = {"which": "absent", "page": "1"}
    second = organizer.post("/organizer/lists", data=page, headers=OWN).text
    assert (first.count("Absent"), second.count("Absent")) == (50, 10)
    asked = {"which": "absent", "q": "absent 59"}
    assert absent.seeker in organizer.post("/organizer/lists", data=asked, headers=OWN).text


def test_a_badge_of_a_station_not_heard_of_is_listed_by_its_number(
    organizer: FlaskClient, fair: FairDay
) -> None:
    station = fair.station
    code = badge.badge_code("B", 7, station.fair.fair_key, station.chance.below)
    fair.scans(code, at="10:01")
    listed = organizer.get("/organizer/lists?which=unheard").text
    assert "B-0007" in listed
    assert "A-0001" not in listed


def test_the_organizer_writes_down_what_became_of_a_meeting(organizer: FlaskClient) -> None:
    visit = organizer.get("/organizer/lists").text.split("/organizer/lists/")[1].split('"')[0]
    page = organizer.get(f"/organizer/lists/{visit}").text
    scan_id = page.split('name="scan_id" value="')[1].split('"')[0]
    data = {"scan_id": scan_id, "outcome": "offered"}
    path = f"/organizer/lists/{visit}"
    kept = organizer.post(path, data=data, headers=OWN, follow_redirects=True).text
    assert 'data-verdict="kept"' in kept
    assert visit in organizer.get("/organizer/lists?which=interested").text
    assert organizer.get("/organizer/lists/" + "0" * 32).status_code == 404


def test_others_see_none_of_it(kiosk: Kiosk, organizer: FlaskClient) -> None:
    desk = signed_in(kiosk, "desk")
    for path in ("/organizer/lists", "/organizer/download/seekers.csv", "/organizer/report"):
        assert desk.get(path).status_code == 403
