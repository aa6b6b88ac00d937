"""A booth's card: A5, lying. It stands on the table: read from two steps away, scanned from one.

The booth's number and the employer above a rule; below it the QR that signs in, and right of it
what to do, in three steps, and what to type where there is no camera.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Literal

from PIL import ImageDraw

from printers.dots import INK, Dots, Resolution, canvas_of, from_canvas
from printers.fonts import Weight
from printers.languages.pdf import Page, Placed, Stroke, write_pages
from printers.qr import symbol
from printers.runs import clean, drawable
from printers.typeset import Type, fit, put, shrunk, width, wrap

RESOLUTION = Resolution(300)
# Dots at 300 dpi: 118 are 10 mm.
WIDTH, HEIGHT = 2480, 1754
MARGIN = 118
RIGHT, FOOT = WIDTH - MARGIN, HEIGHT - MARGIN
NUMBER, NUMBER_LEAST, NUMBER_ROOM = 300, 120, 1100
NAME, NAME_LEAST, NAME_GAP = 96, 60, 80
RULE_TOP, RULE = 410, 8
# The QR is 75 mm wide, for a camera at an arm's length; its quiet zone reaches into the card's
# margin.
QR_TOP, QR_SIDE, QR_LARGEST = 520, 888, 10
COLUMN = MARGIN + QR_SIDE + 130
STEP, STEP_LEAST, DISC, STEP_GAP = 68, 50, 104, 40
CODE, CODE_LEAST, GROUP = 132, 72, 4
SMALL, SMALL_LEAST = 52, 40


@dataclass(frozen=True, slots=True)
class Card:
    """What one booth's card says. `link` may have small letters and a secret after `#`; `code` is
    typed by those without a camera; `typing` says where, `note` stands under the QR."""

    number: str
    employer: str
    link: str
    code: str
    steps: tuple[str, ...]
    typing: str
    note: str


def write_cards(out: BinaryIO, cards: Iterable[Card], *, a_page: Literal[1, 2] = 2) -> int:
    """Write cards as they come, two on an A4 page or each on an A5 page; says how many pages.

    Raises TooMuchForQr.
    """
    rest = iter(cards)
    return write_pages(out, pages(rest, a_page))


def pages(cards: Iterator[Card], a_page: Literal[1, 2]) -> Iterator[Page]:
    height = RESOLUTION.mm(HEIGHT)
    while some := tuple(islice(cards, a_page)):
        if a_page == 1:  # half a millimetre of white less than half an A4 page
            yield Page(210, 148, (Placed(draw_card(some[0]), RESOLUTION, 0, (148 - height) / 2),))
        else:
            placed = tuple(
                Placed(draw_card(card), RESOLUTION, 0, nth * 148.5) for nth, card in enumerate(some)
            )
            marks = (Stroke(0, 148.5, 9, 148.5), Stroke(201, 148.5, 210, 148.5))
            yield Page(210, 297, placed, marks)


def draw_card(card: Card) -> Dots:
    """Draw one card at 300 dpi. Raises TooMuchForQr when the link is longer than version 10-M
    holds."""
    canvas = canvas_of(WIDTH, HEIGHT)
    drawing = ImageDraw.Draw(canvas)
    put_heading(drawing, card)
    code = symbol(card.link, 2, QR_LARGEST)
    module = QR_SIDE // code.modules
    canvas.paste(code.enlarged(module), (MARGIN, QR_TOP))
    drawing.rectangle((MARGIN, RULE_TOP, RIGHT - 1, RULE_TOP + RULE - 1), INK)
    put_steps(drawing, card.steps)
    put_code(drawing, card)
    put_up_from(drawing, MARGIN, FOOT, QR_SIDE, card.note)
    return from_canvas(canvas)


def put_heading(drawing: ImageDraw.ImageDraw, card: Card) -> None:
    """Number and employer, whose middle lines are at one height."""
    number, type_ = fit(clean(card.number), Type(NUMBER, Weight.BOLD), NUMBER_LEAST, NUMBER_ROOM)
    middle = (MARGIN + RULE_TOP) // 2 - 20
    put(drawing, MARGIN, middle + round(0.357 * type_.px), number, type_)
    left = MARGIN + width(number, type_) + NAME_GAP
    if not drawable(card.employer):
        return
    lines, type_ = wrap(clean(card.employer), Type(NAME, Weight.BOLD), NAME_LEAST, RIGHT - left, 2)
    pitch = round(1.25 * type_.px)
    baseline = middle - pitch * (len(lines) - 1) // 2 + round(0.37 * type_.px)
    for nth, line in enumerate(lines):
        put(drawing, left, baseline + nth * pitch, line, type_)


def put_steps(drawing: ImageDraw.ImageDraw, steps: tuple[str, ...]) -> None:
    """Each with its number on a black disc beside the first line."""
    left = COLUMN + DISC + STEP_GAP
    top = QR_TOP
    for nth, step in enumerate(steps, 1):
        lines, type_ = wrap(clean(step), Type(STEP), STEP_LEAST, RIGHT - left, 2)
        pitch = round(1.3 * type_.px)
        drawing.ellipse((COLUMN, top, COLUMN + DISC - 1, top + DISC - 1), INK)
        figure = Type(64, Weight.BOLD)
        inside = COLUMN + (DISC - width(str(nth), figure)) // 2
        put(drawing, inside, top + DISC // 2 + 23, str(nth), figure, ink=0)
        baseline = top + DISC // 2 + round(0.37 * type_.px)
        for number, line in enumerate(lines):
            put(drawing, left, baseline + number * pitch, line, type_)
        top += DISC + (len(lines) - 1) * pitch + STEP_GAP


def put_code(drawing: ImageDraw.ImageDraw, card: Card) -> None:
    """The code in groups of four at the card's foot, and above it where to type it."""
    groups = [card.code[at : at + GROUP] for at in range(0, len(card.code), GROUP)]
    text = "  ".join(groups)
    type_ = shrunk(text, Type(CODE, Weight.BOLD), CODE_LEAST, RIGHT - COLUMN)
    put(drawing, COLUMN, FOOT, text, type_)
    put_up_from(drawing, COLUMN, FOOT - round(1.1 * type_.px), RIGHT - COLUMN, card.typing)


def put_up_from(drawing: ImageDraw.ImageDraw, left: int, foot: int, room: int, text: str) -> None:
    """One or two small lines, the last of which stands on a height."""
    lines, type_ = wrap(clean(text), Type(SMALL), SMALL_LEAST, room, 2)
    pitch = round(1.3 * type_.px)
    for nth, line in enumerate(reversed(lines)):
        put(drawing, left, foot - nth * pitch, line, type_)
