"""What answers carry: our own scripts only, no copies of people's pages, little weight."""

import gzip
import hashlib
import re

import pytest
from flask.testing import FlaskClient

from tests.pages.gallery import ROOT

# Vendored files, as published: docs/decisions/0004-htmx.md.
VENDORED = {
    "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "zxing-reader-3.1.4.js": "d33d09ce132a692faffbed0dce656c36cb2573b4b843885a6e036390d1071d95",
    "zxing-reader-3.1.4.wasm": "e8af31edb56d0522f4de74495839385ef019ba8bc90d38e5ecb2f18795d86fb2",
}
FIRST_VISIT = 60_000  # bytes, compressed
PACKED = {"Accept-Encoding": "gzip"}


def assets_of(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page)


@pytest.mark.parametrize("name", VENDORED)
def test_a_vendored_file_is_the_published_one(name: str) -> None:
    assert hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest() == VENDORED[name]


def test_a_page_runs_our_own_scripts_only(gallery: FlaskClient) -> None:
    policy = gallery.get("/booth").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_only_a_page_with_a_camera_may_run_its_decoder(gallery: FlaskClient) -> None:
    policy = gallery.get("/entrance/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy


def test_no_page_is_kept_by_a_browser(gallery: FlaskClient) -> None:
    headers = gallery.get("/desk").headers
    assert headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "HX-History-Restore-Request", "Cookie"} <= set(
        headers["Vary"].split(", ")
    )
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_asset_is_kept_for_ever_under_the_name_of_its_content(gallery: FlaskClient) -> None:
    for address in assets_of(gallery.get("/entrance/").text):
        response = gallery.get(address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["Cache-Control"]
    assert gallery.get("/static/style.css").status_code == 404
    assert gallery.get("/static/../pyproject.toml").status_code == 404


def test_packed_and_plain_answers_say_the_same(gallery: FlaskClient) -> None:
    address = next(one for one in assets_of(gallery.get("/").text) if "style" in one)
    for path in ("/letter", address):
        packed = gallery.get(path, headers=PACKED)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == gallery.get(path).data
        assert gallery.get(path, headers={"Accept-Encoding": "gzip;q=0"}).content_encoding is None


def test_the_entrance_is_light_at_the_first_visit(gallery: FlaskClient) -> None:
    page = gallery.get("/entrance/", headers=PACKED)
    weight = len(page.data)
    for address in assets_of(gzip.decompress(page.data).decode()):
        weight += len(gallery.get(address, headers=PACKED).data)
    assert weight <= FIRST_VISIT


def test_a_style_of_its_own_would_be_refused_so_no_template_has_one() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(
            r"\sstyle\s*=|<style|\son\w+=\"|javascript:", path.read_text("utf-8")
        ), path
