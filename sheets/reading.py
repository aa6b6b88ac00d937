"""A file as sheets of lines; its content decides what it is, not its name."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from sheets.cells import EMPTY, stored
from sheets.delimited import read_text
from sheets.grid import Grid, Line, Merge, with_merges
from sheets.records import check_old
from sheets.refused import Refused
from sheets.unpacking import check_unpacked

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_BYTES = 32 << 20
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: .xls, .et, and encrypted .xlsx
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
# BOF of the workbook's own part, perhaps WriteProtect, then FilePass ([MS-XLS] 2.1.7.20.3).
LOCKED = re.compile(rb"\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
DOCUMENT = "WordDocument".encode("utf-16-le")  # [MS-DOC] 2.1.1
OTHERS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
    *(b"RIFF", b"II*\0", b"MM\0*", b"MZ", b"\x7fELF", b"SQLite format 3", b"{\\rtf"),
)
MARKUP = (b"<?xml", b"<!doctype", b"<html", b"<table")


def read(source: Path | bytes, name: str) -> tuple[Grid, ...]:
    """The file's sheets in their order, hidden ones too. Raises Refused.

    `name` is what the person calls the file; it is in the sentences and names a CSV's only sheet.
    """
    if (len(source) if isinstance(source, bytes) else source.stat().st_size) > MOST_BYTES:
        raise Refused("too_big", {"name": name, "limit": str(MOST_BYTES >> 20)})
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data:
        raise Refused("empty", {"name": name})
    if data.startswith(ZIPPED):
        return _zipped(data, name)
    if data.startswith(COMPOUND):
        return _compound(data, name)
    beginning = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith(OTHERS) or beginning.startswith(MARKUP):
        raise Refused("unknown_format", {"name": name})
    return (read_text(data, name, PurePath(name).stem),)


def _zipped(data: bytes, name: str) -> tuple[Grid, ...]:
    parts = check_unpacked(data, name)
    if not parts & {"xl/workbook.xml", "content.xml"}:
        raise Refused("unknown_format", {"name": name})
    return _workbook(data, name)


def _compound(data: bytes, name: str) -> tuple[Grid, ...]:
    if ENCRYPTED in data or LOCKED.search(data):
        raise Refused("password", {"name": name})
    if DOCUMENT in data:
        raise Refused("unknown_format", {"name": name})
    check_old(data, name)
    return _workbook(data, name)


def _workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with _trouble_named(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(
            Grid(sheet.name, sheet.visible != SheetVisibleEnum.Visible, _reader(book, at, name))
            for at, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet
        )


def _reader(book: "CalamineWorkbook", at: int, name: str) -> Callable[[], Iterator[Line]]:
    def lines() -> Iterator[Line]:
        with _trouble_named(name):
            sheet = book.get_sheet_by_index(at)
            left = sheet.start[1] if sheet.start else 0
            merges = [
                Merge(top + 1, column, bottom + 1, right)
                for (top, column), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            rows = sheet.iter_rows()
        yield from with_merges(_numbered(rows, left), merges)

    return lines


def _numbered(rows: Iterable[Sequence[object]], left: int) -> Iterator[Line]:
    """Rows come from the sheet's first on, but columns only from the first used one."""
    margin = (EMPTY,) * left
    for number, row in enumerate(rows, 1):
        yield Line(number, margin + tuple(stored(value) for value in row))


@contextmanager
def _trouble_named(name: str) -> Iterator[None]:
    """What the library says of a file becomes Refused."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise Refused("password", {"name": name}) from None
    except CalamineError as error:
        raise Refused("damaged", {"name": name}) from error
    except BaseException as error:
        # A file that makes the Rust library panic raises this, which is no Exception
        # (pyo3.rs, PanicException).
        if type(error).__name__ == "PanicException":
            raise Refused("damaged", {"name": name}) from error
        raise
