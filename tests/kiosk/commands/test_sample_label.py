"""`kiosk label --sample`: the sample badge in each printer language."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kiosk.commands.line import LANGUAGES, SIZES, main
from kiosk.labels import sample_label
from printers import LANGUAGES as ALL_LANGUAGES
from printers import Dots, Resolution, Size, draw
from printers.languages import PAPERS
from tests.printers.decoders import LANGUAGES as READ_BACK
from tests.printers.decoders import decode
from tests.printers.paper import scanned_in


def sample(*given: object) -> Result:
    return CliRunner().invoke(main, ["label", "--sample", *map(str, given)])


def dots_of(png: Path) -> Dots:
    with Image.open(png) as image:
        inverted = image.convert("L").point(lambda level: 255 - level).convert("1")
    return Dots(inverted.width, inverted.height, inverted.tobytes())


def test_the_command_knows_every_language_and_every_size() -> None:
    assert list(LANGUAGES) == list(ALL_LANGUAGES)
    assert list(SIZES) == list(Size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_options_it_is_the_usual_paper_of_that_language(
    language: str, tmp_path: Path
) -> None:
    out, png = tmp_path / "badge", tmp_path / "badge.png"

    assert sample("--language", language, "--out", out).exit_code == 0

    usual = ("62x29", 300) if language == "brother" else ("50x30", 203)
    drawn = draw(sample_label(Size(usual[0])), Resolution(usual[1]))
    sample("--language", "png", "--size", usual[0], "--dpi", usual[1], "--out", png)
    assert dots_of(png) == drawn
    if language in READ_BACK:
        assert decode(language, out.read_bytes(), drawn.width) == drawn


@pytest.mark.parametrize(
    ("language", "size", "dpi"),
    sorted((language, size, dpi) for language in READ_BACK for size, dpi in PAPERS[language]),
)
def test_the_png_holds_exactly_the_dots_of_the_job(
    language: str, size: Size, dpi: int, tmp_path: Path
) -> None:
    job, png = tmp_path / "job", tmp_path / "job.png"
    paper = ("--size", size, "--dpi", dpi)

    assert sample("--language", language, *paper, "--out", job).exit_code == 0
    assert sample("--language", "png", *paper, "--out", png).exit_code == 0

    picture = dots_of(png)
    assert decode(language, job.read_bytes(), picture.width) == picture
    with Image.open(png) as image:
        assert scanned_in(image).startswith("HTTP://192.168.1.20:8080/B/A")


@pytest.mark.parametrize(
    "given",
    [
        ("--language", "brother", "--size", "50x30"),
        ("--language", "brother", "--dpi", "203"),
        ("--language", "zpl", "--size", "a4x8"),
        ("--language", "escpos", "--size", "80x50"),
        ("--language", "png", "--size", "51x30"),
        ("--language", "png", "--size", ""),
        ("--language", "png", "--dpi", "600"),
        ("--language", "png", "--dpi", "0"),
    ],
)
def test_what_no_paper_has_is_refused_in_a_sentence_and_nothing_is_written(
    given: tuple[str, ...], tmp_path: Path
) -> None:
    refused = sample(*given, "--out", tmp_path / "badge")

    assert refused.exit_code == 1
    assert "othing was written" in refused.stderr
    assert "Use " in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    refused = sample("--language", "zpl", "--out", tmp_path / "gone" / "badge.zpl")

    assert refused.exit_code == 1
    assert str(tmp_path / "gone") in refused.stderr
    assert list(tmp_path.iterdir()) == []
