"""Coming in by link, card or PIN, and what is refused before."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fair.facts import CardIssued, SecretGiven
from kiosk.actions import add_device
from kiosk.settings import Kiosk, shipped
from kiosk.store import operations
from kiosk.store.station import Station
from kiosk.web.app import make_app
from pages.links import kept_form
from pages.locale import read_texts
from tests.kiosk.conftest import FairDay

OWN = {"Origin": "http://localhost", "Accept-Language": "en"}


@pytest.fixture
def browser(kiosk: Kiosk) -> FlaskClient:
    return make_app(kiosk).test_client()


def device(kiosk: Kiosk, role: str, booth: str | None = None) -> str:
    return add_device.add_device(
        kiosk.station, name=role, role=role, entrance=None, booth=booth, actor="test"
    )


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("entrance", "/entrance/"),
        ("self_service", "/entrance/"),
        ("desk", "/desk/"),
        ("organizer", "/organizer/"),
    ],
)
def test_a_devices_link_opens_the_page_of_its_role(
    kiosk: Kiosk, browser: FlaskClient, role: str, home: str
) -> None:
    answer = browser.post("/enter", data={"secret": device(kiosk, role)}, headers=OWN)

    assert (answer.status_code, answer.location) == (303, home)
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_a_booths_card_opens_that_booth(kiosk: Kiosk, browser: FlaskClient) -> None:
    with kiosk.station.transaction():
        card = CardIssued("c" * 32, "A01", "", kept_form("7K3M-9QW2-XXXX"))
        operations.record(kiosk.station, card, actor="test")

    answer = browser.post("/booth/sign-in", data={"secret": " 7k3m 9qw2 xxxx"}, headers=OWN)

    assert (answer.status_code, answer.location) == (303, "/booth/")


def test_a_seekers_slip_opens_their_own_record(
    kiosk: Kiosk, browser: FlaskClient, fair: FairDay
) -> None:
    seeker = fair.registers("张伟").seeker
    with kiosk.station.transaction():
        operations.record(kiosk.station, SecretGiven(seeker, kept_form("SLIP")), actor="test")

    assert browser.post("/enter", data={"secret": "SLIP"}, headers=OWN).location == "/me/"


def test_a_wrong_code_is_told_in_one_sentence_and_opens_nothing(browser: FlaskClient) -> None:
    answer = browser.post("/enter", data={"secret": "NOPE"}, headers=OWN)

    assert answer.status_code == 403
    assert "This code opens nothing here." in answer.text
    assert "Set-Cookie" not in answer.headers


def test_signing_in_leads_back_but_never_to_another_host(
    kiosk: Kiosk, browser: FlaskClient
) -> None:
    secret = device(kiosk, "entrance")
    back = browser.post("/enter", data={"secret": secret, "next": "/entrance/?x=1"}, headers=OWN)
    away = browser.post("/enter", data={"secret": secret, "next": "//evil.test/"}, headers=OWN)

    assert (back.location, away.location) == ("/entrance/?x=1", "/entrance/")


def test_the_organizer_signs_in_by_name_and_pin(browser: FlaskClient) -> None:
    page = browser.get("/organizer/sign-in", headers=OWN)
    wrong = browser.post("/organizer/sign-in", data={"name": "Wang", "pin": "0000"}, headers=OWN)
    right = browser.post("/organizer/sign-in", data={"name": "Wang", "pin": "1379"}, headers=OWN)

    assert "Wang" in page.text
    assert wrong.status_code == 403
    assert "This name and PIN don&#39;t fit." in wrong.text
    assert (right.status_code, right.location) == (303, "/organizer/")


def test_guessing_a_pin_is_slowed_down_for_that_browser_only(
    kiosk: Kiosk, browser: FlaskClient
) -> None:
    browser.get("/organizer/sign-in", headers=OWN)
    said = [
        browser.post("/organizer/sign-in", data={"name": "Wang", "pin": "0000"}, headers=OWN)
        for _ in range(6)
    ]
    other = make_app(kiosk).test_client()
    other.get("/organizer/sign-in", headers=OWN)
    right = other.post("/organizer/sign-in", data={"name": "Wang", "pin": "1379"}, headers=OWN)

    assert [each.status_code for each in said] == [403] * 5 + [429]
    assert int(said[-1].headers["Retry-After"]) >= 1
    assert right.status_code == 303


def test_dropping_the_cookie_gives_a_guesser_no_endless_tries(kiosk: Kiosk) -> None:
    app = make_app(kiosk)
    kiosk.limits.take("pin", "warm")
    said = set()
    for n in range(40):
        guesser = app.test_client()
        guesser.get("/organizer/sign-in", headers=OWN)
        said.add(
            guesser.post(
                "/organizer/sign-in", data={"name": "Nobody", "pin": f"{n:04}"}, headers=OWN
            ).status_code
        )

    assert said == {403, 429}


def test_signing_out_closes_the_session_in_the_store_too(
    kiosk: Kiosk, browser: FlaskClient
) -> None:
    browser.post("/enter", data={"secret": device(kiosk, "entrance")}, headers=OWN)
    kept = {each.key: each.value for each in (browser._cookies or {}).values()}
    browser.post("/sign-out", headers=OWN)
    for name, value in kept.items():
        browser.set_cookie(name, value)

    assert browser.get("/entrance/", headers=OWN).status_code == 303  # to the sign-in page


def test_until_an_organizer_has_a_pin_every_page_leads_to_the_first_start(
    station: Station, tmp_path: Path
) -> None:
    client = make_app(
        Kiosk(station=station, texts=read_texts(shipped("translations")))
    ).test_client()

    for path in ("/", "/jobs/", "/entrance/", "/desk/sign-in", "/B/A00QX7M2K4P"):
        answer = client.get(path, headers=OWN)
        assert answer.status_code == 403, path
        assert 'href="/organizer/first-start"' in answer.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/status").status_code == 401


def test_another_sites_form_signs_nobody_in(kiosk: Kiosk, browser: FlaskClient) -> None:
    secret = device(kiosk, "entrance")
    foreign = {"Origin": "http://evil.test"}

    assert browser.post("/enter", data={"secret": secret}, headers=foreign).status_code == 403
