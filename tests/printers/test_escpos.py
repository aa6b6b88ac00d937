"""ESC/POS, by its bytes."""

import pytest
from hypothesis import given

from printers import Condition, Dots, Resolution, Size
from printers.languages.escpos import BAND, EscPos
from tests.printers.others import needs_escpos_parser, parsed_escpos
from tests.printers.pictures import SMALL, badge, pictures

ROLL = EscPos(Size.ROLL_80, Resolution(203))


def test_a_small_picture_is_these_bytes() -> None:
    assert ROLL.encode(SMALL) == bytes.fromhex(
        "1B40"  # begin anew
        "1B6100"  # left
        "1D763000 0200 0300 8001 FF00 A50F"  # 2 bytes across, 3 dots down
        "1B4A18"  # feed 24 dots
        "1D564200"  # feed to the cutter and cut
    )


@given(pictures())
def test_bands_of_128_rows_stand_one_under_the_other(dots: Dots) -> None:
    rest = ROLL.encode(dots).removeprefix(b"\x1b@\x1ba\x00")
    across, rows = dots.bytes_per_row, b""

    while rest.startswith(b"\x1dv0\x00"):
        assert int.from_bytes(rest[4:6], "little") == across
        high = int.from_bytes(rest[6:8], "little")
        assert high <= BAND
        rows += rest[8 : 8 + across * high]
        rest = rest[8 + across * high :]

    assert rows == dots.rows
    assert rest == b"\x1bJ\x18\x1dVB\x00"


@needs_escpos_parser
@pytest.mark.parametrize(
    ("size", "dpi"), [(Size.LABEL_50X30, 203), (Size.LABEL_62X29, 203), (Size.ROLL_80, 203)]
)
def test_another_program_reads_the_same_commands_and_dots(size: Size, dpi: int) -> None:
    dots = badge(size, dpi)

    commands, printed = parsed_escpos(EscPos(size, Resolution(dpi)).encode(dots))

    bands = -(-dots.height // BAND)
    assert commands == ["ESC @", "ESC a", *["GS v0"] * bands, "ESC J", "GS V"]
    assert printed == dots


def test_the_filler_is_as_long_as_the_longest_picture_and_does_nothing() -> None:
    filler = ROLL.filler()

    assert len(filler) >= len(badge(Size.ROLL_80, 203, "Anna", copy=2).rows)
    assert len(filler) == 72 * 640
    assert not any(filler)


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ("12 12 12", "ready"),
        ("16 12 12", "ready"),  # the drawer's pin
        ("12 12 1E", "near_end"),
        ("12 12 72", "paper_out"),
        ("1A 32 72", "paper_out"),
        ("1A 16 12", "cover_open"),
        ("1A 36 72", "cover_open"),
        ("1A 52 12", "error"),
        ("1A 12 12", "paused"),
        ("12 -- --", "ready"),  # answers the first question only
        ("-- -- --", "unknown"),
        ("FF 00 41", "unknown"),  # bytes that no answer can be
        ("00 16 00", "cover_open"),
    ],
)
def test_each_answer_is_read(answers: str, condition: Condition) -> None:
    said = [bytes.fromhex(each.replace("--", "")) for each in answers.split()]

    assert ROLL.status(said).condition == condition


def test_an_answer_that_came_late_is_older_than_the_one_behind_it() -> None:
    assert ROLL.status([b"\x1a\x12", b"\x12", b"\x72\x12"]).condition == "ready"


def test_the_questions_are_the_three_of_dle_eot() -> None:
    assert ROLL.questions == (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")
    assert ROLL.status([]).condition == "unknown"
