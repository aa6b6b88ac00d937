"""The loop that prints: one worker for each printer, in the one process that serves.

A worker sleeps until a paper is queued; while its printer can't print it looks again every five
seconds, while it can't be reached after 1, 2, 4 … 30 s, and goes on by itself.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable

from fair import printing
from kiosk.actions.ask_printer import TryLater, look_at, see
from kiosk.actions.open_printer import NotAPrinter, open_printer
from kiosk.actions.print_next import (
    Claims,
    Nothing,
    Sent,
    doubt_cut_off,
    follow_doubtful,
    print_next,
    settle,
)
from kiosk.slips import Say
from kiosk.store import printers
from kiosk.store.connect import Refused
from kiosk.store.station import Station
from printers import Printer

IDLE = 5.0  # seconds between two looks at what isn't settled, while nothing is queued
NEW_PRINTERS = 5.0  # seconds; whoever adds a printer rings as well
WELL = frozenset({"ready", "near_end", "unknown"})
log = logging.getLogger("kiosk.printing")


class Worker:
    """Prints what waits for one printer until it is told to stop or the printer is taken away."""

    def __init__(self, station: Station, name: str, claims: Claims, say: Say) -> None:
        self.station = station
        self.name = name
        self.claims = claims
        self.say = say
        self.bell = threading.Event()
        self.stopped = threading.Event()
        self.failures = 0
        self.looked = False
        self.thread = threading.Thread(target=self.run, name=f"printer {name}", daemon=True)

    def stop(self) -> None:
        self.stopped.set()
        self.bell.set()

    def run(self) -> None:
        self.station.bells.append(self.bell)
        try:
            while not self.stopped.is_set() and self.turn():
                pass
        except sqlite3.ProgrammingError:
            pass  # the store was closed while a printer held us up
        finally:
            self.station.bells.remove(self.bell)

    def turn(self) -> bool:
        """Print one job or wait for one; False once the printer is gone."""
        self.bell.clear()
        row = printers.by_name(self.station.reading(), self.name)
        if row is None:
            return False
        try:
            machine = open_printer(uri=row.uri, language=row.language, size=row.size, dpi=row.dpi)
            self.once(row, machine)
        except NotAPrinter as why:
            see(self.station, row, "error", str(why))
            self.stopped.wait(IDLE)
        except sqlite3.OperationalError as error:  # a full disk: nothing was sent
            self.rest(f"store: {error}")
        except Exception:
            log.exception("printer %s", self.name)
            self.rest("error")
        return True

    def once(self, row: printers.Printer, machine: Printer) -> None:
        if not self.looked:
            self.looked = True
            look_at(self.station, row, machine, again=True)
            row = printers.by_name(self.station.reading(), self.name) or row
        match print_next(self.station, row, machine, self.claims, self.say):
            case Sent() as sent:
                self.settle(row, sent)
            case TryLater(condition, detail, after):
                see(self.station, row, condition, detail)
                self.failures += 1
                wait = after or printing.pause(self.failures)
                self.stopped.wait(wait.total_seconds())
            case Nothing():
                self.failures = 0
                self.idle(row, machine)

    def settle(self, row: printers.Printer, sent: Sent) -> None:
        """Keep what became of a job; a full disk is waited for, since this is known only here."""
        self.failures = self.failures + 1 if sent.state == "queued" else 0
        while True:
            try:
                settle(self.station, row, sent)
                break
            except sqlite3.OperationalError as error:
                log.error("printer %s: job %d: %s", self.name, sent.job.id, error)
                if self.stopped.wait(1.0):
                    return
        if sent.state != "done":
            log.warning("printer %s: job %d: %s", self.name, sent.job.id, sent.state)
        if sent.confirmed is None:
            see(self.station, row, "offline", sent.why)
            self.stopped.wait(printing.pause(max(self.failures, 1)).total_seconds())

    def idle(self, row: printers.Printer, machine: Printer) -> None:
        if row.condition not in WELL:
            if not self.bell.wait(IDLE):
                look_at(self.station, row, machine)
            return
        follow_doubtful(self.station, row, machine)
        self.bell.wait(IDLE)

    def rest(self, why: str) -> None:
        self.failures += 1
        log.error("printer %s: %s", self.name, why)
        self.stopped.wait(printing.pause(self.failures).total_seconds())


class Printing:
    """The workers of all printers of this node; printers come and go while it serves."""

    def __init__(self, station: Station, say: Say, clock: Callable[[], float]) -> None:
        self.station = station
        self.say = say
        self.clock = clock
        self.claims = Claims()
        self.bell = threading.Event()
        self.stopped = threading.Event()
        self.workers: dict[str, Worker] = {}
        self.thread = threading.Thread(target=self.run, name="printers", daemon=True)

    def start(self) -> None:
        self.station.bells.append(self.bell)
        self.thread.start()

    def stop(self) -> None:
        """Tell each worker to finish its job and begin no other."""
        self.stopped.set()
        self.bell.set()
        for worker in list(self.workers.values()):
            worker.stop()

    def wait(self, until: float) -> None:
        """Wait for the workers, not longer than `until` on the clock; what is cut off is in
        doubt at the next start."""
        self.thread.join(max(0.0, until - self.clock()))
        self.stop()
        for worker in self.workers.values():
            worker.thread.join(max(0.0, until - self.clock()))

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                doubt_cut_off(self.station)
                break
            except sqlite3.OperationalError as error:
                log.error("printers: %s", error)
                self.stopped.wait(1.0)
        while not self.stopped.is_set():
            self.bell.clear()
            self.gather()
            self.bell.wait(NEW_PRINTERS)

    def gather(self) -> None:
        """Start a worker for each printer that has none."""
        try:
            names = [each.name for each in printers.every(self.station.reading())]
        except (Refused, sqlite3.DatabaseError):
            return
        for name in names:
            worker = self.workers.get(name)
            if worker is None or not worker.thread.is_alive():
                self.workers[name] = Worker(self.station, name, self.claims, self.say)
                self.workers[name].thread.start()
