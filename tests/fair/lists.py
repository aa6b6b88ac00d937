"""Rows for the list tests: typed by hand, or read from a CSV without any cleverness."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class TypedCell:
    text: str
    number: float | None = None
    filled: bool = False


@dataclass(frozen=True, slots=True)
class TypedRow:
    number: int
    cells: Mapping[str, TypedCell] = field(default_factory=dict)
    sheet: str = "Sheet1"


def rows(*said: Mapping[str, str | TypedCell], sheet: str = "Sheet1") -> list[TypedRow]:
    """Rows from number 3 on; a cell is its text."""
    return [
        TypedRow(
            number,
            {
                column: TypedCell(cell) if isinstance(cell, str) else cell
                for column, cell in cells.items()
            },
            sheet,
        )
        for number, cells in enumerate(said, start=3)
    ]


def csv_rows(name: str, columns: Mapping[str, Sequence[str]]) -> Iterator[TypedRow]:
    """The sample's data rows: header in row 2, blank rows, the total and the note left out."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    ours = {header: column for column, headers in columns.items() for header in headers}
    header = [ours.get(text, f"?{text}") for text in lines[1]]
    for number, line in enumerate(lines[2:], start=3):
        if any(text.strip() for text in line) and not line[1].startswith(("总计", "注：")):
            yield TypedRow(
                number, {key: TypedCell(text) for key, text in zip(header, line, strict=False)}
            )
