"""What comes out on paper when bytes come in: the mechanics of an emulated printer."""

from dataclasses import dataclass, field

import zxingcpp

from printers import Dots
from printers.dots import to_image
from tests.printers.decoders import STREAMS, NotAJob, Short
from tests.printers.decoders.reading import Band, Out, Reader, Start


@dataclass(frozen=True, slots=True)
class Printed:
    """One piece of paper: its dots, and what a camera reads on it. More than one QR means that the
    rest of a torn label stands above the next one."""

    dots: Dots
    qrs: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The badges' codes: `HTTP://HOST/B/CODE`."""
        return tuple(qr.rpartition("/B/")[2] for qr in self.qrs)


@dataclass(slots=True)
class Press:
    """Takes a language's commands as they come and is as forgiving as printers are: what it doesn't
    know it skips. `waiting` are bytes of a command that isn't whole."""

    language: str
    waiting: bytes = b""
    drawn: list[Band] = field(default_factory=list)

    def take(self, data: bytes) -> list[Printed]:
        """What comes out by these bytes."""
        stream = STREAMS[self.language]
        reader = Reader(self.waiting + data)
        out: list[Printed] = []
        at = 0
        while reader.left:
            at = reader.at
            try:
                command = stream.command(reader)
            except Short:
                break
            except NotAJob:
                reader.at = stream.after(reader.data, at)
                if reader.at <= at:
                    break
                continue
            match command:
                case Band():
                    self.drawn.append(command)
                case Start():
                    self.drawn.clear()
                case Out(copies=copies):
                    out += [printed(self.drawn)] * copies if self.drawn else []
                    self.drawn.clear()
                case _:
                    pass  # questions are answered as they come in, settings are ours alone
            at = reader.at
        self.waiting = reader.data[at:]
        return out


def printed(bands: list[Band]) -> Printed:
    across = max(band.bytes_per_row for band in bands)
    rows: list[int] = []
    for band in bands:
        top = len(rows) if band.top is None else band.top
        rows += [0] * (top + band.height - len(rows))
        for row in range(band.height):
            line = band.rows[row * band.bytes_per_row : (row + 1) * band.bytes_per_row]
            rows[top + row] |= int.from_bytes(line.ljust(across, b"\0"))
    dots = Dots(8 * across, len(rows), b"".join(row.to_bytes(across) for row in rows))
    return Printed(dots, tuple(str(each.text) for each in read(dots)))


def read(dots: Dots) -> list[zxingcpp.Barcode]:
    found = list(zxingcpp.read_barcodes(to_image(dots).convert("L")))
    return sorted(found, key=lambda each: each.position.top_left.y)
