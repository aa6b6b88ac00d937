"""No room, no right, no place: each gets one sentence, nothing half kept, and the node goes on."""

import http.client
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import DATA, Made
from tests.faults.node import Phone, kiosk, kiosk_json, serve

ROOM = 6 * 1024 * 1024  # bytes of the small disk
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def mounted(at: Path, *options: str) -> None:
    subprocess.run(["mount", *options, str(at)], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own: a tmpfs, which root alone may mount."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a small disk needs Linux and root")
    at = tmp_path / "disk"
    at.mkdir()
    try:
        mounted(at, "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody mount a tmpfs")
    yield at
    subprocess.run(["umount", "--lazy", str(at)], check=True)


@pytest.fixture
def on_disk(made: Made, disk: Path) -> Made:
    """The made fair, moved onto the small disk."""
    shutil.copytree(made.folder, disk / "node")
    return Made(disk / "node", made.gate, made.booth, made.organizer)


def fill(disk: Path) -> Path:
    """Leave not one byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0
    return ballast


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a refused command says: status 1, a line on stderr, nothing else."""
    assert done.returncode == 1, done
    assert not done.stdout
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def retry_after(port: int, token: str) -> str | None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = b'{"scan_id": "aaaaaaaaaaaaaaaaaaaa", "check_in": false}'
    line.request("POST", "/api/v1/seekers", body, {"Authorization": f"Bearer {token}"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.getheader("Retry-After") if answer.status == 503 else None


def test_a_full_disk_at_the_door_keeps_nothing_and_says_so(on_disk: Made, disk: Path) -> None:
    node = serve(on_disk.folder)
    gate = Phone(node.port, on_disk.gate)
    assert gate.post("/check-ins", code="A-0001")[0] == 200
    ballast = fill(disk)
    told, refused = [], None
    for _ in range(600):  # what is reserved already may still hold a few
        status, answer = gate.post("/seekers")
        if status != 200:
            refused = answer["error"]
            assert status == 503
            break
        told.append(answer["operation"])
    assert refused is not None and refused["retry"] and refused["code"] == "no_store"
    assert "磁盘满了" in refused["message"] and "没有保存" in refused["message"]
    assert retry_after(node.port, on_disk.gate)
    assert gate.get("/healthz")[0] == 503
    assert gate.get("/api/v1/status")[0] == 200, "reading goes on"

    ballast.unlink()
    assert gate.get("/healthz")[0] == 200
    assert gate.post("/seekers")[0] == 200
    node.stop()
    counts = kiosk_json(on_disk.folder, "status")
    assert counts["check_ins"] == 1 + len(told) + 1
    assert kiosk_json(on_disk.folder, "verify")["ok"]


def test_callers_at_once_on_a_full_disk_get_no_promise_that_is_broken(
    on_disk: Made, disk: Path
) -> None:
    node = serve(on_disk.folder)
    ballast = fill(disk)
    promised: list[str] = []
    statuses: set[int] = set()

    def call() -> None:
        gate = Phone(node.port, on_disk.gate)
        for _ in range(40):
            status, answer = gate.post("/seekers")
            statuses.add(status)
            if status == 200:
                promised.append(answer["operation"])

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses <= {200, 503} and 503 in statuses
    ballast.unlink()
    assert Phone(node.port, on_disk.gate).post("/check-ins", code="A-0001")[0] == 200
    node.stop()
    assert kiosk_json(on_disk.folder, "status")["check_ins"] == len(promised) + 1
    assert kiosk_json(on_disk.folder, "verify")["ok"]


@pytest.mark.parametrize("serving", [True, False], ids=["while serving", "alone"])
def test_an_import_onto_a_full_disk_says_how_far_it_came(
    on_disk: Made, disk: Path, tmp_path: Path, serving: bool
) -> None:
    rows = "".join(f"张{n:04},1390000{n:04}\n" for n in range(3000))
    longer = tmp_path / "longer.csv"
    longer.write_text("姓名,手机\n" + rows, encoding="utf-8")
    before = kiosk_json(on_disk.folder, "status")["seekers"]
    node = serve(on_disk.folder) if serving else None
    ballast = disk / "ballast"
    with ballast.open("wb") as file:  # room for a part of it only
        file.write(b"\0" * max(shutil.disk_usage(disk).free - 1_500_000, 0))
    said = one_sentence(kiosk(on_disk.folder, "import", "seekers", str(longer), check=False))
    assert "import the same file again" in said
    ballast.unlink()
    subprocess.run(["mount", "-o", f"remount,size={8 * ROOM}", str(disk)], check=True)
    kept = kiosk_json(on_disk.folder, "status")["seekers"] - before
    assert f"after {kept} of 3000" in said
    finished = kiosk_json(on_disk.folder, "import", "seekers", str(longer))
    assert (finished["imported"], finished["unchanged"]) == (3000, kept)
    if node is not None:
        node.stop()
    assert kiosk_json(on_disk.folder, "status")["seekers"] == before + 3000
    assert kiosk_json(on_disk.folder, "verify")["ok"]


def test_a_node_on_a_full_disk_ends_and_starts_as_ever(on_disk: Made, disk: Path) -> None:
    node = serve(on_disk.folder)
    kept = Phone(node.port, on_disk.gate).post("/check-ins", code="A-0001")[1]
    ballast = fill(disk)
    assert node.stop() < 5
    assert node.process.returncode == 0
    ballast.unlink()
    node = serve(on_disk.folder)
    seen = Phone(node.port, on_disk.gate).post("/check-ins", code="A-0001")[1]
    assert (kept["verdict"], seen["verdict"]) == ("admitted", "already_in")
    node.stop()


def test_commands_without_room_leave_nothing_half_written(
    on_disk: Made, disk: Path, tmp_path: Path
) -> None:
    ballast = fill(disk)
    outs = {
        "backup": ("backup", str(disk / "copy.db")),
        "export": ("export", "seekers", "--format", "csv", "--out", str(disk / "list.csv")),
        "xlsx": ("export", "jobs", "--format", "xlsx", "--out", str(disk / "list.xlsx")),
        "report": ("report", "--out", str(disk / "report.xlsx")),
        "cards": ("cards", "--out", str(disk / "cards.pdf")),
        "fair": ("--data", str(disk / "other"), "fair", "create", str(DATA / "fair.json")),
        "label": ("label", "--sample", "--language", "pdf", "--out", str(disk / "label.pdf")),
    }
    for name, words in outs.items():
        said = one_sentence(kiosk(on_disk.folder, *words, check=False))
        assert "full" in said or "No space" in said, (name, said)
    ballast.unlink()
    left = {each.name for each in disk.iterdir()} - {"other"}
    assert left == {"node"}, left
    assert kiosk_json(on_disk.folder, "verify")["ok"]
    # With room again the same commands work, the folder of the fair that wasn't made too.
    for words in outs.values():
        kiosk(on_disk.folder, *words)


def test_a_folder_that_cannot_be_written(on_disk: Made, disk: Path, tmp_path: Path) -> None:
    node = serve(on_disk.folder)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], capture_output=True, check=False)
    node.stop()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], capture_output=True, check=True)
    for words in (
        ("serve", "--port", "0"),
        ("import", "seekers", str(DATA / "seekers.csv")),
        ("device", "add", "new", "--role", "desk"),
        ("--data", str(disk / "other"), "fair", "create", str(DATA / "fair.json")),
    ):
        said = one_sentence(kiosk(on_disk.folder, *words, check=False))
        assert str(disk) in said and "nothing was kept" in said, said
    assert kiosk_json(on_disk.folder, "status")["check_ins"] == 0, "reading goes on"
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    node = serve(on_disk.folder)
    assert Phone(node.port, on_disk.gate).post("/check-ins", code="A-0001")[0] == 200
    node.stop()


def test_a_second_serve_on_the_same_folder_is_refused_and_the_first_goes_on(made: Made) -> None:
    node = serve(made.folder)
    said = one_sentence(kiosk(made.folder, "serve", "--port", "0", check=False))
    assert "Another process" in said and str(made.folder) in said
    gate = Phone(node.port, made.gate)
    assert gate.post("/check-ins", code="A-0001")[1]["verdict"] == "admitted"
    assert kiosk_json(made.folder, "device", "add", "new", "--role", "desk")["token"]
    node.stop()


def test_data_of_a_newer_version_are_left_alone(made: Made) -> None:
    file = made.folder / "fair.db"
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 9999")
    db.commit()
    db.close()
    before = file.read_bytes()
    for words in (
        ("serve", "--port", "0"),
        ("status",),
        ("import", "seekers", str(DATA / "seekers.csv")),
    ):
        said = one_sentence(kiosk(made.folder, *words, check=False))
        assert "newer version" in said and "nothing was changed" in said
    assert file.read_bytes() == before
