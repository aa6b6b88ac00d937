"""An office's list of seekers: what is taken, held, rejected, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fair.duplicates import CERTAINTY, Likeness, find_pairs, likeness
from fair.lists import ListReport, Place, Row, Told, ToldPair, in_order
from fair.profile import Profile
from fair.seeker_columns import COLUMNS
from fair.seeker_rows import read_seeker

__all__ = ["COLUMNS", "PlannedSeeker", "SeekerPlan", "plan_seekers"]


@dataclass(frozen=True, slots=True)
class PlannedSeeker:
    """An imported row. `held` is `underage` or empty.

    `known_by` are the keys by which a corrected file finds the person again, the strongest first:
    `id:…`, `certificate:…`, `phone:…` (with the name), `birth:…` (with name and village), `cells:…`
    where there is no other; each ends in `#n` for the n-th such row. A weaker key counts only if
    the person that it finds doesn't bear another key of a stronger kind.
    """

    row: Place
    profile: Profile
    held: str
    known_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeekerPlan:
    seekers: tuple[PlannedSeeker, ...]
    report: ListReport


def plan_seekers(rows: Iterable[Row], *, fair_on: date, today: date) -> SeekerPlan:
    """Plan the import of a list, read once from its first row to its last.

    `fair_on` is the fair's day (who is under 16 then is held); nobody is born after `today`.
    """
    seekers: list[PlannedSeeker] = []
    likenesses: list[Likeness] = []
    seen: Counter[str] = Counter()
    held: list[Told] = []
    rejected: list[Told] = []
    warnings: list[Told] = []
    sheets: set[str] = set()
    at = 0
    for at, row in enumerate(rows, start=1):
        place = Place(at, row.sheet, row.number)
        sheets.add(row.sheet)
        read = read_seeker(row, fair_on=fair_on, today=today)
        rejected += [Told(place, *saying) for saying in read.rejected]
        if read.rejected:
            continue
        held += [Told(place, *saying) for saying in read.held]
        warnings += [Told(place, *saying) for saying in read.warnings]
        seen.update(read.keys)
        known_by = tuple(f"{key}#{seen[key]}" for key in read.keys)
        reason = read.held[0][0] if read.held else ""
        seekers.append(PlannedSeeker(place, read.profile, reason, known_by))
        likenesses.append(_likeness(read.profile))
    pairs = tuple(
        ToldPair(
            (seekers[pair.first].row, seekers[pair.second].row),
            CERTAINTY[pair.reason],
            pair.reason,
        )
        for pair in find_pairs(likenesses)
    )
    report = ListReport(
        rows=at,
        held=in_order(held),
        rejected=in_order(rejected),
        warnings=in_order(warnings),
        duplicates=pairs,
        several_sheets=len(sheets) > 1,
    )
    return SeekerPlan(tuple(seekers), report)


def _likeness(profile: Profile) -> Likeness:
    return likeness(
        id_number=profile.id_number,
        certificate=profile.certificate_identity,
        name=profile.name,
        phone=profile.phone,
        birth_date=profile.birth_date,
        village=profile.village or profile.community,
    )
