"""The slip in large type: everything is on it, readable, and the stub's code opens."""

from io import BytesIO

import zxingcpp

from printers import Resolution
from printers.dots import to_image
from printers.slip import Entry, Part, Setting, Slip, Stub, draw_page, draw_roll, drawn, write_slip

LINK = "http://192.168.1.20:8080/enter#7K3M-9QW2-4H5T-8XYZ"


def slip(booths: int = 3) -> Slip:
    entries = tuple(
        Entry(f"A{n:02d}", "星河制衣有限公司", "缝纫工 4000-6000元/月 · 招 20 人")
        for n in range(1, booths + 1)
    )
    stub = Stub("您自己的页面", "撕下来自己收好，不要给别人看。", LINK, "7K3M9QW24H5T8XYZ")
    return Slip("就业援助月 首场招聘会", "A-0137", (Part("适合您的展位", entries),), stub)


def test_the_stubs_code_is_read_from_a_roll_and_from_a_page() -> None:
    resolution = Resolution(203)
    for dots in (draw_roll(slip(), resolution, 576), draw_page(slip(), resolution)):
        (seen,) = zxingcpp.read_barcodes(to_image(dots).convert("L"))
        assert seen.text == LINK


def test_a_roll_is_as_wide_as_its_head_and_as_long_as_what_is_on_it() -> None:
    short, long = (draw_roll(slip(booths), Resolution(203), 576) for booths in (1, 8))
    assert short.width == long.width == 576
    assert long.height > short.height


def test_a_long_slip_goes_on_on_the_next_page_and_no_booth_is_torn() -> None:
    out = BytesIO()
    assert write_slip(out, slip(3)) == 1
    assert write_slip(BytesIO(), slip(30)) > 1
    assert out.getvalue().startswith(b"%PDF")


def test_nothing_reaches_beyond_the_paper() -> None:
    words = "Ürümqi Textile and Garment Manufacturing Company Limited " * 3
    wide = Slip("F" * 80, "A-32767", (Part(words, (Entry("Legal aid and advice", words, words),)),))
    setting = Setting(576, Resolution(203))
    for block in drawn(wide, setting):
        assert block.width == 576
    dots = draw_roll(wide, Resolution(203), 576)
    rightmost = sum(dots.rows[at * 72 + 71] & 1 for at in range(dots.height))
    assert rightmost < 10  # the rule above a title is all that touches the edge
