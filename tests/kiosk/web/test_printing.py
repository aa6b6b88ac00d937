"""What helpers see of the printers, and what their buttons do; no script is needed for it."""

import re
import uuid
from html import unescape

import pytest
from flask.testing import FlaskClient

from kiosk.actions import add_device, set_up_printer
from kiosk.settings import Kiosk
from kiosk.store import print_jobs, print_queue, printers
from kiosk.web.app import make_app
from tests.kiosk.conftest import FairDay

OWN = {"Origin": "http://localhost", "Accept-Language": "en"}


@pytest.fixture
def north(kiosk: Kiosk, fair: FairDay) -> str:
    add(kiosk, "North", "North gate")
    return fair.registers("Anna Berg").code


def add(kiosk: Kiosk, name: str, entrance: str = "") -> None:
    set_up_printer.add_printer(
        kiosk.station,
        name=name,
        uri=f"file:/nowhere/{name}.png",
        language="png",
        size="50x30",
        dpi=203,
        entrance=entrance,
    )


def comes_in(kiosk: Kiosk, role: str, entrance: str | None = None) -> FlaskClient:
    token = add_device.add_device(
        kiosk.station, name=role, role=role, entrance=entrance, booth=None, actor="test"
    )
    client = make_app(kiosk).test_client()
    assert client.post("/enter", data={"secret": token}, headers=OWN).status_code == 303
    return client


def sends(client: FlaskClient, path: str, **fields: str) -> str:
    data = {"scan_id": uuid.uuid4().hex, **fields}
    answer = client.post(path, data=data, headers=OWN, follow_redirects=True)
    assert answer.status_code == 200, answer.status
    return answer.text


def holds(page: str) -> int:
    found = re.search(r'data-printing="(\d+)"', page)
    assert found is not None
    return int(found[1])


def goes_wrong(kiosk: Kiosk, job: int) -> None:
    """Let a job be sent, and nobody know what became of it."""
    with kiosk.station.transaction() as db:
        now = kiosk.now()
        assert print_queue.begin_sending(db, job, "North", now)
        print_queue.settle(db, job, "in_doubt", "The printer stopped.", now)


def state_of(kiosk: Kiosk, job: int) -> str:
    found = print_jobs.by_id(kiosk.station.reading(), job)
    assert found is not None
    return found.state


@pytest.mark.parametrize("role", ["self_service", "entrance", "desk", "organizer"])
def test_the_entrance_says_what_the_printers_hold(
    kiosk: Kiosk, fair: FairDay, north: str, role: str
) -> None:
    at_door = "North gate" if role in ("self_service", "entrance") else None
    client = comes_in(kiosk, role, at_door)
    assert holds(client.get("/entrance/", headers=OWN).text) == 0
    fair.scans(north)
    assert holds(client.get("/entrance/", headers=OWN).text) == 1


def test_another_entrance_sees_nothing_of_it(kiosk: Kiosk, fair: FairDay, north: str) -> None:
    fair.scans(north)
    south = comes_in(kiosk, "entrance", "South gate")
    assert holds(south.get("/entrance/", headers=OWN).text) == 0


def test_nothing_is_sent_again_while_nothing_happens(
    kiosk: Kiosk, fair: FairDay, north: str
) -> None:
    client = comes_in(kiosk, "entrance", "North gate")
    seen = re.search(r"printing\?seen=(\w+)", client.get("/entrance/", headers=OWN).text)
    assert seen is not None
    path = f"/entrance/printing?seen={seen[1]}"
    assert client.get(path, headers=OWN).status_code == 204
    fair.scans(north)
    assert holds(client.get(path, headers={**OWN, "HX-Request": "true"}).text) == 1


@pytest.mark.parametrize("path", ["/entrance", "/desk", "/organizer"])
def test_a_badge_in_doubt_is_asked_about_and_the_answer_settles_it(
    kiosk: Kiosk, fair: FairDay, north: str, path: str
) -> None:
    fair.scans(north)
    goes_wrong(kiosk, 1)
    client = comes_in(kiosk, "organizer")
    page = client.get(f"{path}/printers" if path == "/organizer" else f"{path}/", headers=OWN).text
    assert "Did this badge come out of North?" in page
    assert "A-0001" in page
    assert "Anna" not in page
    sends(client, f"{path}/printing/1", said="printed")
    assert state_of(kiosk, 1) == "done"
    sends(client, f"{path}/printing/1", said="again")  # another page was still open: too late
    assert len(print_jobs.every(kiosk.station.reading())) == 1


