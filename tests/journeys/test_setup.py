"""A fair from nothing in a real browser: first start, a list, a device that comes in."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.settings import Kiosk, shipped
from kiosk.store import status
from kiosk.web.app import UPLOADS, make_app
from kiosk.web.server import serve
from pages.locale import read_texts
from tests.kiosk.conftest import DATA, OPENS, new_station

pytestmark = pytest.mark.browser


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Kiosk]:
    """A node that holds no fair yet."""
    station = new_station(tmp_path / "node", [OPENS])
    yield Kiosk(station=station, texts=read_texts(shipped("translations")))
    station.close()


@pytest.fixture
def served(empty: Kiosk) -> Iterator[str]:
    server = serve(make_app(empty), host="127.0.0.1", port=0, threads=4, upload_paths=UPLOADS)
    thread = threading.Thread(target=server.start)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop(1.0)
    thread.join()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_market_day_is_set_up_from_nothing(
    empty: Kiosk, served: str, chromium: Browser, scripts: bool
) -> None:
    context = chromium.new_context(locale="en", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(served)
    page.get_by_role("link", name="Set up the fair").click()
    page.get_by_label("Name of the fair").fill("双河镇赶集日招聘")
    page.get_by_label("Booths").fill("A01-A20, B01-B10")
    page.get_by_role("button", name="Make the fair", exact=True).click()
    page.get_by_label("Your name").fill("Wang")
    page.get_by_label("PIN", exact=True).fill("1379")
    page.get_by_label("The same PIN again").fill("1379")
    page.get_by_role("button", name="Begin").click()
    imports_a_list(page)
    assert status.counts(empty.station.reading()).employers == 16
    device_comes_in(page, chromium)
    context.close()


def imports_a_list(page: Page) -> None:
    page.get_by_role("link", name="Import employers").click()
    page.get_by_label("The file").set_input_files(DATA / "employers.xlsx")
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_role("button", name="Keep the list").click(timeout=20_000)
    expect(page.get_by_role("heading", name="The list is kept")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Look at what waits").click()
    expect(page.get_by_role("heading", name="5 wait for you")).to_be_visible()


def device_comes_in(page: Page, chromium: Browser) -> None:
    """The code under the QR is typed on the tablet."""
    page.get_by_role("link", name="Devices").click()
    page.get_by_label("Name of the device").fill("tablet 1")
    page.get_by_role("button", name="Add the device").click()
    code = page.locator(".code.big").inner_text()
    tablet = chromium.new_context(locale="en").new_page()
    tablet.goto(page.url.replace("/organizer/devices", "/enter"))
    tablet.get_by_label("Code").fill(code.lower())
    tablet.get_by_role("button", name="Come in").click()
    expect(tablet.locator("[name=code]")).to_be_visible()
    tablet.context.close()
