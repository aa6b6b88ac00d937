"""Where a printer is, as people write it."""

from pathlib import Path

import pytest

from printers import BadAddress, PrinterError, transport_of
from printers.transports.file import File
from printers.transports.ipp import Ipp
from printers.transports.serial import Serial
from printers.transports.tcp import Tcp
from printers.transports.usb import Usb


@pytest.mark.parametrize(
    ("uri", "transport"),
    [
        ("tcp://192.168.1.9:9100", Tcp("192.168.1.9", 9100)),
        ("tcp://label.local", Tcp("label.local", 9100)),
        ("tcp://[fe80::1]:9101/", Tcp("fe80::1", 9101)),
        ("usb:/dev/usb/lp0", Usb(Path("/dev/usb/lp0"))),
        ("usb:/dev/usb/lp1?serial=E7%20A1", Usb(Path("/dev/usb/lp1"), "E7 A1")),
        ("serial:/dev/ttyUSB0?baud=9600", Serial(Path("/dev/ttyUSB0"), 9600)),
        ("serial:/dev/ttyS1", Serial(Path("/dev/ttyS1"), 115200)),
        ("file:badges/out.bin", File(Path("badges/out.bin"))),
        ("file:///tmp/100%25 #?.bin", File(Path("/tmp/100%25 #?.bin"))),
        ("ipp://printer.local/ipp/print", Ipp("printer.local", 631, "/ipp/print")),
        ("ipp://10.0.0.7:8631/printers/Zebra", Ipp("10.0.0.7", 8631, "/printers/Zebra")),
        ("ipp://10.0.0.7", Ipp("10.0.0.7", 631, "/ipp/print")),
    ],
)
def test_an_address_is_a_way_to_a_printer(uri: str, transport: object) -> None:
    assert transport_of(uri) == transport


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "printer",
        "192.168.1.9:9100",
        "tcp:",
        "tcp://",
        "tcp://:9100",
        "tcp://host:99999",
        "tcp://host:port",
        "tcp://host/queue",
        "tcp://host:0",
        "tcp://user:secret@host",
        "tcp://[::1",
        "usb:",
        "usb://dev/usb/lp0",
        "usb:/etc/passwd",
        "usb:/dev/../etc/passwd",
        "usb:/dev/%2e%2e/etc/passwd",
        "serial:ttyUSB0",
        "serial:/dev/ttyUSB0?baud=fast",
        "serial:/dev/ttyUSB0?baud=-1",
        "file:",
        "file:/",
        "ipp://",
        "ipp:/ipp/print",
        "http://host/ipp/print",
        "tcp://ho\nst",
        "tcp://host\x00:9100",
        "file:a\x1bb",
    ],
)
def test_what_is_no_address_is_refused_with_the_forms_that_are(uri: str) -> None:
    with pytest.raises(ValueError, match="tcp://HOST:9100") as refused:
        transport_of(uri)

    assert isinstance(refused.value, BadAddress)
    assert isinstance(refused.value, PrinterError)
    assert refused.value.permanent
    assert refused.value.sent == "nothing"
