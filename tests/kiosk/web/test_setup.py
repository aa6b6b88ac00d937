"""Setting up in the browser: first start, the setup, people, devices, lists, offers, posters."""

import io
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.actions import create_fair
from kiosk.settings import Kiosk, shipped
from kiosk.store import devices, employers, fairs, people, status
from kiosk.store.station import Station
from kiosk.web import fair_form
from kiosk.web.app import make_app
from kiosk.web.poster import joining
from pages.locale import read_texts
from tests.kiosk.conftest import DATA, OPENS, new_station

OWN = {"Origin": "http://localhost", "Accept-Language": "en"}
HERE = {"REMOTE_ADDR": "127.0.0.1"}
AWAY = {"REMOTE_ADDR": "192.168.1.77"}
FIRST = "/organizer/first-start"
MARKET_DAY = {**fair_form.blank(OPENS, "Market gate"), "name_en": "Shuanghe market day"}
PIN = {"name": "Wang", "pin": "1379", "pin_again": "1379"}


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Station]:
    """A station that holds no fair yet."""
    station = new_station(tmp_path / "new", [OPENS])
    yield station
    station.close()


@pytest.fixture
def browser(new: Station) -> FlaskClient:
    texts = read_texts(shipped("translations"))
    return make_app(Kiosk(station=new, texts=texts, setup_code="24681357")).test_client()


@pytest.fixture
def organizer(kiosk: Kiosk) -> FlaskClient:
    client = make_app(kiosk).test_client()
    client.post("/organizer/sign-in", data={"name": "Wang", "pin": "1379"}, headers=OWN)
    return client


def send(
    browser: FlaskClient, path: str, data: Mapping[str, Any], where: dict[str, str] = HERE
) -> TestResponse:
    return browser.post(path, data=data, headers=OWN, environ_base=where)


def look(browser: FlaskClient, path: str, where: dict[str, str] = HERE) -> TestResponse:
    return browser.get(path, headers=OWN, environ_base=where)


def upload(browser: FlaskClient, what: str, name: str) -> str:
    """Send a list and wait until it was read; give the page."""
    file = (io.BytesIO((DATA / name).read_bytes()), Path(name).name)
    answer = send(browser, "/organizer/import/", {"what": what, "list": file})
    assert answer.status_code == 303
    return settled(browser)


def settled(browser: FlaskClient) -> str:
    for _ in range(200):
        text = look(browser, "/organizer/import/").text
        if "data-live" not in text:
            return text
        time.sleep(0.05)
    raise AssertionError("the list is still on its way")


# First start


def test_a_fair_begins_in_the_browser_with_a_name_and_a_pin(
    new: Station, browser: FlaskClient
) -> None:
    """A market day by hand: one field typed, then name and PIN."""
    made = send(browser, f"{FIRST}/fair", MARKET_DAY)
    begun = send(browser, f"{FIRST}/pin", PIN)
    setup = fairs.setup(new.reading())

    assert (made.status_code, made.location) == (303, FIRST)
    assert (begun.status_code, begun.location) == (303, "/organizer/next")
    assert setup is not None
    assert (setup.kind, setup.booths[0], setup.booths[-1]) == ("market_day", "01", "20")
    assert "Import employers" in look(browser, "/organizer/next").text


def test_a_fair_made_by_the_command_line_asks_for_the_pin_alone(
    new: Station, browser: FlaskClient
) -> None:
    wanted = fair_form.read(MARKET_DAY)
    create_fair.create_fair(new, wanted, fair_key=secrets.token_bytes(32), name="organizer")

    assert "Who is the organizer?" in look(browser, FIRST).text
    assert send(browser, f"{FIRST}/pin", PIN).location == "/organizer/next"


