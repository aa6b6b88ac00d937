"""The plug is pulled under load: nothing acknowledged is missing, nothing is there twice."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Made
from tests.faults.node import Node, Phone, kiosk, kiosk_json, serve

pytestmark = pytest.mark.slow

KILLS = 25


class Driver:
    """Clients that scan as fast as they can and remember what they were promised."""

    def __init__(self, node: Node, token: str, codes: list[str]) -> None:
        self.node = node
        self.token = token
        self.codes = codes
        self.promised: dict[str, Any] = {}  # scan_id → answer
        self.unsure: dict[str, str] = {}  # scan_id → code: sent, no answer
        self.lock = threading.Lock()
        self.stop = threading.Event()

    def drive(self, seed: int) -> None:
        dice = random.Random(seed)
        phone = Phone(self.node.port, self.token)
        while not self.stop.is_set():
            scan_id, code = f"{dice.randrange(16**32):032x}", dice.choice(self.codes)
            with self.lock:
                self.unsure[scan_id] = code
            try:
                status, answer = phone.post("/check-ins", code=code, scan_id=scan_id)
            except (OSError, http.client.HTTPException):
                return
            assert status == 200, answer
            with self.lock:
                del self.unsure[scan_id]
                self.promised[scan_id] = (code, answer)

    def under_load(self, seconds: float, seed: int) -> None:
        threads = [threading.Thread(target=self.drive, args=(seed * 100 + n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.node.kill()
        self.stop.set()
        for thread in threads:
            thread.join(30)


def operations_of(folder: Path, to: Path) -> list[dict[str, Any]]:
    kiosk(folder, "export", "operations", "--format", "jsonl", "--out", str(to))
    return [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_plug_pulled_25_times_loses_nothing_and_doubles_nothing(
    made: Made, tmp_path: Path
) -> None:
    node = serve(made.folder)
    gate = Phone(node.port, made.gate)
    codes = [gate.post("/seekers", check_in=False)[1]["code"] for _ in range(60)]
    promised: dict[str, Any] = {}
    unsure: dict[str, str] = {}
    for kill in range(KILLS):
        driver = Driver(node, made.gate, codes)
        driver.under_load(random.Random(kill).uniform(0.05, 0.4), kill)
        promised |= driver.promised
        unsure |= driver.unsure
        node = serve(made.folder)
        gate = Phone(node.port, made.gate)
        # A phone that heard nothing sends again: one fact, whether the first had arrived or not.
        for scan_id, code in driver.unsure.items():
            _, answer = gate.post("/check-ins", code=code, scan_id=scan_id)
            promised[scan_id] = (code, answer)
    for scan_id, (code, answer) in list(promised.items())[-200:]:
        assert gate.post("/check-ins", code=code, scan_id=scan_id)[1] == answer
    node.stop()
    assert len(promised) > 100
    assert unsure, "no scan was ever cut off: the plug was never pulled under load"
    kept = Counter(each["op"] for each in operations_of(made.folder, tmp_path / "all.jsonl"))
    assert set(kept.values()) == {1}
    missing = [answer for _, answer in promised.values() if answer["operation"] not in kept]
    assert not missing
    status = kiosk_json(made.folder, "status")
    assert status["check_ins"] == len({answer["operation"] for _, answer in promised.values()})
    assert status["people"] == len({code for code, _ in promised.values()})
    assert kiosk_json(made.folder, "verify")["ok"]


def test_sixteen_connections_with_one_scan_id_make_one_fact(made: Made) -> None:
    node = serve(made.folder)
    code = Phone(node.port, made.gate).post("/seekers", check_in=False)[1]["code"]
    heard: list[Any] = []
    together = threading.Barrier(16)

    def scan() -> None:
        phone = Phone(node.port, made.gate)
        together.wait()
        heard.append(phone.post("/check-ins", code=code, scan_id="z" * 32))

    threads = [threading.Thread(target=scan) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    node.stop()
    assert len(heard) == 16
    assert len({json.dumps(each, sort_keys=True) for each in heard}) == 1
    assert kiosk_json(made.folder, "status")["check_ins"] == 1


def test_sigterm_ends_the_node_within_five_seconds(made: Made) -> None:
    node = serve(made.folder)
    gate = Phone(node.port, made.gate)
    gate.post("/check-ins", code="A-0001")
    assert node.stop() < 5
    assert node.process.returncode == 0
    assert kiosk_json(made.folder, "verify") == {"ok": True, "operations": 165, "problems": []}
