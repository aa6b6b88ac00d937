"""TSPL, by its bytes."""

import pytest
from hypothesis import given

from printers import Condition, Dots, Resolution, Size
from printers.languages.tspl import Tspl
from tests.printers.pictures import SMALL, badge, pictures

LABEL = Tspl(Size.LABEL_50X30, Resolution(203))
BEFORE = (
    b"\r\nSIZE 50 mm,30 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\nBITMAP 0,0,"
)


def test_a_small_picture_is_these_bytes_with_0_for_black() -> None:
    assert LABEL.encode(SMALL) == (
        BEFORE + b"2,3,0," + bytes.fromhex("7FFE 00FF 5AF0") + b"\r\nPRINT 1,1\r\n"
    )


def test_the_padding_of_a_row_stays_white() -> None:
    black = Dots(3, 1, b"\xe0")

    assert b"BITMAP 0,0,1,1,0,\x1f\r\n" in LABEL.encode(black)


@given(pictures())
def test_the_data_are_counted_and_follow_the_comma_at_once(dots: Dots) -> None:
    job = LABEL.encode(dots)

    head = b"%d,%d,0," % (dots.bytes_per_row, dots.height)
    data = job.removeprefix(BEFORE + head)[: len(dots.rows)]
    assert bytes(255 - byte for byte in data) == dots.rows
    assert job == BEFORE + head + data + b"\r\nPRINT 1,1\r\n"


@pytest.mark.parametrize(
    ("size", "dpi", "said"),
    [
        (Size.LABEL_50X30, 300, b"\r\nSIZE 50 mm,30 mm\r\nGAP 3 mm,0 mm\r\n"),
        (Size.LABEL_62X29, 203, b"\r\nSIZE 62 mm,29 mm\r\nGAP 3 mm,0 mm\r\n"),
        (Size.LABEL_80X50, 203, b"\r\nSIZE 80 mm,50 mm\r\nGAP 3 mm,0 mm\r\n"),
        (Size.ROLL_80, 203, b"\r\nSIZE 72 mm,"),
    ],
)
def test_the_label_has_its_size_and_a_roll_has_no_gap(size: Size, dpi: int, said: bytes) -> None:
    job = Tspl(size, Resolution(dpi)).encode(badge(size, dpi))

    assert job.startswith(said)
    assert (b" mm\r\nGAP 0 mm,0 mm\r\n" in job) == (size is Size.ROLL_80)


def test_the_filler_is_empty_lines_as_long_as_the_longest_picture() -> None:
    filler = LABEL.filler()

    assert len(filler) >= 50 * 240
    assert not filler.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("answer", "condition"),
    [
        ("00", "ready"),
        ("20", "ready"),  # printing
        ("01", "cover_open"),
        ("40", "cover_open"),
        ("02", "jam"),
        ("03", "cover_open"),
        ("04", "paper_out"),
        ("05", "cover_open"),
        ("07", "cover_open"),
        ("08", "ribbon_out"),
        ("0A", "ribbon_out"),
        ("10", "paused"),
        ("30", "paused"),
        ("80", "error"),
        ("", "unknown"),
        ("4F4B0D0A", "unknown"),
    ],
)
def test_each_answer_is_read(answer: str, condition: Condition) -> None:
    assert LABEL.questions == (b"\x1b!?",)
    assert LABEL.status([bytes.fromhex(answer)]).condition == condition
