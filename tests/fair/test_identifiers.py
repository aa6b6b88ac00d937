from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.identifiers import (
    IDENTITY_CHECKS,
    USCC_ALPHABET,
    BadNumber,
    Certificate,
    IdentityNumber,
    MangledNumber,
    Uscc,
    age_on,
    identity_check,
    read_certificate,
    read_identity_number,
    read_uscc,
    uscc_check,
)

TODAY = date(2027, 1, 12)
BORN = st.dates(date(1900, 1, 1), TODAY)


def number(born: date, order: int = 1) -> str:
    seventeen = f"990102{born:%Y%m%d}{order:03}"
    return seventeen + identity_check(seventeen)


def read(text: str, value: float | None = None) -> object:
    return read_identity_number(text, value, today=TODAY)


@given(BORN, st.integers(1, 999))
def test_a_number_says_when_its_bearer_was_born_and_the_sex(born: date, order: int) -> None:
    digits = number(born, order)
    expected = IdentityNumber(digits, born, "male" if order % 2 else "female")

    assert read(digits) == expected


@given(BORN, st.integers(0, 17), st.data())
def test_one_wrong_character_always_shows(born: date, at: int, data: st.DataObject) -> None:
    digits = number(born)
    others = [c for c in (IDENTITY_CHECKS if at == 17 else "0123456789") if c != digits[at]]
    wrong = digits[:at] + data.draw(st.sampled_from(others)) + digits[at + 1 :]

    assert not isinstance(read(wrong), IdentityNumber)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
def test_the_form_of_15_digits_counts_as_its_18(born: date) -> None:
    digits = number(born)

    assert read(digits[:6] + digits[8:17]) == read(digits)


@pytest.mark.parametrize(
    "typed",
    ["９９１３１７１９９６０９１７７０８Ｘ", "99131719960917708x", " 991317 19960917 708X "],
)
def test_full_width_small_x_and_spaces_are_read(typed: str) -> None:
    assert isinstance(read(typed), IdentityNumber)


@pytest.mark.parametrize(
    "typed", ["990102199002300129", "9932251979110711", "993225197911071163", "身份证丢失"]
)
def test_what_fails_the_check_or_the_calendar_is_bad(typed: str) -> None:
    assert read(typed) == BadNumber(typed)


def test_nobody_is_born_tomorrow() -> None:
    assert isinstance(read(number(TODAY + timedelta(days=1))), BadNumber)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("9.90102E+17", None),
        ("9.90102199001011e+17", 990102199001011e3),
        ("990102198005270000", None),
        ("990102198005270000.0", None),
        ("992616197805041587", 992616197805041587.0),  # the check happens to hold
    ],
)
def test_what_a_spreadsheet_mangled_is_not_kept(typed: str, value: float | None) -> None:
    assert read(typed, value) == MangledNumber()


def test_an_empty_cell_is_nothing() -> None:
    assert read("  ") is None


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17))
def test_a_credit_code_with_its_own_check_is_read(seventeen: str) -> None:
    code = seventeen + uscc_check(seventeen)

    assert read_uscc(code.lower()) == Uscc(code)


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.data())
def test_one_wrong_character_of_a_credit_code_shows(
    seventeen: str, at: int, data: st.DataObject
) -> None:
    code = seventeen + uscc_check(seventeen)
    other = data.draw(st.sampled_from([c for c in USCC_ALPHABET if c != code[at]]))

    assert isinstance(read_uscc(code[:at] + other + code[at + 1 :]), BadNumber)


def test_a_certificate_is_known_by_its_first_18_whatever_the_reissue() -> None:
    first, again = (
        read_certificate("99302119650202287754"),
        read_certificate("99302119650202287754B1"),
    )

    assert isinstance(first, Certificate) and isinstance(again, Certificate)
    assert first.identity == again.identity == "993021196502022877"


def test_a_certificate_with_no_such_grade_is_bad() -> None:
    assert isinstance(read_certificate("99302119650202287789"), BadNumber)


@given(BORN, st.integers(0, 100))
def test_a_birthday_is_reached_on_its_day(born: date, years: int) -> None:
    if (born.month, born.day) == (2, 29):
        return
    birthday = born.replace(year=born.year + years)

    assert age_on(birthday, born) == years
    assert age_on(birthday - timedelta(days=1), born) == years - 1
