"""USB and serial printers, by a terminal pair that stands for the device: what is written to the
one end is read at the other, and a full one takes no more."""

import os
import pty
import termios
import threading
import time
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from printers import PrinterError, Resolution, Size, language_of, transport_of
from printers.transports import stream
from printers.transports.serial import Serial
from printers.transports.usb import Usb
from tests.printers.answers import QUESTIONS, answer
from tests.printers.pictures import badge

TSPL = language_of("tspl", Size.LABEL_50X30, Resolution(203))
JOB = TSPL.encode(badge(Size.LABEL_50X30, 203))
# Every byte that a terminal could take for a command, among them XON and XOFF.
EVERY_BYTE = bytes(range(256)) * 60


@dataclass
class Device:
    """`path` is what the kiosk opens; `got` what the printer has read while it reads."""

    path: Path
    end: int
    got: bytearray = field(default_factory=bytearray)
    reads: threading.Event = field(default_factory=threading.Event)
    over: bool = False

    def read(self) -> None:
        while not self.over:
            self.reads.wait(0.05)
            try:
                piece = os.read(self.end, 512) if self.reads.is_set() else b""
            except BlockingIOError:
                time.sleep(0.002)
                continue
            except OSError:
                time.sleep(0.01)  # nobody has it open
                continue
            self.got += piece
            if piece == QUESTIONS["tspl"][0]:
                os.write(self.end, answer("tspl", piece, "cover_open"))

    def has(self, count: int) -> bytes:
        until = time.monotonic() + 5
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.01)
        return bytes(self.got)


@pytest.fixture
def device() -> Iterator[Device]:
    end, ours = pty.openpty()
    tty.setraw(ours)
    os.set_blocking(end, False)
    made = Device(Path(os.ttyname(ours)), end)
    made.reads.set()
    reader = threading.Thread(target=made.read)
    reader.start()
    yield made
    made.over = True
    reader.join()
    os.close(ours)
    os.close(end)


@pytest.mark.parametrize("baud", [38400, 57600, 115200, 921600])
def test_a_serial_printer_gets_every_byte_as_it_is(device: Device, baud: int) -> None:
    with Serial(device.path, baud).connect() as line:
        said = termios.tcgetattr(line.fd)
        assert line.send(EVERY_BYTE, "7-1") == "taken"
        assert device.has(len(EVERY_BYTE)) == EVERY_BYTE

    assert said[4] == said[5] == getattr(termios, f"B{baud}")
    assert said[2] & termios.CRTSCTS
    assert said[2] & termios.CSIZE == termios.CS8
    assert not said[2] & (termios.PARENB | termios.CSTOPB)
    assert not said[0] & (termios.IXON | termios.IXOFF | termios.ICRNL | termios.ISTRIP)
    assert not said[1] & termios.OPOST
    assert not said[3] & (termios.ICANON | termios.ECHO | termios.ISIG)


@pytest.mark.parametrize("baud", [110, 9600, 19200])
def test_a_slow_serial_port_is_refused_before_anything_is_sent(device: Device, baud: int) -> None:
    with pytest.raises(PrinterError, match="too long at this speed") as refused:
        transport_of(f"serial:{device.path}?baud={baud}").connect()

    assert refused.value.permanent
    assert refused.value.sent == "nothing"


def test_a_speed_that_no_port_has_is_refused_with_those_that_are(device: Device) -> None:
    with pytest.raises(PrinterError, match="115200") as refused:
        Serial(device.path, 40000).connect()

    assert refused.value.permanent


def test_a_usb_printer_gets_every_byte_and_says_how_it_is(device: Device) -> None:
    with Usb(device.path).connect() as line:
        assert line.status(TSPL).condition == "cover_open"
        device.got.clear()
        assert line.send(EVERY_BYTE + JOB, "7-1") == "taken"
        assert device.has(len(EVERY_BYTE + JOB)) == EVERY_BYTE + JOB


def test_an_open_lid_is_given_up_with_some_sent(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PATIENCE", 0.3)  # 15 s for real ones
    device.reads.clear()
    time.sleep(0.1)
    with Usb(device.path).connect() as line, pytest.raises(PrinterError, match="lid") as stalled:
        line.send(EVERY_BYTE * 10, "7-1")

    assert stalled.value.sent == "some"
    assert not stalled.value.permanent


def test_a_lid_that_is_closed_in_time_loses_nothing(device: Device) -> None:
    device.reads.clear()
    time.sleep(0.1)
    threading.Timer(0.5, device.reads.set).start()
    with Usb(device.path).connect() as line:
        assert line.send(EVERY_BYTE, "7-1") == "taken"
        assert device.has(len(EVERY_BYTE)) == EVERY_BYTE


def test_unplugged_in_the_middle_some_was_sent() -> None:
    end, ours = pty.openpty()
    tty.setraw(ours)
    line = Usb(Path(os.ttyname(ours))).connect()
    unplug = threading.Timer(0.3, os.close, (end,))
    unplug.start()
    with line, pytest.raises(PrinterError, match="unplugged") as gone:
        line.send(EVERY_BYTE * 10, "7-1")
    os.close(ours)

    assert gone.value.sent == "some"
    assert not gone.value.permanent


@pytest.mark.parametrize("uri", ["usb:/dev/usb/lp97", "serial:/dev/ttyUSB97"])
def test_a_printer_that_is_not_there_is_said_and_nothing_was_sent(uri: str) -> None:
    with pytest.raises(PrinterError, match="not plugged in") as absent:
        transport_of(uri).connect()

    assert absent.value.sent == "nothing"
    assert not absent.value.permanent
    assert transport_of(uri).find("7-1") == "unknown"


def plugged(system: Path, name: str, serial: str) -> None:
    """What Linux shows of a USB printer: an interface, whose device has the number."""
    usb = system / "devices" / f"1-{name}"
    (usb / "1-1:1.0").mkdir(parents=True)
    (usb / "serial").write_text(f"{serial}\n")
    place = system / "class" / name
    place.mkdir(parents=True)
    (place / "device").symlink_to(usb / "1-1:1.0")


def test_a_printer_that_came_back_as_another_lp_is_found_by_its_number(tmp_path: Path) -> None:
    plugged(tmp_path, "lp1", "E7A1")
    plugged(tmp_path, "lp2", "0042")
    system, devices = tmp_path / "class", Path("/dev/usb")

    def where(name: str, serial: str) -> Path:
        return Usb(devices / name, serial, system, devices).device()

    assert where("lp0", "E7A1") == devices / "lp1"
    assert where("lp2", "0042") == devices / "lp2"
    assert where("lp1", "0042") == devices / "lp2"
    assert where("lp0", "") == devices / "lp0"
    assert where("lp0", "not plugged in") == devices / "lp0"
