import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.booth_numbers import booth_numbers, read_booths

HALL = booth_numbers([*(f"A{n:02}" for n in range(1, 21)), "B01"])
MARKET = booth_numbers("12345678")


@pytest.mark.parametrize(
    ("typed", "booths"),
    [
        ("A01", ("A01",)),
        ("a1", ("A01",)),
        ("Ａ０１", ("A01",)),
        ("A-01", ("A01",)),
        ("A01展位", ("A01",)),
        ("A01、A02", ("A01", "A02")),
        ("A01/A02 A05", ("A01", "A02", "A05")),
        ("A01-A03", ("A01", "A02", "A03")),
        ("A01 - 03", ("A01", "A02", "A03")),
        ("A1-3", ("A01", "A02", "A03")),
        ("A02至A04", ("A02", "A03", "A04")),
        ("A01-B01", ("A01", "B01")),
        ("A21", ("A21",)),  # the fair doesn't have it: it is added
        ("待定", ()),
        ("/", ()),
        ("", ()),
    ],
)
def test_all_booths_of_a_cell_are_read(typed: str, booths: tuple[str, ...]) -> None:
    assert read_booths(typed, HALL) == booths


@pytest.mark.parametrize(
    ("typed", "booths"),
    [
        ("1", ("1",)),
        ("3.0", ("3",)),
        ("3号", ("3",)),
        ("1-3", ("1", "2", "3")),
        ("1、2", ("1", "2")),
    ],
)
def test_a_market_has_plain_numbers(typed: str, booths: tuple[str, ...]) -> None:
    assert read_booths(typed, MARKET) == booths


def test_a_hyphen_may_belong_to_the_name() -> None:
    assert read_booths("1-03、1-04", booth_numbers(["1-03", "1-04"])) == ("1-03", "1-04")


@given(st.lists(st.sampled_from(sorted(HALL.exact.values())), unique=True))
def test_what_is_joined_comes_apart_again(booths: list[str]) -> None:
    assert read_booths("、".join(booths), HALL) == tuple(booths)
