"""Everybody can use the pieces: screens, languages, large text, no script, no colour, no motion."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe_check import Subject, check, table

pytestmark = pytest.mark.browser


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["", "entrance/", "booth", "desk", "organizer", "letter", "wish", "wall"]
)
def test_everybody_can_use_the_pieces(chromium: Browser, served: str, path: str) -> None:
    findings = check([Subject(f"{served}/{path}", max_kb=60)], browser=chromium)
    assert not findings, table(findings)


@pytest.mark.parametrize("path", ["entrance/", "wish"])
def test_fingers_in_gloves_find_their_targets_at_the_door(
    page: Page, served: str, path: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{served}/{path}")
    for control in page.locator("main :is(button, .button, .tile, input:not([type=hidden]))").all():
        box = control.bounding_box()
        if box is not None:
            assert min(box["width"], box["height"]) >= 118, control


def test_a_verdict_leaves_after_three_seconds_and_goes_at_a_tap(page: Page, served: str) -> None:
    page.goto(f"{served}/verdict/yes")
    verdict = page.locator("[data-verdict=admitted]")
    expect(verdict).to_be_visible()
    expect(verdict).to_be_hidden(timeout=5000)


def test_an_idle_page_asks_and_starts_again(page: Page, served: str) -> None:
    page.clock.install()
    page.goto(f"{served}/entrance/?lang=en")
    field = page.locator("[name=code]")
    field.press_sequentially("Wang")
    page.clock.run_for(46_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="I'm still here").click()
    expect(field).to_have_value("Wang")
    page.clock.run_for(46_000)
    page.clock.run_for(17_000)
    expect(field).to_have_value("")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_lost_connection_is_said_and_forgotten_by_itself(page: Page, served: str) -> None:
    page.goto(f"{served}/live_page")
    expect(page.locator("#live")).to_have_text("0")
    page.route("**/live?*", lambda route: route.abort())
    expect(page.get_by_role("alert")).to_be_visible(timeout=15_000)
    page.unroute("**/live?*")
    expect(page.get_by_role("alert")).to_be_hidden(timeout=15_000)
