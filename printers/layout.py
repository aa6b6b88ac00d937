"""What stands where on each size of label, in dots (docs: printers/README.md, "Geometry")."""

from dataclasses import dataclass
from enum import StrEnum

from printers.dots import Resolution


class Size(StrEnum):
    """The labels and papers that a badge is printed on."""

    LABEL_50X30 = "50x30"
    LABEL_62X29 = "62x29"
    LABEL_80X50 = "80x50"
    ROLL_80 = "roll80"  # receipt paper, 80 mm wide with a head of 72 mm, as long as it has to be
    SHEET_A4X8 = "a4x8"  # one of eight on an A4 page: A7, lying

    @property
    def paper_mm(self) -> tuple[float, float | None]:
        """Width and height of one label's paper; no height where it is cut to what is on it."""
        return PAPER[self]


PAPER: dict[Size, tuple[float, float | None]] = {
    Size.LABEL_50X30: (50, 30),
    Size.LABEL_62X29: (62, 29),
    Size.LABEL_80X50: (80, 50),
    Size.ROLL_80: (80, None),
    Size.SHEET_A4X8: (105, 74.25),
}


class UnknownLayout(Exception):
    """No badge is laid out for this size and resolution."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Lengths in dots. `module_2` and `module_3`: dots per module of a QR of version 2 and 3, whose
    quiet zones of 4 modules belong to the places given here. `height` None: as long as what is
    drawn, text below the QR."""

    width: int
    height: int | None
    module_2: int
    module_3: int
    number: int  # em of the badge number
    text: int  # em of all other text
    number_least: int  # 4 mm
    text_least: int  # 3 mm: below that the strokes of Han characters close up
    margin: int  # at the right, the top and the bottom

    @property
    def longest(self) -> int:
        """Dots of paper at most: its height, or for a roll that is cut, 80 mm of the head's 72 mm
        width."""
        return self.height or self.width * 80 // 72

    @property
    def gap(self) -> int:
        """Under the number; half of it elsewhere."""
        return self.text // 2

    def module(self, version: int) -> int:
        return self.module_2 if version == 2 else self.module_3


# At least 5 dots per module at 203 dpi and 7 at 300: phone cameras at arm's length, thermal
# bleeding of a dot. 62x29 at 300 dpi is Brother's die-cut DK-11209: 696 x 271 dots can be printed
# (QL-720NW raster reference, p. 31).
LAYOUTS = {
    (Size.LABEL_50X30, 203): Layout(400, 240, 6, 6, 48, 24, 32, 24, 10),
    (Size.LABEL_50X30, 300): Layout(591, 354, 9, 9, 72, 36, 48, 36, 15),
    (Size.LABEL_62X29, 203): Layout(496, 232, 6, 6, 72, 26, 32, 24, 12),
    (Size.LABEL_62X29, 300): Layout(696, 271, 8, 7, 104, 40, 48, 36, 8),
    (Size.LABEL_80X50, 203): Layout(640, 400, 10, 10, 80, 32, 32, 24, 16),
    (Size.LABEL_80X50, 300): Layout(945, 591, 15, 15, 118, 47, 48, 36, 24),
    (Size.ROLL_80, 203): Layout(576, None, 10, 10, 110, 32, 32, 24, 16),
    (Size.ROLL_80, 300): Layout(850, None, 15, 15, 162, 47, 48, 36, 24),
    (Size.SHEET_A4X8, 203): Layout(840, 594, 13, 13, 108, 40, 32, 24, 27),
    (Size.SHEET_A4X8, 300): Layout(1240, 877, 20, 20, 160, 60, 48, 36, 40),
}


def layout(size: Size, resolution: Resolution) -> Layout:
    """Look up the layout. Raises UnknownLayout."""
    try:
        return LAYOUTS[size, resolution.dpi]
    except KeyError:
        known = " or ".join(str(dpi) for s, dpi in LAYOUTS if s is size)
        raise UnknownLayout(f"{size} is laid out for {known} dpi, not {resolution.dpi}.") from None
