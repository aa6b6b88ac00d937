"""A stick that is put in shows up on the organizer's page, with one button."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fair import facts
from kiosk.actions import add_device
from kiosk.actions.add_staff import add_staff
from kiosk.actions.carry_by_stick import carry_by_stick
from kiosk.mounts import sticks
from kiosk.settings import Kiosk
from kiosk.web.app import make_app
from pages.sign_in import Pins
from tests.kiosk.nodes import Node, gives, new_folder, organizer

OWN = {"Origin": "http://localhost"}


@pytest.fixture
def laptop() -> Iterator[Node]:
    folder = new_folder()
    node = organizer(folder / "laptop")
    yield node
    node.station.close()
    shutil.rmtree(folder)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def page(laptop: Node, kiosk: Kiosk, stick: Path) -> FlaskClient:
    """The organizer's browser, at the laptop."""
    node = laptop.station.fair.node
    add_staff(laptop.station, name="Wang", role="organizer", pin="1379", pins=Pins(), actor=node)
    token = add_device.add_device(
        laptop.station, name="browser", role="organizer", entrance=None, booth=None, actor="test"
    )
    here = replace(kiosk, station=laptop.station, sticks=lambda: sticks([stick]))
    client = make_app(here).test_client()
    assert client.post("/enter", data={"secret": token}, headers=OWN).status_code == 303
    return client


def carries(page: FlaskClient, stick: Path) -> str:
    """Press the button; give the page that follows."""
    answer = page.post("/organizer/stations/stick?lang=en", data={"stick": stick}, headers=OWN)
    assert answer.status_code == 303
    return page.get(answer.headers["Location"]).get_data(as_text=True)


def test_a_stick_goes_to_the_gate_and_back_with_one_button(
    laptop: Node, page: FlaskClient, stick: Path, tmp_path: Path
) -> None:
    gate = laptop.lets_in(tmp_path / "gate", "North gate")
    shown = page.get("/organizer/stations?lang=en").get_data(as_text=True)
    assert "Exchange by the stick KINGSTON" in shown
    assert "take it to the next machine" in carries(page, stick)
    gate.says(facts.CheckInRecorded(gate.code(1), "North gate"))
    (there,) = sticks([stick])
    carry_by_stick(gate.station, stick, there.bundles)
    assert "take it to the next machine" in carries(page, stick)
    assert len(laptop.rows("check_in")) == 1
    gives(laptop, gate)
    assert laptop.digest() == gate.digest()
    gate.station.close()


def test_what_isnt_for_this_machine_is_left_and_a_stick_that_is_out_is_said(
    page: FlaskClient, stick: Path, tmp_path: Path
) -> None:
    (stick / "answer.fair").write_bytes(b"no bundle")
    assert "take it to the next machine" in carries(page, stick)
    other = organizer(tmp_path / "other")
    carry_by_stick(other.station, stick, ())
    other.station.close()
    assert "were left" in carries(page, stick)
    assert (stick / "answer.fair").read_bytes() == b"no bundle"
    shutil.rmtree(stick)
    assert "The stick is out" in carries(page, stick)


def test_the_page_asks_for_sticks_and_is_answered_only_when_one_came_or_went(
    page: FlaskClient, stick: Path
) -> None:
    shown = page.get("/organizer/stations/sticks").get_data(as_text=True)
    version = shown.partition('data-version="')[2].partition('"')[0]
    again = page.get(f"/organizer/stations/sticks?seen={version}", headers={"HX-Request": "true"})
    assert again.status_code == 204
    shutil.rmtree(stick)
    gone = page.get(f"/organizer/stations/sticks?seen={version}", headers={"HX-Request": "true"})
    assert gone.status_code == 200
