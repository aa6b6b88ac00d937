"""Text files: which encoding, which delimiter, which row."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice

from sheets.cells import typed
from sheets.grid import Grid, Line
from sheets.refused import Refused

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
CANDIDATES = (",", "\t", ";")
# So many Han characters in a row are not valid UTF-8 by chance: who breaks after them is damaged
# UTF-8, although GB 18030 can read nearly any bytes as some characters.
SURE_OF_UTF8 = 3
SAMPLE_ROWS = 200
LONGEST_CELL = 1 << 20
END = "\x00end\x00"  # no line of a file reads so: NUL is taken out first


def read_text(data: bytes, name: str, sheet: str) -> Grid:
    """The one sheet of a CSV file; refused when undecodable or when a quotation mark stays open."""
    encoding = found_encoding(data, name)
    delimiter = found_delimiter(lambda: _lines(data, encoding))
    return Grid(sheet, False, lambda: _rows(data, encoding, delimiter, name))


def found_encoding(data: bytes, name: str) -> str:
    """UTF-16 and UTF-8 by their mark, else UTF-8, else GB 18030; every byte must fit."""
    marked = next((codec for mark, codec in MARKS.items() if data.startswith(mark)), None)
    broken_after = ""
    for codec in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            data.decode(codec)
        except UnicodeDecodeError as error:
            if codec == "utf-8":
                broken_after = data[max(0, error.start - 400) : error.start].decode(
                    "utf-8", "ignore"
                )
                if sum(character > "\u2e80" for character in broken_after) >= SURE_OF_UTF8:
                    break
        else:
            return codec
    raise Refused("undecodable", {"name": name})


def found_delimiter(lines: Callable[[], Iterator[str]]) -> str:
    """The delimiter that gives the most rows of one width; inside cells it comes as it likes."""

    def alike(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(islice(lines(), SAMPLE_ROWS), delimiter=delimiter)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    first = next(lines(), "").strip()
    if first.lower().startswith("sep=") and len(first) == len("sep=,"):
        return first[-1]
    return max(CANDIDATES, key=alike)


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The file's lines with their ends; NUL bytes are no text and are left out."""
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as text:
        for line in text:
            yield line.replace("\0", "")


def _rows(data: bytes, encoding: str, delimiter: str, name: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(data, encoding)
    first = next(lines, "")
    # "sep=;" is said to the program, which shows no row for it.
    shown = [] if first.lower().startswith("sep=") else [first]
    number = 0
    try:
        for number, row in enumerate(
            csv.reader(chain(shown, lines, [END]), delimiter=delimiter), 1
        ):
            if row == [END]:
                return
            if row and row[-1].endswith(END):
                raise Refused("open_quote", {"name": name, "row": str(number)})
            yield Line(number, tuple(typed(text) for text in row))
    except csv.Error:
        raise Refused("open_quote", {"name": name, "row": str(number + 1)}) from None
