"""Print a test label now, and learn whether the printer confirms what it took."""

from dataclasses import dataclass
from typing import Literal

from kiosk.actions.ask_printer import OFFLINE, TryLater, see, weighed
from kiosk.actions.draw_paper import placed
from kiosk.actions.open_printer import open_printer
from kiosk.actions.set_up_printer import NoSuchPrinter
from kiosk.store import printers
from kiosk.store.station import Station
from printers import Printer, PrinterError, Size
from printers.ruler import draw_ruler


@dataclass(frozen=True, slots=True)
class Tried:
    """`delivery` None: nothing came out, for `condition`, or `why` where the way broke off."""

    delivery: Literal["confirmed", "taken"] | None
    condition: str
    why: str = ""


def try_printer(station: Station, name: str) -> Tried:
    """Print the test label of one printer. Raises NoSuchPrinter, open_printer.NotAPrinter."""
    row = printers.by_name(station.reading(), name)
    if row is None:
        raise NoSuchPrinter
    machine = open_printer(uri=row.uri, language=row.language, size=row.size, dpi=row.dpi)
    ruler = placed(row, machine, draw_ruler(Size(row.size), machine.resolution))
    job = machine.language.encode(ruler)
    with station.turn_at(row.uri):
        tried = sent(station, row, machine, job)
    see(station, row, tried.condition, tried.why)
    if tried.delivery is not None:
        with station.transaction() as db:
            printers.keep_confirms(db, name, tried.delivery == "confirmed")
            printers.keep_torn(db, name, False)
            printers.use_label(db, name)
    return tried


def sent(station: Station, row: printers.Printer, machine: Printer, job: bytes) -> Tried:
    try:
        with machine.transport.connect() as line:
            status = line.status(machine.language)
            trouble = weighed(station, row, status)
            if isinstance(trouble, TryLater):
                return Tried(None, trouble.condition, trouble.detail)
            filler = machine.language.filler() if row.torn else b""
            return Tried(line.send(filler + job, "test"), status.condition)
    except PrinterError as error:
        return Tried(None, "error" if error.permanent else OFFLINE, error.why)
