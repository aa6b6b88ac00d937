"""The data rows of a file's sheets, one after the other, each by the names of its columns."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sheets.cells import EMPTY, Cell
from sheets.grid import Grid, Line
from sheets.header import Header, find_header, header_of, nameless
from sheets.leftout import LeftOut, why_left_out
from sheets.names import Vocabulary, known, vocabulary
from sheets.refused import Refused

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what the spreadsheet program shows; `cells` has every column of the header.

    Keys are our names, or "?" and the header's text; a column without a header, where there is
    text in it, is "?" and its letter.
    """

    number: int
    sheet: str
    cells: Mapping[str, Cell]


class Fate(Enum):
    READ = "read"
    HIDDEN = "hidden"
    BLANK = "blank"
    NO_HEADER = "no_header"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What became of a sheet; `header` for those that are read."""

    name: str
    fate: Fate
    header: Header | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A file whose headers are known; `rows` reads on from there."""

    name: str
    grids: tuple[Grid, ...]
    sheets: tuple[Sheet, ...]
    words: Vocabulary

    @property
    def headers(self) -> Mapping[str, str]:
        """A header for each key of all rows: the office's own where it can be read again alone."""
        texts: dict[str, str] = {}
        for header in (sheet.header for sheet in self.sheets if sheet.header is not None):
            for key, text in header.texts.items():
                said = known(self.words, text)
                own = key.startswith("?") or (said is not None and said[1] == key)
                texts.setdefault(key, text if own else self.words.first[key])
        return texts


def found(name: str, grids: tuple[Grid, ...], columns: Mapping[str, tuple[str, ...]]) -> Found:
    """Find the headers by our names and the header names that `columns` gives to each.

    Raises Refused when no visible sheet has text ("blank") or none has a header ("no_header").
    """
    words = vocabulary(columns)
    sheets = tuple(_looked_at(grid, words) for grid in grids)
    fates = {sheet.fate for sheet in sheets}
    if Fate.READ not in fates:
        code = "no_header" if Fate.NO_HEADER in fates else "blank"
        raise Refused(code, {"name": name, "example": " ".join([*words.first.values()][:4])})
    return Found(name, grids, sheets, words)


def _looked_at(grid: Grid, words: Vocabulary) -> Sheet:
    if grid.hidden:
        return Sheet(grid.name, Fate.HIDDEN)
    if header := find_header(grid.lines(), words):
        return Sheet(grid.name, Fate.READ, header)
    written = any(cell.text for line in grid.lines() for cell in line.cells)
    return Sheet(grid.name, Fate.NO_HEADER if written else Fate.BLANK)


def rows(file: Found, left_out: Counter[LeftOut] | None = None) -> Iterator[Row]:
    """The data rows from all sheets that are read. Raises Refused beyond 100,000 of them.

    Lines that are no data are counted in `left_out`, where given.
    """
    left_out = Counter() if left_out is None else left_out
    seen = 0
    for grid, sheet in zip(file.grids, file.sheets, strict=True):
        if sheet.header is None:
            continue
        for row in _rows_of(grid, sheet.header, file.words, left_out):
            seen += 1
            if seen > MOST_ROWS:
                raise Refused("too_many_rows", {"name": file.name, "limit": f"{MOST_ROWS:,}"})
            yield row


def _rows_of(
    grid: Grid, header: Header, words: Vocabulary, left_out: Counter[LeftOut]
) -> Iterator[Row]:
    before: LeftOut | None = LeftOut.HEADER
    for line in grid.lines():
        if line.number <= header.last:
            continue
        why = why_left_out(line, header, before)
        if why is None and _is_another_header(line, words):
            header, why = header_of([line], words), LeftOut.HEADER
        if why is None:
            yield Row(line.number, grid.name, _by_name(line, header))
        elif why is not LeftOut.BLANK:
            left_out[why] += 1
        before = before if why is LeftOut.BLANK else why


def _by_name(line: Line, header: Header) -> Mapping[str, Cell]:
    cells = {
        key: line.cells[column] if column < len(line.cells) else EMPTY
        for column, key in header.keys.items()
    }
    if len(line.cells) > header.width or len(header.spelt) < header.width:
        for column, cell in enumerate(line.cells):
            if cell.text and column not in header.spelt:
                cells[nameless(column)] = cell
    return cells


def _is_another_header(line: Line, words: Vocabulary) -> bool:
    """A second list under the first, with columns of its own."""
    texts = [cell.text for cell in line.cells if cell.text and not cell.filled]
    if len(texts) < 3 or not (known(words, texts[0]) or known(words, texts[1])):
        return False
    recognised = [ours for text in texts if (ours := known(words, text))]
    return len({ours for _, ours in recognised}) >= 3 and len(recognised) * 5 >= len(texts) * 4