def test_a_setup_file_makes_the_fair_too(new: Station, browser: FlaskClient) -> None:
    file = (io.BytesIO((DATA / "fair.json").read_bytes()), "fair.json")
    made = send(browser, f"{FIRST}/file", {"setup": file})
    setup = fairs.setup(new.reading())

    assert made.status_code == 303
    assert setup is not None
    assert len(setup.booths) == 30
    assert "Who is the organizer?" in look(browser, FIRST).text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "Choose a file first."),
        (b"[", "This file is no setup of a fair."),
        (b'{"name": "x", "colour": 1}', "“colour” can&#39;t be taken."),
        (b"[" * 100_000, "This file is no setup of a fair."),
    ],
)
def test_a_setup_file_that_makes_no_sense_is_told_in_one_sentence(
    new: Station, browser: FlaskClient, body: bytes, said: str
) -> None:
    answer = send(browser, f"{FIRST}/file", {"setup": (io.BytesIO(body), "fair.json")})

    assert answer.status_code == 422
    assert said in answer.text
    assert fairs.setup(new.reading()) is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name_en", "", "Something must stand here."),
        ("to", "08:00", "The end is before the beginning."),
        ("day", "someday", "This is no date."),
        ("booths", "A20-A01", "A20-A01 leads nowhere."),
        ("entrances", " \n ", "Something must stand here."),
        ("booths", "A1, A1", "The same name stands here twice."),
        ("time_zone", "Mars/Base", "There is no such time zone."),
        ("retention_days", "many", "Write a whole number of days"),
        ("address", f"http://{'long' * 15}.example", "makes the badge&#39;s code too long"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    new: Station, browser: FlaskClient, field: str, typed: str, said: str
) -> None:
    form = {**MARKET_DAY, "place_zh": "双河镇集市", field: typed}
    answer = send(browser, f"{FIRST}/fair", form)

    assert answer.status_code == 422
    assert said in answer.text
    assert "aria-invalid" in answer.text
    assert "双河镇集市" in answer.text
    assert fairs.setup(new.reading()) is None


def test_another_machine_needs_the_setup_code(new: Station, browser: FlaskClient) -> None:
    refused = look(browser, FIRST, AWAY)
    unasked = send(browser, f"{FIRST}/fair", MARKET_DAY, AWAY)
    wrong = send(browser, f"{FIRST}/code", {"setup_code": "11111111"}, AWAY)
    right = send(browser, f"{FIRST}/code", {"setup_code": "2468 1357"}, AWAY)
    page = look(browser, FIRST, AWAY)

    assert [each.status_code for each in (refused, unasked, wrong)] == [403, 403, 403]
    assert right.status_code == 303
    assert "Name of the fair" in page.text
    assert fairs.setup(new.reading()) is None


def test_a_proxy_on_this_machine_doesnt_make_its_visitors_local(browser: FlaskClient) -> None:
    through = {**OWN, "X-Forwarded-For": "203.0.113.9"}
    assert browser.get(FIRST, headers=through, environ_base=HERE).status_code == 403


def test_guessing_the_setup_code_is_slowed_down(browser: FlaskClient) -> None:
    tries = [send(browser, f"{FIRST}/code", {"setup_code": "0"}, AWAY) for _ in range(11)]
    assert [each.status_code for each in tries] == [403] * 10 + [429]
    assert int(tries[-1].headers["Retry-After"]) >= 1


