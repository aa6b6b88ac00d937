"""USB printers as Linux shows them: /dev/usb/lp0, lp1, … in the order of plugging in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from printers.printer import Found
from printers.transports.device import DeviceLine, opened

SYSTEM = Path("/sys/class/usbmisc")
DEVICES = Path("/dev/usb")


@dataclass(frozen=True, slots=True)
class Usb:
    """`serial`: the printer's own number, which finds it again when lp0 has come back as lp1."""

    path: Path
    serial: str = ""
    system: Path = SYSTEM
    devices: Path = DEVICES

    def connect(self) -> DeviceLine:
        """Raises PrinterError, with nothing sent."""
        return DeviceLine(opened(self.device()))

    def device(self) -> Path:
        """Where the printer is now; its given place when nobody has its number."""
        if not self.serial or serial_of(self.system / self.path.name) == self.serial:
            return self.path
        names = [each.name for each in plugged(self.system) if serial_of(each) == self.serial]
        return self.devices / names[0] if names else self.path

    def find(self, name: str) -> Found:  # noqa: ARG002
        """A USB printer has no list of jobs."""
        return "unknown"


def plugged(system: Path = SYSTEM) -> Iterator[Path]:
    """The printers' places in /sys, in their numbers' order."""
    return iter(sorted(system.glob("lp[0-9]*"), key=lambda each: (len(each.name), each.name)))


def serial_of(place: Path) -> str:
    return fact(place, "serial")


def fact(place: Path, name: str) -> str:
    """What the USB device of a printer says about itself, empty when it doesn't: the printer is an
    interface of that device."""
    try:
        return (place / "device" / ".." / name).read_text("utf-8", "replace").strip()
    except OSError:
        return ""
