"""A4 pages of eight badges, A7 each, with thin marks to cut along."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from PIL import ImageDraw

from printers.dots import Dots, Resolution, canvas_of, from_canvas
from printers.label import Label, draw
from printers.languages.pdf import Page, Placed, Stroke, write_pages
from printers.runs import clean
from printers.typeset import Type, cut, extent, put, width

RESOLUTION = Resolution(300)
A4 = (210.0, 297.0)
COLUMNS, ROWS = 2, 4
CELL = (A4[0] / COLUMNS, A4[1] / ROWS)  # 105 x 74.25 mm
# Marks at the page's edge reach past what office printers can't print (4 to 5 mm).
EDGE_MARK_MM, CROSS_MM = 9.0, 3.0
NOTE = "Print at actual size (100 %)."
NOTE_PX = 32  # 2.7 mm: read once, by the person at the printer
NOTE_RIGHT_MM, NOTE_FOOT_MM = 101.0, 291.5


def write_sheets(out: BinaryIO, labels: Iterable[Label], *, note: str = NOTE) -> int:
    """Write labels of size a4x8, eight a page, as they come; says how many pages.

    `note` stands small at the foot of each page. Raises TooMuchForQr.
    """
    small = note_dots(note)
    return write_pages(out, (sheet(eight, small) for eight in eights(labels)))


def eights(labels: Iterable[Label]) -> Iterator[tuple[Label, ...]]:
    rest = iter(labels)
    while eight := tuple(islice(rest, COLUMNS * ROWS)):
        yield eight


def sheet(labels: tuple[Label, ...], note: Dots) -> Page:
    badges = tuple(
        Placed(
            draw(label, RESOLUTION),
            RESOLUTION,
            left=nth % COLUMNS * CELL[0],
            top=nth // COLUMNS * CELL[1],
        )
        for nth, label in enumerate(labels)
    )
    left = NOTE_RIGHT_MM - RESOLUTION.mm(note.width)
    top = NOTE_FOOT_MM - RESOLUTION.mm(note.height)
    return Page(*A4, (*badges, Placed(note, RESOLUTION, left, top)), tuple(cut_marks()))


def cut_marks() -> Iterator[Stroke]:
    """Short strokes at the edges and small crosses inside, in nobody's quiet zone."""
    middle = CELL[0]
    yield Stroke(middle, 0, middle, EDGE_MARK_MM)
    yield Stroke(middle, A4[1] - EDGE_MARK_MM, middle, A4[1])
    for row in range(1, ROWS):
        y = row * CELL[1]
        yield Stroke(0, y, EDGE_MARK_MM, y)
        yield Stroke(A4[0] - EDGE_MARK_MM, y, A4[0], y)
        yield Stroke(middle - CROSS_MM, y, middle + CROSS_MM, y)
        yield Stroke(middle, y - CROSS_MM, middle, y + CROSS_MM)


def note_dots(note: str) -> Dots:
    type_ = Type(NOTE_PX)
    text = cut(clean(note), type_, RESOLUTION.dots(CELL[0]) // 3)
    above, below = extent(text, type_)
    canvas = canvas_of(max(1, width(text, type_)), above + below)
    put(ImageDraw.Draw(canvas), 0, above, text, type_)
    return from_canvas(canvas)
