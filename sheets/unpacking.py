"""A zipped spreadsheet is looked through before any library unpacks it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from sheets.extent import MOST_COLUMNS, MOST_ROWS, Extent
from sheets.refused import Refused

MOST_UNPACKED = 160 << 20
PIECE = 1 << 18
LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # APPNOTE.TXT 4.3.7
MANIFEST = "META-INF/manifest.xml"  # says that the other parts are encrypted, so it comes first
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check_unpacked(data: bytes, name: str) -> frozenset[str]:
    """The names of a zip file's parts, once every part was unpacked and found harmless.

    Sizes are counted, not believed. XML with a document type (entities) is refused, and so is a
    sheet whose cells would need a rectangle that fills the memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = sorted(archive.infolist(), key=lambda part: part.filename != MANIFEST)
        unpacked = 0
        for part in parts:
            if part.flag_bits & 1:
                raise Refused("password", {"name": name})
            look = (
                _look_through(name) if part.filename.lower().endswith((".xml", ".rels")) else None
            )
            for piece in _pieces(data, part):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise Refused("too_big", {"name": name, "limit": str(MOST_UNPACKED >> 20)})
                if look is not None:
                    look.Parse(piece, False)
                elif b"worksheet" in piece:  # a sheet under a name that hides it from the look
                    raise Refused("unsafe", {"name": name})
            if look is not None:
                look.Parse(b"", True)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        expat.ExpatError,
        LookupError,
        ValueError,
    ) as error:
        raise Refused("damaged", {"name": name}) from error
    return frozenset(part.filename for part in parts)


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack what really is there: `zipfile` would stop at the declared size, others don't."""
    header = LOCAL_HEADER.unpack_from(data, part.header_offset)
    start = part.header_offset + LOCAL_HEADER.size + header[9] + header[10]
    packed = memoryview(data)[start : start + part.compress_size]
    match part.compress_type:
        case zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        case zipfile.ZIP_DEFLATED:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            rest = bytes(packed)
            while rest and not inflate.eof:
                yield inflate.decompress(rest, PIECE)
                rest = inflate.unconsumed_tail
            if not inflate.eof:
                raise zlib.error("cut off")
        case _:  # spreadsheet programs write no other
            raise zipfile.BadZipFile("unknown compression")


def _look_through(name: str) -> expat.XMLParserType:
    """A parser that refuses entities, and measures the part when it is a sheet."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Refused("unsafe", {"name": name})

    def encrypted(element: str, _: Mapping[str, str]) -> None:
        if element.rpartition(":")[2] == "encryption-data":
            raise Refused("password", {"name": name})

    def root(element: str, _: Mapping[str, str]) -> None:
        parser.StartElementHandler = None
        match element.rpartition(":")[2]:
            case "worksheet":
                _measure_worksheet(parser, name)
            case "document-content":
                _measure_tables(parser, name)
            case "manifest":
                parser.StartElementHandler = encrypted

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = root
    return parser


def _measure_worksheet(parser: expat.XMLParserType, name: str) -> None:
    """Office Open XML: only cells with a value count, formatted empty ones may reach anywhere."""
    extent, row, column = Extent(), 0, 0

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, column
        match element.rpartition(":")[2]:
            case "row":
                row, column = int(attributes.get("r", row + 1)), 0
            case "c" if "r" in attributes:
                if not (at := REFERENCE.fullmatch(attributes["r"].upper())):
                    raise Refused("damaged", {"name": name})
                row, column = int(at[2]), _column(at[1])
            case "c":
                column += 1
            case "v" | "is":
                if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
                    raise Refused("damaged", {"name": name})
                extent.take_in(row, column)
                extent.check(name)

    parser.StartElementHandler = start


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _measure_tables(parser: expat.XMLParserType, name: str) -> None:
    """OpenDocument: a row or cell may say that it is repeated a million times over."""
    extent, row, column, rows, columns = Extent(), 1, 1, 1, 1

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal extent, row, column, rows, columns
        match element:
            case "table:table":
                extent, row, rows = Extent(), 1, 0
            case "table:table-row":
                row += rows
                rows = int(attributes.get("table:number-rows-repeated", 1))
                column, columns = 1, 0
            case "table:table-cell" | "table:covered-table-cell":
                column += columns
                columns = int(attributes.get("table:number-columns-repeated", 1))
                if "office:value-type" in attributes:
                    extent.take_in(row, column, rows=rows, columns=columns)
            case "text:p":
                extent.take_in(row, column, rows=rows, columns=columns)
        extent.check(name)

    parser.StartElementHandler = start