def test_print_again_pressed_twice_makes_one_copy(kiosk: Kiosk, fair: FairDay, north: str) -> None:
    fair.scans(north)
    goes_wrong(kiosk, 1)
    client = comes_in(kiosk, "entrance", "North gate")
    for _ in range(2):
        sends(client, "/entrance/printing/1", said="again")
    jobs = print_jobs.every(kiosk.station.reading())
    assert [(job.copy, job.state) for job in jobs] == [(1, "cancelled"), (2, "queued")]


def test_visitors_alone_are_asked_nothing_and_press_nothing(
    kiosk: Kiosk, fair: FairDay, north: str
) -> None:
    fair.scans(north)
    goes_wrong(kiosk, 1)
    client = comes_in(kiosk, "self_service", "North gate")
    assert "Did this badge" not in client.get("/entrance/", headers=OWN).text
    refused = client.post("/entrance/printing/1", data={"said": "again"}, headers=OWN)
    assert refused.status_code == 403
    assert state_of(kiosk, 1) == "in_doubt"


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("paper_out", "Printer North has no labels left. Put in a new roll and close the lid."),
        ("cover_open", "The lid of printer North is open. Close it until it clicks."),
        ("hot", "Printer North is too hot."),
        ("offline", "Printer North can't be reached."),
        ("silent", "Printer North does not answer."),
    ],
)
def test_what_a_printer_lacks_is_said_with_what_waits(
    kiosk: Kiosk, fair: FairDay, north: str, condition: str, says: str
) -> None:
    fair.scans(north)
    with kiosk.station.transaction() as db:
        printers.see(db, "North", condition=condition, detail="", at=kiosk.now())
    page = comes_in(kiosk, "entrance", "North gate").get("/entrance/", headers=OWN).text
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert says in told
    assert "1 paper waits and is not lost." in told
    assert '<svg class="todo"' in page
    visitors = comes_in(kiosk, "self_service", "North gate")
    assert "Please call the staff." in visitors.get("/entrance/", headers=OWN).text


def test_another_printer_stands_in_when_a_helper_says_so(
    kiosk: Kiosk, fair: FairDay, north: str
) -> None:
    add(kiosk, "South", "South gate")
    with kiosk.station.transaction() as db:
        printers.see(db, "North", condition="paper_out", detail="", at=kiosk.now())
    client = comes_in(kiosk, "entrance", "North gate")
    assert "Print on South instead" in client.get("/entrance/", headers=OWN).text
    page = sends(client, "/entrance/printing/instead", printer="North", other="South")
    assert "South prints what is meant for North." in page
    fair.scans(north)
    assert print_queue.waiting_for(kiosk.station.reading(), "South") == 1
    sends(client, "/entrance/printing/instead", printer="North", other="")
    assert print_queue.waiting_for(kiosk.station.reading(), "South") == 0


def test_few_labels_are_said_and_a_new_roll_is_typed_in(
    kiosk: Kiosk, fair: FairDay, north: str
) -> None:
    set_up_printer.load_labels(kiosk.station, "North", 21)
    client = comes_in(kiosk, "desk")
    assert "labels are left" not in client.get("/desk/", headers=OWN).text
    set_up_printer.load_labels(kiosk.station, "North", 19)
    assert "19 labels are left in North." in client.get("/desk/", headers=OWN).text
    page = sends(client, "/desk/printing/loaded", printer="North", labels="500")
    assert "labels are left" not in page


def test_a_helper_prints_a_badge_again_at_the_door(kiosk: Kiosk, fair: FairDay, north: str) -> None:
    fair.scans(north)
    goes_wrong(kiosk, 1)
    client = comes_in(kiosk, "entrance", "North gate")
    assert "Print again" in client.get("/entrance/last", headers=OWN).text
    page = sends(client, "/entrance/reprint", code=north)
    assert 'data-verdict="queued"' in page
    assert "copy 2" in page


