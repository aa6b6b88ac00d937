"""What both lists have in common: the rows that come in and the report that goes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fair.characters import folded
from fair.duplicates import Certainty, Reason

# The order in which the reasons of one row are told: that of domain.md's table.
REASONS = (
    "missing_employer",
    "missing_title",
    "empty_person",
    "name_too_long",
    "bad_openings",
    "bad_uscc",
    "conflicting_employer",
    "booth_taken",
    "discriminatory_advert",
    "scam_advert",
    "underage",
    "openings_unknown",
    "openings_range",
    "reserved_exceeds_openings",
    "restrictive_advert",
    "bad_wage",
    "bad_phone",
    "bad_id_number",
    "mangled_number",
    "certificate_mismatch",
    "unknown_group",
)


# Headers of the column that only counts: after sorting it says something else of the same row.
RUNNING_NUMBERS = frozenset({"no", "序号", "序", "编号", "行号", "顺序号", "no.", "number", "#"})


class Cell(Protocol):
    """`number` where there is a real number; `filled` where a merged cell's text is repeated."""

    @property
    def text(self) -> str: ...
    @property
    def number(self) -> float | None: ...
    @property
    def filled(self) -> bool: ...


class Row(Protocol):
    """A data row: its number as a spreadsheet program shows it, its cells by our column names."""

    @property
    def number(self) -> int: ...
    @property
    def sheet(self) -> str: ...
    @property
    def cells(self) -> Mapping[str, Cell]: ...


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands: `at` counts all rows of the file, over its sheets."""

    at: int
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to say about a row."""

    place: Place
    reason: str
    column: str


@dataclass(frozen=True, slots=True)
class ToldPair:
    """Two rows that look like one person."""

    places: tuple[Place, Place]
    certainty: Certainty
    reason: Reason


@dataclass(frozen=True, slots=True)
class ListReport:
    """What became of a list's rows. `imported` is all that wasn't rejected, held rows included."""

    rows: int
    held: tuple[Told, ...]
    rejected: tuple[Told, ...]
    warnings: tuple[Told, ...]
    duplicates: tuple[ToldPair, ...] = ()
    several_sheets: bool = False

    @property
    def imported(self) -> int:
        return self.rows - len({told.place for told in self.rejected})

    def as_json(self, *, unchanged: int = 0) -> dict[str, object]:
        """What `kiosk import … --json` prints (interfaces.md); `sheet` if the file has several."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "unchanged": unchanged,
            "held": [self._told(told) for told in self.held],
            "rejected": [self._told(told) for told in self.rejected],
            "warnings": [self._told(told) for told in self.warnings],
            "duplicates": [self._pair(pair) for pair in self.duplicates],
        }

    def _told(self, told: Told) -> dict[str, object]:
        said = {"row": told.place.row, "reason": told.reason, "column": told.column}
        return {**said, "sheet": told.place.sheet} if self.several_sheets else said

    def _pair(self, pair: ToldPair) -> dict[str, object]:
        said: dict[str, object] = {
            "rows": [place.row for place in pair.places],
            "certainty": pair.certainty,
            "reason": pair.reason,
        }
        if self.several_sheets:
            said["sheets"] = [place.sheet for place in pair.places]
        return said


def in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    """Row by row; a row is listed once for each reason, with the first column that gave it."""
    once: dict[tuple[Place, str], Told] = {}
    for each in told:
        once.setdefault((each.place, each.reason), each)
    return tuple(sorted(once.values(), key=lambda each: (each.place, REASONS.index(each.reason))))


def text_of(row: Row, column: str) -> str:
    cell = row.cells.get(column)
    return cell.text.strip() if cell is not None else ""


def number_of(row: Row, column: str) -> float | None:
    cell = row.cells.get(column)
    return cell.number if cell is not None else None


def is_running_number(column: str) -> bool:
    return folded(column.removeprefix("?")) in RUNNING_NUMBERS


def is_filled(row: Row, column: str) -> bool:
    """Whether the text is a merged cell's, told at its first row already."""
    cell = row.cells.get(column)
    return cell is not None and cell.filled
