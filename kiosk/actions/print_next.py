"""Print what waits: claim in memory, commit `sending`, send with no transaction open, settle."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fair import printing
from fair.clock import to_ms
from kiosk.actions.ask_printer import OFFLINE, TryLater, ask
from kiosk.actions.draw_paper import Unprintable, draw_paper
from kiosk.slips import Say
from kiosk.store import print_jobs, print_queue, printers
from kiosk.store.station import Station
from printers import Line, Printer, PrinterError

CUT_OFF = "The machine stopped while this was printing."
NOT_CONFIRMED = "The printer took everything and didn't say whether it came out."


@dataclass(slots=True)
class Claims:
    """Which jobs this process is about to send. They need no row: nobody else may write here."""

    jobs: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def next_for(self, station: Station, printer: str) -> Iterator[print_jobs.Job | None]:
        """Claim the oldest job that waits for a printer, until the block is left."""
        with self.lock:
            job = print_queue.next_for(station.reading(), printer, self.jobs)
            if job is not None:
                self.jobs.add(job.id)
        try:
            yield job
        finally:
            if job is not None:
                with self.lock:
                    self.jobs.discard(job.id)


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes may have gone out: `state` says what that means; it is to be settled."""

    job: print_jobs.Job
    state: printing.State
    why: str
    torn: bool
    confirmed: bool | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing waits for this printer."""


Outcome = Sent | TryLater | Nothing


def print_next(
    station: Station, row: printers.Printer, machine: Printer, claims: Claims, say: Say
) -> Outcome:
    """Send the oldest job that waits for a printer; what was sent is left to `settle`.

    Raises sqlite3.OperationalError, with nothing sent, where the disk takes no mark of it.
    """
    with claims.next_for(station, row.name) as job:
        if job is None:
            return Nothing()
        try:
            paper = draw_paper(station, row, machine, job, say)
        except Unprintable as why:
            with station.transaction() as db:
                print_queue.fail(db, job.id, str(why), station.chance.now())
            return Nothing()
        with station.turn_at(row.uri):
            return hand_over(station, row, machine, job, paper)


def hand_over(
    station: Station, row: printers.Printer, machine: Printer, job: print_jobs.Job, paper: bytes
) -> Outcome:
    try:
        line = machine.transport.connect()
    except PrinterError as error:
        return TryLater("error" if error.permanent else OFFLINE, error.why, None)
    with line:
        asked = ask(station, row, machine, line)
        if isinstance(asked, TryLater):
            return asked
        with station.transaction() as db:  # committed before the first byte leaves
            if not print_queue.begin_sending(db, job.id, row.name, station.chance.now()):
                return Nothing()
        filler = machine.language.filler() if row.torn else b""
        name = job_name(station, job)
        return send(row, line, job, name, filler + paper, answered=asked == "answered")


def job_name(station: Station, job: print_jobs.Job) -> str:
    """Name a job so that no other is called the same at a printer that keeps lists: not another
    node's, nor one from before a restored backup. No person is in it."""
    return f"{station.fair.node[:8]}-{job.id}-{job.copy}-{to_ms(job.added_at)}"


def send(
    row: printers.Printer,
    line: Line,
    job: print_jobs.Job,
    name: str,
    paper: bytes,
    *,
    answered: bool,
) -> Sent:
    """Send a job. Whatever didn't end well may wait in the printer for its rest: `torn`."""
    try:
        delivery = line.send(paper, name)
    except PrinterError as error:
        torn = row.torn or error.sent != "nothing"
        failed = printing.after_error(error.sent, permanent=error.permanent)
        return Sent(job, failed, error.why, torn, None)
    except Exception as error:  # whatever it was, bytes may have gone out
        return Sent(job, "in_doubt", f"{type(error).__name__}: {error}"[:200], True, None)
    confirmed = delivery == "confirmed"
    state = printing.after_delivery(confirmed=confirmed, confirms=row.confirms, answered=answered)
    why = "" if state == "done" else NOT_CONFIRMED
    return Sent(job, state, why, state != "done", confirmed)


def settle(station: Station, row: printers.Printer, sent: Sent) -> None:
    """Keep what became of a job. Raises sqlite3.OperationalError; then it is to be called again."""
    now = station.chance.now()
    with station.transaction() as db:
        print_queue.settle(db, sent.job.id, sent.state, sent.why, now)
        if sent.torn != row.torn:
            printers.keep_torn(db, row.name, sent.torn)
        if sent.state == "done":
            printers.use_label(db, row.name)
        if sent.confirmed and row.confirms is None:
            printers.keep_confirms(db, row.name, True)


def doubt_cut_off(station: Station) -> int:
    """Mark what was being sent when the machine stopped; a person looks whether it came out.

    Only where no printer's worker runs: at start, or by a command when nothing serves.
    """
    with station.transaction() as db:
        return print_queue.doubt_cut_off(db, CUT_OFF, station.chance.now())


def follow_doubtful(station: Station, row: printers.Printer, machine: Printer) -> None:
    """Ask a printer that keeps lists what became of the jobs that nobody is sure of.

    Found done settles it; not found proves nothing, since printers forget (docs/printing.md).
    """
    for job in print_jobs.in_state(station.reading(), "in_doubt"):
        if job.printer != row.name:
            continue
        try:
            found = machine.transport.find(job_name(station, job))
        except PrinterError:
            return
        if found == "done":
            with station.transaction() as db:
                kept = print_jobs.by_id(db, job.id)
                if kept is not None and kept.state == "in_doubt":
                    now = station.chance.now()
                    print_jobs.answer(db, job.id, "done", "The printer's list says so.", None, now)
                    printers.use_label(db, row.name)
