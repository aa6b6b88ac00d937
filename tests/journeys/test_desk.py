"""The desk in a real browser: what it settles, and what is left when nobody is there any more."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.actions import add_staff
from kiosk.settings import Kiosk
from kiosk.store import disputes
from kiosk.web.app import UPLOADS, make_app
from kiosk.web.server import serve
from pages.sign_in import Pins
from tests.kiosk.conftest import FairDay, fair, kiosk, station  # noqa: F401  (fixtures)
from tests.kiosk.web.test_settling import two_phones

pytestmark = pytest.mark.browser


@pytest.fixture
def served(kiosk: Kiosk) -> Iterator[str]:  # noqa: F811
    add_staff.add_staff(
        kiosk.station, name="Li", role="desk", pin="2468", pins=Pins(), actor="organizer"
    )
    server = serve(make_app(kiosk), host="127.0.0.1", port=0, threads=4, upload_paths=UPLOADS)
    thread = threading.Thread(target=server.start)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop(1.0)
    thread.join()


def signs_in(page: Page, served: str) -> None:
    page.goto(f"{served}/desk/sign-in")
    page.get_by_text("Li", exact=True).click()
    page.get_by_label("PIN").fill("2468")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_desk_finds_a_conflict_and_takes_one_value(
    fair: FairDay,  # noqa: F811
    served: str,
    chromium: Browser,
    scripts: bool,
) -> None:
    anna = fair.registers("Anna Berg")
    two_phones(fair, anna.seeker)
    page = chromium.new_context(locale="en", java_script_enabled=scripts).new_page()
    signs_in(page, served)
    page.get_by_role("link", name="Settle").click()
    page.get_by_role("button", name="Take 13800000001").click()
    expect(page.get_by_role("status")).to_contain_text("It counts at every station")
    expect(page.get_by_text("Nothing differs at the moment.")).to_be_visible()
    assert disputes.every(fair.station.reading()) == []


def test_nothing_of_a_person_stays_when_nobody_is_at_the_desk(
    fair: FairDay,  # noqa: F811
    served: str,
    chromium: Browser,
) -> None:
    anna = fair.registers("Anna Berg")
    page = chromium.new_context(locale="en").new_page()
    page.clock.install()
    signs_in(page, served)
    page.goto(f"{served}/desk/person/{anna.seeker}")
    page.clock.run_for(299_000)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(page.get_by_role("dialog")).to_contain_text("Signing out in a moment")
    page.get_by_role("button", name="I'm still here").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for(335_000)
    expect(page).to_have_url(f"{served}/desk/sign-in")
    page.go_back()
    expect(page.get_by_text("Anna Berg")).to_have_count(0)
