"""Settle by hand what no machine can know: did it come out, print it again, take it back."""

import sqlite3
from typing import Literal

from fair.check_in import ToDesk, Unknown, Withdrawn
from fair.desk import Queued
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.print_next import NOT_CONFIRMED
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, print_jobs, printers
from kiosk.store.station import Station

Said = Literal["printed", "again"]
CAME_OUT = "Somebody saw that it came out."
ANOTHER = "Somebody asked for another one."
NOT_WANTED = "Somebody took it back."


class NoSuchJob(Exception):
    """There is no print job of this number."""


class NotAsked(Exception):
    """Nobody was asked about this job; `state` is what it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def resolve(station: Station, job: int, said: Said) -> print_jobs.Job:
    """Keep a person's answer and give the job; the same answer again changes nothing.

    "again" makes a new job, copy n + 1; where nothing had been sent, the same job waits again.
    Raises NoSuchJob, NotAsked.
    """
    with station.transaction() as db:
        found = print_jobs.by_id(db, job)
        if found is None:
            raise NoSuchJob
        match found.state, said:
            case (("in_doubt" | "failed"), "printed"):
                came_out(station, db, found)
            case "in_doubt", "again":
                print_again(station, db, found)
            case "failed", "again":
                print_jobs.put_back(db, job, "", "", station.chance.now())
                station.call_printers()
            case "done", "printed":
                pass
            case "cancelled", "again" if found.follower is not None:
                pass
            case _:
                raise NotAsked(found.state)
        kept = print_jobs.by_id(db, job)
    return kept or found


def came_out(station: Station, db: sqlite3.Connection, job: print_jobs.Job) -> None:
    print_jobs.answer(db, job.id, "done", CAME_OUT, None, station.chance.now())
    printers.use_label(db, job.printer)
    row = printers.by_name(db, job.printer)
    if job.why == NOT_CONFIRMED and row is not None and row.confirms is None:
        printers.keep_confirms(db, row.name, False)  # it never confirms, and still it prints


def print_again(
    station: Station, db: sqlite3.Connection, job: print_jobs.Job, printer: str = ""
) -> int:
    """Queue the next copy instead of a job that is in doubt; give its id."""
    now = station.chance.now()
    copy = print_jobs.next_copy(db, job.code, job.kind)
    if not printer and not printers.serving(db, job.place):
        printer = job.printer
    new = print_jobs.add(
        db,
        kind=job.kind,
        code=job.code,
        copy=copy,
        place=job.place,
        printer=printer or ("" if job.place else job.printer),
        name=job.name,
        person=job.person,
        at=now,
    )
    print_jobs.answer(db, job.id, "cancelled", ANOTHER, new, now)
    station.call_printers()
    return new


def reprint(
    station: Station,
    ask: answers.Ask,
    *,
    place: str,
    printer: str = "",
    name: str | None = None,
) -> Answer:
    """Queue another copy of the badge `ask.code`, with the copy's number on it.

    What waits already is not queued twice. `printer` '' is whoever serves `place`.
    Raises answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        found = read_badge(db, station.fair, ask.code)
        match found:
            case Found():
                if found.withdrawn:
                    return Answer(Withdrawn(found.code)), found.code
                copy = queue_copy(station, db, found, place=place, printer=printer, name=name)
                return Answer(Queued(found.code, copy)), found.code
            case Unknown() | ToDesk():
                return Answer(found), None

    return once(station, ask, act)


def queue_copy(
    station: Station,
    db: sqlite3.Connection,
    found: Found,
    *,
    place: str,
    printer: str,
    name: str | None,
) -> int:
    last = print_jobs.latest_of(db, found.code)
    if last is not None and last.state in ("queued", "sending"):
        return last.copy
    if last is not None and last.state == "in_doubt":
        print_again(station, db, last, printer)
        return last.copy + 1
    copy = print_jobs.next_copy(db, found.code)
    if found.kept is not None and found.kept.bound:
        copy = max(copy, 2)  # the badge of the sheet was the first
    print_jobs.add(
        db,
        kind="badge",
        code=found.code,
        copy=copy,
        place=place,
        printer=printer,
        name=name,
        at=station.chance.now(),
    )
    station.call_printers()
    return copy


def cancel(station: Station, job: int) -> bool:
    """Take back a job of which nothing was sent; say whether there was one."""
    with station.transaction() as db:
        return print_jobs.cancel(db, job, NOT_WANTED, station.chance.now())
