"""A folder that was restored shows nobody until it has news of the others, or there are none."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from fair.desk import Registered
from kiosk.actions import add_device
from kiosk.actions.add_staff import add_staff
from kiosk.actions.draw_paper import draw_paper
from kiosk.actions.open_printer import open_printer
from kiosk.actions.record_visit import Booth, record_visit, released
from kiosk.actions.register_seeker import Person, register_seeker
from kiosk.actions.release_data import release_data
from kiosk.actions.show_people import show_people
from kiosk.commands.line import main
from kiosk.settings import Kiosk, shipped
from kiosk.store import leads, news, print_jobs, printers
from kiosk.store.answers import Ask
from kiosk.web.app import make_app
from kiosk.web.restored import NOBODY
from kiosk.web.table import card_of
from pages.locale import read_texts
from pages.sign_in import Pins
from tests.kiosk.stations import Member, make_fair, new_member

OWN = {"Origin": "http://localhost", "Accept-Language": "en"}
TEXTS = read_texts(shipped("translations"))
TABLE = Booth("A01", "e" * 32)


@pytest.fixture
def member(tmp_path: Path) -> Iterator[Callable[[str], Member]]:
    made: list[Member] = []

    def make(name: str) -> Member:
        made.append(new_member(tmp_path / name))
        return made[-1]

    yield make
    for each in made:
        each.ends()


@pytest.fixture
def organizer(member: Callable[[str], Member]) -> Member:
    made = member("organizer")
    make_fair(made)
    pins = Pins()
    add_staff(made.station, name="Wang", role="organizer", pin="2580", pins=pins, actor="test")
    made.opens()
    return made


def restored(station: Member, to: Path) -> None:
    """Back a station up and restore that into another folder."""
    for folder, words in (
        (station.station.folder, ["backup", str(to.with_suffix(".backup"))]),
        (to, ["restore", str(to.with_suffix(".backup"))]),
    ):
        told = CliRunner().invoke(main, ["--data", str(folder), *words])
        assert told.exit_code == 0, told.output


@pytest.fixture
def again(organizer: Member, member: Callable[[str], Member], tmp_path: Path) -> Member:
    """A gate of the fair as it comes back from its backup."""
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    register(organizer)
    gate.exchanges(organizer)
    restored(gate, tmp_path / "again")
    return member("again")


def ask(place: str, path: str, code: str = "") -> Ask:
    return Ask(place, uuid.uuid4().hex, path, code)


def register(member: Member) -> tuple[str, str]:
    """Let somebody in who releases a phone number to all, and meets a booth; code and visit."""
    station, person = member.station, Person({"name": "欧阳测试", "phone": "16900000001"})
    told = register_seeker(
        station, ask("desk", "/seekers"), person, check_in=True, where="desk", actor="test"
    ).verdict
    assert isinstance(told, Registered)
    code = told.code
    release_data(station, ask("desk", "/releases", code), booth=None, level="contact", actor="test")
    met = record_visit(station, ask("booth:A01", "/visits", code), TABLE, actor="test").verdict
    return code, str(getattr(met, "visit", ""))


def signed_in(member: Member, role: str, **place: str) -> FlaskClient:
    entrance, booth = place.get("entrance"), place.get("booth")
    token = add_device.add_device(
        member.station, name=role, role=role, entrance=entrance, booth=booth, actor="test"
    )
    client = make_app(Kiosk(station=member.station, texts=TEXTS), member.neighbours).test_client()
    assert client.post("/enter", data={"secret": token}, headers=OWN).status_code == 303
    return client


PAGES = (
    *("/desk/", "/organizer/lists", "/organizer/settle", "/desk/new", "/desk/person/x"),
    *("/organizer/download/seekers.csv", "/organizer/download/operations.jsonl", "/entrance/find"),
)


def test_the_organizer_can_say_that_there_is_no_other_station(again: Member) -> None:
    boss = signed_in(again, "organizer")
    for path in PAGES:
        page = boss.get(path, headers=OWN)
        assert (page.status_code, "There is no other station" in page.text) == (503, True), path
    assert "restored from a backup" in boss.get("/organizer/stations", headers=OWN).text
    said = boss.post("/organizer/stations/alone", headers=OWN)
    assert said.status_code == 303
    assert "People are shown" in boss.get(said.location, headers=OWN).text
    for path in PAGES:
        assert boss.get(path, headers=OWN).status_code in (200, 404), path
    assert "restored from a backup" not in boss.get("/organizer/stations", headers=OWN).text


def test_only_the_organizer_says_so_and_in_chinese_too(again: Member) -> None:
    desk = signed_in(again, "desk")
    page = desk.get("/desk/", headers={**OWN, "Accept-Language": "zh-CN"})
    assert page.status_code == 503
    assert "本机是从备份恢复的" in page.text
    assert "<form" not in page.text.partition("<main")[2]
    assert desk.post("/organizer/stations/alone", headers=OWN).status_code == 403
    assert news.awaited(again.station.reading())


def test_what_shows_nobody_goes_on(again: Member) -> None:
    boss = signed_in(again, "organizer")
    for path in ("/organizer/", "/organizer/stations", "/entrance/", "/entrance/last", "/jobs/"):
        assert boss.get(path, headers=OWN).status_code == 200, path
    for path in NOBODY[3:]:
        path += "csv" if path.endswith(".") else ".xlsx"
        assert boss.get(path, headers=OWN).status_code == 200, path
    assert again.registers()[0] == "B"


def test_a_booth_records_and_sees_nothing_of_anybody(again: Member) -> None:
    _, visit = register(again)
    db, now = again.station.reading(), again.station.chance.now()
    found = leads.by_id(db, visit)
    assert found is not None
    assert released(db, found, now=now) == {}
    card = card_of(db, TABLE, visit, now=now)
    assert card is not None
    assert (card.number[0], card.released, card.notes) == ("B", {}, [])
    phone = signed_in(again, "booth", booth="A01")
    assert phone.get("/booth/", headers=OWN).status_code == 200
    assert phone.get("/booth/visits.xlsx", headers=OWN).status_code == 503
    with again.station.transaction() as writer:
        news.came(writer)
    assert released(again.station.reading(), found, now=now)["phone"] == "16900000001"


def test_an_exchange_brings_news_whoever_began_it(
    organizer: Member, again: Member, member: Callable[[str], Member], tmp_path: Path
) -> None:
    again.exchanges(organizer)
    assert not news.awaited(again.station.reading())
    restored(again, tmp_path / "third")
    third = member("third")
    assert news.awaited(third.station.reading())
    third.opens()
    mine = organizer.neighbours.peer(third.station.fair.node)
    assert mine is not None
    organizer.neighbours.found(mine.node, third.reachable.door.addresses())
    organizer.exchanges(third)
    assert not news.awaited(third.station.reading())


def test_two_that_wait_are_no_news_for_each_other(
    organizer: Member, again: Member, member: Callable[[str], Member], tmp_path: Path
) -> None:
    restored(organizer, tmp_path / "office")
    office = member("office")
    office.opens()
    assert news.awaited(office.station.reading())
    peer = again.neighbours.peer(office.station.fair.node)
    assert peer is not None
    again.neighbours.found(peer.node, office.reachable.door.addresses())
    again.exchanges(office)
    assert news.awaited(again.station.reading())
    assert news.awaited(office.station.reading())


def test_a_badge_carries_the_number_alone_while_people_arent_shown(
    again: Member, tmp_path: Path
) -> None:
    station, at = again.station, again.station.chance.now()
    file = f"file:{tmp_path / 'out'}"
    row = printers.Printer(
        *(
            "door",
            file,
            "zpl",
            "50x30",
            203,
            "",
            0.0,
            0.0,
            None,
            None,
            None,
            False,
            "",
            "ready",
            "",
        ),
        seen_at=at,
    )
    machine = open_printer(uri=file, language="zpl", size="50x30", dpi=203)
    code = again.registers()

    def drawn(name: str | None) -> bytes:
        job = print_jobs.Job(
            *(1, "badge", code, 1, name, None, "desk", "", "queued", "", None, at, at)
        )
        return draw_paper(station, row, machine, job, str)

    assert drawn("Anna Berg") == drawn(None)
    show_people(station)
    assert drawn("Anna Berg") != drawn(None)


def test_a_machine_that_a_restored_one_lets_in_is_no_news(
    organizer: Member, member: Callable[[str], Member], tmp_path: Path
) -> None:
    """All that it knows comes from the restored folder."""
    member("gate").joins(organizer, name="North gate")
    restored(organizer, tmp_path / "again")
    organizer.reachable.stop()
    again, fresh = member("again"), member("fresh")
    again.opens()
    fresh.joins(again, name="South gate")
    fresh.exchanges(again)
    for each in (again, fresh):
        assert news.awaited(each.station.reading())
