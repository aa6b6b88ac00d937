"""Tables out: CSV and XLSX for spreadsheet programs, JSON lines for other programs."""

import csv
import io
import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, BinaryIO, Literal, assert_never

from sheets.cells import harmless

Format = Literal["csv", "xlsx", "jsonl"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
# Excel specifications and limits: rows of a sheet, characters of a cell, digits of a number.
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
EXACT_BELOW = 10**15
MEASURED_ROWS = 100
NARROWEST, WIDEST = 6, 40


def write_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], path: Path, format: Format = "csv"
) -> int:
    """Write a table beside `path` and put it there when it is whole; returns the number of rows.

    Values are text, numbers, truth values and None; lists and mappings are kept in JSON lines and
    written as JSON text elsewhere. Raises OSError; `path` then is as it was.
    """
    with whole_file(path) as out:
        return stream_table(columns, rows, out, format)


def stream_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], out: BinaryIO, format: Format
) -> int:
    """Write a table to a binary stream, row by row as `rows` gives them."""
    count = 0

    def counted() -> Iterator[Sequence[object]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    match format:
        case "csv":
            _write_csv(columns, counted(), out)
        case "xlsx":
            _write_xlsx(columns, counted(), out)
        case "jsonl":
            for row in counted():
                line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
                out.write(line.encode("utf-8", "replace") + b"\n")
        case _:
            assert_never(format)
    return count


@contextmanager
def whole_file(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file that has its name only once all of it is on the disk.

    `mode` says who may read it, less what this account's umask takes away. A pipe or a device
    (`--out /dev/stdout`) is written to as it stands, never replaced.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            yield out
        return
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], out: BinaryIO) -> None:
    # With the mark, Excel takes the file for UTF-8 and not for the machine's own code page.
    text = io.TextIOWrapper(out, "utf-8-sig", errors="replace", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([_as_text(value) for value in row] for row in rows)
    text.detach()


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(value.replace("\0", ""))
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return harmless(json.dumps(value, ensure_ascii=False))


def _write_xlsx(columns: Sequence[str], rows: Iterator[Sequence[object]], out: BinaryIO) -> None:
    # Made beside and copied: a workbook that its disk refuses at the last byte complains on stderr.
    with tempfile.TemporaryFile() as made:
        _make_xlsx(columns, rows, made)
        made.seek(0)
        shutil.copyfileobj(made, out)


def _make_xlsx(columns: Sequence[str], rows: Iterator[Sequence[object]], out: IO[bytes]) -> None:
    import xlsxwriter  # held in memory only by who writes a workbook

    first = list(islice(rows, MEASURED_ROWS))
    rest = chain(first, rows)
    # Row by row: whatever the table's length, only the current row is in memory.
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        more = True
        while more:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns):
                sheet.set_column(at, at, width([column, *(row[at] for row in first)]))
            for at, column in enumerate(columns):
                sheet.write_string(0, at, fitting(harmless(column)), head)
            more = False
            for number, row in enumerate(rest, 1):
                write_cells(
                    row, number, sheet.write_string, sheet.write_number, sheet.write_boolean
                )
                if number == SHEET_ROWS - 1:
                    more = True
                    break


def write_cells(
    row: Sequence[object],
    number: int,
    write_string: Callable[[int, int, str], object],
    write_number: Callable[[int, int, float], object],
    write_boolean: Callable[[int, int, bool], object],
) -> None:
    """One row of a workbook: text is never a formula nor a link, long numbers are text."""
    for at, value in enumerate(row):
        match value:
            case None | "":
                continue
            case bool():
                write_boolean(number, at, value)
            case int() | float() if abs(value) < EXACT_BELOW:
                write_number(number, at, value)
            case _:
                write_string(number, at, fitting(_as_text(value)))


def fitting(text: str) -> str:
    """As much as a cell takes, without half characters; the library drops a longer text whole."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"


def width(values: Iterable[object]) -> int:
    """A column's width in digits; Han characters are two wide."""
    widest = max(
        (_cells_wide(line) for value in values for line in _as_text(value).split("\n")), default=0
    )
    return min(max(widest + 2, NARROWEST), WIDEST)


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
