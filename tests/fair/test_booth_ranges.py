"""Booths are typed as ranges, since nobody types A01 to A60 one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.booth_ranges import BadRange, read_ranges, write_ranges


@pytest.mark.parametrize(
    ("typed", "booths"),
    [
        ("A01-A03", ["A01", "A02", "A03"]),
        ("A01-03", ["A01", "A02", "A03"]),
        ("8-11", ["8", "9", "10", "11"]),
        ("A01、A02，B1", ["A01", "A02", "B1"]),
        ("A01 - A03\nB01", ["A01", "A02", "A03", "B01"]),
        ("A01 A02", ["A01", "A02"]),
        ("1至3；政策咨询", ["1", "2", "3", "政策咨询"]),
        ("Legal aid, A1", ["Legal aid", "A1"]),
        ("", []),
    ],
)
def test_a_range_names_every_booth_in_it(typed: str, booths: list[str]) -> None:
    assert read_ranges(typed) == booths


@pytest.mark.parametrize("typed", ["A20-A01", "A01-B05", "A1-A99999"])
def test_a_range_that_goes_nowhere_is_named(typed: str) -> None:
    with pytest.raises(BadRange) as bad:
        read_ranges(f"B01, {typed}")
    assert bad.value.text == typed


def test_booths_in_a_row_are_written_as_a_range() -> None:
    assert write_ranges(["A01", "A02", "A03", "B01", "B02", "政策咨询"]) == (
        "A01-A03, B01, B02, 政策咨询"
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "A", "B", "西"]), st.integers(1, 130)),
        unique=True,
        max_size=60,
    )
)
def test_what_is_written_is_read_again(said: list[tuple[str, int]]) -> None:
    booths = [f"{prefix}{number:02}" for prefix, number in said]
    assert read_ranges(write_ranges(booths)) == booths
