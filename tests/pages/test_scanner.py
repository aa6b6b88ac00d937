"""A USB scanner before the entrance's page, however it and the keyboard are set up."""

import itertools
import time

import pytest
from playwright.sync_api import Page, expect

from fair.badge import badge_code
from tests.journeys.hid_wedge import Person, Wedge, _event, presses, scan

pytestmark = pytest.mark.browser

drawn = itertools.count(7)


def code(number: int) -> str:
    return badge_code("A", number, b"k" * 32, lambda below: next(drawn) % below)


def address(of: str) -> str:
    return f"HTTP://192.168.1.10/B/{of}"


def kept(page: Page, served: str) -> list[str]:
    answer = page.request.get(f"{served}/scans").json()
    return [scan["code"] for scan in answer]


@pytest.mark.parametrize(
    "wedge",
    [
        Wedge(),
        Wedge(delay_ms=1),
        Wedge(delay_ms=20),
        Wedge(suffix="tab"),
        Wedge(suffix="none"),
        Wedge(caps_lock=True),
        Wedge(ime=True),
        Wedge(layout="de"),
        Wedge(prefix="~"),
    ],
    ids=str,
)
@pytest.mark.parametrize("in_field", [True, False], ids=["in the field", "nowhere"])
def test_a_scan_arrives_and_leaves_what_was_typed_before(
    page: Page, served: str, wedge: Wedge, in_field: bool
) -> None:
    badge = code(137)
    page.goto(f"{served}/entrance/")
    field = page.locator("[name=code]")
    field.fill("张")
    if not in_field:
        field.blur()

    scan(page, address(badge), wedge)

    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    assert kept(page, served) == [badge]
    expect(field).to_have_value("张")


@pytest.mark.parametrize("after", [7, 20], ids=["too little for a scan", "half a scan"])
def test_a_busy_machine_that_hands_keys_on_late_loses_nothing(
    page: Page, served: str, after: int
) -> None:
    badge = code(138)
    page.goto(f"{served}/entrance/")
    field = page.locator("[name=code]")
    field.fill("张")
    session = page.context.new_cdp_session(page)
    began = time.time()
    typed = 0
    for key in presses(address(badge), Wedge()):
        session.send("Input.dispatchKeyEvent", _event(key, began + key.at_ms / 1000))
        typed += key.down and bool(key.text)
        if typed == after:
            page.wait_for_timeout(600)
            typed += 1

    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    assert kept(page, served) == [badge]
    expect(field).to_have_value("张")


def test_what_an_input_method_writes_after_the_scan_is_taken_away(page: Page, served: str) -> None:
    page.goto(f"{served}/entrance/")
    field = page.locator("[name=code]")
    field.fill("张")
    scan(page, address(code(139)), Wedge(ime=True))
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "CWP"})
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    expect(field).to_have_value("张")

    field.press("End")
    field.press("a")
    expect(field).to_have_value("张a")


def test_two_badges_one_after_the_other_are_two_scans(page: Page, served: str) -> None:
    first, second = code(1), code(2)
    page.goto(f"{served}/entrance/")
    with page.expect_response("**/scan"), page.expect_response("**/scan"):
        scan(page, [address(first), address(second)], Wedge(delay_ms=2), between_ms=40)
    page.wait_for_timeout(400)
    assert kept(page, served) == [first, second]


def test_a_badge_that_is_held_there_is_one_scan(page: Page, served: str) -> None:
    badge = code(3)
    page.goto(f"{served}/entrance/")
    for _ in range(2):
        scan(page, address(badge))
        page.wait_for_timeout(300)
    assert kept(page, served) == [badge]


def test_typing_during_a_scan_checks_nobody_else_in(page: Page, served: str) -> None:
    badge = code(4)
    page.goto(f"{served}/entrance/")
    scan(page, address(badge), Wedge(delay_ms=8), person=Person("abcde", every_ms=70))
    expect(page.get_by_role("status")).not_to_be_empty()
    assert kept(page, served) in ([], [badge])


def test_leaning_on_a_key_disturbs_no_scan(page: Page, served: str) -> None:
    badge = code(5)
    page.goto(f"{served}/entrance/")
    scan(page, address(badge), Wedge(delay_ms=8), person=Person("a", held=True))
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    assert kept(page, served) == [badge]


def test_a_damaged_code_is_asked_for_again(page: Page, served: str) -> None:
    badge = code(6)
    wrong = badge[:5] + ("0" if badge[5] != "0" else "1") + badge[6:]
    page.goto(f"{served}/entrance/")
    scan(page, address(wrong))
    expect(page.get_by_role("status")).not_to_be_empty()
    assert kept(page, served) == []


def test_enter_sends_what_was_typed_and_the_field_is_ready_again(page: Page, served: str) -> None:
    page.goto(f"{served}/entrance/")
    field = page.locator("[name=code]")
    field.fill("A-0137")
    field.press("Enter")
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    assert kept(page, served) == ["A-0137"]


def test_a_scan_without_connection_is_sent_when_it_is_back(page: Page, served: str) -> None:
    badge = code(8)
    page.goto(f"{served}/entrance/")
    page.route("**/scan", lambda route: route.abort())
    scan(page, address(badge))
    page.wait_for_timeout(500)
    assert kept(page, served) == []
    page.unroute("**/scan")
    expect(page.get_by_role("status").locator("[data-verdict]")).to_have_count(1)
    assert kept(page, served) == [badge]
