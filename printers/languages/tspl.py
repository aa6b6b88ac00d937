"""TSPL: TSC's label printers and most cheap ones. The picture as bytes, counted and not delimited.

TSC, TSPL/TSPL2 Programming Language: SIZE, GAP, BITMAP, PRINT, <ESC>!?.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from printers.dots import Dots, Resolution
from printers.layout import Size, layout
from printers.status import Condition, Status, unknown, worst

GAP_MM = 3  # what die-cut labels on rolls have between them
LINE = b"\r\n"
# 0 burns and 1 stays white, the opposite of every other language (BITMAP). The padding of a row is
# white after that too.
INVERTED = bytes(255 - byte for byte in range(256))

COVER, JAM, PAPER, RIBBON, PAUSED, PRINTING, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x80
COVER_TOO = 0x40  # some copies of TSC's printers
MEANS: tuple[tuple[int, Condition], ...] = (
    (COVER | COVER_TOO, "cover_open"),
    (JAM, "jam"),
    (PAPER, "paper_out"),
    (RIBBON, "ribbon_out"),
    (PAUSED, "paused"),
    (OTHER, "error"),
)
# Copies number their conditions instead of using a bit for each.
EXACT: dict[int, Condition] = {0x07: "cover_open"}


@dataclass(frozen=True, slots=True)
class Tspl:
    size: Size
    resolution: Resolution
    questions: ClassVar[tuple[bytes, ...]] = (b"\x1b!?",)

    def encode(self, dots: Dots) -> bytes:
        """Only commands that every copy knows: some drop a whole job at one that they don't."""
        width, height = self.size.paper_mm
        gap = GAP_MM
        if height is None:
            # A roll without gaps; its label is as wide as the head and as long as the picture.
            width, height = self.resolution.mm(dots.width), self.resolution.mm(dots.height)
            gap = 0
        lines = (
            b"",  # ends whatever stands unfinished in the printer
            f"SIZE {width:.4g} mm,{height:.4g} mm".encode(),
            b"GAP %d mm,0 mm" % gap,
            b"DIRECTION 0,0",
            b"REFERENCE 0,0",
            b"CLS",
            # The data follow the comma at once.
            b"BITMAP 0,0,%d,%d,0,%s"
            % (dots.bytes_per_row, dots.height, dots.rows.translate(INVERTED)),
            b"PRINT 1,1",
        )
        return b"".join(line + LINE for line in lines)

    def status(self, answers: Sequence[bytes]) -> Status:
        """One byte, a bit for each condition; "printing" is well."""
        said = b"".join(answers)
        if len(said) != 1:
            return unknown(answers)
        return worst(conditions(said[0]), answers)

    def filler(self) -> bytes:
        """Line ends, as many as the longest picture has bytes: outside of data they are empty
        lines, and CLS wipes what they drew."""
        place = layout(self.size, self.resolution)
        return LINE * (-(-place.width // 8) * place.longest // 2 + 1)


def conditions(byte: int) -> Iterator[Condition]:
    if byte in EXACT:
        yield EXACT[byte]
        return
    for bits, means in MEANS:
        if byte & bits:
            yield means
