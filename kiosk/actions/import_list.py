"""Import an office's list: planned outside the lock, written in slices, finished by doing it again.

What can be read is taken, what is doubtful held for a person, what makes no sense rejected with
its row, and nothing disappears (domain.md, section 4).
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fair import employer_list, seeker_list
from fair.lists import ListReport
from fair.setup import Setup
from kiosk.actions import keep_employers, keep_seekers
from kiosk.store import fairs
from kiosk.store.station import Station
from kiosk.wording import REASONS
from sheets import reading, rejects, rows
from sheets.cells import Cell

SLICE_SECONDS = 0.2  # how long the door may wait for an import (house.md, Decisions)
COLUMNS = {"employers": employer_list.COLUMNS, "seekers": seeker_list.COLUMNS}
# What a list leaves to the rows above; in the rejects file other rows stand above.
FILLED_DOWN = ("employer", "uscc", "booth", "industry", "contact", "phone")


class NoFairYet(Exception):
    """Lists come after the fair's setup."""


class CutOff(Exception):
    """Writing stopped in the middle: `done` of `of` steps are kept, importing again finishes."""

    def __init__(self, done: int, of: int, why: str) -> None:
        super().__init__(f"{done} of {of}: {why}")
        self.done = done
        self.of = of
        self.why = why


@dataclass(frozen=True, slots=True)
class Steps:
    """What an import will do, employer by employer or person by person."""

    count: int
    keep: Callable[[sqlite3.Connection, int], int]
    report: ListReport
    known: list[dict[str, Any]]


def import_list(
    station: Station,
    what: str,
    source: Path | bytes,
    *,
    actor: str,
    name: str = "",
    dry_run: bool = False,
    rejects_to: Path | None = None,
    language: str = "zh-CN",
    say: Callable[[str], str] = str,
) -> Iterator[dict[str, Any]]:
    """Import `employers` or `seekers`; give `{"progress": [done, of]}`, at last `{"result": …}`.

    The result is the JSON of `kiosk import` (interfaces.md); `known` are people who were here
    before the list and may be the same, `sheets` what became of each sheet. `say` translates the
    sentences of the rejects file.
    Raises sheets.refused.Refused (nothing kept), NoFairYet, CutOff, badges.SeriesFull.
    """
    setup = fairs.setup(station.reading())
    if setup is None:
        raise NoFairYet
    name = name or (source.name if isinstance(source, Path) else what)
    found = rows.found(name, reading.read(source, name), COLUMNS[what])
    with station.importing:
        steps = PLANNED[what](station, setup, found, actor, dry_run)
        unchanged = at = 0
        while at < steps.count:
            try:
                at, same = keep_slice(station, steps, at, dry_run=dry_run)
            except (sqlite3.OperationalError, OSError) as error:
                raise CutOff(at, steps.count, str(error)) from error
            unchanged += same
            yield {"progress": [at, steps.count]}
    if rejects_to is not None:
        write_rejects(found, steps.report, rejects_to, language, say)
    sheets = [{"name": sheet.name, "fate": sheet.fate.value} for sheet in found.sheets]
    result = steps.report.as_json(unchanged=unchanged)
    yield {"result": {**result, "known": steps.known, "sheets": sheets, "dry_run": dry_run}}


def keep_slice(station: Station, steps: Steps, at: int, *, dry_run: bool) -> tuple[int, int]:
    """Keep steps for as long as the door may wait, in one transaction."""
    unchanged, until = 0, time.monotonic() + SLICE_SECONDS
    if dry_run:
        db = station.reading()
        return steps.count, sum(steps.keep(db, each) for each in range(at, steps.count))
    with station.transaction() as db:
        while at < steps.count and time.monotonic() < until:
            unchanged += steps.keep(db, at)
            at += 1
    return at, unchanged


def employer_steps(
    station: Station, setup: Setup, found: rows.Found, actor: str, dry: bool
) -> Steps:
    db = station.reading()
    plan = keep_employers.plan(db, setup, rows.rows(found))
    known = keep_employers.known_employers(db)

    def keep(_: sqlite3.Connection, at: int) -> int:
        return keep_employers.keep_employer(
            station, known, plan.employers[at], actor=actor, dry=dry
        )

    return Steps(len(plan.employers), keep, plan.report, [])


def seeker_steps(station: Station, setup: Setup, found: rows.Found, actor: str, dry: bool) -> Steps:
    today = station.chance.now().astimezone(setup.zone).date()
    plan = seeker_list.plan_seekers(rows.rows(found), fair_on=setup.day, today=today)
    known = keep_seekers.known_seekers(station.reading())

    def keep(db: sqlite3.Connection, at: int) -> int:
        return keep_seekers.keep_seeker(station, db, known, plan.seekers[at], actor=actor, dry=dry)

    return Steps(len(plan.seekers), keep, plan.report, known.alike)


PLANNED: dict[str, Callable[[Station, Setup, rows.Found, str, bool], Steps]] = {
    "employers": employer_steps,
    "seekers": seeker_steps,
}


def write_rejects(
    found: rows.Found, report: ListReport, to: Path, language: str, say: Callable[[str], str]
) -> None:
    """Write the rejected rows as they came, each with why, for the office to correct."""
    why: dict[tuple[str, int], list[str]] = {}
    for told in report.rejected:
        sentence = say(REASONS[told.reason])
        why.setdefault((told.place.sheet, told.place.row), []).append(sentence)
    sent_back = []
    above: dict[str, Cell] = {}
    for row in rows.rows(found):
        above |= {name: row.cells[name] for name in FILLED_DOWN if has_text(row, name)}
        if reasons := why.get((row.sheet, row.number)):
            filled = rows.Row(row.number, row.sheet, {**row.cells, **above})
            sent_back.append(rejects.Rejected(filled, " ".join(reasons)))
    rejects.write_rejects(to, sent_back, found.headers, language)


def has_text(row: rows.Row, name: str) -> bool:
    cell = row.cells.get(name)
    return cell is not None and bool(cell.text)
