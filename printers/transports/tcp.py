"""Port 9100: bytes over TCP, and the little that TCP says about them.

That the kernel took every byte says nothing, and its acknowledgements say little: a busy printer's
kernel takes and acknowledges a whole job that its program may never read. What counts is that the
printer ends the connection by itself once it has read our end of it.
"""

import socket
import time
from array import array
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from termios import TIOCOUTQ
from typing import Self

from printers.printer import Delivery, Found, Language, PrinterError
from printers.status import Status
from printers.transports import stream

CONNECTS_WITHIN = 3.0  # seconds
ENDS_WITHIN = 5.0

BUSY = "The printer takes no connection: it is busy, or it is just starting."
AWAY = (
    "Nothing answers at the printer's address. Look whether it is on and its network cable is in."
)
NAMELESS = "The printer's name is not known in this network. Use its IPv4 address."
UNACKNOWLEDGED = "The printer has not acknowledged the whole label."


@dataclass(frozen=True, slots=True)
class Tcp:
    host: str
    port: int = 9100

    def connect(self) -> "TcpLine":
        """Raises PrinterError, with nothing sent: most print servers take one connection, so that
        a refusal means busy as often as off."""
        return TcpLine(connected(self.host, self.port))

    def find(self, name: str) -> Found:  # noqa: ARG002
        """Port 9100 has no list of jobs."""
        return "unknown"


def connected(host: str, port: int) -> socket.socket:
    """A connection. Raises PrinterError."""
    try:
        line = socket.create_connection((host, port), CONNECTS_WITHIN)
    except socket.gaierror as error:
        raise PrinterError(NAMELESS, permanent=False, sent="nothing") from error
    except ConnectionRefusedError as error:
        raise PrinterError(BUSY, permanent=False, sent="nothing") from error
    except OSError as error:
        raise PrinterError(AWAY, permanent=False, sent="nothing") from error
    if line.getsockname() == line.getpeername():
        # On one machine, connecting to a port that nobody listens on can meet itself.
        line.close()
        raise PrinterError(BUSY, permanent=False, sent="nothing")
    line.setblocking(False)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


@dataclass(slots=True)
class TcpLine:
    """One connection."""

    line: socket.socket

    def ask(
        self, question: bytes, seconds: float, whole: stream.Whole = stream.never_whole
    ) -> bytes:
        """Send a status question; what comes back within the time, empty when nothing does."""
        return stream.ask(self.line.fileno(), question, seconds, whole)

    def status(self, language: Language) -> Status:
        """How the printer is; "unknown" when it doesn't answer."""
        return stream.status(language, self.ask)

    def send(self, job: bytes, name: str) -> Delivery:  # noqa: ARG002
        """Send one job and wait until the printer has ended the connection. "taken" when it doesn't
        within 5 s. Raises PrinterError."""
        stream.pour(self.line.fileno(), job)
        try:
            self.line.shutdown(socket.SHUT_WR)
            return self.end()
        except OSError as error:
            raise PrinterError(stream.BROKEN, permanent=False, sent="some") from error

    def end(self) -> Delivery:
        """Wait for the printer's end of the connection, and for its acknowledgement of ours."""
        until = time.monotonic() + ENDS_WITHIN
        ended = False
        while time.monotonic() < until and not ended:
            ended = stream.ended(self.line.fileno(), until - time.monotonic())
        # An end alone may have been sent before the printer got the rest: then a reset follows.
        while self.unacknowledged():
            if error := self.line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(error, "the connection was reset")
            if time.monotonic() >= until:
                raise PrinterError(UNACKNOWLEDGED, permanent=False, sent="some")
            time.sleep(0.002)
        return "confirmed" if ended else "taken"

    def unacknowledged(self) -> int:
        """Bytes, our end of the connection among them, that the printer's kernel has not
        acknowledged (tcp(7), SIOCOUTQ)."""
        count = array("i", [0])
        ioctl(self.line, TIOCOUTQ, count)
        return count[0]

    def close(self) -> None:
        """Take what is still unread first: closing with unread input resets the connection and can
        destroy what the printer has not read."""
        with self.line, suppress(OSError):  # a broken one has nothing to read
            stream.dropped(self.line.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
