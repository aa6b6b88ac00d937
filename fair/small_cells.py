"""Small cells of sensitive groups: left out of whatever leaves the organizer (domain.md, 7).

A table has a line for each group and one for everybody in any of them. Its columns narrow from
left to right: registered, of these came, of these met somebody … So what a cell leaves out of a
wider one is a cell too, and may not be worked out if it is small.
"""

from collections.abc import Mapping, Sequence

SMALLEST = 5  # people

Cells = tuple[int | None, ...]


def suppressed(lines: Mapping[str, Sequence[int]], *, whole: int) -> dict[str, Cells]:
    """Give the lines with None for each cell that would say something about fewer than five.

    `lines` has the line of everybody in any group under ''; `whole` are all registered people, so
    that who is in no group can't be worked out either. A column that hides one group hides the
    next smallest with it: else the line of everybody would give it away.
    """
    shown = {name: shown_in(line) for name, line in lines.items()}
    if "" in shown and whole - lines[""][0] < SMALLEST:
        shown[""] = (None, *shown[""][1:])
    groups = [name for name in lines if name]
    for column in range(max(map(len, lines.values()), default=0)):
        hidden = [name for name in groups if shown[name][column] is None]
        left = [name for name in groups if shown[name][column] is not None]
        if len(hidden) == 1 and left and shown[""][column] is not None:
            smallest = min(left, key=lambda name: (lines[name][column], name))
            line = shown[smallest]
            shown[smallest] = (*line[:column], None, *line[column + 1 :])
    return shown


def shown_in(line: Sequence[int]) -> Cells:
    """Give a line with None for what is small, or differs by little from a shown cell before it."""
    shown: list[int | None] = []
    for count in line:
        near = any(each is not None and abs(each - count) < SMALLEST for each in shown)
        shown.append(None if count < SMALLEST or near else count)
    return tuple(shown)
