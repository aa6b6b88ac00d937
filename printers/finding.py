"""Printers that are there: plugged into this machine, or calling themselves out on its network.

Nothing is sent to a printer to find it; on the network, one multicast question is asked (RFC 6763).
What comes back is only what printers say: a person chooses, and a test label shows.
"""

import logging
import re
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from zeroconf import Error, InterfaceChoice, ServiceBrowser, ServiceStateChange, Zeroconf

from printers.transports.usb import DEVICES, SYSTEM, fact, plugged

SECONDS = 3.0  # most printers answer within one
IPP, RAW, LPD = "_ipp._tcp.local.", "_pdl-datastream._tcp.local.", "_printer._tcp.local."
RASTER = "image/pwg-raster"
MOST = 50  # printers that are listed: a fair has three
# What printers call their languages, in IEEE 1284 device ids (CMD) and in their models' names.
SPOKEN = (
    ("zpl", re.compile(r"\bZPL|zebra", re.I)),
    ("tspl", re.compile(r"\bTSPL|\bTSC\b", re.I)),
    ("brother", re.compile(r"\bPT-CBP\b|brother ql|\bQL-\d", re.I)),
    ("escpos", re.compile(r"\bESC/?POS|\bTM-|receipt|\bPOS-?\d", re.I)),
)


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """`uri` as transport_of takes it; `name` what it calls itself; `language` a guess, empty where
    nothing says it."""

    uri: str
    name: str
    language: str


def found_printers(
    seconds: float = SECONDS, interfaces: Sequence[str] | None = None
) -> list[FoundPrinter]:
    """All printers, USB first; after the time at the latest. `interfaces`: addresses of this
    machine to ask from, all of them when None."""
    found = {each.uri: each for each in (*usb_printers(), *network_printers(seconds, interfaces))}
    return list(found.values())


def usb_printers(system: Path = SYSTEM, devices: Path = DEVICES) -> list[FoundPrinter]:
    """The printers on this machine's USB, with their own number in the address where they have
    one, so that they are found again in another socket."""
    found = []
    for place in plugged(system):
        names = [fact(place, "manufacturer"), fact(place, "product")]
        serial = fact(place, "serial")
        said = fact(place, "ieee1284_id") or device_id(place)
        uri = f"usb:{devices / place.name}" + (f"?serial={quote(serial)}" if serial else "")
        name = clean(" ".join(filter(None, names))) or place.name
        found.append(FoundPrinter(uri, name, language(f"{said} {name}")))
    return found


def device_id(place: Path) -> str:
    """What the printer says by IEEE 1284; the kernel shows it at the interface."""
    with suppress(OSError):
        return (place / "device" / "ieee1284_id").read_text("utf-8", "replace")
    return ""


def network_printers(
    seconds: float = SECONDS, interfaces: Sequence[str] | None = None
) -> list[FoundPrinter]:
    """The printers that answer to multicast DNS within the time; none without a network."""
    logging.getLogger("zeroconf").setLevel(logging.ERROR)  # a cable that is out is no incident
    until = time.monotonic() + seconds
    try:
        asking = Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All)
    except (OSError, Error):
        return []
    heard = Heard()
    try:
        ServiceBrowser(asking, [IPP, RAW, LPD], handlers=[heard.hear])
        threading.Event().wait(max(0.0, until - time.monotonic() - 0.5))
        found = [
            said(asking, kind, name, until)
            for kind, name in heard.names()
            if time.monotonic() < until
        ]
    finally:
        with suppress(OSError, Error, RuntimeError):
            asking.close()
    return sorted_out(each for each in found if each)


@dataclass(slots=True)
class Heard:
    """The services that were called out, in the order of hearing."""

    services: dict[tuple[str, str], None] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        del zeroconf
        with self.lock:
            if state_change is not ServiceStateChange.Removed and len(self.services) < MOST:
                self.services[service_type, name] = None

    def names(self) -> list[tuple[str, str]]:
        with self.lock:
            return list(self.services)


def said(asking: Zeroconf, kind: str, name: str, until: float) -> FoundPrinter | None:
    """What one service says of itself; nothing when it is no way to print for us."""
    left = max(100, int((until - time.monotonic()) * 1000))
    info = asking.get_service_info(kind, name, left)
    addresses = [each for each in info.parsed_addresses() if ":" not in each] if info else []
    if info is None or not info.port or not addresses:
        return None
    facts = {key.lower(): value or "" for key, value in info.decoded_properties.items()}
    called = clean(facts.get("ty", "")) or clean(name.removesuffix(f".{kind}"))
    if kind == IPP:
        if RASTER not in facts.get("pdl", "").lower().split(","):
            return None  # its own language over port 9100 may do
        path = quote(facts.get("rp", "ipp/print").strip("/"), safe="/")
        return FoundPrinter(f"ipp://{addresses[0]}:{info.port}/{path}", called, "pwg")
    # A printer with the old LPD service has port 9100 as a rule, and nothing else that we speak.
    port = info.port if kind == RAW else 9100
    return FoundPrinter(f"tcp://{addresses[0]}:{port}", called, language(called))


def sorted_out(found: Iterable[FoundPrinter]) -> list[FoundPrinter]:
    """Each address once, in an order that stays the same."""
    return sorted({each.uri: each for each in found}.values(), key=lambda each: each.uri)


def language(said: str) -> str:
    """The first of our languages of which a printer's own words speak."""
    return next((name for name, words in SPOKEN if words.search(said)), "")


def clean(text: str) -> str:
    """A name as it may be shown: printable, and not without end."""
    return "".join(each if each.isprintable() else " " for each in text).strip()[:80]
