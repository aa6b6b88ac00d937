"""Pages of eight badges, and the booths' cards."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp

from printers import Card, Label, Resolution, Size, draw, draw_card, write_cards, write_sheets
from tests.printers.paper import (
    ink,
    needs_poppler,
    page_sizes,
    pictures_in,
    rendered,
    scanned,
)

FAIR = "就业援助月 首场招聘会"
LINK = "http://192.168.1.20:8080/booth/#k3Xv9Qm2ZtY7pLrW4sNdB8cAhUeJ6fGo"
STEPS = (
    "用手机的相机对准左边的二维码",
    "点开出现的网址",
    "扫求职者的胸牌，再点“谈过”“有意”或“不合适”",
)


def url(number: int) -> str:
    return f"HTTP://192.168.1.20:8080/B/A{number:04}ANA1GV"


def badges(count: int) -> Iterator[Label]:
    for number in range(1, count + 1):
        yield Label(Size.SHEET_A4X8, f"A-{number:04}", url(number), (FAIR,))


def card(number: str = "B07", employer: str = "星河制衣有限公司") -> Card:
    return Card(number, employer, LINK, "7K3M9QPA", STEPS, "没有相机？输入", "不要用微信扫")


@needs_poppler
def test_eight_badges_stand_on_an_a4_page_at_their_size(tmp_path: Path) -> None:
    path = tmp_path / "badges.pdf"

    with path.open("wb") as out:
        pages = write_sheets(out, badges(11), note="按实际大小打印（100%）")

    assert pages == 2
    sizes = page_sizes(path)
    assert sizes == [pytest.approx((210, 297), abs=0.01)] * 2
    pictures = pictures_in(path)
    drawn = [draw(label, Resolution(300)) for label in badges(11)]
    assert [*pictures[:8], *pictures[9:12]] == drawn
    assert pictures[8] == pictures[12]  # the note at the foot of each page
    read = zxingcpp.read_barcodes(rendered(path, 150))
    assert sorted(found.text for found in read) == [url(n) for n in range(1, 9)]


def test_no_badges_make_a_pdf_without_pages() -> None:
    out = BytesIO()

    assert write_sheets(out, []) == 0
    assert out.getvalue().endswith(b"%%EOF\n")


@pytest.mark.slow
def test_many_badges_take_no_more_memory_than_a_few() -> None:
    def peak(count: int) -> int:
        class Nowhere(BytesIO):
            def write(self, data: object) -> int:
                return len(bytes(data))  # type: ignore[call-overload]

        tracemalloc.start()
        write_sheets(Nowhere(), badges(count))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(8)
    assert peak(160) < peak(16) + 1_000_000


def test_a_card_is_scanned_and_keeps_its_quiet_zone() -> None:
    dots = draw_card(card())

    assert (dots.width, dots.height) == (2480, 1754)
    assert scanned(dots) == LINK
    module = 888 // 37  # version 5: 37 modules on a side
    quiet = 4 * module
    right, bottom = 118 + 37 * module, 520 + 37 * module
    assert not ink(dots, 118 - quiet, 520 - quiet, right + quiet, 520)
    assert not ink(dots, 118 - quiet, bottom, right + quiet, bottom + quiet)
    assert not ink(dots, 118 - quiet, 520, 118, bottom)
    assert not ink(dots, right, 520, right + quiet, bottom)


@pytest.mark.parametrize(
    "employer",
    [
        "东平县云岭山地茶叶加工贸易农民专业合作社联合社第三分社第一生产大队",
        "Yunling Mountain Tea Processing and Trading Cooperative Limited",
        "王\U0002a6a5公司",
        "王\U00030001公司",
        "",
    ],
)
def test_nothing_on_a_card_comes_near_its_edge(employer: str) -> None:
    dots = draw_card(card("C-103", employer))

    assert not ink(dots, 0, 0, 2480, 90)
    assert not ink(dots, 0, 0, 90, 1754)
    assert not ink(dots, 2480 - 90, 0, 2480, 1754)
    assert not ink(dots, 0, 1754 - 90, 2480, 1754)


@needs_poppler
@pytest.mark.parametrize(("a_page", "pages", "height"), [(2, 2, 297), (1, 3, 148)])
def test_all_cards_are_in_one_pdf(a_page: int, pages: int, height: float, tmp_path: Path) -> None:
    cards, path = [card(f"B0{n}") for n in range(3)], tmp_path / "cards.pdf"

    with path.open("wb") as out:
        assert write_cards(out, cards, a_page=2 if a_page == 2 else 1) == pages

    assert page_sizes(path) == [pytest.approx((210, height), abs=0.01)] * pages
    assert pictures_in(path) == [draw_card(each) for each in cards]
