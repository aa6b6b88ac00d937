"""What a badge looks like on each paper."""

import pytest

from printers import Label, Resolution, Size, TooMuchForQr, UnknownLayout, draw, undrawable
from printers.layout import LAYOUTS
from printers.qr import symbol
from tests.printers.paper import ink, inked, scanned

SHORT = "HTTP://192.168.1.20:8080/B/A049ANA1GVY"  # 38 characters, the most for version 2
LONG = "HTTP://JOB-FAIR-KIOSK-7.YUNLING-COUNTY.LOCAL:8080/B/A049ANA1GVY"[:61]
FAIR = "就业援助月 首场招聘会"
LONG_FAIR = "2026年春风行动暨就业援助月大型现场招聘会（东平乡专场）"
NAMES = ["欧阳夏丹", "Anna Berg", "ئابلىز مەمەتئېلى ئەنۋەر", "བསྟན་འཛིན་རྒྱ་མཚོ", "ꀊꆀꍏꂷ", "ᠪᠠᠶᠠᠷ"]
PAPERS = sorted(LAYOUTS)

# Width, height, and side of the QR with its quiet zone for version 2 and 3.
GOLDEN = {
    (Size.LABEL_50X30, 203): (400, 240, 198, 222),
    (Size.LABEL_50X30, 300): (591, 354, 297, 333),
    (Size.LABEL_62X29, 203): (496, 232, 198, 222),
    (Size.LABEL_62X29, 300): (696, 271, 264, 259),
    (Size.LABEL_80X50, 203): (640, 400, 330, 370),
    (Size.LABEL_80X50, 300): (945, 591, 495, 555),
    (Size.ROLL_80, 203): (576, 640, 330, 370),
    (Size.ROLL_80, 300): (850, 944, 495, 555),
    (Size.SHEET_A4X8, 203): (840, 594, 429, 481),
    (Size.SHEET_A4X8, 300): (1240, 877, 660, 740),
}


