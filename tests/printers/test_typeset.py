"""Lines that fit: broken, made smaller, cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.typeset import Type, cut, fit, width, words, wrap

SMALL = Type(24)
LETTERS = [*"Anna 国际，（）·ئۇل", "ཀྲ", "བསྟ", "e\u0301"]


def test_two_lines_are_about_equally_long() -> None:
    lines, type_ = wrap("就业援助月首场招聘会", SMALL, 24, 24 * 7, 2)

    assert lines == ("就业援助月", "首场招聘会")
    assert type_ == SMALL


def test_what_fits_into_one_line_stays_in_one() -> None:
    assert wrap("招聘会", SMALL, 24, 200, 2)[0] == ("招聘会",)
    assert wrap("", SMALL, 24, 200, 2)[0] in ((), ("",))


def test_words_are_broken_only_when_they_are_longer_than_a_line() -> None:
    assert wrap("Job fair Dongping", SMALL, 24, 130, 2)[0] == ("Job fair", "Dongping")

    lines, _ = wrap("Donaudampfschifffahrtsgesellschaft", SMALL, 24, 240, 2)
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_no_line_begins_with_a_closing_mark() -> None:
    assert list(words("招聘，会（东）")) == ["招", "聘，", "会", "（东）"]


def test_text_gets_smaller_before_it_is_cut() -> None:
    text, type_ = fit("欧阳夏丹", Type(48), 24, 4 * 36)

    assert text == "欧阳夏丹"
    assert 24 < type_.px <= 36


def test_what_is_cut_says_so_at_a_whole_letter() -> None:
    text, type_ = fit("阿卜杜热合曼·买买提艾力", Type(48), 24, 24 * 8)

    assert type_.px == 24
    assert text == "阿卜杜热合曼…"
    assert width(text, type_) <= 24 * 8


def test_an_open_bracket_is_not_left_before_the_cut() -> None:
    assert cut("招聘会（东平乡）", SMALL, 24 * 5) == "招聘会…"


@pytest.mark.slow
@pytest.mark.parametrize("room", [60, 100, 190, 400])
@given(text=st.lists(st.sampled_from(LETTERS), max_size=40).map("".join))
def test_no_line_is_wider_than_its_room(room: int, text: str) -> None:
    plain = " ".join(text.split())
    lines, type_ = wrap(plain, Type(32), 24, room, 2)

    assert len(lines) <= 2
    assert all(width(line, type_) <= room for line in lines)
    kept = "".join(lines).replace(" ", "").removesuffix("…")
    assert plain.replace(" ", "").startswith(kept)