def test_the_first_start_is_over_once_there_is_an_organizer(
    new: Station, browser: FlaskClient
) -> None:
    send(browser, f"{FIRST}/fair", MARKET_DAY)
    send(browser, f"{FIRST}/pin", PIN)
    again = send(browser, f"{FIRST}/pin", {**PIN, "name": "Mallory"})
    code = send(browser, f"{FIRST}/code", {"setup_code": "24681357"}, AWAY)

    assert (again.status_code, again.location) == (303, "/organizer/")
    assert code.location == "/organizer/"
    assert [each.name for each in people.staff(new.reading())] == ["Wang"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"pin_again": "1378"}, "The two PINs differ."),
        ({"pin": "1111", "pin_again": "1111"}, "That PIN is too easy to guess"),
        ({"pin": "1", "pin_again": "1"}, "A PIN has 4 to 64 characters"),
        ({"name": " "}, "A name of up to 60 characters is needed"),
    ],
)
def test_a_pin_that_anybody_would_guess_isnt_taken(
    new: Station, browser: FlaskClient, typed: dict[str, str], said: str
) -> None:
    send(browser, f"{FIRST}/fair", MARKET_DAY)
    answer = send(browser, f"{FIRST}/pin", {**PIN, **typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert people.staff(new.reading()) == []


# The setup


def setup_form(kiosk: Kiosk) -> dict[str, object]:
    setup = fairs.setup(kiosk.station.reading())
    assert setup is not None
    return dict(fair_form.shown(setup))


def test_only_what_was_changed_in_the_setup_is_kept(kiosk: Kiosk, organizer: FlaskClient) -> None:
    same = send(organizer, "/organizer/setup", setup_form(kiosk))
    before = status.counts(kiosk.station.reading()).operations
    form = {**setup_form(kiosk), "to": "14:30", "booths": "A01-A25"}
    changed = send(organizer, "/organizer/setup", form)
    setup = fairs.setup(kiosk.station.reading())

    assert (same.location, changed.location) == (
        "/organizer/setup?done=same",
        "/organizer/setup?done=changed",
    )
    assert setup is not None
    assert setup.ends_at.isoformat() == "2027-01-12T14:30:00+08:00"
    assert len(setup.booths) == 25
    assert setup.campaign["en"] == "Employment Assistance Month 2027"
    assert status.counts(kiosk.station.reading()).operations == before + 1


def test_an_address_that_no_badge_can_carry_is_refused_when_it_is_set(
    kiosk: Kiosk, organizer: FlaskClient
) -> None:
    before = fairs.setup(kiosk.station.reading())
    form = {**setup_form(kiosk), "address": f"http://{'long' * 15}.example"}
    answer = send(organizer, "/organizer/setup", form)

    assert answer.status_code == 422
    assert "of 61 characters). Use a shorter name or the IPv4 address." in answer.text
    assert fairs.setup(kiosk.station.reading()) == before


def test_setting_up_is_for_organizers(kiosk: Kiosk) -> None:
    stranger = make_app(kiosk).test_client()
    for page in ("next", "setup", "staff", "devices", "import/", "offers", "poster"):
        assert look(stranger, f"/organizer/{page}").location.startswith("/organizer/sign-in")


# People and devices


def test_people_are_added_get_a_new_pin_and_are_let_go(
    kiosk: Kiosk, organizer: FlaskClient
) -> None:
    person = {"name": "Li", "role": "desk", "pin": "2580", "pin_again": "2580"}
    added = send(organizer, "/organizer/staff", person)
    twice = send(organizer, "/organizer/staff", person)
    (li,) = [each for each in people.staff(kiosk.station.reading()) if each.name == "Li"]
    other = make_app(kiosk).test_client()
    old = send(other, "/desk/sign-in", {"name": "Li", "pin": "2580"})
    pin = {"pin": "9753", "pin_again": "9753"}
    send(organizer, f"/organizer/staff/{li.id}/pin", pin)
    outside = look(other, "/desk/")
    send(organizer, f"/organizer/staff/{li.id}/remove", {})

    assert added.location == "/organizer/staff?done=added"
    assert twice.status_code == 422
    assert "Somebody is already named Li" in twice.text
    assert old.status_code == 303
    assert outside.status_code == 303  # the new PIN put the old browser out
    assert [each.name for each in people.staff(kiosk.station.reading())] == ["Wang"]


def test_the_last_organizer_stays(kiosk: Kiosk, organizer: FlaskClient) -> None:
    (wang,) = people.staff(kiosk.station.reading())
    answer = send(organizer, f"/organizer/staff/{wang.id}/remove", {})

    assert answer.status_code == 422
    assert "This is the only organizer" in answer.text
    assert people.staff(kiosk.station.reading()) == [wang]


def test_a_devices_link_is_shown_once_and_lets_it_in(kiosk: Kiosk, organizer: FlaskClient) -> None:
    form = {"name": "tablet 1", "role": "entrance", "entrance": "South gate", "booth": ""}
    page = send(organizer, "/organizer/devices", form).text
    found = re.search(r"/enter#([0-9A-Z-]+)", page)
    assert found is not None
    tablet = make_app(kiosk).test_client()
    entered = send(tablet, "/enter", {"secret": found[1]})

    assert "<svg" in page
    assert entered.location == "/entrance/"
    assert found[1] not in look(organizer, "/organizer/devices").text


def test_a_lost_device_is_out_at_once(kiosk: Kiosk, organizer: FlaskClient) -> None:
    form = {"name": "tablet 1", "role": "entrance", "entrance": "", "booth": ""}
    page = send(organizer, "/organizer/devices", form).text
    secret = re.findall(r"/enter#([0-9A-Z-]+)", page)[0]
    tablet = make_app(kiosk).test_client()
    send(tablet, "/enter", {"secret": secret})
    send(organizer, "/organizer/devices/revoke", {"name": "tablet 1"})

    assert look(tablet, "/entrance/").status_code == 303
    assert send(tablet, "/enter", {"secret": secret}).status_code == 403
    assert devices.every(kiosk.station.reading()) == []


def test_a_browser_can_be_put_out(kiosk: Kiosk, organizer: FlaskClient) -> None:
    other = make_app(kiosk).test_client()
    send(other, "/organizer/sign-in", {"name": "Wang", "pin": "1379"})
    page = look(organizer, "/organizer/devices").text
    (session,) = re.findall(r'name="session" value="([0-9a-f]+)"', page)
    send(organizer, "/organizer/devices/put-out", {"session": session})

    assert look(other, "/organizer/next").status_code == 303
    assert look(organizer, "/organizer/next").status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": "booth", "booth": ""}, "A booth&#39;s device needs its booth"),
        ({"role": "pilot", "booth": ""}, "There is no role pilot"),
        ({"role": "entrance", "entrance": "West", "booth": ""}, "The fair has no entrance West"),
    ],
)
def test_a_device_without_its_place_isnt_added(
    kiosk: Kiosk, organizer: FlaskClient, form: dict[str, str], said: str
) -> None:
    answer = send(organizer, "/organizer/devices", {"name": "x", "entrance": "", **form})

    assert answer.status_code == 422
    assert said in answer.text
    assert devices.every(kiosk.station.reading()) == []


