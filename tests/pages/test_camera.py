"""The camera rungs: a live picture where the address allows it, a photo everywhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import qrcode
from playwright.sync_api import Browser, Page, expect

from fair.badge import badge_code
from tests.journeys.fake_camera import chromium_args, make_video

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BADGE = badge_code("A", 137, b"k" * 32, lambda below: 5 % below)
ADDRESS = f"HTTP://192.168.1.10/B/{BADGE}"


@pytest.fixture
def before_a_camera(tmp_path: Path, chromium: Browser) -> Iterator[Page]:
    """A page whose camera sees one badge, over and over. A video belongs to its own browser."""
    video = make_video([ADDRESS], tmp_path / "camera.mjpeg", seconds=2)
    with_camera = chromium.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox", *chromium_args(video)],
    )
    yield with_camera.new_page()
    with_camera.close()


def scans(page: Page, served: str) -> list[str]:
    return [scan["code"] for scan in page.request.get(f"{served}/scans").json()]


def test_a_badge_that_is_held_before_the_camera_is_one_scan(
    before_a_camera: Page, served: str
) -> None:
    page = before_a_camera
    page.goto(f"{served}/entrance/?lang=en")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1, timeout=15_000)
    page.wait_for_timeout(5000)
    assert scans(page, served) == [BADGE]
    page.get_by_role("button", name="Close the camera").click()
    expect(page.locator("video")).to_have_count(0)


def test_a_photo_is_read_on_a_phone_without_live_camera(
    page: Page, served: str, tmp_path: Path
) -> None:
    photo = tmp_path / "badge.png"
    qrcode.make(ADDRESS).save(str(photo))
    page.goto(served.replace("127.0.0.1", "192.168.77.7") + "/entrance/?lang=en")
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1, timeout=15_000)
    assert scans(page, served) == [BADGE]


def test_a_photo_without_a_badge_says_what_to_do(page: Page, served: str) -> None:
    page.goto(f"{served.replace('127.0.0.1', '192.168.77.7')}/entrance/?lang=en")
    empty = Path(__file__).parents[1] / "data" / "broken" / "picture.csv"
    page.locator("input[type=file]").set_input_files(empty)
    expect(page.get_by_text("No badge can be seen")).to_be_visible(timeout=15_000)