def test_the_desk_prints_a_badge_with_the_name_where_it_is_wanted(
    kiosk: Kiosk, fair: FairDay
) -> None:
    add(kiosk, "North")
    anna = fair.registers("Anna Berg")
    client = comes_in(kiosk, "desk")
    page = sends(client, f"/desk/person/{anna.seeker}/print", printer="North", name_on_badge="yes")
    assert "The paper comes out of the printer in a moment." in page
    (job,) = print_jobs.every(kiosk.station.reading())
    assert (job.copy, job.name) == (1, "Anna Berg")


ALONE = "The badge shows the number alone"


def test_a_name_that_no_font_has_is_left_off_and_the_helper_told(
    kiosk: Kiosk, fair: FairDay
) -> None:
    client = comes_in(kiosk, "entrance", "North gate")
    asked = {"phone": "", "code": "", "name_on_badge": "yes"}
    assert ALONE in sends(client, "/entrance/words", name="王\U00030000", **asked)  # extension G
    assert ALONE not in sends(client, "/entrance/words", name="王\U00020bb7", **asked)
    anna = fair.registers("王\U00030000")
    add(kiosk, "North")
    page = comes_in(kiosk, "desk").get(f"/desk/person/{anna.seeker}", headers=OWN).text
    assert ALONE in page and 'name="name_on_badge"' not in page


def test_a_printer_is_added_tried_and_its_frame_set_right(
    kiosk: Kiosk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("paper") / "label.png"
    client = comes_in(kiosk, "organizer")
    page = sends(
        client,
        "/organizer/printers",
        name="Desk printer",
        uri=f"file:{out}",
        language="png",
        size="50x30",
        dpi="",
        entrance="",
    )
    assert "Print a test label now." in page
    page = sends(client, "/organizer/printers/test", name="Desk printer")
    assert "Is the black frame whole?" in page
    assert out.exists()
    sends(
        client,
        "/organizer/printers/mend",
        name="Desk printer",
        size="62x29",
        right_mm="-1,5",
        down_mm="2",
    )
    row = printers.by_name(kiosk.station.reading(), "Desk printer")
    assert row is not None
    assert (row.size, row.right_mm, row.down_mm) == ("62x29", -1.5, 2.0)
    assert "The printer is taken away." in sends(
        client, "/organizer/printers/remove", name="Desk printer"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("uri", "nonsense"), ("language", "klingon"), ("size", "1x1"), ("entrance", "Moon"),
     ("name", " "), ("dpi", "600")],
)  # fmt: skip
def test_what_can_be_no_printer_is_said_at_its_field(kiosk: Kiosk, field: str, value: str) -> None:
    client = comes_in(kiosk, "organizer")
    good = {"name": "P", "uri": "file:/nowhere/p", "language": "png", "size": "50x30",
            "dpi": "203", "entrance": ""}  # fmt: skip
    data = {**good, field: value}
    answer = client.post("/organizer/printers", data=data, headers=OWN)
    assert answer.status_code == 422
    assert f'data-error="{field}"' in answer.text
    assert printers.every(kiosk.station.reading()) == []


def test_a_printer_that_was_found_fills_the_form(kiosk: Kiosk) -> None:
    client = comes_in(kiosk, "organizer")
    asked = {"uri": "tcp://192.168.1.50:9100", "language": "zpl", "name": "Zebra ZD421"}
    page = client.get("/organizer/printers/find", query_string=asked, headers=OWN).text
    assert 'value="tcp://192.168.1.50:9100"' in page
    assert '<option value="zpl" selected>' in page
    assert 'value="Zebra ZD421"' in page


def test_looking_for_printers_gives_a_list_or_says_that_there_are_none(
    kiosk: Kiosk,
) -> None:
    """What is found depends on the machine; `tests/printers/test_finding.py` holds the finding."""
    client = comes_in(kiosk, "organizer")
    page = client.get("/organizer/printers/find", headers=OWN)
    assert page.status_code == 200
    assert "Use it" in page.text or "No printer was found." in page.text
