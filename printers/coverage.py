"""Which characters a font file has a glyph for, read from its `cmap` table.

Pillow draws a box for what a font lacks and does not say so. The table is searched where it lies,
in a memory-mapped file: nothing is unpacked, so asking costs microseconds and no memory. Formats:
ISO/IEC 14496-22 (Open Font Format), 5.2.1 "cmap".
"""

import mmap
import struct
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# Tables of platform 3 (Windows): encoding 10 has all of Unicode, encoding 1 the first plane.
FULL, FIRST_PLANE = (3, 10), (3, 1)


class Table(NamedTuple):
    data: mmap.mmap
    at: int  # where the chosen subtable starts
    form: int  # 4 or 12


@lru_cache(maxsize=16)
def table(path: Path, index: int) -> Table:
    """Find the character map of one font in a file. Raises OSError or ValueError when there is
    none."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for nth in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * nth)
        if tag == b"cmap":
            at = subtable(data, offset)
            (form,) = struct.unpack_from(">H", data, at)
            return Table(data, at, form)
    raise ValueError(f"{path.name} has no character map")


def subtable(data: mmap.mmap, cmap: int) -> int:
    """Where the map for all of Unicode starts, else the one for its first plane."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    found: dict[tuple[int, int], int] = {}
    for nth in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * nth)
        found[platform, encoding] = cmap + offset
    return found[FULL] if FULL in found else found[FIRST_PLANE]


@lru_cache(maxsize=4096)
def has_glyph(path: Path, index: int, character: str) -> bool:
    """Say whether the font draws this one character as anything but a box."""
    where = table(path, index)
    if where.form == 12:
        return in_groups(where, ord(character))
    return in_segments(where, ord(character))


def in_groups(where: Table, code: int) -> bool:
    """Format 12: sorted groups of (first, last, first glyph)."""
    (high,) = struct.unpack_from(">I", where.data, where.at + 12)
    low = 0
    while low < high:
        middle = (low + high) // 2
        first, last, glyph = struct.unpack_from(">III", where.data, where.at + 16 + 12 * middle)
        if code < first:
            high = middle
        elif code > last:
            low = middle + 1
        else:
            return bool(glyph + code - first)
    return False


def in_segments(where: Table, code: int) -> bool:
    """Format 4: four parallel arrays; a segment maps by a delta or through a list of glyphs."""
    if code > 0xFFFF:
        return False
    data, at = where.data, where.at
    (twice,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + twice
    deltas, offsets = starts + twice, starts + 2 * twice
    low, high = 0, twice // 2 - 1
    while low < high:  # the last segment ends at 0xFFFF, so there always is one
        middle = (low + high) // 2
        if struct.unpack_from(">H", data, ends + 2 * middle)[0] < code:
            low = middle + 1
        else:
            high = middle
    (first,) = struct.unpack_from(">H", data, starts + 2 * low)
    if code < first:
        return False
    (delta,) = struct.unpack_from(">H", data, deltas + 2 * low)
    (offset,) = struct.unpack_from(">H", data, offsets + 2 * low)
    if not offset:
        return bool((code + delta) & 0xFFFF)
    (glyph,) = struct.unpack_from(">H", data, offsets + 2 * low + offset + 2 * (code - first))
    return bool(glyph)
