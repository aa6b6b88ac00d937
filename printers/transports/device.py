"""What USB and serial printers share: a device file, and a driver that confirms nothing."""

import os
import time
from array import array
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, EBUSY, EPERM
from fcntl import ioctl
from pathlib import Path
from termios import TIOCOUTQ
from typing import Self

from printers.printer import Delivery, Language, PrinterError
from printers.status import Status
from printers.transports import stream

ABSENT = "The printer is not plugged in, or it is off."
FORBIDDEN = "This program may not use the printer: its user must be in the groups lp and dialout."
TAKEN = "Another program uses the printer. Close it, or take the printer out of the system's list."
HELD_BACK = "The printer takes no more: its lid may be open, or its paper out."


def opened(path: Path) -> int:
    """Open a device without ever waiting for it. Raises PrinterError."""
    try:
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        why = {EACCES: FORBIDDEN, EPERM: FORBIDDEN, EBUSY: TAKEN}.get(error.errno or 0, ABSENT)
        raise PrinterError(why, permanent=False, sent="nothing") from error


@dataclass(slots=True)
class DeviceLine:
    """An open device. `queues`: whether its driver keeps bytes back which closing throws away."""

    fd: int
    queues: bool = False

    def ask(
        self, question: bytes, seconds: float, whole: stream.Whole = stream.never_whole
    ) -> bytes:
        """Send a status question; what comes back within the time, empty when nothing does."""
        return stream.ask(self.fd, question, seconds, whole)

    def status(self, language: Language) -> Status:
        """How the printer is; "unknown" when it doesn't answer."""
        return stream.status(language, self.ask)

    def send(self, job: bytes, name: str) -> Delivery:  # noqa: ARG002
        """Send one job. "taken": the driver has passed every byte on. Raises PrinterError."""
        stream.pour(self.fd, job, ends=False)
        if self.queues:
            self.drain()
        return "taken"

    def drain(self) -> None:
        """Wait until the driver has passed on what it keeps. Raises PrinterError."""
        until, least = time.monotonic() + stream.PATIENCE, self.kept()
        while kept := self.kept():
            if kept < least:
                until, least = time.monotonic() + stream.PATIENCE, kept
            if time.monotonic() >= until:
                raise PrinterError(HELD_BACK, permanent=False, sent="some")
            time.sleep(0.01)

    def kept(self) -> int:
        count = array("i", [0])
        try:
            ioctl(self.fd, TIOCOUTQ, count)
        except OSError as error:
            raise PrinterError(stream.UNPLUGGED, permanent=False, sent="some") from error
        return count[0]

    def close(self) -> None:
        if self.fd >= 0:
            with suppress(OSError):  # it may have been unplugged
                os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
