"""IPP, by printers that CUPS wrote."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from printers import PrinterError, Resolution, Size, language_of
from printers.transports import ipp_line
from printers.transports import ipp_message as ipp
from printers.transports.ipp import Ipp
from tests.printers.decoders import decode
from tests.printers.pictures import badge
from tests.printers.transports.cups import (
    Real,
    bus,
    cups_queue,
    ippeveprinter,
    needs_cupsd,
    needs_ippeveprinter,
)
from tests.printers.transports.relay import Relay

PWG = language_of("pwg", Size.LABEL_50X30, Resolution(300))
DOTS = badge(Size.LABEL_50X30, 300)
JOB = PWG.encode(DOTS)
PRINTS_WITHIN = 10.0


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with bus(tmp_path_factory.mktemp("bus")) as at:
        yield at


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, system: Path) -> Iterator[Real]:
    with ippeveprinter(tmp_path_factory.mktemp("printer"), system) as printer:
        yield printer


@needs_ippeveprinter
def test_a_real_printer_takes_a_label_and_shows_it_done(real: Real) -> None:
    printer, before = real.printer, len(real.pages)

    with printer.connect() as line:
        assert line.status(PWG).condition == "ready"
        assert line.resolutions == (300, 600)
        assert line.send(JOB, "done-1") == "confirmed"

    assert decode("pwg", real.pages[-1]) == DOTS
    assert len(real.pages) == before + 1
    assert printer.find("done-1") == "done"
    assert printer.find("never-sent-1") == "unknown"
    assert real.printer.find("done-1") == "done"  # also for a kiosk that was started anew


@needs_ippeveprinter
def test_a_printer_without_create_job_takes_it_at_once(real: Real) -> None:
    with real.printer.connect() as line:
        operations = [ipp.PRINT_JOB, ipp.GET_JOBS, ipp.GET_JOB_ATTRIBUTES]
        old = replace(line, printer=line.printer | {"operations-supported": list(operations)})
        assert old.send(JOB, "at-once-1") == "confirmed"

    assert real.printer.find("at-once-1") == "done"


@needs_cupsd
def test_a_cups_queue_passes_the_label_on_dot_for_dot(system: Path, real: Real) -> None:
    before = len(real.pages)
    with cups_queue(system, real) as queue:
        with queue.connect() as line:
            assert line.status(PWG).condition == "ready"
            assert line.send(JOB, "queue-1") == "confirmed"
        assert queue.find("queue-1") == "done"

    assert len(real.pages) == before + 1
    assert decode("pwg", real.pages[-1]) == DOTS


@needs_ippeveprinter
def test_a_label_that_is_found_is_not_sent_again(tmp_path: Path, system: Path) -> None:
    """What the queue asks before a second try: the printer still has it."""
    with ippeveprinter(tmp_path, system, seconds=2) as slow:
        thread = threading.Thread(target=lambda: slow.printer.connect().send(JOB, "slow-1"))
        thread.start()
        until = time.monotonic() + PRINTS_WITHIN
        while (found := slow.printer.find("slow-1")) == "unknown" and time.monotonic() < until:
            time.sleep(0.05)
        assert found == "waiting"
        assert not slow.pages
        thread.join()
        assert slow.printer.find("slow-1") == "done"
        assert len(slow.pages) == 1


@needs_ippeveprinter
def test_a_printer_that_takes_long_has_taken_it(
    tmp_path: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp_line, "FOLLOWS_FOR", 0.5)
    with ippeveprinter(tmp_path, system, seconds=3) as slow:
        printer = slow.printer
        with printer.connect() as line:
            assert line.send(JOB, "long-1") == "taken"
        assert printer.ids
        assert printer.find("long-1") == "waiting"


@needs_ippeveprinter
def test_a_cancelled_label_is_for_a_person_to_decide(tmp_path: Path, system: Path) -> None:
    with ippeveprinter(tmp_path, system, seconds=2) as slow:
        printer = slow.printer

        def cancel() -> None:
            while "gone-1" not in printer.ids:
                time.sleep(0.02)
            time.sleep(0.3)
            printer.way.ask(ipp.CANCEL_JOB, (ipp.INTEGER, "job-id", printer.ids["gone-1"]))

        thread = threading.Thread(target=cancel)
        thread.start()
        with printer.connect() as line, pytest.raises(PrinterError, match="gave the label up") as e:
            line.send(JOB, "gone-1")
        thread.join()
        assert e.value.sent == "all"
        assert printer.find("gone-1") == "stopped"


@needs_ippeveprinter
def test_a_printer_killed_while_it_prints_is_in_doubt(tmp_path: Path, system: Path) -> None:
    with ippeveprinter(tmp_path, system, seconds=2) as slow:
        printer = slow.printer
        line = printer.connect()

        def kill() -> None:
            while "killed-1" not in printer.ids:
                time.sleep(0.02)
            while printer.find("killed-1") != "waiting":
                time.sleep(0.02)
            time.sleep(0.3)
            slow.process.kill()

        threading.Thread(target=kill, daemon=True).start()
        with pytest.raises(PrinterError) as killed:
            line.send(JOB, "killed-1")
        assert killed.value.sent == "all"
        assert printer.find("killed-1") == "unknown"


@needs_ippeveprinter
@pytest.mark.slow
def test_wherever_the_wire_is_cut_the_word_and_the_paper_agree(
    tmp_path: Path, system: Path
) -> None:
    """Nothing sent: no paper. Confirmed: paper, once. Else a person is asked. Each time with a new
    printer: one that lost its document in the middle is busy for a minute."""
    cut, step, seen = 1, 241, set()
    while "confirmed" not in seen:
        with ippeveprinter(tmp_path / str(cut), system) as printer:
            with Relay(printer.port, cut) as relay:
                said = sent_over(relay.port)
            time.sleep(0.3)
            out = len(printer.pages)
        seen.add(said)
        assert out <= 1, cut
        if said == "nothing":
            assert not out, cut
        if said == "confirmed":
            assert out == 1, cut
        cut += step
    assert seen >= {"nothing", "some", "confirmed"}


def sent_over(port: int) -> str:
    """How it went: the delivery, or how much was sent."""
    try:
        with Ipp("127.0.0.1", port).connect() as line:
            return line.send(JOB, "7-1")
    except PrinterError as error:
        return error.sent


@needs_ippeveprinter
def test_a_printer_without_raster_is_refused_for_good(tmp_path: Path, system: Path) -> None:
    with (
        ippeveprinter(tmp_path, system, takes="image/jpeg") as jpeg,
        jpeg.printer.connect() as line,
        pytest.raises(PrinterError, match="no pictures over IPP") as refused,
    ):
        line.send(JOB, "raster-1")

    assert refused.value.permanent
    assert refused.value.sent == "nothing"


class WebServer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def test_a_web_server_is_no_printer() -> None:
    with HTTPServer(("127.0.0.1", 0), WebServer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(PrinterError, match="no IPP printer") as refused:
            Ipp("127.0.0.1", server.server_port).connect()
        thread.join()

    assert refused.value.sent == "nothing"


def test_a_printer_that_is_off_finds_nothing() -> None:
    off = Ipp("127.0.0.1", 9)

    assert off.find("7-1") == "unknown"
    with pytest.raises(PrinterError) as refused:
        off.connect()
    assert refused.value.sent == "nothing"
