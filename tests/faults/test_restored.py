"""Somebody is erased after a backup; the machine that comes back from it doesn't show them."""

import http.client
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import Made
from tests.faults.node import Node, Phone, kiosk, kiosk_json
from tests.faults.node import serve as start_node
from tests.faults.stations import eventually, gate, join

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
Serve = Callable[[Path], Node]
NAME = "欧阳测试"


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Node] = []

    def start(folder: Path) -> Node:
        running.append(start_node(folder))
        return running[-1]

    yield start
    for node in running:
        if node.process.poll() is None:
            node.kill()


class Browser:
    """Whoever came in by a device's link."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.cookie = port, ""
        status, _, headers = self.asks("POST", "/enter", secret=token)
        assert status == 303
        self.cookie = str(headers["Set-Cookie"]).partition(";")[0]

    def asks(self, method: str, path: str, **form: str) -> tuple[int, str, http.client.HTTPMessage]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Origin": f"http://127.0.0.1:{self.port}",
            "Accept-Language": "en",
            "Content-Type": "application/x-www-form-urlencoded",
            **({"Cookie": self.cookie} if self.cookie else {}),
        }
        line.request(method, path, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        line.close()
        return answer.status, text, answer.headers


def found(node: Node, token: str) -> tuple[int, list[str]]:
    status, told = Phone(node.port, token).get(f"/api/v1/seekers?{urlencode({'q': NAME})}")
    return status, [each["name"] for each in told.get("seekers", [])]


def test_who_was_erased_after_the_backup_isnt_shown_before_news_comes_and_then_is_gone(
    made: Made, tmp_path: Path, serve: Serve
) -> None:
    kiosk(made.folder, "staff", "add", "Wang", "--role", "organizer", "--pin", "258036")
    organizer = serve(made.folder)
    south, again, kept = tmp_path / "south", tmp_path / "again", tmp_path / "south.backup"
    join(made.folder, south, "South gate")
    status, told = Phone(organizer.port, made.gate).post("/seekers", name=NAME)
    assert status == 200
    code = told["code"]
    kiosk(south, "exchange")
    kiosk(south, "backup", str(kept))

    desk = Browser(organizer.port, made.organizer)
    _, _, headers = desk.asks("POST", "/desk/", code=code)
    person = str(headers["Location"]).rpartition("/")[2]
    status, page, _ = desk.asks("POST", f"/desk/person/{person}/erase", scan_id="e" * 32)
    assert status == 303, page
    assert found(organizer, made.gate) == (200, [])
    organizer.stop()

    restored = kiosk(again, "restore", str(kept))
    assert "shows people once it has news" in restored.stdout
    node, token = serve(again), gate(again)
    assert found(node, token)[0] == 503
    boss = kiosk_json(again, "device", "add", "boss", "--role", "organizer")["token"]
    browser = Browser(node.port, boss)
    for path in ("/desk/", "/organizer/lists", "/organizer/download/seekers.csv"):
        status, text, _ = browser.asks("GET", path)
        assert (status, "There is no other station" in text) == (503, True), path
        assert NAME not in text
    refused = kiosk(again, "export", "seekers", "--format", "csv", "--out", "out", check=False)
    assert (refused.returncode, "restored" in refused.stderr) == (1, True)
    status, told = Phone(node.port, token).post("/check-ins", code=code)
    assert (status, told["verdict"]) == (200, "already_in"), "checking in goes on"
    assert Phone(node.port, token).post("/seekers")[1]["verdict"] == "registered"

    serve(made.folder)
    assert eventually(lambda: found(node, token)[0] == 200, within=70)
    assert found(node, token) == (200, [])
    out = tmp_path / "seekers.csv"
    kiosk(again, "export", "seekers", "--format", "csv", "--out", str(out))
    assert NAME not in out.read_text(encoding="utf-8-sig")
    assert kiosk_json(again, "verify")["ok"]


def test_a_fair_of_one_machine_that_is_restored_waits_for_nobody(
    made: Made, tmp_path: Path, serve: Serve
) -> None:
    kiosk(made.folder, "backup", str(tmp_path / "kept"))
    assert (
        kiosk_json(tmp_path / "again", "restore", str(tmp_path / "kept"))["waits_for_news"] is False
    )
    assert found(serve(tmp_path / "again"), made.gate) == (200, [])
