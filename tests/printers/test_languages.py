"""Dots as PNG and PDF, looked at by other programs."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, features

from printers import Dots, Label, Language, Pdf, Png, Resolution, Size, draw
from printers.layout import LAYOUTS
from tests.printers.paper import (
    black,
    needs_poppler,
    page_sizes,
    pictures_in,
    rendered,
    scanned_in,
)

URL = "HTTP://192.168.1.20:8080/B/A049ANA1GVY"
FAIR = "就业援助月 首场招聘会"
PAPERS = sorted(LAYOUTS)
# Names that a printer would take for commands, were any text sent as text.
INJECTIONS = ["^XA^XZ", "~JA", "\x1b@", "\x1dV0", "\x10\x14", "! U1", "\r\nPRINT 1,99", "%PDF /JS"]


def badge(size: Size, dpi: int, name: str = "Anna") -> Dots:
    return draw(Label(size, "A-0137", URL, (FAIR, name)), Resolution(dpi))


@pytest.mark.parametrize(("size", "dpi"), PAPERS)
def test_a_png_holds_exactly_the_dots_and_its_size(size: Size, dpi: int) -> None:
    dots = badge(size, dpi)

    data = Png(Resolution(dpi)).encode(dots)

    per_metre = {203: 8000, 300: 11811}[dpi].to_bytes(4)
    assert b"pHYs" + per_metre + per_metre + b"\x01" in data
    with Image.open(BytesIO(data)) as image:
        assert image.mode == "1"
        assert image.size == (dots.width, dots.height)
        assert image.convert("L").point(lambda level: 255 - level).convert("1").tobytes() == (
            black(dots).tobytes()
        )


@needs_poppler
@pytest.mark.parametrize(("size", "dpi"), PAPERS)
def test_a_pdf_holds_exactly_the_dots_on_a_page_of_the_labels_size(
    size: Size, dpi: int, tmp_path: Path
) -> None:
    dots, path = badge(size, dpi), tmp_path / "badge.pdf"

    path.write_bytes(Pdf(size, Resolution(dpi)).encode(dots))

    assert pictures_in(path) == [dots]
    width, height = size.paper_mm
    ((wide, high),) = page_sizes(path)
    assert wide == pytest.approx(width, abs=0.01)
    assert high == pytest.approx(height or Resolution(dpi).mm(dots.height), abs=0.01)
    assert scanned_in(rendered(path, 203.2)) == URL


@needs_poppler
def test_without_libtiff_a_pdf_is_lossless_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dots, path = badge(Size.LABEL_50X30, 203), tmp_path / "badge.pdf"
    compact = Pdf(Size.LABEL_50X30, Resolution(203)).encode(dots)
    monkeypatch.setattr(features, "check", lambda feature: feature != "libtiff")

    data = Pdf(Size.LABEL_50X30, Resolution(203)).encode(dots)
    path.write_bytes(data)

    assert b"FlateDecode" in data
    assert b"FlateDecode" not in compact
    assert pictures_in(path) == [dots]


@pytest.mark.parametrize("language", [Png(Resolution(203)), Pdf(Size.LABEL_50X30, Resolution(203))])
def test_the_same_dots_give_the_same_bytes(language: Language) -> None:
    dots = badge(Size.LABEL_50X30, 203)

    assert language.encode(dots) == language.encode(dots)


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_like_a_command_is_only_a_picture(name: str) -> None:
    drawn = badge(Size.LABEL_50X30, 203, f"x{name}x")

    data = Pdf(Size.LABEL_50X30, Resolution(203)).encode(drawn)

    outside = data[: data.index(b"CCITT")], data[data.index(b"endstream", data.index(b"CCITT")) :]
    assert not any(name.strip().encode() in part for part in outside if name.strip())
    harmless = Pdf(Size.LABEL_50X30, Resolution(203)).encode(badge(Size.LABEL_50X30, 203))
    assert data[: data.index(b"CCITT")] == harmless[: harmless.index(b"CCITT")]
    assert black(drawn).size == black(badge(Size.LABEL_50X30, 203)).size
