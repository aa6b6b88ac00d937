"""PWG raster, by its bytes, and read by CUPS' own library."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from printers import Dots, Resolution, Size
from printers.languages import PAPERS
from printers.languages.pwg import Pwg
from tests.printers.cups_raster import needs_cups, read_raster
from tests.printers.pictures import SMALL, badge, pictures

LABEL = Pwg(Size.LABEL_50X30, Resolution(203))


def test_a_small_picture_is_these_bytes() -> None:
    job = LABEL.encode(SMALL)

    assert job[:13] == b"RaS2PwgRaster"
    # Three lines, each there once, and each two bytes as they are: 257 - 2 = FF.
    assert job[4 + 1796 :].hex(" ") == "00 ff 80 01 00 ff ff 00 00 ff a5 0f"


@pytest.mark.parametrize(
    ("row", "packed"),
    [
        ("00" * 50, "31 00"),
        ("AA", "00 AA"),
        ("AA AA BB CC BB", "01 AA FE BB CC BB"),
        ("AA BB BB", "00 AA 01 BB"),
        ("00" * 129, "7F 00 00 00"),
    ],
)
def test_a_line_is_packed_like_this(row: str, packed: str) -> None:
    data = bytes.fromhex(row)

    job = LABEL.encode(Dots(len(data) * 8, 1, data))

    assert job[4 + 1796 :].hex(" ").upper() == f"00 {packed}"


def test_equal_lines_are_there_once_up_to_256_times() -> None:
    job = LABEL.encode(Dots(8, 600, b"\xaa" * 600))

    assert job[4 + 1796 :].hex(" ") == "ff 00 aa ff 00 aa 57 00 aa"


@needs_cups
@pytest.mark.parametrize(("size", "dpi"), sorted(PAPERS["pwg"]))
def test_cups_reads_the_same_dots_and_what_they_are(size: Size, dpi: int, tmp_path: Path) -> None:
    dots, path = badge(size, dpi), tmp_path / "badge.pwg"
    path.write_bytes(Pwg(size, Resolution(dpi)).encode(dots))

    read = read_raster(path)

    assert read.dots == dots
    assert read.resolution == (dpi, dpi)
    assert read.bits == (1, 1)
    assert read.colour_space == 3  # 1 is black
    assert read.page == tuple(round(n * 72 / dpi) for n in (dots.width, dots.height))


@needs_cups
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dots=pictures())
def test_cups_reads_any_picture(dots: Dots, tmp_path: Path) -> None:
    path = tmp_path / "any.pwg"
    path.write_bytes(LABEL.encode(dots))

    assert read_raster(path).dots == dots


def test_its_state_is_told_by_ipp_and_not_in_the_document() -> None:
    assert LABEL.questions == ()
    assert LABEL.status([]).condition == "unknown"
    assert LABEL.filler() == b""
