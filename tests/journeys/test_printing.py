"""A helper at the door in a real browser: the question comes by itself and goes when answered."""

import re
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.actions import add_device, set_up_printer
from kiosk.settings import Kiosk
from kiosk.store import print_jobs, print_queue, printers
from kiosk.web.app import make_app
from kiosk.web.server import serve
from tests.kiosk.conftest import FairDay, fair, kiosk, station  # noqa: F401

pytestmark = pytest.mark.browser
WITHIN = 3000  # ms


@pytest.fixture
def served(kiosk: Kiosk) -> Iterator[str]:  # noqa: F811
    server = serve(make_app(kiosk), host="127.0.0.1", port=0, threads=4, upload_paths=())
    thread = threading.Thread(target=server.start)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop(1.0)
    thread.join()


@pytest.fixture
def door(chromium: Browser, served: str, kiosk: Kiosk) -> Iterator[Page]:  # noqa: F811
    """The entrance's page of a helper at the north gate, which has a printer."""
    set_up_printer.add_printer(
        kiosk.station,
        name="North",
        uri="file:/nowhere/b.png",
        language="png",
        size="50x30",
        dpi=203,
        entrance="North gate",
    )
    token = add_device.add_device(
        kiosk.station,
        name="tablet",
        role="entrance",
        entrance="North gate",
        booth=None,
        actor="test",
    )
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, locale="en")
    page.goto(f"{served}/enter#{token}")
    page.wait_for_url(f"{served}/entrance/**")
    yield page
    page.close()


def test_the_question_comes_by_itself_and_goes_when_answered(
    door: Page,
    kiosk: Kiosk,  # noqa: F811
    fair: FairDay,  # noqa: F811
) -> None:
    expect(door.locator("#printing")).to_have_attribute("data-printing", "0")
    fair.scans(fair.registers("Anna Berg").code)
    with kiosk.station.transaction() as db:
        print_queue.begin_sending(db, 1, "North", kiosk.now())
        print_queue.settle(db, 1, "in_doubt", "The printer stopped.", kiosk.now())
    began = time.monotonic()
    question = door.locator(".question")
    expect(question).to_contain_text("A-0001", timeout=WITHIN)
    assert time.monotonic() - began < WITHIN / 1000
    question.get_by_role("button", name="It came out").click()
    expect(question).to_have_count(0, timeout=WITHIN)
    job = print_jobs.by_id(kiosk.station.reading(), 1)
    assert job is not None
    assert job.state == "done"
    expect(door.locator("#printing")).to_have_attribute("data-printing", "0")


def test_an_empty_roll_is_said_within_three_seconds_and_gone_when_it_is_filled(
    door: Page,
    kiosk: Kiosk,  # noqa: F811
) -> None:
    with kiosk.station.transaction() as db:
        printers.see(db, "North", condition="paper_out", detail="", at=kiosk.now())
    trouble = door.locator("#printing .notice.no")
    expect(trouble).to_contain_text(re.compile("no labels left.*new roll", re.S), timeout=WITHIN)
    with kiosk.station.transaction() as db:
        printers.see(db, "North", condition="ready", detail="", at=kiosk.now())
    expect(trouble).to_have_count(0, timeout=WITHIN)
