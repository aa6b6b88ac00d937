import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.contacts import BadPhone, Phone, last_four, phone_digits, read_phone


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("169 9050 7255", "16990507255"),
        ("+86 16911112222", "16911112222"),
        ("0086-169-1111-2222", "16911112222"),
        ("１６９３３３３４４４４", "16933334444"),
        ("0900-8978873", "09008978873"),
        ("（0755）12345678", "075512345678"),
        ("010—12345678", "01012345678"),
        ("+86 755 12345678", "075512345678"),
        ("16911112222.0", "16911112222"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str, digits: str) -> None:
    assert read_phone(typed) == Phone(digits)


@pytest.mark.parametrize("typed", ["没有", "无", "/", "1691234", "26911112222", "169111122223"])
def test_what_is_no_number_is_bad_and_kept_as_typed(typed: str) -> None:
    assert read_phone(typed) == BadPhone(typed)


def test_an_empty_cell_is_nothing() -> None:
    assert read_phone("　") is None


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True), st.sampled_from(["-", " ", "　", " - "]))
def test_spaces_and_hyphens_change_nothing(digits: str, between: str) -> None:
    assert phone_digits(f"{digits[:3]}{between}{digits[3:7]}{between}{digits[7:]}") == digits


def test_people_name_their_phone_by_its_last_four() -> None:
    assert last_four("+86 169 1111 2222") == "2222"
    assert last_four("没有") == ""
