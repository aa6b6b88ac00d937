"""Rows that came back: the office corrects this file and imports it again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sheets.cells import EMPTY
from sheets.header import SENT_BACK
from sheets.rows import Row
from sheets.writing import write_table


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row as it was read, and the sentence that says what is wrong with it.

    What the list left to the rows above (an employer's name) must be in the row's cells: in the
    rejects file other rows stand above it.
    """

    row: Row
    why: str


def write_rejects(
    path: Path, rejected: Iterable[Rejected], headers: Mapping[str, str], language: str
) -> int:
    """Write a CSV with the rows' own cells under `headers`, then their row number and the reason.

    The last two columns are known by their names and left alone when the file comes back.
    """
    kept = list(rejected)
    keys = dict.fromkeys([*headers, *(key for one in kept for key in one.row.cells)])
    names = [headers.get(key, key.removeprefix("?")) for key in keys]

    def rows() -> Iterator[list[str]]:
        for one in kept:
            cells = [one.row.cells.get(key, EMPTY).text for key in keys]
            yield [*cells, str(one.row.number), one.why]

    return write_table([*names, *SENT_BACK.get(language, SENT_BACK["en"])], rows(), path)
