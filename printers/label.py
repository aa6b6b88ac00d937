"""A label says what a badge carries; drawing it gives dots. The QR stands left and the text right
of it, on receipt paper below it, always in the same order: number, first line, further lines,
copy."""

from dataclasses import dataclass

from PIL import ImageDraw

from printers.dots import Dots, Resolution, canvas_of, from_canvas
from printers.fonts import Weight
from printers.layout import Layout, Size, layout
from printers.qr import QUIET_ZONE, Symbol, symbol
from printers.runs import clean, drawable
from printers.typeset import Type, extent, fit, put, width, wrap

# Dots that letters may reach beyond their place; they must not reach into the QR's quiet zone.
OVERHANG = 4
# A number that would be smaller than this share of its size takes the first line's second half.
STILL_LARGE = 0.8


@dataclass(frozen=True, slots=True)
class Label:
    """One badge: `number` is bigger than anything but the QR, the first of the lines takes up to
    two on paper (the fair's name), each further one a single bold one (the person's name). `copy`
    shows from the second on."""

    size: Size
    number: str
    qr: str
    lines: tuple[str, ...] = ()
    copy: int = 1


def undrawable(label: Label) -> tuple[str, ...]:
    """The lines that no font can draw. They are left off the paper: never a box on a badge."""
    return tuple(line for line in label.lines if not drawable(line))


@dataclass(frozen=True, slots=True)
class Line:
    """A line as set: `gap` dots under the line before, `above` and `below` around its baseline."""

    text: str
    type: Type
    gap: int
    above: int
    below: int

    @property
    def height(self) -> int:
        return self.gap + self.above + self.below


def draw(label: Label, resolution: Resolution) -> Dots:
    """Draw a label. Raises UnknownLayout, TooMuchForQr."""
    place = layout(label.size, resolution)
    code = symbol(label.qr)
    if place.height is None:
        return draw_below(label, place, code)
    return draw_beside(label, place, place.height, code)


def draw_beside(label: Label, place: Layout, height: int, code: Symbol) -> Dots:
    module = place.module(code.version)
    quiet, side = QUIET_ZONE * module, code.modules * module
    left, top = side + 2 * quiet + OVERHANG, (height - side) // 2
    room = place.width - left - place.margin
    lines = number_and_lines(label, place, room, height - 2 * place.margin)
    copy = copy_line(label, place)
    canvas = canvas_of(place.width, height)
    canvas.paste(code.enlarged(module), (quiet, top))
    drawing = ImageDraw.Draw(canvas)
    # The number begins where the QR does and the copy ends where it ends; with more text, both move
    # outwards.
    at = min(top, max(place.margin, (height - height_of((*lines, *copy))) // 2))
    for line in lines:
        at += line.gap + line.above
        put(drawing, left, at, line.text, line.type)
        at += line.below
    for line in copy:
        right = place.width - place.margin - width(line.text, line.type)
        foot = min(max(top + side, at + line.gap + line.above), height - place.margin - line.below)
        put(drawing, right, foot, line.text, line.type)
    return from_canvas(canvas)


def draw_below(label: Label, place: Layout, code: Symbol) -> Dots:
    module = place.module(code.version)
    side, quiet = code.modules * module, QUIET_ZONE * module
    at, room = side + 2 * quiet + OVERHANG, place.width - 2 * place.margin
    copy = copy_line(label, place)
    lines = number_and_lines(label, place, room, place.longest - at - place.margin)
    canvas = canvas_of(place.width, at + height_of((*lines, *copy)) + place.margin)
    canvas.paste(code.enlarged(module), ((place.width - side) // 2, quiet))
    drawing = ImageDraw.Draw(canvas)
    for line in (*lines, *copy):
        at += line.gap + line.above
        spare = place.width - width(line.text, line.type)
        put(drawing, spare - place.margin if line in copy else spare // 2, at, line.text, line.type)
        at += line.below
    return from_canvas(canvas)


def number_and_lines(label: Label, place: Layout, room: int, height: int) -> tuple[Line, ...]:
    """The number above the other lines. Where all of it is too high, the first line gives up its
    second half, then the number gets smaller: it is what people read from further away."""
    text, usual = fit(
        clean(label.number), Type(place.number, Weight.BOLD), place.number_least, room
    )
    for at_most in (2, 1):
        lines, type_ = text_lines(label, place, room, at_most), usual
        left = height - height_of((*lines, *copy_line(label, place)))
        while cap_height(type_) > left and type_.px > place.number_least:
            type_ = type_.at(type_.px - 2)
        if type_.px >= STILL_LARGE * usual.px:
            break
    return (Line(text, type_, gap=0, above=cap_height(type_), below=0), *lines)


def text_lines(label: Label, place: Layout, room: int, at_most: int) -> tuple[Line, ...]:
    """The lines under the number, set to fit the room; what can't be drawn and what is empty has
    none."""
    texts = [clean(line) if drawable(line) else "" for line in label.lines]
    found: list[Line] = []
    for text in filter(None, texts[:1]):
        parts, type_ = wrap(text, Type(place.text), place.text_least, room, at_most)
        gaps = (place.gap, type_.px // 12)
        found += [line_of(part, type_, gap) for part, gap in zip(parts, gaps, strict=False)]
    for text in filter(None, texts[1:]):
        text, type_ = fit(text, Type(place.text, Weight.BOLD), place.text_least, room)
        found.append(line_of(text, type_, place.gap // 2))
    return tuple(found)


def copy_line(label: Label, place: Layout) -> tuple[Line, ...]:
    if label.copy < 2:
        return ()
    return (line_of(f"copy {label.copy}", Type(place.text_least, Weight.BOLD), place.gap // 2),)


def height_of(lines: tuple[Line, ...]) -> int:
    return sum(line.height for line in lines)


def line_of(text: str, type_: Type, gap: int) -> Line:
    above, below = extent(text, type_)
    return Line(text, type_, gap, above, below)


def cap_height(type_: Type) -> int:
    """The height of Noto Sans' capitals and digits: 714 of 1000 (its OS/2 table)."""
    return round(0.714 * type_.px)
