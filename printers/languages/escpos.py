"""ESC/POS: receipt printers, and label printers that speak it. Rows of a picture, then a cut.

Commands: Epson, ESC/POS command reference for TM printers (ESC @, ESC a, GS v 0: paper roll
reference Ver. 10.01 p. 294, ESC J, GS V function B, DLE EOT: Ver. 4.0 p. 1217).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from printers.dots import Dots, Resolution
from printers.layout import Size, layout
from printers.status import Condition, Status, unknown, worst

INITIALISE = b"\x1b@"
ALIGN_LEFT = b"\x1ba\x00"
PICTURE = b"\x1dv0\x00"
# HPRT's TP809 takes 2303 rows in a command (its programming manual, p. 61), cheap copies 255 rows
# or 4 kB.
BAND = 128
FEED = b"\x1bJ\x18"  # 24 dots, 3 mm: paper to tear off or to cut beside
FEED_AND_CUT = b"\x1dVB\x00"

PRINTER, OFF_LINE_WHY, PAPER = 1, 2, 4
# Bits 1 and 4 are set and bits 0 and 7 are not in each real answer; anything else is something
# else.
FIXED, FIXED_SET = 0x93, 0x12
MEANS: tuple[tuple[int, int, Condition], ...] = (
    (OFF_LINE_WHY, 0x04, "cover_open"),
    (OFF_LINE_WHY, 0x20, "paper_out"),
    (OFF_LINE_WHY, 0x40, "error"),
    (PAPER, 0x60, "paper_out"),
    (PAPER, 0x0C, "near_end"),
    (PRINTER, 0x08, "paused"),  # off line, and if nothing else says why: by its button
)


@dataclass(frozen=True, slots=True)
class EscPos:
    size: Size
    resolution: Resolution
    questions: ClassVar[tuple[bytes, ...]] = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")

    def encode(self, dots: Dots) -> bytes:
        return b"".join((INITIALISE, ALIGN_LEFT, *bands(dots), FEED, FEED_AND_CUT))

    def status(self, answers: Sequence[bytes]) -> Status:
        """One byte to each question. A byte that came before is older than the answer; one that
        can't be an answer makes all of it nonsense."""
        said = {
            number: answer[-1]
            for number, answer in zip((PRINTER, OFF_LINE_WHY, PAPER), answers, strict=False)
            if answer and all(byte & FIXED == FIXED_SET for byte in answer)
        }
        if not said:
            return unknown(answers)
        found = (means for number, bits, means in MEANS if said.get(number, 0) & bits)
        return worst(found, answers)

    def filler(self) -> bytes:
        """NUL, as many as the longest picture has bytes: nothing to print, nothing to obey."""
        place = layout(self.size, self.resolution)
        return bytes(-(-place.width // 8) * place.longest)


def bands(dots: Dots) -> Iterator[bytes]:
    """Bands of rows, one under the other. Width in bytes, height in dots, both little-endian."""
    across = dots.bytes_per_row
    for top in range(0, dots.height, BAND):
        rows = dots.rows[top * across : (top + BAND) * across]
        yield PICTURE + across.to_bytes(2, "little") + (len(rows) // across).to_bytes(2, "little")
        yield rows
