"""Every route says who may use it; every piece of a template is named after its id."""

import re
from pathlib import Path

import pytest

from kiosk.settings import Kiosk, shipped
from kiosk.web.app import make_app
from pages.gate import roles_of
from tests.kiosk.conftest import fair, kiosk, station

__all__ = ["fair", "kiosk", "station"]
ROLES = {"*", "self_service", "entrance", "booth", "desk", "organizer", "seeker"}
PIECES = sorted(
    path for path in shipped("templates").rglob("_*.html") if path.parent.name != "templates"
)


def test_every_route_declares_who_may_use_it(kiosk: Kiosk) -> None:
    app = make_app(kiosk)
    for rule in app.url_map.iter_rules():
        roles = roles_of(app, rule.endpoint)
        assert roles, f"{rule.rule} ({rule.endpoint}) declares nobody"
        assert roles <= ROLES, f"{rule.rule} names {roles - ROLES}"


def test_an_undeclared_route_is_refused(kiosk: Kiosk) -> None:
    app = make_app(kiosk)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert b"secret" not in answer.data


@pytest.mark.parametrize("path", PIECES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_piece_owns_its_id(path: Path) -> None:
    """`_scan.html` holds `id="scan"`; files of macros and of navigation hold no id of their own."""
    text = path.read_text(encoding="utf-8")
    if "{% macro" in text or "{%- macro" in text:
        return
    ids = re.findall(r'\bid="([a-z0-9-]+)"', text)
    name = path.stem.removeprefix("_").replace("_", "-")
    assert not ids or name in ids, f"{path.name} holds {ids[:3]}, not {name}"
