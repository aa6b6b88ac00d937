"""An old workbook's records, measured before a library reserves memory for them ([MS-XLS])."""

import struct
from collections.abc import Iterator

from sheets.compound import Damaged, streams
from sheets.extent import Extent
from sheets.refused import Refused

BOOKS = frozenset({"workbook", "book"})
EOF, BOUND_SHEET, SHARED_STRINGS, DIMENSIONS = 0x000A, 0x0085, 0x00FC, 0x0200
# Number, Label, BoolErr, RK, LabelSst, Formula, RString, and the first three as BIFF2 wrote them.
CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0006, 0x00D6, 3, 4, 5})
MERGED = 0x00E5
NUMBERS = 0x00BD  # MulRk: several numbers, the last column at its end
MOST_ROWS, MOST_COLUMNS = 65_536, 256


def check_old(data: bytes, name: str) -> None:
    """Refuse an old workbook that is damaged, or whose cells lie too far apart."""
    try:
        books = [stream.data for stream in streams(data) if stream.name.lower() in BOOKS]
        if not books:
            raise Damaged("no workbook")
        for book in books:
            for offset in _sheets(book):
                _measure(book, offset, name)
    except (Damaged, struct.error) as error:
        raise Refused("damaged", {"name": name}) from error


def _sheets(book: bytes) -> Iterator[int]:
    """Where each sheet begins."""
    for kind, content in _records(book, 0):
        if kind == BOUND_SHEET:
            yield struct.unpack_from("<I", content)[0]
        elif kind == SHARED_STRINGS and struct.unpack_from("<4xI", content)[0] > len(book):
            raise Damaged("more texts than bytes")


def _records(book: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    while offset < len(book):
        kind, length = struct.unpack_from("<HH", book, offset)
        if kind == EOF:
            return
        yield kind, book[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _measure(book: bytes, offset: int, name: str) -> None:
    if offset >= len(book):
        raise Damaged("a sheet beyond the end")
    extent = Extent()
    for kind, content in _records(book, offset):
        if kind == DIMENSIONS:
            _check_dimensions(content)
        elif kind == MERGED and 2 + 8 * struct.unpack_from("<H", content)[0] > len(content):
            raise Damaged("fewer merged cells than counted")
        elif kind in CELLS or kind == NUMBERS:
            row, column = struct.unpack_from("<HH", content)
            last = struct.unpack("<H", content[-2:])[0] if kind == NUMBERS else column
            if not column <= last < MOST_COLUMNS:
                raise Damaged("a column that can't be")
            extent.take_in(row + 1, column + 1, columns=last - column + 1)
            extent.check(name)


def _check_dimensions(content: bytes) -> None:
    """They aren't believed, but the library reserves memory by them."""
    wide = len(content) >= 14
    top, bottom, left, right = struct.unpack_from("<IIHH" if wide else "<HHHH", content)
    if not (top <= bottom <= MOST_ROWS and left <= right <= MOST_COLUMNS):
        raise Damaged("dimensions")
