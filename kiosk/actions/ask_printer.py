"""Ask a printer how it is, and keep what has changed about it."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from fair import printing
from kiosk.store import printers
from kiosk.store.station import Station
from printers import Line, Printer, PrinterError, Status

SILENT = "silent"  # it answered once and says nothing any more
OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class TryLater:
    """Nothing was sent, the job still waits. `condition` is what the printer's page says."""

    condition: str
    detail: str
    after: timedelta | None  # None: as long as so many failures in a row deserve


Asked = TryLater | Literal["answered", "silent"]


def ask(
    station: Station,
    row: printers.Printer,
    machine: Printer,
    line: Line,
    *,
    again: bool = False,
) -> Asked:
    """Ask how the printer is; say why it can't print now. One that never answers is asked `again`
    at a start only: its silence would cost a second for each badge."""
    if row.answers is False and not again:
        see(station, row, "unknown", "")
        return "silent"
    try:
        status = line.status(machine.language)
    except PrinterError as error:
        return TryLater(OFFLINE, error.why, None)
    return weighed(station, row, status)


def weighed(station: Station, row: printers.Printer, status: Status) -> Asked:
    """Say whether it answered, or what it lacks; keep what is new about it."""
    silent = is_silent(status)
    if silent and row.answers:
        return TryLater(SILENT, "", printing.LOOK_AGAIN)
    if row.answers is None or (not silent and not row.answers):
        with station.transaction() as db:
            printers.keep_answers(db, row.name, not silent)
    if not status.may_print:
        return TryLater(status.condition, status.detail, printing.LOOK_AGAIN)
    see(station, row, status.condition, status.detail)
    return "silent" if status.condition == "unknown" else "answered"


def is_silent(status: Status) -> bool:
    return status.condition == "unknown" and not status.detail


def see(station: Station, row: printers.Printer, condition: str, detail: str) -> None:
    """Keep how a printer is where that has changed, so that pages can say it."""
    now = printers.by_name(station.reading(), row.name)
    if now is None or now.condition == condition:
        return
    with suppress(sqlite3.OperationalError), station.transaction() as db:
        printers.see(db, row.name, condition=condition, detail=detail, at=station.chance.now())


def look_at(
    station: Station, row: printers.Printer, machine: Printer, *, again: bool = False
) -> None:
    """Ask a printer for which nothing waits how it is."""
    with station.turn_at(row.uri):
        try:
            with machine.transport.connect() as line:
                trouble: Asked = ask(station, row, machine, line, again=again)
        except PrinterError as error:
            trouble = TryLater("error" if error.permanent else OFFLINE, error.why, None)
    if isinstance(trouble, TryLater):
        see(station, row, trouble.condition, trouble.detail)
