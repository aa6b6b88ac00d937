"""Brother raster, from the QL-1110NWB Raster Command Reference (p. 22–36) and the QL-720NW's (p. 5:
order; p. 29: ESC i z; p. 31: pins)."""

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
)

PINS, PRINTABLE, MARGIN = 720, 696, 12
INVALIDATE = 400  # NUL bytes that end whatever was begun
FLIPPED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
SETTINGS = {b"a": 1, b"!": 1, b"M": 1, b"A": 1, b"K": 1, b"z": 10, b"d": 2}  # ESC i …: bytes


def command(reader: Reader) -> Command:
    """Read one command; each row of dots is one."""
    at = reader.at
    match reader.take(1):
        case b"\x00":
            return Blank()
        case b"\x1b":
            return escape(reader)
        case b"M":
            return Sets("compression", (reader.byte(),))
        case b"g":
            return row(reader)
        case b"\x1a":
            return Out()
    raise NotAJob(f"no command at {at}: {reader.data[at : at + 4].hex(' ')}")


def escape(reader: Reader) -> Command:
    match reader.take(1):
        case b"@":
            return Start()
        case b"i":
            name = reader.take(1)
            if name == b"S":
                return Asks(b"\x1biS")
            if name in SETTINGS:
                return Sets(f"ESC i {name.decode()}", tuple(reader.take(SETTINGS[name])))
            raise NotAJob(f"ESC i {name!r} is none of ours")
        case other:
            raise NotAJob(f"ESC {other!r} is none of ours")


def row(reader: Reader) -> Band:
    """g 00 n and n bytes. The first bit is the right-most dot; 12 pins on either side print
    nothing."""
    if (said := reader.take(2)) != b"\x00\x5a":
        raise NotAJob(f"g {said.hex(' ')} is no row of 90 bytes")
    pins = int.from_bytes(reader.take(PINS // 8).translate(FLIPPED)[::-1])
    if pins >> (PINS - MARGIN) or pins & ((1 << MARGIN) - 1):
        raise NotAJob("dots outside of the printable pins")
    return Band((pins >> MARGIN).to_bytes(PRINTABLE // 8), PRINTABLE // 8)


def decode(commands: list[Command], width: int | None) -> Dots:
    """The picture of one whole job: the right-most `width` of the 696 dots, the rest white."""
    for _ in range(INVALIDATE):
        expect(commands, Blank())
    expect(commands, Start())
    expect(commands, Sets("ESC i a", (1,)))
    expect(commands, Sets("ESC i !", (0,)))
    endless, rows = media(commands)
    expect(commands, Sets("ESC i M", (0x40,)))
    expect(commands, Sets("ESC i A", (1,)))
    expect(commands, Sets("ESC i K", (8,)))
    expect(commands, Sets("ESC i d", (35, 0) if endless else (0, 0)))
    expect(commands, Sets("compression", (0,)))
    pieces = bands(commands)
    expect(commands, Out())
    if len(pieces) != rows:
        raise NotAJob(f"ESC i z says {rows} rows, the job has {len(pieces)}")
    return cropped(pieces, PRINTABLE if width is None else width)


def media(commands: list[Command]) -> tuple[bool, int]:
    """ESC i z: whether the paper is endless, and how many rows are said."""
    match commands[:1]:
        case [Sets("ESC i z", (0xCE, 0x0B | 0x0A as kind, across, along, *count, 0, 0))]:
            commands.pop(0)
        case other:
            raise NotAJob(f"ESC i z should stand where {other} does")
    endless = kind == 0x0A
    if not 12 <= int(across) <= 103 or endless != (along == 0):
        raise NotAJob(f"no roll is {across} × {along} mm (0 is endless) of kind {kind:02x}")
    return endless, int.from_bytes(bytes(int(each) for each in count), "little")


def cropped(pieces: list[Band], width: int) -> Dots:
    if not 0 < width <= PRINTABLE:
        raise NotAJob(f"{width} dots are wider than the head")
    rows = []
    for piece in pieces:
        dots = int.from_bytes(piece.rows)
        if dots >> width:
            raise NotAJob(f"black left of the right-most {width} dots")
        rows.append((dots << (-width % 8)).to_bytes(-(-width // 8)))
    return Dots(width, len(rows), b"".join(rows))


def after(data: bytes, at: int) -> int:
    """Where a printer goes on when it meets what it doesn't know: at the next byte."""
    return min(at + 1, len(data))
