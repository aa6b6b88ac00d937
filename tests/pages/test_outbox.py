"""A booth's phone on plain HTTP: what it recorded is kept until the fair's machine has it."""

import itertools

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from fair.badge import badge_code

pytestmark = pytest.mark.browser

drawn = itertools.count(11)


def code(number: int) -> str:
    return badge_code("A", number, b"k" * 32, lambda below: next(drawn) % below)


def on_phone(served: str) -> str:
    return served.replace("127.0.0.1", "192.168.77.7") + "/booth?lang=en"


def records(page: Page, badge: str) -> None:
    page.locator("[name=code]").fill(badge)
    page.locator("[name=code]").press("Enter")


def outbox(page: Page) -> Locator:
    return page.locator("#outbox")


def test_a_visit_is_recorded_and_its_outcome_is_one_tap(page: Page, served: str) -> None:
    page.goto(on_phone(served))
    assert page.evaluate("isSecureContext") is False
    records(page, code(137))
    expect(page.get_by_role("status").locator("[data-verdict=recorded]")).to_contain_text("A-0137")
    page.locator("#card [name=outcome][value=interested]").click()
    expect(page.locator("#card [value=interested]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(400)
    kept = page.request.get(f"{served}/visits").json()
    assert [visit["outcome"] for visit in kept.values()] == ["interested"]


def test_what_waits_survives_a_reload_and_is_sent_once(page: Page, served: str) -> None:
    page.goto(on_phone(served))
    page.route("**/api/**", lambda route: route.abort())
    for number in range(200, 208):
        records(page, code(number))
        expect(page.locator("#card [data-number]")).to_have_text(f"A-0{number}")
    expect(outbox(page)).to_have_attribute("data-pending", "8")
    expect(outbox(page)).to_contain_text("8 scans are not sent yet")
    page.reload()
    expect(outbox(page)).to_have_attribute("data-pending", "8")
    page.unroute("**/api/**")
    expect(outbox(page)).to_have_attribute("data-pending", "0", timeout=15_000)
    assert len(page.request.get(f"{served}/visits").json()) == 8


def test_an_answer_that_is_lost_makes_no_second_visit(page: Page, served: str) -> None:
    def cut(route: Route) -> None:
        route.fetch()  # it arrives; its answer doesn't
        route.abort()

    page.goto(on_phone(served))
    page.route("**/api/v1/visits", cut, times=1)
    records(page, code(9))
    recorded = page.get_by_role("status").locator("[data-verdict=recorded]")
    expect(recorded).to_have_count(1, timeout=15_000)
    expect(outbox(page)).to_have_attribute("data-pending", "0")
    assert len(page.request.get(f"{served}/visits").json()) == 1


def test_a_refused_scan_is_shown_and_holds_nothing_up(page: Page, served: str) -> None:
    def refuse(route: Route) -> None:
        error = {"code": "wrong_field", "message": "This is no badge.", "retry": False}
        route.fulfill(status=422, json={"error": error})

    page.goto(on_phone(served))
    page.route("**/api/v1/visits", refuse, times=1)
    records(page, "zzz")
    expect(outbox(page)).to_contain_text("This is no badge.")
    records(page, code(10))
    expect(page.get_by_role("status").locator("[data-verdict=recorded]")).to_have_count(1)
    outbox(page).get_by_role("button", name="Throw away").click()
    expect(outbox(page)).to_be_hidden()


def test_signed_out_keeps_the_scans(page: Page, served: str) -> None:
    def signed_out(route: Route) -> None:
        error = {"code": "sign_in", "message": "Please sign in first.", "retry": False}
        route.fulfill(status=401, json={"error": error})

    page.goto(on_phone(served))
    page.route("**/api/**", signed_out)
    records(page, code(12))
    expect(outbox(page)).to_contain_text("sign in again")
    expect(outbox(page)).to_have_attribute("data-pending", "1")
