"""The gallery, served to a test client and to a real browser."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.pages.gallery import make_gallery


@pytest.fixture
def gallery() -> FlaskClient:
    return make_gallery().test_client()


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a gallery of its own: what was scanned before is nobody's business."""
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    # A phone's address, so that its page is no secure context: 192.168.77.7 leads back here.
    rules = "--host-resolver-rules=MAP 192.168.77.7 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", rules])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors
