"""ZPL, by its bytes, and drawn by somebody else's program."""

import re

import pytest
from hypothesis import given

from printers import Condition, Dots, Resolution, Size, language_of
from printers.languages.zpl import Zpl
from tests.printers.decoders import decode
from tests.printers.others import needs_zpl_renderer, rendered_zpl
from tests.printers.pictures import SMALL, badge, pictures

LABEL = Zpl(Size.LABEL_50X30, Resolution(203))
WELL = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
FLAGS = b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
REST = b"\x021234,0\x03\r\n"


def test_a_small_picture_is_these_bytes() -> None:
    assert LABEL.encode(SMALL) == (b"^XA^PW16^LL3^LH0,0^FO0,0^GFA,6,6,2,8001FF00A50F^FS^XZ")


@given(pictures())
def test_the_digits_are_the_picture_and_no_count_is_larger_than_a_field_holds(dots: Dots) -> None:
    found = re.findall(rb"\^FO0,(\d+)\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", LABEL.encode(dots))

    rows = b""
    for top, bytes_sent, bytes_in_field, across, digits in found:
        assert int(top) * dots.bytes_per_row == len(rows)
        assert int(bytes_sent) == int(bytes_in_field) == len(digits) // 2 <= 99_999
        assert int(across) == dots.bytes_per_row
        rows += bytes.fromhex(digits.decode())
    assert rows == dots.rows


def test_a_picture_too_large_for_one_field_goes_in_bands() -> None:
    large = Dots(1300, 700, bytes(range(1, 164)) * 700)

    assert LABEL.encode(large).count(b"^GFA,") == 2


@given(pictures())
def test_packed_for_a_serial_line_the_picture_is_the_same(dots: Dots) -> None:
    packed = language_of("zpl", Size.LABEL_50X30, Resolution(203), slow_line=True)

    assert decode("zpl", packed.encode(dots), dots.width) == dots


def test_packed_a_badge_passes_a_serial_line_in_a_second() -> None:
    packed = language_of("zpl", Size.LABEL_80X50, Resolution(300), slow_line=True)

    job = packed.encode(badge(Size.LABEL_80X50, 300))

    assert len(job) < 38_400 // 10  # bits in a second, ten for a byte
    assert not set(b"!~") & set(job)


@needs_zpl_renderer
def test_another_program_unpacks_the_same_dots() -> None:
    dots = badge(Size.LABEL_50X30, 203)
    job = Zpl(Size.LABEL_50X30, Resolution(203), packed=True).encode(dots)

    assert rendered_zpl(job, dots.width, dots.height) == dots


def test_nothing_outside_of_the_digits_is_a_setting_for_a_zebra() -> None:
    job = LABEL.encode(badge(Size.LABEL_50X30, 203, "! U1 setvar ^XA ~JA"))

    assert b"!" not in job
    assert b"~" not in job
    assert job.count(b"^XA") == job.count(b"^XZ") == 1


@needs_zpl_renderer
@pytest.mark.parametrize("size", [Size.LABEL_50X30, Size.LABEL_62X29, Size.LABEL_80X50])
def test_another_program_draws_the_same_dots(size: Size) -> None:
    dots = badge(size, 203)

    assert rendered_zpl(Zpl(size, Resolution(203)).encode(dots), dots.width, dots.height) == dots


def test_it_needs_no_filler() -> None:
    assert LABEL.filler() == b""


@pytest.mark.parametrize(
    ("first", "second", "condition"),
    [
        (WELL, FLAGS, "ready"),
        (WELL.replace(b"030,0", b"030,1"), FLAGS, "paper_out"),
        (WELL.replace(b"030,0,0", b"030,0,1"), FLAGS, "paused"),
        (WELL.replace(b"000,0,0,0,000", b"000,1,0,0,000"), FLAGS, "error"),
        (WELL.replace(b"0,0,0\x03", b"0,0,1\x03"), FLAGS, "hot"),
        (WELL.replace(b"0,0,0\x03", b"0,1,0\x03"), FLAGS, "ready"),  # cold: it prints
        (WELL, FLAGS.replace(b"000,0,0", b"000,0,1"), "cover_open"),
        (WELL, FLAGS.replace(b"000,0,0,0", b"000,0,0,1"), "ribbon_out"),
        (WELL.replace(b"030,0", b"030,1"), FLAGS.replace(b"000,0,0", b"000,0,1"), "cover_open"),
        (b"", b"", "unknown"),
        (WELL, b"", "unknown"),
        (b"HTTP/1.1 400 Bad Request\r\n", b"", "unknown"),
        (WELL.replace(b",", b";"), FLAGS, "unknown"),
    ],
)
def test_each_answer_is_read(first: bytes, second: bytes, condition: Condition) -> None:
    assert LABEL.questions == (b"~HS",)
    assert LABEL.status([first + second + REST]).condition == condition


def test_what_is_no_status_is_kept_as_hex_and_not_for_ever() -> None:
    said = LABEL.status([b"?" * 100])

    assert said.detail == "3f" * 64
