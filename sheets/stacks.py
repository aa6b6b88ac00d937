"""A header of several rows: what stands over each column, from the top down."""

import re
from collections.abc import Iterator, Sequence

from sheets.cells import Cell
from sheets.grid import Line
from sheets.names import GROUP_TAIL, WHOLE, Vocabulary, known, plain

Stack = tuple[str, ...]


def belongs(block: Sequence[Line], words: Vocabulary) -> bool:
    """Whether the last line may be sub-headers under the lines above, and tells us more by it."""
    return len(block) == 1 or _fits(block, words) is True


def goes_on(block: Sequence[Line], words: Vocabulary) -> bool:
    """Whether the last line must be part of the header above, whatever it says.

    So it is when a cell above is merged into it, or when it names columns that else have no name.
    """
    if len(block) < 2 or _fits(block, words) is None:
        return False
    above, lower = block[-2:]
    if any(cell.filled for cell in lower.cells):
        return True
    named = {column for column, cell in enumerate(above.cells) if cell.text}
    below = {column for column, cell in _own(lower) if plain(cell.text)}
    return len(below - named) > 0 and len(below) > 1


def _fits(block: Sequence[Line], words: Vocabulary) -> bool | None:
    """None when the last line is data; else whether a known name is in it."""
    *upper, lower = block
    above = upper[-1]
    if lower.number > above.number + 1:
        return None
    stacks = stacks_of(upper)
    helps = False
    for column, cell in _own(lower):
        over = above.cells[column] if column < len(above.cells) else None
        if cell.number is not None or re.search(r"\d{3}", cell.text):
            return None
        alone = over is not None and over.text and not _is_group(above, column)
        readings = under(stacks.get(column, ()), cell.text)
        recognised = any(known(words, text) for text in readings) or plain(cell.text) in WHOLE
        if alone and not recognised:
            return None
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
