"""A slip in large type: booths with a reason or an answer each, and a stub to tear off.

On a receipt roll as long as it has to be, or on A4 pages. Everything is at least 16 pt, so that
it is read without glasses; what doesn't fit a line goes on in the next one, and nothing shrinks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageDraw

from printers.dots import INK, Dots, Resolution, canvas_of, from_canvas
from printers.fonts import Weight
from printers.languages.pdf import Page, Placed, write_pages
from printers.qr import QUIET_ZONE, symbol
from printers.runs import clean, drawable
from printers.typeset import Type, extent, put, width, wrap

POINT_MM = 25.4 / 72
TEXT_PT, TITLE_PT, NUMBER_PT = 16, 20, 40
A4_MM, A4_MARGIN_MM = (210.0, 297.0), 15.0
A4_RESOLUTION = Resolution(300)
ROLL_MM = 72.0  # what the head of an 80 mm roll reaches
QR_MM, QR_LARGEST = 30.0, 10
LINES = 4  # of one text; the rest is cut
DASH_MM = 2.0
CODE_GROUP = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One booth: its number large, whose it is, and one line of why or what they said."""

    mark: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A title with entries below it, or one sentence where there are none."""

    title: str
    entries: tuple[Entry, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Stub:
    """What is torn off and kept: a link as a QR, and the code to type where there is no camera."""

    title: str
    sentence: str
    link: str
    code: str


@dataclass(frozen=True, slots=True)
class Slip:
    """`heading` is the fair's name."""

    heading: str
    number: str
    parts: tuple[Part, ...]
    stub: Stub | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How wide the slip is, and its sizes in dots."""

    across: int
    resolution: Resolution

    def px(self, points: float) -> int:
        return self.resolution.dots(points * POINT_MM)

    def mm(self, millimetres: float) -> int:
        return self.resolution.dots(millimetres)


def draw_roll(slip: Slip, resolution: Resolution, across: int) -> Dots:
    """Draw a slip for a roll whose head has `across` dots. Raises TooMuchForQr."""
    blocks = list(drawn(slip, Setting(across, resolution)))
    return from_canvas(stacked(blocks, across, sum(block.height for block in blocks)))


def draw_page(slip: Slip, resolution: Resolution) -> Dots:
    """Draw a slip on one A4 page; what goes beyond its foot is left out. Raises TooMuchForQr."""
    (first, *_) = pages(slip, resolution)
    margin = resolution.dots(A4_MARGIN_MM)
    sheet = canvas_of(resolution.dots(A4_MM[0]), resolution.dots(A4_MM[1]))
    sheet.paste(first, (margin, margin))
    return from_canvas(sheet)


def write_slip(out: BinaryIO, slip: Slip) -> int:
    """Write a slip as a PDF of A4 pages; says how many. Raises TooMuchForQr."""

    def placed(picture: Image.Image) -> Page:
        dots = from_canvas(picture)
        return Page(*A4_MM, (Placed(dots, A4_RESOLUTION, A4_MARGIN_MM, A4_MARGIN_MM),))

    return write_pages(out, map(placed, pages(slip, A4_RESOLUTION)))


def pages(slip: Slip, resolution: Resolution) -> Iterator[Image.Image]:
    """Fill pages with whole blocks, so that no booth is torn apart."""
    setting = Setting(resolution.dots(A4_MM[0] - 2 * A4_MARGIN_MM), resolution)
    longest = resolution.dots(A4_MM[1] - 2 * A4_MARGIN_MM)
    page: list[Image.Image] = []
    for block in drawn(slip, setting):
        if page and sum(each.height for each in page) + block.height > longest:
            yield stacked(page, setting.across, longest)
            page = []
        page.append(block)
    yield stacked(page, setting.across, longest)


def stacked(blocks: Iterable[Image.Image], across: int, height: int) -> Image.Image:
    canvas, top = canvas_of(across, height), 0
    for block in blocks:
        canvas.paste(block, (0, top))
        top += block.height
    return canvas


def drawn(slip: Slip, setting: Setting) -> Iterator[Image.Image]:
    """Draw one block after the other; none of them is broken across pages."""
    yield text_block(setting, [(slip.heading, TEXT_PT, Weight.MEDIUM)], above=2)
    yield text_block(setting, [(slip.number, NUMBER_PT, Weight.BOLD)], above=1)
    for part in slip.parts:
        yield text_block(setting, [(part.title, TITLE_PT, Weight.BOLD)], above=5, rule=True)
        if part.sentence:
            yield text_block(setting, [(part.sentence, TEXT_PT, Weight.MEDIUM)], above=2)
        for entry in part.entries:
            yield entry_block(setting, entry)
    if slip.stub is not None:
        yield stub_block(setting, slip.stub)
    yield canvas_of(setting.across, setting.mm(4))


def text_block(
    setting: Setting,
    texts: Iterable[tuple[str, int, Weight]],
    *,
    above: float,
    left: int = 0,
    rule: bool = False,
) -> Image.Image:
    """Set texts one below the other, each broken into lines; `above` is white in millimetres."""
    lines: list[tuple[str, Type]] = []
    for text, points, weight in texts:
        if not clean(text) or not drawable(text):
            continue
        px = setting.px(points)
        broken, type_ = wrap(clean(text), Type(px, weight), px, setting.across - left, LINES)
        lines += [(line, type_) for line in broken]
    top = setting.mm(above)
    height = top + sum(pitch(line, type_) for line, type_ in lines)
    canvas = canvas_of(setting.across, max(1, height))
    drawing = ImageDraw.Draw(canvas)
    if rule:
        thick = setting.mm(0.4)
        drawing.rectangle((0, top // 2, setting.across - 1, top // 2 + thick), INK)
    at = top
    for line, type_ in lines:
        put(drawing, left, at + extent(line, type_)[0], line, type_)
        at += pitch(line, type_)
    return canvas


def pitch(line: str, type_: Type) -> int:
    above, below = extent(line, type_)
    return above + below + type_.px // 6


def entry_block(setting: Setting, entry: Entry) -> Image.Image:
    """The booth's number large at the left, the words beside it; below it where it is long."""
    mark = Type(setting.px(TITLE_PT), Weight.BOLD)
    needed = width(clean(entry.mark), mark) + setting.mm(4)
    beside = needed <= setting.across // 3
    left = max(setting.mm(16), needed) if beside else 0
    texts = [(entry.text, TEXT_PT, Weight.BOLD), (entry.note, TEXT_PT, Weight.MEDIUM)]
    if not beside:
        texts.insert(0, (entry.mark, TITLE_PT, Weight.BOLD))
    block = text_block(setting, texts, above=3, left=left)
    if beside and drawable(entry.mark):
        tall = max(block.height, setting.mm(3) + pitch(entry.mark, mark))
        whole = canvas_of(setting.across, tall)
        whole.paste(block, (0, 0))
        base = setting.mm(3) + extent(entry.mark, mark)[0] - (mark.px - setting.px(TEXT_PT)) // 2
        put(ImageDraw.Draw(whole), 0, base, clean(entry.mark), mark)
        return whole
    return block


