"""A label to set a printer up with: a black frame at the paper's edge and a ruler inside it.

Is the frame whole, the paper is right and nothing has to be moved. A ruler held beside it says
whether the resolution is right.
"""

from PIL import ImageDraw

from printers.dots import INK, Dots, Resolution, canvas_of, from_canvas
from printers.fonts import Weight
from printers.layout import Size, layout
from printers.typeset import Type, fit, put, width

FRAME = 4  # dots: thinner may vanish between two of a worn head's dots
ROLL_MM = 40.0  # of a roll that is cut where the label ends
TICK_MM, FIFTH_MM, TENTH_MM = 1.2, 2.0, 3.0


def draw_ruler(size: Size, resolution: Resolution) -> Dots:
    """Draw the test label. Raises UnknownLayout."""
    place = layout(size, resolution)
    height = place.height or resolution.dots(ROLL_MM)
    canvas = canvas_of(place.width, height)
    drawing = ImageDraw.Draw(canvas)
    drawing.rectangle((0, 0, place.width - 1, height - 1), outline=INK, width=FRAME)
    figures = Type(place.text_least)
    put_ticks(drawing, resolution, place.width, figures, down=False)
    put_ticks(drawing, resolution, height, figures, down=True)
    said = f"{size} · {resolution.dpi} dpi"
    room = place.width - 2 * resolution.dots(2 * TENTH_MM)
    text, type_ = fit(said, Type(place.number * 2 // 3, Weight.BOLD), place.text_least, room)
    left = (place.width - width(text, type_)) // 2
    put(drawing, left, height // 2 + round(0.36 * type_.px), text, type_)
    return from_canvas(canvas)


def put_ticks(
    drawing: ImageDraw.ImageDraw, resolution: Resolution, length: int, figures: Type, *, down: bool
) -> None:
    """One for each millimetre, longer at every fifth, with its figure at every tenth."""
    for mm in range(1, int(resolution.mm(length))):
        at = resolution.dots(mm)
        long = TENTH_MM if mm % 10 == 0 else FIFTH_MM if mm % 5 == 0 else TICK_MM
        reach = resolution.dots(long)
        drawing.line((0, at, reach, at) if down else (at, 0, at, reach), INK, 2)
        if mm % 10:
            continue
        text = str(mm)
        half = width(text, figures) // 2
        if down and at + figures.px < length:
            put(drawing, reach + 6, at + round(0.36 * figures.px), text, figures)
        elif not down and at + half + FRAME < length:
            put(drawing, at - half, reach + 4 + round(0.72 * figures.px), text, figures)
