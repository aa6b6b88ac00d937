"""TSPL, from TSC's TSPL/TSPL2 Programming Language: SIZE, GAP, CLS, BITMAP, PRINT."""

import re

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
    stacked,
)

MM = r"(\d+(?:\.\d+)?) mm"
LINE = {
    "SIZE": re.compile(rf"SIZE {MM},{MM}"),
    "GAP": re.compile(rf"GAP {MM},{MM}"),
    "DENSITY": re.compile(r"DENSITY (\d+)"),
    "SPEED": re.compile(r"SPEED (\d+(?:\.\d+)?)"),
}
FIXED = ("DIRECTION 0,0", "REFERENCE 0,0")
BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),(\d),")
PRINT = re.compile(r"PRINT (\d+),(\d+)")


def command(reader: Reader) -> Command:
    """Read one command: a line, or a picture, whose line's end is read as an empty line."""
    if reader.data.startswith(b"\x1b!?", reader.at):
        return Asks(reader.take(3))
    if reader.data.startswith(b"BITMAP ", reader.at):
        return picture(reader)
    if reader.data.startswith(b"\x1b", reader.at):
        reader.take(3)  # the rest of a question may be on its way
    text = reader.until(b"\r\n").decode("ascii", "replace")
    if not text:
        return Blank()
    if text == "CLS":
        return Start()
    if said := PRINT.fullmatch(text):
        return Out(int(said[1]) * int(said[2]))
    if text in FIXED:
        return Sets(text)
    for name, form in LINE.items():
        if said := form.fullmatch(text):
            return Sets(name, ",".join(said.groups()))
    raise NotAJob(f"the line {text[:40]!r} is none of ours")


def picture(reader: Reader) -> Band:
    """BITMAP x,y,bytes,rows,mode,data: the data are counted and follow the comma at once."""
    if not (said := BITMAP.match(reader.data, reader.at)):
        if reader.left < 40 and b"\r" not in reader.data[reader.at :]:
            reader.until(b"\r\n")
        raise NotAJob(f"{reader.data[reader.at : reader.at + 40]!r} is no picture")
    reader.take(said.end() - reader.at)
    left, top, across, down, mode = (int(each) for each in said.groups())
    if left or mode or not across or not down:
        raise NotAJob(f"BITMAP {left},{top},{across},{down},{mode} is none of ours")
    rows = reader.take(across * down)
    # 0 burns and 1 stays white.
    return Band(bytes(255 - each for each in rows), across, top)


def decode(commands: list[Command], width: int | None) -> Dots:
    """The picture of one whole job, whose label must be as large as the picture."""
    expect(commands, Blank())  # the job begins with CR LF
    size = mm(commands, "SIZE")
    mm(commands, "GAP")
    for line in FIXED:
        expect(commands, Sets(line))
    while commands and isinstance(commands[0], Sets) and commands[0].name in ("DENSITY", "SPEED"):
        commands.pop(0)
    expect(commands, Start())
    pieces = bands(commands)
    expect(commands, Blank())  # the end of BITMAP's line
    expect(commands, Out())
    dots = stacked(pieces, width)
    drawn = (dots.width, dots.height)
    # 203 dpi are 8 dots per mm, 300 dpi 11.81; a label is said to whole or tenths of a mm, and may
    # have edges that are not drawn on (62 x 29 mm at 300 dpi: 696 x 271 dots).
    fits = [
        all(-1 <= mm - dots / per_mm <= 6.1 for mm, dots in zip(size, drawn, strict=True))
        for per_mm in (8, 300 / 25.4)
    ]
    if not any(fits):
        raise NotAJob(f"SIZE {size} mm for {dots.width} × {dots.height} dots")
    return dots


def mm(commands: list[Command], name: str) -> tuple[float, float]:
    match commands[:1]:
        case [Sets(said, str(text))] if said == name:
            commands.pop(0)
            first, second = text.split(",")
            return float(first), float(second)
        case other:
            raise NotAJob(f"{name} should stand where {other} does")


def after(data: bytes, at: int) -> int:
    """Where a printer goes on when it meets what it doesn't know: at the next line."""
    found = data.find(b"\r\n", at)
    return found + 2 if found >= 0 else max(at + 1, len(data) - 1)