def stub_block(setting: Setting, stub: Stub) -> Image.Image:
    """A dashed line to tear along, then title, sentence, QR and code."""
    code = symbol(stub.link, 2, QR_LARGEST)
    module = max(setting.mm(QR_MM) // code.modules, setting.mm(0.6))
    side = code.modules * module
    head = text_block(
        setting,
        [(stub.title, TITLE_PT, Weight.BOLD), (stub.sentence, TEXT_PT, Weight.MEDIUM)],
        above=5,
    )
    groups = [stub.code[at : at + CODE_GROUP] for at in range(0, len(stub.code), CODE_GROUP)]
    foot = text_block(setting, [("  ".join(groups), TITLE_PT, Weight.BOLD)], above=1)
    tear = setting.mm(8)
    quiet = QUIET_ZONE * module
    canvas = canvas_of(setting.across, tear + head.height + side + 2 * quiet + foot.height)
    drawing = ImageDraw.Draw(canvas)
    dash, middle = setting.mm(DASH_MM), tear // 2
    for left in range(0, setting.across, 2 * dash):
        drawing.rectangle((left, middle, left + dash, middle + setting.mm(0.4)), INK)
    canvas.paste(head, (0, tear))
    canvas.paste(code.enlarged(module), ((setting.across - side) // 2, tear + head.height + quiet))
    canvas.paste(foot, (0, tear + head.height + side + 2 * quiet))
    return canvas
