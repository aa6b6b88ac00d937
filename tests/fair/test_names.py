import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair.names import (
    comparable,
    is_too_long,
    masked_identity,
    masked_name,
    masked_phone,
    normalised,
)

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)


@pytest.mark.parametrize("mark", "·•‧．・･")
def test_every_interpunct_becomes_the_one_of_the_standard(mark: str) -> None:
    assert normalised(f"古丽 {mark} 阿依夏") == "古丽\u00b7阿依夏"


def test_spaces_are_single_in_latin_and_gone_in_han() -> None:
    assert normalised(" Anna  Maria de la Cruz ") == "Anna Maria de la Cruz"
    assert normalised("罗　秀英霞") == "罗秀英霞"


def test_rare_characters_of_a_name_stay_as_they_are() -> None:
    for name in ("㛃文", "䶮宇", "𠅤明", "\uf9ca氏"):  # the last would be another one after NFKC
        assert normalised(name) == name


@given(st.text(max_size=40))
def test_a_normalised_name_is_its_own_normal_form(name: str) -> None:
    assert normalised(normalised(name)) == normalised(name)


def test_capitals_and_spaces_tell_nobody_apart() -> None:
    assert comparable("Anna  BERG") == comparable("Ａnna Berg")


def test_a_hundred_characters_are_a_name_and_one_more_is_not() -> None:
    assert not is_too_long("吾" * 100)
    assert is_too_long("吾" * 101)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("尉迟恭", "尉迟*"),
        ("Anna Maria de la Cruz", "A*"),
        ("古丽·阿依夏", "古*"),
        ("吾", "*"),
        ("", ""),
    ],
)
def test_a_masked_name_shows_the_surname_at_most(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@given(HAN)
def test_a_masked_name_never_shows_the_whole(name: str) -> None:
    assert name not in masked_name(name)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("16912340001", "169****0001"),
        ("169 1234 0001", "169****0001"),
        ("0900-8978873", "090****8873"),
        ("1691234", "*****34"),
        ("1234", "****"),
        ("没有", "**"),
    ],
)
def test_a_masked_phone_shows_its_ends(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_a_masked_identity_number_shows_area_and_last_four() -> None:
    assert masked_identity("110101199001011234") == "110***********1234"
    assert masked_identity("1234567") == "*******"
