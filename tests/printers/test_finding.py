"""Printers are found where they are plugged in or call themselves out."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from zeroconf import ServiceInfo, Zeroconf

from printers import transport_of
from printers.finding import (
    IPP,
    LPD,
    RAW,
    FoundPrinter,
    found_printers,
    language,
    network_printers,
    usb_printers,
)
from printers.transports.ipp import Ipp
from printers.transports.usb import Usb

LOOPBACK = ["127.0.0.1"]


@contextmanager
def calling(*services: ServiceInfo) -> Iterator[None]:
    printers = Zeroconf(interfaces=LOOPBACK)
    for service in services:
        printers.register_service(service, allow_name_change=True)
    yield
    printers.close()


def service(kind: str, name: str, port: int, **facts: str) -> ServiceInfo:
    own = socket.inet_aton("127.0.0.1")
    host = f"{name.split()[0].lower()}-test.local."
    return ServiceInfo(kind, f"{name}.{kind}", port, addresses=[own], properties=facts, server=host)


@pytest.mark.slow
def test_network_printers_are_found_with_what_they_say() -> None:
    office = service(IPP, "Office", 8631, ty="HP Laser", rp="ipp/print", pdl="image/pwg-raster,x/y")
    no_raster = service(IPP, "Old", 631, ty="Old one", rp="ipp", pdl="application/pdf")
    labels = service(RAW, "Labels", 9101, ty="Zebra ZD421\x07")
    receipt = service(LPD, "Receipt", 515)
    with calling(office, no_raster, labels, receipt):
        began = time.monotonic()
        found = network_printers(3, LOOPBACK)
        took = time.monotonic() - began

    ours = {each.uri: each for each in found}
    assert ours["ipp://127.0.0.1:8631/ipp/print"] == FoundPrinter(
        "ipp://127.0.0.1:8631/ipp/print", "HP Laser", "pwg"
    )
    assert ours["tcp://127.0.0.1:9101"] == FoundPrinter(
        "tcp://127.0.0.1:9101", "Zebra ZD421", "zpl"
    )
    assert ours["tcp://127.0.0.1:9100"] == FoundPrinter("tcp://127.0.0.1:9100", "Receipt", "escpos")
    assert "ipp://127.0.0.1:631/ipp" not in ours
    assert took < 5
    assert transport_of("ipp://127.0.0.1:8631/ipp/print") == Ipp("127.0.0.1", 8631, "/ipp/print")
    assert all(transport_of(uri) for uri in ours)


def test_without_a_network_none_is_found_and_nobody_waits() -> None:
    began = time.monotonic()

    assert network_printers(0.5, ["203.0.113.7"]) == []

    assert time.monotonic() - began < 2


def test_looking_ends_in_time() -> None:
    began = time.monotonic()

    found_printers(1, LOOPBACK)

    assert time.monotonic() - began < 3


def plug(system: Path, name: str, said: str = "", **facts: str) -> None:
    """What Linux shows of a USB printer."""
    usb = system / "devices" / f"usb-{name}"
    interface = usb / "1-1:1.0"
    interface.mkdir(parents=True)
    for fact, value in facts.items():
        (usb / fact).write_text(f"{value}\n")
    if said:
        (interface / "ieee1284_id").write_text(said)
    (system / "class" / name).mkdir(parents=True)
    (system / "class" / name / "device").symlink_to(interface)


def test_usb_printers_are_found_with_number_and_language(tmp_path: Path) -> None:
    plug(
        tmp_path,
        "lp1",
        "MFG:TSC;CMD:TSPL;MDL:TE200;CLS:PRINTER;",
        manufacturer="TSC",
        product="TE200",
        serial="T 0042",
    )
    plug(tmp_path, "lp10", manufacturer="Nobody")
    plug(tmp_path, "lp2", manufacturer="Brother", product="QL-800", serial="E7A1")

    assert usb_printers(tmp_path / "class") == [
        FoundPrinter("usb:/dev/usb/lp1?serial=T%200042", "TSC TE200", "tspl"),
        FoundPrinter("usb:/dev/usb/lp2?serial=E7A1", "Brother QL-800", "brother"),
        FoundPrinter("usb:/dev/usb/lp10", "Nobody", ""),
    ]
    assert transport_of("usb:/dev/usb/lp1?serial=T%200042") == Usb(Path("/dev/usb/lp1"), "T 0042")


def test_without_usb_printers_none_is_found(tmp_path: Path) -> None:
    assert usb_printers(tmp_path / "nothing") == []


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("MFG:Zebra;CMD:ZPL;MDL:ZD421", "zpl"),
        ("MFG:Xprinter;CMD:TSPL;MDL:XP-420B", "tspl"),
        ("EPSON TM-T20III", "escpos"),
        ("CMD:ESC/POS;MDL:POS-80", "escpos"),
        ("Brother QL-720NW", "brother"),
        ("HP LaserJet", ""),
    ],
)
def test_a_printers_own_words_say_its_language(said: str, spoken: str) -> None:
    assert language(said) == spoken
