from decimal import Decimal

import pytest

from fair.wages import BadWage, Wage, WageUnit, read_wage


@pytest.mark.parametrize(
    ("typed", "low", "high", "unit"),
    [
        ("3000元", 3000, 3000, "month"),
        ("３５００—４５００", 3500, 4500, "month"),
        ("4000-6000元/月", 4000, 6000, "month"),
        ("220元/天", 220, 220, "day"),
        ("日薪200", 200, 200, "day"),
        ("18元/小时", 18, 18, "hour"),
        ("6千-8千", 6000, 8000, "month"),
        ("5-8千", 5000, 8000, "month"),
        ("4.5k-6K", 4500, 6000, "month"),
        ("８千-１万", 8000, 10000, "month"),
        ("8000-1万", 8000, 10000, "month"),
        ("0.8-1.2万", 8000, 12000, "month"),
        ("3,000至5,000元", 3000, 5000, "month"),
        ("八千到一万", 8000, 10000, "month"),
        ("底薪3000+提成", 3000, 3000, "month"),
        ("5000元左右（包吃住）", 5000, 5000, "month"),
        ("年薪10-15万", 100_000, 150_000, "year"),
    ],
)
def test_a_wage_is_read(typed: str, low: int, high: int, unit: WageUnit) -> None:
    assert read_wage(typed) == Wage(Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("typed", ["面议", "薪资面议", "面谈", "面议（包住）"])
def test_a_wage_to_talk_about_is_fine(typed: str) -> None:
    assert read_wage(typed) == Wage(None, None)


@pytest.mark.parametrize("typed", ["待遇优厚", "高薪", "计件", "0", "6000-4000", "9" * 500])
def test_a_wage_that_says_nothing_is_bad(typed: str) -> None:
    assert read_wage(typed) == BadWage(typed)


def test_an_empty_cell_is_nothing() -> None:
    assert read_wage("") is None
