"""ZPL, from Zebra's ZPL II Programming Guide (45541L-004 Rev. A, ^GF on p. 160) and its Volume 2,
chapter 10 (Z64)."""

import re
import zlib
from base64 import b64decode
from binascii import Error, crc_hqx

from printers import Dots
from tests.printers.decoders.reading import (
    Asks,
    Band,
    Blank,
    Command,
    NotAJob,
    Out,
    Reader,
    Sets,
    Start,
    bands,
    expect,
    narrowed,
    stacked,
)

MOST = 99_999  # what the counts of one ^GF can say
FIELD = re.compile(rb"A,(\d+),(\d+),(\d+),(.*)", re.S)
Z64 = re.compile(rb":Z64:([A-Za-z0-9+/=]*):([0-9A-Fa-f]{4})")


def command(reader: Reader) -> Command:
    """Read one command; a picture with its place is one."""
    match reader.take(1):
        case b"\r" | b"\n":
            return Blank()
        case b"~":
            if (name := reader.take(2)) != b"HS":
                raise NotAJob(f"~{name!r} is none of ours")
            return Asks(b"~HS")
        case b"^":
            return caret(reader)
        case other:
            raise NotAJob(f"{other!r} at {reader.at - 1} is no command")


def caret(reader: Reader) -> Command:
    match reader.take(2):
        case b"XA":
            return Start()
        case b"XZ":
            return Out()
        case b"PW" | b"LL" | b"LH" as name:
            return Sets(name.decode(), body(reader).decode("ascii", "replace"))
        case b"FO":
            return picture(reader)
        case other:
            raise NotAJob(f"^{other!r} is none of ours")


def body(reader: Reader) -> bytes:
    """What follows a name, up to the next command."""
    text = reader.until(b"^")
    reader.at -= 1
    return text


def picture(reader: Reader) -> Band:
    left, comma, top = body(reader).partition(b",")
    if not (left == b"0" and comma and top.isdigit()):
        raise NotAJob(f"^FO{left!r},{top!r} is no place at the left edge")
    if (name := reader.take(3)) != b"^GF":
        raise NotAJob(f"^GF should stand where {name!r} does")
    if not (said := FIELD.fullmatch(body(reader))):
        raise NotAJob("^GF without its four counts")
    if (name := reader.take(3)) != b"^FS":
        raise NotAJob(f"^FS should stand where {name!r} does")
    sent, whole, per_row = (int(each) for each in said.groups()[:3])
    if sent != whole or whole > MOST or not per_row or whole % per_row:
        raise NotAJob(f"^GFA,{sent},{whole},{per_row} don't fit each other")
    rows = unpacked(said[4])
    if len(rows) != whole:
        raise NotAJob(f"^GF says {whole} bytes and has {len(rows)}")
    return Band(rows, per_row, int(top))


def unpacked(data: bytes) -> bytes:
    if not data.startswith(b":"):
        if not re.fullmatch(rb"(?:[0-9A-F]{2})*", data):
            raise NotAJob("the data of ^GF are not upper-case hex")
        return bytes.fromhex(data.decode())
    if not (said := Z64.fullmatch(data)):
        raise NotAJob("the data of ^GF are neither hex nor Z64")
    # CRC-16, polynomial 0x1021, start 0, of the base64 text.
    if crc_hqx(said[1], 0) != int(said[2], 16):
        raise NotAJob("the Z64 check doesn't fit")
    try:
        return zlib.decompress(b64decode(said[1], validate=True))
    except (Error, zlib.error) as error:
        raise NotAJob(f"the Z64 data are broken: {error}") from error


def decode(commands: list[Command], width: int | None) -> Dots:
    """The picture of one whole job; ZPL says its width by itself."""
    expect(commands, Start())
    across, down = (number(commands, name) for name in ("PW", "LL"))
    if width not in (None, across):
        raise NotAJob(f"^PW{across} for {width} dots")
    expect(commands, Sets("LH", "0,0"))
    pieces = bands(commands)
    expect(commands, Out())
    dots = narrowed(stacked(pieces, None), across)
    if dots.height != down:
        raise NotAJob(f"^LL{down} for {dots.height} rows")
    return dots


def number(commands: list[Command], name: str) -> int:
    match commands[:1]:
        case [Sets(said, str(text))] if said == name and text.isdigit():
            commands.pop(0)
            return int(text)
        case other:
            raise NotAJob(f"^{name} should stand where {other} does")


def after(data: bytes, at: int) -> int:
    """Where a printer goes on when it meets what it doesn't know: at the next format."""
    found = data.find(b"^XA", at + 1)
    return found if found >= 0 else max(at + 1, len(data) - 2)
