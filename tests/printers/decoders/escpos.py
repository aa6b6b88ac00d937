"""ESC/POS, from Epson's paper-roll command reference (Ver. 10.01; GS v 0 p. 294, GS V) and HPRT's
TP809 programming manual (p. 61: the limits)."""

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
    bands,
    expect,
    stacked,
)

# Cheap printers hold 255 rows, so that no band may be longer; ours have 128.
LONGEST_BAND = 128


def command(reader: Reader) -> Command:
    """Read one command."""
    at = reader.at
    match reader.byte():
        case 0x00:
            return Blank()
        case 0x10 if reader.byte() == 0x04:  # DLE EOT n
            return Asks(b"\x10\x04" + reader.take(1))
        case 0x1B:
            return escape(reader)
        case 0x1D:
            return group(reader)
    raise NotAJob(f"no command at {at}: {reader.data[at : at + 4].hex(' ')}")


def escape(reader: Reader) -> Command:
    match reader.byte():
        case 0x40:  # ESC @ forgets settings; what is on the paper stays there
            return Sets("initialize")
        case 0x61:
            return Sets("align", (reader.byte(),))
        case 0x4A:
            return Sets("feed", (reader.byte(),))
        case other:
            raise NotAJob(f"ESC {other:02x} is none of ours")


def group(reader: Reader) -> Command:
    match reader.take(2):
        case b"v0":  # GS v 0 m xL xH yL yH d1…dk: x in bytes, y in dots, k = x × y
            mode, across, down = reader.byte(), reader.little(2), reader.little(2)
            if mode:
                raise NotAJob(f"GS v 0 with m = {mode} enlarges the picture")
            if not across or not down:
                raise NotAJob("GS v 0 without a picture")
            return Band(reader.take(across * down), across)
        case b"VB":  # GS V 66 n: feed to the cutter and n more, and cut
            if n := reader.byte():
                raise NotAJob(f"GS V 66 feeds {n} too many")
            return Out()
        case other:
            raise NotAJob(f"GS {other.hex(' ')} is none of ours")


def decode(commands: list[Command], width: int | None) -> Dots:
    """The picture of one whole job."""
    expect(commands, Sets("initialize"))
    expect(commands, Sets("align", (0,)))
    pieces = bands(commands)
    if any(piece.height > LONGEST_BAND for piece in pieces):
        raise NotAJob(f"a band is longer than {LONGEST_BAND} rows")
    match commands[:1]:
        case [Sets("feed", (_,)) as feed]:
            expect(commands, feed)
        case other:
            raise NotAJob(f"a feed should stand where {other} does")
    expect(commands, Out())
    return stacked(pieces, width)


def after(data: bytes, at: int) -> int:
    """Where a printer goes on when it meets what it doesn't know: at the next byte."""
    return min(at + 1, len(data))