def test_cards_of_all_booths_come_as_one_file(kiosk: Kiosk, organizer: FlaskClient) -> None:
    answer = send(organizer, "/organizer/devices/cards", {"card_booth": "A01"})

    assert answer.data.startswith(b"%PDF")
    assert [each.booth for each in people.cards(kiosk.station.reading())] == ["A01"]


# Lists


def test_a_list_is_looked_at_before_it_is_kept(kiosk: Kiosk, organizer: FlaskClient) -> None:
    page = upload(organizer, "employers", "employers.xlsx")
    counted = status.counts(kiosk.station.reading())
    rejects = look(organizer, "/organizer/import/rejects.csv")
    (id_,) = re.findall(r'name="import" value="(\w+)"', page)
    send(organizer, "/organizer/import/keep", {"import": id_})
    kept = settled(organizer)

    assert "5 rows can&#39;t be taken" in page
    assert "5 rows are kept and wait for a person" in page
    assert "The job has no title. Fill it in." in page
    assert counted.employers == 0
    assert len(rejects.data.decode("utf-8-sig").splitlines()) == 6
    assert "The list is kept" in kept
    assert "The list is kept" in look(organizer, "/organizer/import/").text
    assert 'type="file"' in look(organizer, "/organizer/import/?what=seekers").text
    assert status.counts(kiosk.station.reading()).employers == 16


def test_what_was_uploaded_is_private_and_goes(kiosk: Kiosk, organizer: FlaskClient) -> None:
    upload(organizer, "seekers", "seekers.csv")
    folder = kiosk.station.folder / "uploads"
    mode = (folder / "list").stat().st_mode & 0o777
    send(organizer, "/organizer/import/away", {})
    gone = not folder.exists()
    upload(organizer, "seekers", "seekers.csv")
    make_app(kiosk)  # as at a start

    assert mode == 0o600
    assert gone
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("broken/password.xlsx", "is protected by a password"),
        ("broken/no-header.csv", "No row with the names of the columns"),
        ("broken/empty.csv", "is empty"),
        ("broken/picture.csv", "is no spreadsheet that can be read here"),
    ],
)
def test_a_file_that_cant_be_taken_is_told_in_one_sentence(
    kiosk: Kiosk, organizer: FlaskClient, name: str, said: str
) -> None:
    page = upload(organizer, "employers", name)

    assert said in page
    assert "Choose another file" in page
    assert not (kiosk.station.folder / "uploads" / "list").exists()


def test_a_form_without_a_file_asks_for_one(organizer: FlaskClient) -> None:
    nothing = (io.BytesIO(b""), "")
    answer = send(organizer, "/organizer/import/", {"what": "seekers", "list": nothing})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_keeping_twice_keeps_once(kiosk: Kiosk, organizer: FlaskClient) -> None:
    page = upload(organizer, "seekers", "seekers.xlsx")
    (id_,) = re.findall(r'name="import" value="(\w+)"', page)
    for _ in range(2):
        assert send(organizer, "/organizer/import/keep", {"import": id_}).status_code == 303
    settled(organizer)
    once = status.counts(kiosk.station.reading())
    send(organizer, "/organizer/import/keep", {"import": id_})
    settled(organizer)

    assert once.seekers > 0
    assert status.counts(kiosk.station.reading()) == once


# Offers by hand


@pytest.fixture
def with_employers(organizer: FlaskClient) -> FlaskClient:
    page = upload(organizer, "employers", "employers.xlsx")
    (id_,) = re.findall(r'name="import" value="(\w+)"', page)
    send(organizer, "/organizer/import/keep", {"import": id_})
    settled(organizer)
    return organizer


def test_what_is_held_shows_its_words_and_the_article(with_employers: FlaskClient) -> None:
    page = look(with_employers, "/organizer/offers").text

    assert "5 wait for you" in page
    assert "<mark>仅限汉族</mark>" in page
    assert "Employment Promotion Law, Art. 28" in page


