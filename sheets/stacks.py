"""A header of several rows: what stands over each column, from the top down."""

import re
from collections.abc import Iterator, Sequence

from sheets.cells import Cell
from sheets.grid import Line
from sheets.names import GROUP_TAIL, WHOLE, Vocabulary, known, plain

Stack = tuple[str, ...]


def belongs(block: Sequence[Line], words: Vocabulary) -> bool:
    """Whether the last line goes on with the header above it: sub-headers, and no data."""
    if len(block) == 1:
        return True
    *upper, lower = block
    above = upper[-1]
    if lower.number > above.number + 1:
        return False
    stacks = stacks_of(upper)
    helps = False
    for column, cell in _own(lower):
        over = above.cells[column] if column < len(above.cells) else None
        if cell.number is not None or re.search(r"\d{3}", cell.text):
            return False
        alone = over is not None and over.text and not over.filled and not _is_group(above, column)
        readings = under(stacks.get(column, ()), cell.text)
        recognised = any(known(words, text) for text in readings) or plain(cell.text) in WHOLE
        if alone and not recognised:
            return False
        helps = helps or recognised
    return helps


def _is_group(line: Line, column: int) -> bool:
    """A header over several columns: merged, or with nothing to its right."""
    right = line.cells[column + 1] if column + 1 < len(line.cells) else None
    return column in line.spans or (right is not None and not right.text)


def _own(line: Line) -> Iterator[tuple[int, Cell]]:
    return ((at, cell) for at, cell in enumerate(line.cells) if cell.text and not cell.filled)


def stacks_of(block: Sequence[Line]) -> dict[int, Stack]:
    """Each column's texts by column; a group's text stands over all columns that it reaches."""
    width = max(len(line.cells) for line in block)
    stacks: dict[int, Stack] = {}
    for line in block:
        reach, text = 0, ""
        for column in range(width):
            cell = line.cells[column] if column < len(line.cells) else None
            if cell is not None and cell.text:
                text = cell.text
                # Without a merged cell, a group reaches as far as nothing else is said.
                reach = column + line.spans.get(column, 1 if line is block[-1] else width)
            elif column >= reach:
                text = ""
            elif line is not block[-1] and not _text_below(block, line, column):
                continue
            if text and (stack := stacks.get(column, ()))[-1:] != (text,):
                stacks[column] = (*stack, text)
    return dict(sorted(stacks.items()))


def _text_below(block: Sequence[Line], line: Line, column: int) -> bool:
    below = block[block.index(line) + 1 :]
    return any(column < len(later.cells) and later.cells[column].text for later in below)


def under(over: Stack, text: str) -> Iterator[str]:
    """A sub-header's readings: with its group before it (岗位信息, 名称: 岗位名称), then alone."""
    if over:
        yield GROUP_TAIL.sub("", plain(over[-1])) + text
        yield plain(over[-1]) + text
    yield text
