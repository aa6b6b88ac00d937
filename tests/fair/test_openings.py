import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.numerals import chinese_number
from fair.openings import (
    MOST,
    BadOpenings,
    Openings,
    OpeningsUnknown,
    read_openings,
    read_reserved,
)

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """1 to 999 as people write it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("20人", 20),
        ("２０", 20),
        ("20.0", 20),
        ("12 名", 12),
        ("两名", 2),
        ("二十", 20),
        ("共20人", 20),
        ("1,000", 1000),
        ("20（急招）", 20),
        ("一百二十", 120),
    ],
)
def test_a_number_is_read(typed: str, count: int) -> None:
    assert read_openings(typed) == Openings(count)


@pytest.mark.parametrize(
    ("typed", "lower"),
    [
        ("10-15人", 10),
        ("１０～１５", 10),
        ("10至15名", 10),
        ("约20", 20),
        ("20人以上", 20),
        ("20+", 20),
        ("三五名", 3),
        ("两三人", 2),
        ("十几人", 10),
        ("15-10", 10),
    ],
)
def test_a_range_counts_its_lower_bound(typed: str, lower: int) -> None:
    assert read_openings(typed) == Openings(lower, rough=True)


@pytest.mark.parametrize("typed", ["", "若干", "若干名", "多名", "不限", "几名"])
def test_an_advert_may_leave_it_open(typed: str) -> None:
    assert read_openings(typed) == OpeningsUnknown()


@pytest.mark.parametrize(
    "typed", ["0", "-3", "2.5", "见海报", "0人", "零", "0-5", "2人/天", "9" * 40, "1" * 4000]
)
def test_what_makes_no_number_of_people_is_bad(typed: str) -> None:
    assert read_openings(typed) == BadOpenings(typed)


@given(st.integers(1, MOST), st.sampled_from(["", "人", "名", " 个", ".0"]))
def test_every_whole_number_of_people_is_read(count: int, unit: str) -> None:
    assert read_openings(f"{count}{unit}") == Openings(count)


@given(st.integers(1, 999))
def test_every_numeral_is_read(number: int) -> None:
    assert chinese_number(spelled(number)) == number


@given(st.text(max_size=60))
def test_any_text_is_read_as_something(text: str) -> None:
    assert isinstance(read_openings(text), Openings | OpeningsUnknown | BadOpenings)


def test_reserved_that_cannot_be_read_is_none() -> None:
    assert [read_reserved(text) for text in ("2", "3人", "是", "", "-1")] == [2, 3, 0, 0, 0]