def test_a_held_advert_is_let_through_with_a_reason_only(
    kiosk: Kiosk, with_employers: FlaskClient
) -> None:
    held = [job for job in employers.jobs(kiosk.station.reading()) if job.held]
    about = {"about": held[0].id}
    silent = send(with_employers, "/organizer/offers/release", {**about, "reason": " "})
    spoken = send(with_employers, "/organizer/offers/release", {**about, "reason": "asked them"})
    again = send(with_employers, "/organizer/offers/release", {**about, "reason": "asked them"})
    after = employers.job_by_id(kiosk.station.reading(), held[0].id)

    assert silent.status_code == 422
    assert spoken.location == "/organizer/offers?done=released"
    assert again.status_code == 404
    assert after is not None
    assert after.held == ""


def test_an_employer_and_a_job_can_be_typed_in(kiosk: Kiosk, organizer: FlaskClient) -> None:
    form = {"name": "双河食品厂", "uscc": "", "booths": "a01、A02", "contact": "", "phone": ""}
    twice = {**form, "scan_id": secrets.token_hex(16)}
    made = [send(organizer, "/organizer/offers/new", twice) for _ in range(2)]
    (employer,) = employers.every(kiosk.station.reading())
    offer = dict.fromkeys(("reserved", "wage", "place", "requirements", "education", "age"), "") | {
        "title": "包装工",
        "openings": "12",
        "scan_id": secrets.token_hex(16),
    }
    path = f"/organizer/offers/{employer.id}/jobs/new"
    kept = send(organizer, path, offer)
    wrong = send(organizer, path, {**offer, "openings": "0"})
    limited = {**offer, "requirements": "限男性", "scan_id": secrets.token_hex(16)}
    waits = send(organizer, path, limited)
    jobs = employers.jobs(kiosk.station.reading(), employer.id)

    assert made[0].location == made[1].location
    assert employers.booths(kiosk.station.reading())[employer.id] == ["A01", "A02"]
    assert kept.location.endswith("done=kept")
    assert wrong.status_code == 422
    assert waits.location.endswith("done=waits")
    assert sorted((job.openings, job.held) for job in jobs) == [
        (12, ""),
        (12, "discriminatory_advert"),
    ]


def test_a_filled_job_is_closed_and_opened_again(kiosk: Kiosk, with_employers: FlaskClient) -> None:
    job = employers.jobs(kiosk.station.reading())[0]
    path = f"/organizer/offers/{job.employer}/jobs/{job.id}/filled"
    said = []
    for filled in ("yes", "no"):
        send(with_employers, path, {"filled": filled})
        now = employers.job_by_id(kiosk.station.reading(), job.id)
        said.append(now is not None and now.filled)

    assert said == [True, False]


def test_an_employer_moves_to_another_booth(kiosk: Kiosk, with_employers: FlaskClient) -> None:
    db = kiosk.station.reading()
    before = employers.at_booth(db, "A02")
    assert before is not None
    form = {
        "name": before.name,
        "uscc": before.uscc,
        "booths": "B10",
        "contact": before.fields.get("contact", ""),
        "phone": before.fields.get("phone", ""),
        "scan_id": secrets.token_hex(16),
    }
    send(with_employers, f"/organizer/offers/{before.id}", form)
    there = employers.at_booth(db, "B10")

    assert there is not None
    assert there.id == before.id
    assert employers.at_booth(db, "A02") is None


def test_a_job_of_another_employer_isnt_found_here(
    kiosk: Kiosk, with_employers: FlaskClient
) -> None:
    jobs = employers.jobs(kiosk.station.reading())
    other = next(job for job in jobs if job.employer != jobs[0].employer)
    path = f"/organizer/offers/{jobs[0].employer}/jobs/{other.id}"

    assert look(with_employers, path).status_code == 404
    assert send(with_employers, f"{path}/filled", {"filled": "yes"}).status_code == 404
    assert look(with_employers, "/organizer/offers/nobody").status_code == 404


# Posters


def test_a_poster_joins_the_wifi_and_keeps_no_password(
    kiosk: Kiosk, organizer: FlaskClient
) -> None:
    page = send(organizer, "/organizer/poster", {"wifi": "Fair", "password": "abc12345"}).text

    assert page.count('class="qr"') == 2
    assert joining("A;b", 'p:"') == 'WIFI:T:WPA;S:A\\;b;P:p\\:\\";;'
    assert "abc12345" not in look(organizer, "/organizer/poster").text
