"""ZPL: Zebra's label printers and those that understand it. The picture as hexadecimal digits, or
packed for a slow line.

Zebra, ZPL II Programming Guide, 45541L-004 Rev. A: ^GF p. 160-161, ~HS p. 171; Volume 2, chapter
10: Z64; docs.zebra.com: ^PW, ^LL.
"""

import re
import zlib
from base64 import b64encode
from binascii import crc_hqx
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from printers.dots import Dots, Resolution
from printers.layout import Size
from printers.status import Condition, Status, unknown, worst

MOST_IN_A_FIELD = 99_999  # bytes: ^GF's a and b, p. 160
STRINGS = re.compile(rb"\x02([^\x02\x03]*)\x03")
# String and field of ~HS, both counted from 1, and what "1" there means.
MEANS: tuple[tuple[int, int, Condition], ...] = (
    (1, 2, "paper_out"),
    (1, 3, "paused"),
    (1, 6, "error"),  # its buffer is full
    (1, 12, "hot"),
    (2, 3, "cover_open"),
    (2, 4, "ribbon_out"),
)
FIELDS = (12, 11)


@dataclass(frozen=True, slots=True)
class Zpl:
    """`packed`: a tenth of the bytes, for a serial line; Zebra's own printers understand it, copies
    may not."""

    size: Size
    resolution: Resolution
    packed: bool = False
    questions: ClassVar[tuple[bytes, ...]] = (b"~HS",)

    def encode(self, dots: Dots) -> bytes:
        """One copy: ^PQ is 1 by itself. The printer keeps ^LH of the label before, so it is set."""
        size = b"^PW%d^LL%d^LH0,0" % (dots.width, dots.height)
        return b"^XA" + size + b"".join(fields(dots, self.packed)) + b"^XZ"

    def status(self, answers: Sequence[bytes]) -> Status:
        """~HS answers three strings, of which the first two have what matters here."""
        said = [string.split(b",") for string in STRINGS.findall(b"".join(answers))][:2]
        if [len(fields) for fields in said] != list(FIELDS):
            return unknown(answers)
        found = (
            means for string, field, means in MEANS if said[string - 1][field - 1].strip() == b"1"
        )
        return worst(found, answers)

    def filler(self) -> bytes:
        """Nothing: `^` ends hexadecimal data that broke off (p. 161)."""
        return b""


def fields(dots: Dots, packed: bool) -> Iterator[bytes]:
    """The picture, in bands where it is larger than one field holds. No command can stand in the
    data: neither hexadecimal digits nor base64 have a `^` or a `~`."""
    across = dots.bytes_per_row
    band = MOST_IN_A_FIELD // across
    for top in range(0, dots.height, band):
        rows = dots.rows[top * across : (top + band) * across]
        count = len(rows)
        data = z64(rows) if packed else rows.hex().upper().encode("ascii")
        yield b"^FO0,%d^GFA,%d,%d,%d,%s^FS" % (top, count, count, across, data)


def z64(rows: bytes) -> bytes:
    """Deflated, as base64, with a check over that text: CRC-16, polynomial 0x1021, from 0."""
    text = b64encode(zlib.compress(rows, 9))
    return b":Z64:%s:%04X" % (text, crc_hqx(text, 0))
