"""Where a printer is, written as a URI."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from printers.printer import PrinterError, Transport
from printers.transports.file import File
from printers.transports.ipp import Ipp
from printers.transports.serial import Serial
from printers.transports.tcp import Tcp
from printers.transports.usb import Usb

NO_ADDRESS = "This is no printer's address. Write tcp://HOST:9100, ipp://HOST/ipp/print, usb:/dev/usb/lp0, serial:/dev/ttyUSB0?baud=115200 or file:PATH."  # noqa: E501


class BadAddress(PrinterError, ValueError):
    """No printer can be at such an address: permanent, nothing was sent."""


def transport_of(uri: str) -> Transport:
    """The transport to a printer's address. Raises BadAddress, which is a permanent PrinterError
    and a ValueError, with the forms that an address has."""
    try:
        if not uri.isprintable():
            raise ValueError(uri)
        if uri.startswith("file:"):  # a path as it is: any character may be in it
            return File(path_of(uri.removeprefix("file:")))
        return of_parts(urlsplit(uri))
    except ValueError as error:
        raise BadAddress(NO_ADDRESS, permanent=True, sent="nothing") from error


def of_parts(parts: SplitResult) -> Transport:
    if parts.username is not None or parts.port == 0:
        raise ValueError(parts.netloc)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    match parts.scheme:
        case "tcp" if parts.hostname and parts.path in ("", "/"):
            return Tcp(parts.hostname, parts.port or 9100)
        case "ipp" if parts.hostname:
            return Ipp(
                parts.hostname,
                parts.port or 631,
                parts.path if parts.path.strip("/") else "/ipp/print",
            )
        case "usb" if not parts.netloc:
            return Usb(device(parts.path), query.get("serial", ""))
        case "serial" if not parts.netloc:
            return Serial(device(parts.path), baud(query.get("baud", "115200")))
        case _:
            raise ValueError(parts.scheme)


def device(path: str) -> Path:
    """A device's file, which lives in /dev. Raises ValueError."""
    found = Path(unquote(path))
    if not found.is_relative_to("/dev") or ".." in found.parts or found == Path("/dev"):
        raise ValueError(path)
    return found


def baud(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return int(text)


def path_of(text: str) -> Path:
    path = Path(text.removeprefix("//"))
    if not path.name:
        raise ValueError(text)
    return path