@pytest.mark.parametrize(("size", "dpi"), PAPERS)
@pytest.mark.parametrize("url", [SHORT, LONG])
def test_a_badge_has_the_papers_size_and_a_qr_that_a_camera_reads(
    size: Size, dpi: int, url: str
) -> None:
    width, height, *sides = GOLDEN[size, dpi]

    dots = draw(Label(size, "A-0137", url, (FAIR,)), Resolution(dpi))

    assert dots.width == width
    assert dots.height <= height if size is Size.ROLL_80 else dots.height == height
    assert len(dots.rows) == -(-width // 8) * dots.height
    assert scanned(dots) == url
    assert symbol(url).version == (2 if url is SHORT else 3)
    assert side_of_qr(size, dpi, url) == sides[url is LONG]


@pytest.mark.parametrize(("size", "dpi"), PAPERS)
@pytest.mark.parametrize("url", [SHORT, LONG])
@pytest.mark.parametrize("copy", [1, 12])
def test_nothing_comes_into_the_quiet_zone_or_near_the_edge(
    size: Size, dpi: int, url: str, copy: int
) -> None:
    for name in NAMES:
        label = Label(size, "A-32767", url, (LONG_FAIR, name), copy)
        dots = draw(label, Resolution(dpi))
        side = side_of_qr(size, dpi, url)
        quiet = side * 4 // symbol(url).modules_with_quiet_zone
        left = (dots.width - side) // 2 if size is Size.ROLL_80 else 0
        top = 0 if size is Size.ROLL_80 else (dots.height - side) // 2
        right, bottom = left + side, top + side

        assert not ink(dots, left, top, right, top + quiet)
        assert not ink(dots, left, bottom - quiet, right, bottom)
        assert not ink(dots, left, top, left + quiet, bottom)
        assert not ink(dots, right - quiet, top, right, bottom)
        first, highest, last, lowest = inked(dots)
        edge = Resolution(dpi).dots(0.5)
        assert first >= edge
        assert highest >= edge
        assert last <= dots.width - edge
        assert lowest <= dots.height - edge
        assert dots.height <= GOLDEN[size, dpi][1]
        assert scanned(dots) == url


@pytest.mark.parametrize(("size", "dpi"), PAPERS)
def test_the_number_is_higher_than_any_other_text(size: Size, dpi: int) -> None:
    place, resolution = LAYOUTS[size, dpi], Resolution(dpi)
    bare = draw(Label(size, "A-0137", SHORT), resolution)
    side = side_of_qr(size, dpi, SHORT)
    beside, below = (0, side) if size is Size.ROLL_80 else (side, 0)
    _, top, _, bottom = inked(bare, beside, below)

    assert bottom - top == pytest.approx(0.714 * place.number, abs=4)
    assert bottom - top > place.text


@pytest.mark.parametrize(("size", "dpi"), PAPERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_number_stays_large_whatever_else_is_on_the_badge(
    size: Size, dpi: int, name: str
) -> None:
    resolution = Resolution(dpi)
    side = side_of_qr(size, dpi, SHORT)
    beside, below = (0, side) if size is Size.ROLL_80 else (side, 0)
    bare = inked(draw(Label(size, "A-0137", SHORT), resolution), beside, below)

    full = draw(Label(size, "A-0137", SHORT, (LONG_FAIR, name), 2), resolution)

    _, top, _, _ = inked(full, beside, below)
    rows = [ink(full, beside, at, full.width, at + 1) for at in range(top, full.height)]
    number = rows.index(False)  # white under the number
    assert number >= 0.75 * (bare[3] - bare[1])


def test_a_second_copy_says_so_at_the_bottom_right_and_nothing_else_changes() -> None:
    first = draw(Label(Size.LABEL_80X50, "A-0137", SHORT, (FAIR,)), Resolution(203))
    second = draw(Label(Size.LABEL_80X50, "A-0137", SHORT, (FAIR,), copy=2), Resolution(203))
    corner = (500, 290, 640, 400)

    assert not ink(first, *corner)
    assert ink(second, *corner)
    above = 290 * first.bytes_per_row
    assert first.rows[:above] == second.rows[:above]


def test_a_number_that_is_long_gets_smaller_and_stays_whole() -> None:
    dots = draw(Label(Size.LABEL_50X30, "A-32767", LONG, (FAIR,)), Resolution(203))

    left, _, right, _ = inked(dots, 222)
    assert right <= 400 - 10
    assert left >= 222


def test_a_name_that_no_font_can_draw_is_left_off_and_said() -> None:
    unknown = "王\U00030001"  # a character of extension G
    with_name = Label(Size.LABEL_50X30, "A-0137", SHORT, (FAIR, unknown))
    without = Label(Size.LABEL_50X30, "A-0137", SHORT, (FAIR,))

    assert undrawable(with_name) == (unknown,)
    assert undrawable(without) == ()
    assert draw(with_name, Resolution(203)) == draw(without, Resolution(203))


@pytest.mark.parametrize("nothing", ["", " \u3000 ", "\u202e\u2066\x00", "\ud800"])
def test_a_name_of_nothing_has_no_line(nothing: str) -> None:
    with_name = draw(Label(Size.LABEL_50X30, "A-0137", SHORT, (FAIR, nothing)), Resolution(203))

    assert with_name == draw(Label(Size.LABEL_50X30, "A-0137", SHORT, (FAIR,)), Resolution(203))


def test_overrides_and_controls_in_a_name_are_not_drawn() -> None:
    plain = draw(Label(Size.LABEL_50X30, "A-0137", SHORT, (FAIR, "Anna")), Resolution(203))

    tricky = Label(
        Size.LABEL_50X30, "A-0137", SHORT, (FAIR, "\u202eAn\x1b\u2067na\u202c\x07\ud83d")
    )
    assert draw(tricky, Resolution(203)) == plain


def test_a_url_too_long_for_the_labels_qr_is_refused() -> None:
    with pytest.raises(TooMuchForQr):
        draw(Label(Size.LABEL_50X30, "A-0137", LONG + "X"), Resolution(203))


def test_an_unknown_resolution_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownLayout, match="203 or 300"):
        draw(Label(Size.LABEL_50X30, "A-0137", SHORT), Resolution(600))


def side_of_qr(size: Size, dpi: int, url: str) -> int:
    code = symbol(url)
    return code.modules_with_quiet_zone * LAYOUTS[size, dpi].module(code.version)
