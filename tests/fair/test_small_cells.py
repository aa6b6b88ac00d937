"""Nothing about fewer than five people of a sensitive group leaves the organizer."""

from hypothesis import given
from hypothesis import strategies as st

from fair.small_cells import SMALLEST, suppressed


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, list[int]], int]:
    """Groups whose columns narrow, everybody in any of them, and everybody."""

    def line(widest: int) -> list[int]:
        came = draw(st.integers(0, widest))
        return [widest, came, draw(st.integers(0, came))]

    groups = {f"D{n:02d}": line(draw(st.integers(0, 40))) for n in range(draw(st.integers(1, 6)))}
    any_group = [
        draw(st.integers(max(cells), sum(cells))) for cells in zip(*groups.values(), strict=True)
    ]
    return {**groups, "": any_group}, any_group[0] + draw(st.integers(0, 30))


@given(tables())
def test_no_cell_speaks_of_fewer_than_five(table: tuple[dict[str, list[int]], int]) -> None:
    lines, whole = table
    for name, line in suppressed(lines, whole=whole).items():
        for cell, count in zip(line, lines[name], strict=True):
            assert cell is None or cell == count >= SMALLEST


@given(tables())
def test_who_is_missing_from_a_narrower_column_cant_be_worked_out(
    table: tuple[dict[str, list[int]], int],
) -> None:
    lines, whole = table
    for line in suppressed(lines, whole=whole).values():
        shown = [cell for cell in line if cell is not None]
        pairs = [(a, b) for at, a in enumerate(shown) for b in shown[at + 1 :]]
        assert all(abs(a - b) >= SMALLEST for a, b in pairs)


@given(tables())
def test_one_hidden_group_is_never_what_the_others_leave_of_the_whole(
    table: tuple[dict[str, list[int]], int],
) -> None:
    lines, whole = table
    shown = suppressed(lines, whole=whole)
    groups = [line for name, line in shown.items() if name]
    for column, total in enumerate(shown[""]):
        hidden = sum(line[column] is None for line in groups)
        assert total is None or hidden != 1 or len(groups) == 1


def test_who_is_in_no_group_stays_unknown_where_they_are_few() -> None:
    lines = {"D01": [30, 20], "D02": [40, 30], "": [60, 45]}
    assert suppressed(lines, whole=63)[""] == (None, 45)
    assert suppressed(lines, whole=80)[""] == (60, 45)
