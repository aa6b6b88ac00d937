"""Who can't read is read to, where the device has a voice; elsewhere nothing promises one."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.actions import add_device
from kiosk.settings import Kiosk
from tests.journeys.test_desk import served  # noqa: F401  (a fixture)
from tests.kiosk.conftest import fair, kiosk, station  # noqa: F401  (fixtures)

pytestmark = pytest.mark.browser

# Chromium without a speech engine has no voice; this is one as Android and macOS give it.
VOICE = """
    const said = []
    window.said = said
    const voices = [{ lang: LANG, localService: LOCAL, name: 'V' }]
    const speech = { speaking: false, getVoices: () => voices, addEventListener() {},
      cancel() { speech.speaking = false }, speak(s) { speech.speaking = true; said.push(s.text) } }
    Object.defineProperty(window, 'speechSynthesis', { value: speech })
    window.SpeechSynthesisUtterance = function (text) { this.text = text }
"""


def entrance(
    browser: Browser,
    kiosk: Kiosk,  # noqa: F811
    served: str,  # noqa: F811
    lang: str,
    local: str = "true",
) -> Page:
    token = add_device.add_device(
        kiosk.station, name="Gate", role="entrance", entrance=None, booth=None, actor="test"
    )
    page = browser.new_context(locale="en").new_page()
    page.add_init_script(VOICE.replace("LANG", f"'{lang}'").replace("LOCAL", local))
    page.goto(f"{served}/enter")
    page.locator("[name=secret]").fill(token)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/entrance/**")
    return page


def test_the_consent_and_the_number_are_read_on_request(
    chromium: Browser,
    kiosk: Kiosk,  # noqa: F811
    served: str,  # noqa: F811
) -> None:
    page = entrance(chromium, kiosk, served, "en-GB")
    page.goto(f"{served}/entrance/words")
    page.get_by_role("button", name="Read to me").click()
    assert page.evaluate("said")[0].startswith("Employers see only your number")
    page.get_by_role("button", name="Read to me").click()
    assert page.evaluate("said.length") == 1  # the second tap stops
    page.goto(f"{served}/entrance/")
    page.get_by_role("button", name="Get a badge").click()
    page.get_by_role("button", name="Read to me").click()
    assert page.evaluate("said")[0].startswith("Your number is A 0 0 0 1.")


@pytest.mark.parametrize(("lang", "local"), [("zh-CN", "true"), ("en-US", "false")])
def test_no_voice_of_this_language_on_the_device_no_button(
    chromium: Browser,
    kiosk: Kiosk,  # noqa: F811
    served: str,  # noqa: F811
    lang: str,
    local: str,
) -> None:
    page = entrance(chromium, kiosk, served, lang, local)
    expect(page.get_by_role("button", name="Get a badge")).to_be_visible()
    expect(page.get_by_role("button", name="Read to me")).to_have_count(0)
