"""PWG raster: what every IPP Everywhere and AirPrint printer takes. A header, then packed lines.

PWG 5102.4-2012, "PWG Raster Format": 4.2 header, 4.3 bitmap; numbers are big-endian.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from printers.dots import Dots, Resolution
from printers.layout import Size
from printers.status import Status, unknown

SYNC = b"RaS2"
HEADER = 1796
BLACK = 3  # colour space, 1 is black; in 18, sGray, 0 would be black
CHUNKY = 0
# Offsets of 4.2's fields that are not 0 here.
RESOLUTION, COPIES, PAGE_SIZE, WIDTH, BITS_PER_COLOUR, COLOURS, PAGES = (
    276,
    340,
    352,
    372,
    384,
    420,
    452,
)
# A byte that stands at least twice, or bytes of which none is followed by itself: both up to 128.
PIECES = re.compile(rb"((.)\2{1,127})|(?:(.)(?!\3)){1,128}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pwg:
    """The page is as large as the picture."""

    size: Size
    resolution: Resolution
    questions: ClassVar[tuple[bytes, ...]] = ()

    def encode(self, dots: Dots) -> bytes:
        return b"".join((SYNC, header(dots, self.resolution), *lines(dots)))

    def status(self, answers: Sequence[bytes]) -> Status:
        """IPP tells the printer's state beside the document, never in it."""
        return unknown(answers)

    def filler(self) -> bytes:
        return b""


def header(dots: Dots, resolution: Resolution) -> bytes:
    made = bytearray(HEADER)
    made[:9] = b"PwgRaster"
    dpi = resolution.dpi
    points = (round(dots.width * 72 / dpi), round(dots.height * 72 / dpi))
    numbers = (
        (RESOLUTION, (dpi, dpi)),
        (COPIES, (1,)),
        (PAGE_SIZE, points),
        (WIDTH, (dots.width, dots.height)),
        (BITS_PER_COLOUR, (1, 1, dots.bytes_per_row, CHUNKY, BLACK)),
        (COLOURS, (1,)),
        (PAGES, (1, 1, 1)),  # and the two directions: neither is mirrored
    )
    for at, some in numbers:
        struct.pack_into(f">{len(some)}I", made, at, *some)
    return bytes(made)


def lines(dots: Dots) -> Iterator[bytes]:
    """Equal lines once, with how often they are repeated: up to 256 of them at a time."""
    across = dots.bytes_per_row
    rows = (dots.rows[at : at + across] for at in range(0, len(dots.rows), across))
    for row, same in groupby(rows):
        packed = pack(row)
        count = sum(1 for _ in same)
        while count:
            some = min(count, 256)
            yield bytes((some - 1,)) + packed
            count -= some


def pack(row: bytes) -> bytes:
    """Pieces of a line: 0 to 127 repeats the next byte once more than that, 129 to 255 is followed
    by 257 less that many bytes as they are. One byte alone is a repeat of once."""
    packed = bytearray()
    for piece in PIECES.finditer(row):
        data = piece[0]
        if piece[1] or len(data) == 1:
            packed += bytes((len(data) - 1, data[0]))
        else:
            packed.append(257 - len(data))
            packed += data
    return bytes(packed)
