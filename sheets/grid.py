"""A sheet as it is read: lines of cells, and which of them are merged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sheets.cells import EMPTY, Cell


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows count from 1, columns from 0; all four belong to the merged cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row by the number that a person sees; cells from column A on.

    `spans` has the columns (two or more) over which a merged cell reaches that begins here.
    """

    number: int
    cells: tuple[Cell, ...]
    spans: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet; `lines` may be walked over again and again, each time from the top."""

    name: str
    hidden: bool
    lines: Callable[[], Iterator[Line]]


def with_merges(lines: Iterable[Line], merges: Iterable[Merge]) -> Iterator[Line]:
    """Repeat a merged cell's text downwards, marked as filled; sideways only `spans` says so.

    One number merged over two columns is not two numbers; one employer over five rows has five.
    """
    waiting = sorted(merges, key=lambda merge: merge.top, reverse=True)
    if not waiting:
        yield from lines
        return
    open_: list[tuple[Merge, Cell]] = []
    for line in lines:
        cells = list(line.cells)
        open_ = [(merge, cell) for merge, cell in open_ if merge.bottom >= line.number]
        for merge, cell in open_:
            _put(cells, merge.left, cell)
        spans = {merge.left: merge.right - merge.left + 1 for merge, _ in open_}
        while waiting and waiting[-1].top <= line.number:
            merge = waiting.pop()
            spans[merge.left] = merge.right - merge.left + 1
            if merge.top == line.number and merge.left < len(cells) and cells[merge.left].text:
                open_.append((merge, replace(cells[merge.left], filled=True)))
        wide = {column: width for column, width in spans.items() if width > 1}
        yield Line(line.number, tuple(cells), wide)


def _put(cells: list[Cell], column: int, cell: Cell) -> None:
    cells.extend([EMPTY] * (column + 1 - len(cells)))
    if not cells[column].text:
        cells[column] = cell


def letters(column: int) -> str:
    """The column's name in a spreadsheet program: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
