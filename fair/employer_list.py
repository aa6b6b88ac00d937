"""An office's list of employers and jobs: what is taken, held, rejected, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fair.booth_numbers import BoothNumbers, booth_numbers, read_booths
from fair.characters import folded, one_line
from fair.employer_columns import COLUMNS
from fair.employer_roster import Met, Roster, employer_of
from fair.job_rows import Advert, read_job
from fair.lists import ListReport, Place, Row, Told, in_order, text_of

__all__ = ["COLUMNS", "EmployerPlan", "PlannedEmployer", "PlannedJob", "plan_employers"]


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """An imported row. `n` tells jobs of one employer, title and place apart: 1, 2, …

    `held` has the advert's own reasons; while its employer is held, a job waits with it.
    """

    row: Place
    n: int
    advert: Advert
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedEmployer:
    """An employer with at least one imported row, and its jobs in the list's order.

    `known_by` is how a corrected file finds it again: `uscc:…`, else `name:…`. `uscc` is as typed
    when it is bad. `booths` are those that it gets, in `booths_refused` another one was first.
    """

    known_by: str
    name: str
    uscc: str
    industry: str
    contact: str
    phone: str
    booths: tuple[str, ...]
    booths_refused: tuple[str, ...]
    held: tuple[str, ...]
    jobs: tuple[PlannedJob, ...]


@dataclass(frozen=True, slots=True)
class EmployerPlan:
    """What an import will do. `booths_added` are those that the fair didn't have, to be told."""

    employers: tuple[PlannedEmployer, ...]
    booths_added: tuple[str, ...]
    report: ListReport


def plan_employers(
    rows: Iterable[Row],
    *,
    booths: Iterable[str],
    taken: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
) -> EmployerPlan:
    """Plan the import of a list, read once from its first row to its last.

    `booths` are the fair's own. `taken` says which employers (`known_by`) of earlier lists stand at
    which booth, `known` the names of those by their code; who is in this list is planned anew.
    """
    numbers = booth_numbers(booths)
    roster = Roster(dict(known or {}))
    jobs: dict[Met, list[PlannedJob]] = {}  # of those that exist, in the order of their first rows
    claims: dict[tuple[str, Met], None] = {}
    alike: Counter[tuple[Met, str, str]] = Counter()
    held: list[Told] = []
    rejected: list[Told] = []
    warnings: list[Told] = []
    sheets: set[str] = set()
    at = 0
    for at, row in enumerate(rows, start=1):
        place = Place(at, row.sheet, row.number)
        sheets.add(row.sheet)
        met = employer_of(roster, row)
        if met is not None:
            _note(met, row, numbers)
        read = read_job(row)
        if met is None:
            rejected.append(Told(place, "missing_employer", "employer"))
        rejected += [Told(place, *saying) for saying in read.rejected]
        if met is None or read.rejected:
            continue
        held += [Told(place, *saying) for saying in read.held]
        warnings += [Told(place, *saying) for saying in read.warnings]
        claims.update(dict.fromkeys((booth, met) for booth in met.booths))
        kind = (met, folded(read.advert.title), folded(read.advert.place))
        alike[kind] += 1
        reasons = tuple(dict.fromkeys(reason for reason, _ in read.held))
        jobs.setdefault(met, []).append(PlannedJob(place, alike[kind], read.advert, reasons))
    employers = tuple(_decided(jobs, claims, taken or {}))
    held += [
        Told(each.jobs[0].row, reason, "booth" if reason == "booth_taken" else "uscc")
        for each in employers
        for reason in each.held
    ]
    report = ListReport(
        rows=at,
        held=in_order(held),
        rejected=in_order(rejected),
        warnings=in_order(warnings),
        several_sheets=len(sheets) > 1,
    )
    return EmployerPlan(employers, _added(employers, numbers), report)


def _note(met: Met, row: Row, numbers: BoothNumbers) -> None:
    """Keep what a row says of its employer, rejected or not: the next rows fill down."""
    met.industry = met.industry or one_line(text_of(row, "industry"))
    met.contact = met.contact or one_line(text_of(row, "contact"))
    met.phone = met.phone or one_line(text_of(row, "phone"))
    met.booths.update(dict.fromkeys(read_booths(text_of(row, "booth"), numbers)))


def _decided(
    jobs: Mapping[Met, list[PlannedJob]],
    claims: Iterable[tuple[str, Met]],
    taken: Mapping[str, str],
) -> Iterator[PlannedEmployer]:
    """Give out codes and booths, first come first served; who comes second is held."""
    owner_of_code: dict[str, Met] = {}
    known_by: dict[Met, str] = {}
    for met in jobs:
        owns_code = met.code and owner_of_code.setdefault(met.code, met) is met
        known_by[met] = f"uscc:{met.code}" if owns_code else f"name:{folded(met.name)}"
    here = set(known_by.values())
    owner_of_booth = {booth: who for booth, who in taken.items() if who not in here}
    booths: dict[Met, list[str]] = {met: [] for met in jobs}
    for booth, met in claims:
        owner_of_booth.setdefault(booth, known_by[met])
        booths[met].append(booth)
    for met, planned in jobs.items():
        got = [booth for booth in booths[met] if owner_of_booth[booth] == known_by[met]]
        refused = [booth for booth in booths[met] if booth not in got]
        reasons = {
            "bad_uscc": met.bad_code,
            "conflicting_employer": met.code and owner_of_code[met.code] is not met,
            "booth_taken": refused,
        }
        yield PlannedEmployer(
            known_by=known_by[met],
            name=met.name,
            uscc=met.bad_code or met.code,
            industry=met.industry,
            contact=met.contact,
            phone=met.phone,
            booths=tuple(got),
            booths_refused=tuple(refused),
            held=tuple(reason for reason, holds in reasons.items() if holds),
            jobs=tuple(planned),
        )


def _added(employers: Iterable[PlannedEmployer], numbers: BoothNumbers) -> tuple[str, ...]:
    given = dict.fromkeys(booth for each in employers for booth in each.booths)
    return tuple(booth for booth in given if folded(booth) not in numbers.exact)
