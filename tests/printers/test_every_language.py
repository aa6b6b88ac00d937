"""What holds for each language: the same dots on every paper, and a name is never a command."""

import pytest
from hypothesis import given

from printers import (
    LANGUAGES,
    Dots,
    Label,
    Resolution,
    Size,
    UnknownLanguage,
    UnknownLayout,
    draw,
    language_of,
)
from printers.dots import to_image
from printers.languages import PAPERS
from printers.layout import LAYOUTS
from tests.printers.decoders import LANGUAGES as READ_BACK
from tests.printers.decoders import STREAMS, decode
from tests.printers.decoders.reading import Band, Blank, Command, NotAJob, Out, Reader
from tests.printers.paper import scanned_in
from tests.printers.pictures import FAIR, INJECTIONS, URL, badge, pictures

JOBS = sorted((name, size, dpi) for name in READ_BACK for size, dpi in PAPERS[name])
# The paper on which a language takes a picture of any size.
ANY = {
    name: language_of(name, *((Size.LABEL_62X29, Resolution(300)) if name == "brother" else roll))
    for roll in ((Size.ROLL_80, Resolution(203)),)
    for name in READ_BACK
}


def commands(language: str, job: bytes) -> list[Command]:
    reader, found = Reader(job), []
    while reader.left:
        found.append(STREAMS[language].command(reader))
    return found


def understood(language: str, data: bytes) -> list[Command]:
    """What a printer does with bytes of which it skips what it doesn't know."""
    reader, found = Reader(data), []
    while reader.left:
        at = reader.at
        try:
            found.append(STREAMS[language].command(reader))
        except NotAJob:
            reader.at = STREAMS[language].after(data, at)
    return found


@pytest.mark.parametrize(("language", "size", "dpi"), JOBS)
def test_a_job_is_dot_for_dot_what_was_drawn(language: str, size: Size, dpi: int) -> None:
    for copy in (1, 2):
        drawn = badge(size, dpi, "欧阳夏丹", copy)

        job = language_of(language, size, Resolution(dpi)).encode(drawn)

        printed = decode(language, job, drawn.width)
        assert printed == drawn
        assert scanned_in(to_image(printed)) == URL


@pytest.mark.parametrize("language", READ_BACK)
@given(dots=pictures(1300))
def test_pictures_of_any_width_come_back_whole(language: str, dots: Dots) -> None:
    if language == "brother" and dots.width > 696:
        with pytest.raises(UnknownLayout):
            ANY[language].encode(dots)
        return

    assert decode(language, ANY[language].encode(dots), dots.width) == dots


@pytest.mark.parametrize("name", INJECTIONS)
@pytest.mark.parametrize("language", STREAMS)
def test_a_name_like_a_command_gives_the_commands_of_any_other_name(
    language: str, name: str
) -> None:
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    made = language_of(language, size, Resolution(dpi))

    def outside_of_the_picture(whose: str) -> list[Command | tuple[int, int]]:
        found = commands(language, made.encode(badge(size, dpi, whose)))
        return [(c.height, c.bytes_per_row) if isinstance(c, Band) else c for c in found]

    assert outside_of_the_picture(name) == outside_of_the_picture("Anna")


@pytest.mark.parametrize("name", INJECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_name_is_in_a_job(language: str, name: str) -> None:
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)

    job = language_of(language, size, Resolution(dpi)).encode(badge(size, dpi, f"{name}{name}"))

    text = name.strip().encode()
    assert text * 2 not in job
    assert len(text) < 5 or text not in job


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_dots_give_the_same_bytes(language: str) -> None:
    size, dpi = sorted(PAPERS[language])[0]
    made = language_of(language, size, Resolution(dpi))

    assert made.encode(badge(size, dpi)) == made.encode(badge(size, dpi))


@pytest.mark.parametrize("language", STREAMS)
@pytest.mark.parametrize("broken", [0.3, 0.5, 0.9])
def test_after_a_torn_job_the_filler_lets_the_next_one_come_out(
    language: str, broken: float
) -> None:
    """As a printer reads that kept the torn job's beginning in its buffer."""
    size, dpi = (Size.LABEL_62X29, 300) if language == "brother" else (Size.LABEL_50X30, 203)
    made = language_of(language, size, Resolution(dpi))
    job = made.encode(badge(size, dpi))
    torn = job[: int(len(job) * broken)]

    found = understood(language, torn + made.filler() + job)

    labels = sum(isinstance(command, Out) for command in found)
    assert labels == 1
    whole = commands(language, job)
    while isinstance(whole[0], Blank):
        whole.pop(0)
    assert found[-len(whole) :] == whole


@pytest.mark.parametrize(("size", "dpi"), sorted(LAYOUTS))
def test_a_picture_is_taken_in_every_size(size: Size, dpi: int) -> None:
    for language in ("png", "pdf", "pwg"):
        assert language_of(language, size, Resolution(dpi)).encode(badge(size, dpi))


@pytest.mark.parametrize(
    ("language", "size", "dpi", "said"),
    [
        ("brother", Size.LABEL_50X30, 203, "Use 62x29 at 300 dpi."),
        ("brother", Size.LABEL_62X29, 203, "Use 62x29 at 300 dpi."),
        ("escpos", Size.LABEL_80X50, 203, "Use 50x30, 62x29 or roll80 at 203 or 300 dpi."),
        ("zpl", Size.SHEET_A4X8, 203, "Use 50x30, 62x29, 80x50 or roll80 at 203 or 300 dpi."),
        ("png", Size.LABEL_50X30, 600, "roll80 or a4x8 at 203 or 300 dpi."),
    ],
)
def test_paper_that_a_printer_does_not_take_is_refused_with_what_it_takes(
    language: str, size: Size, dpi: int, said: str
) -> None:
    with pytest.raises(UnknownLayout) as refused:
        language_of(language, size, Resolution(dpi))

    assert str(refused.value).startswith(f"{language} printers don't take {size} at {dpi} dpi. ")
    assert str(refused.value).endswith(said)


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownLanguage, match="png, pdf, zpl, escpos, tspl, brother, pwg"):
        language_of("cpcl", Size.LABEL_50X30, Resolution(203))


@pytest.mark.parametrize("text", ["́" * 100, "ا" * 100, "W" * 100, "é国ئۇ" * 25, "a\u202eb" * 50])
def test_a_hundred_characters_stay_on_the_label(text: str) -> None:
    for size, dpi in LAYOUTS:
        dots = draw(Label(size, "A-0137", URL, (FAIR, text)), Resolution(dpi))

        assert dots.width == LAYOUTS[size, dpi].width
        assert scanned_in(to_image(dots)) == URL
