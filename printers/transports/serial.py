"""Serial ports: raw 8N1 with RTS/CTS. With XON/XOFF the picture's bytes 11 and 13 would stop the
printer, and most badges with Han hold one."""

import termios
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

from printers.printer import Found, PrinterError
from printers.transports.device import ABSENT, DeviceLine, opened

# A label has 12 kB: 13 s at 9600 baud, 3 s at 38400.
SLOWEST = 38400
TOO_SLOW = "A label takes too long at this speed. Set the printer and its address to 38400 baud."
NO_SPEED = (
    "Serial ports don't have this speed. Use 38400, 57600, 115200, 230400, 460800 or 921600 baud."
)
SPEEDS = (38400, 57600, 115200, 230400, 460800, 921600)


@dataclass(frozen=True, slots=True)
class Serial:
    path: Path
    baud: int = 115200

    def connect(self) -> DeviceLine:
        """Raises PrinterError, with nothing sent; permanent for a speed that won't do."""
        if self.baud < SLOWEST:
            raise PrinterError(TOO_SLOW, permanent=True, sent="nothing")
        if self.baud not in SPEEDS:
            raise PrinterError(NO_SPEED, permanent=True, sent="nothing")
        line = DeviceLine(opened(self.path), queues=True)
        try:
            set_raw(line.fd, getattr(termios, f"B{self.baud}"))
        except (OSError, termios.error) as error:
            line.close()
            raise PrinterError(ABSENT, permanent=False, sent="nothing") from error
        return line

    def find(self, name: str) -> Found:  # noqa: ARG002
        """A serial printer has no list of jobs."""
        return "unknown"


def set_raw(fd: int, speed: int) -> None:
    """Set 8 bits, no parity, one stop bit, hardware flow control, and nothing translated."""
    ioctl(fd, termios.TIOCEXCL)
    *_, characters = termios.tcgetattr(fd)
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0  # no byte yet: EAGAIN, no empty read
    control = termios.CS8 | termios.CREAD | termios.CLOCAL | termios.CRTSCTS
    termios.tcsetattr(fd, termios.TCSANOW, [0, 0, control, 0, speed, speed, characters])
    termios.tcflush(fd, termios.TCIOFLUSH)
