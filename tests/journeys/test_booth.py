"""A booth's phone in a real browser: scan, tap, lose the network, find it again; and the letter."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kiosk.actions.give_secret import give_secret
from kiosk.settings import Kiosk
from kiosk.store import meetings
from kiosk.web.app import make_app
from kiosk.web.server import serve
from tests.kiosk.conftest import FairDay, fair, kiosk, station  # noqa: F401
from tests.kiosk.web.phones import card_of, stands_at

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        # A phone's address: plain HTTP on a LAN is no secure context.
        rules = "--host-resolver-rules=MAP 192.168.77.7 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", rules])
        yield browser
        browser.close()


@pytest.fixture
def served(kiosk: Kiosk) -> Iterator[str]:  # noqa: F811
    server = serve(make_app(kiosk), host="127.0.0.1", port=0, threads=4, upload_paths=())
    thread = threading.Thread(target=server.start)
    thread.start()
    yield f"http://192.168.77.7:{server.port}"
    server.stop(1.0)
    thread.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Policy" in said.text else None)
    yield page
    context.close()
    assert not errors


def records(page: Page, typed: str) -> None:
    page.locator("[name=code]").fill(typed)
    page.locator("[name=code]").press("Enter")


def test_scanning_and_changing_ones_mind_is_a_tap_each(
    fair: FairDay,  # noqa: F811
    kiosk: Kiosk,  # noqa: F811
    served: str,
    page: Page,
) -> None:
    employer = stands_at(fair.station, "星河制衣", "A01")
    code = fair.registers().code
    page.goto(f"{served}/enter?lang=en#{card_of(kiosk.station, 'A01')}")
    records(page, code)
    expect(page.locator("[data-verdict=recorded]")).to_contain_text("A-0001")
    card = page.locator("#card")
    for outcome in ("interested", "not_a_fit", "interested"):
        card.locator(f"[value={outcome}]").click()
    expect(page.locator("[data-verdict=kept]")).to_be_visible()
    expect(page.locator("#today")).to_contain_text("1 interested", timeout=10_000)
    card.locator("#interview").fill("周四 9:00")
    card.get_by_role("button", name="Save").click()
    expect(page.locator("[data-verdict=kept]")).to_be_visible()
    expect(page.locator("#outbox")).to_have_attribute("data-pending", "0")
    (met,) = meetings.of_booth(kiosk.station.reading(), "A01", employer)
    assert (met.outcome, dict(met.others)) == ("interested", {})


def test_with_the_network_gone_scans_and_outcomes_wait_and_are_sent(
    fair: FairDay,  # noqa: F811
    kiosk: Kiosk,  # noqa: F811
    served: str,
    page: Page,
) -> None:
    employer = stands_at(fair.station, "星河制衣", "A01")
    codes = [fair.registers().code for _ in range(3)]
    page.goto(f"{served}/enter?lang=en#{card_of(kiosk.station, 'A01')}")
    expect(page.locator("#outbox")).to_have_attribute("data-pending", "0")
    page.context.set_offline(True)
    for code in codes:
        records(page, code)
        page.locator("#card [value=interested]").click()
    expect(page.locator("#outbox")).to_have_attribute("data-pending", "6")
    expect(page.locator("#outbox")).to_contain_text("Nothing is lost")
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_have_attribute("data-pending", "0", timeout=30_000)
    met = meetings.of_booth(kiosk.station.reading(), "A01", employer)
    assert [each.outcome for each in met] == ["interested"] * 3


def test_a_seeker_answers_and_closes_the_record(
    fair: FairDay,  # noqa: F811
    kiosk: Kiosk,  # noqa: F811
    served: str,
    page: Page,
) -> None:
    person = fair.registers("张秀兰").seeker
    page.goto(f"{served}/enter?lang=en#{give_secret(kiosk.station, person, actor='test')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nobody has recorded a talk")
    page.get_by_role("button", name="Name, phone").first.click()
    expect(page.locator("[value=contact][aria-pressed=true]")).to_be_visible()
    page.get_by_role("button", name="Close my record").click()
    page.goto(f"{served}/me/?lang=en")
    assert page.url.endswith("/enter?next=%2Fme%2F%3Flang%3Den")
