"""The emulated printer: it prints what it is sent, and misbehaves as it is told."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from printers import Label, Resolution, Size, draw
from tests.printers.answers import QUESTIONS, answer
from tests.printers.behaviour import Behaviour
from tests.printers.emulator import Emulator
from tests.printers.test_decoders import JOBS, ROWS

DOTS = draw(Label(Size.LABEL_50X30, "A-0137", "HTTP://192.168.1.20/B/A049ANA1GVY"), Resolution(203))
BADGE = (  # typed from the manual, with a real badge in it
    b"^XA^PW400^LL240^LH0,0^FO0,0^GFA,12000,12000,50,"
    + DOTS.rows.hex().upper().encode()
    + b"^FS^XZ"
)


def sent(port: int, data: bytes) -> bytes:
    """Send bytes on a connection of their own and end it; what comes back, b"RST" for a reset."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(100), b""))
        except OSError:  # a reset shows as one of three errors, at any of the three calls
            return b"RST"


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_job_comes_out_as_its_picture(language: str) -> None:
    with Emulator(language) as printer:
        sent(printer.port, JOBS[language])
        (label,) = printer.waits_for(1)

    assert label.dots.rows.startswith(ROWS[:2]) or language == "brother"
    assert label.dots.height == 3
    assert sum(map(int.bit_count, label.dots.rows)) == sum(map(int.bit_count, ROWS))


def test_a_badge_is_read_from_its_paper() -> None:
    with Emulator("zpl") as printer:
        sent(printer.port, BADGE + BADGE)
        printer.waits_for(2)

    assert printer.codes == ["A049ANA1GVY", "A049ANA1GVY"]
    assert printer.labels[0].dots == DOTS


@pytest.mark.parametrize("language", QUESTIONS)
def test_it_answers_as_its_manual_says(language: str) -> None:
    question = QUESTIONS[language][-1]
    with Emulator(language, Behaviour(condition="paper_out")) as printer:
        assert sent(printer.port, question) == answer(language, question, "paper_out")
        printer.becomes("ready")
        assert sent(printer.port, question) == answer(language, question, "ready")
        printer.behaviour.answers = "silent"
        assert sent(printer.port, question) == b""


def test_without_paper_it_keeps_the_job_and_prints_when_filled() -> None:
    with Emulator("zpl", Behaviour(condition="paper_out")) as printer:
        sent(printer.port, BADGE)
        assert not printer.labels
        printer.becomes("ready")
        assert printer.codes == ["A049ANA1GVY"]


def test_it_closes_or_resets_after_so_many_bytes() -> None:
    with Emulator("zpl", Behaviour(close_after=500)) as printer:
        sent(printer.port, BADGE)
        assert len(printer.received[0]) == 500
        printer.behaviour.close_after, printer.behaviour.reset_after = None, 700
        assert sent(printer.port, BADGE) == b"RST"
        assert len(printer.received[1]) == 700
        assert not printer.labels


@pytest.mark.parametrize("keeps", [True, False])
def test_a_torn_picture_waits_for_its_rest_where_the_buffer_is_kept(keeps: bool) -> None:
    job = JOBS["escpos"]
    with Emulator("escpos", Behaviour(keeps_buffer=keeps)) as printer:
        sent(printer.port, job[:14])
        sent(printer.port, job)  # its first bytes become the torn picture's rest
        printer.waits_for(1)

    (label,) = printer.labels
    assert (label.dots.rows[:6] != ROWS) == keeps


def test_a_process_of_its_own_keeps_labels_in_a_folder(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "tests.printers.emulator", "--language", "zpl"]
    kept = tmp_path / "labels.jsonl"
    with subprocess.Popen(
        [*run, "--keep", str(tmp_path), "--condition", "paper_out"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        try:
            port = int(process.stdout.readline().rpartition(":")[2])
            sent(port, BADGE)
            assert not kept.exists()
            process.stdin.write("ready\n")
            process.stdin.flush()
            sent(port, BADGE)
            until = time.monotonic() + 30
            while not (tmp_path / "0002.png").exists() and time.monotonic() < until:
                time.sleep(0.02)
        finally:
            process.terminate()

    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [line["codes"] for line in lines][:1] == [["A049ANA1GVY"]]
    assert (tmp_path / "0002.png").exists()
