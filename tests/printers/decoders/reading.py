"""What the decoders of the printers' languages share: bytes one after the other, and the few things
that a command can mean to paper."""

from dataclasses import dataclass

from printers import Dots


class NotAJob(ValueError):
    """These bytes are not what a printer of this language may be sent; the text says why."""


class Short(NotAJob):
    """The bytes end in the middle of a command."""


@dataclass(slots=True)
class Reader:
    """Bytes, and how many of them are read."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        if len(self.data) < self.at + count:
            raise Short(f"{count} bytes are wanted at {self.at}, {len(self.data) - self.at} left")
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def little(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")

    def big(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def until(self, mark: bytes) -> bytes:
        """What stands before the next mark; both are read."""
        end = self.data.find(mark, self.at)
        if end < 0:
            raise Short(f"no {mark!r} after {self.at}")
        return self.take(end + len(mark) - self.at)[: -len(mark)]

    @property
    def left(self) -> int:
        return len(self.data) - self.at


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a picture, 1 = black, most significant bit left. `top` None: under what is there."""

    rows: bytes
    bytes_per_row: int
    top: int | None = None

    @property
    def height(self) -> int:
        return len(self.rows) // self.bytes_per_row if self.bytes_per_row else 0


@dataclass(frozen=True, slots=True)
class Start:
    """What was drawn and not printed is forgotten."""


@dataclass(frozen=True, slots=True)
class Out:
    """What was drawn comes out."""

    copies: int = 1


@dataclass(frozen=True, slots=True)
class Asks:
    """A status question: the printer answers, the paper doesn't change."""

    question: bytes


@dataclass(frozen=True, slots=True)
class Sets:
    name: str
    value: tuple[int, ...] | str = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A byte, or a line, that means nothing."""


Command = Band | Start | Out | Asks | Sets | Blank


def expect(found: list[Command], wanted: Command) -> None:
    """Take the next command off the list, which must be this one."""
    if not found:
        raise Short(f"the job ends before {wanted}")
    if found[0] != wanted:
        raise NotAJob(f"{wanted} should stand where {shown(found[0])} does")
    found.pop(0)


def bands(found: list[Command]) -> list[Band]:
    """Take all pictures that come next off the list."""
    taken = []
    while found and isinstance(found[0], Band):
        taken.append(found.pop(0))
    return [each for each in taken if isinstance(each, Band)]


def stacked(pieces: list[Band], width: int | None) -> Dots:
    """The picture that bands give when each begins where the last one ended."""
    per_row = {piece.bytes_per_row for piece in pieces}
    if len(per_row) > 1:
        raise NotAJob(f"the bands are of different widths: {sorted(per_row)} bytes")
    at = 0
    for piece in pieces:
        if piece.top not in (None, at):
            raise NotAJob(f"a band begins at row {piece.top}, the last one ended at {at}")
        at += piece.height
    wire = 8 * per_row.pop() if per_row else 0
    rows = b"".join(piece.rows for piece in pieces)
    return narrowed(Dots(wire, at, rows), wire if width is None else width)


def narrowed(dots: Dots, width: int) -> Dots:
    """The same picture with its true width; the bits that pad a row must be white."""
    if dots.height and dots.bytes_per_row != -(-width // 8):
        raise NotAJob(f"rows of {dots.bytes_per_row} bytes don't hold {width} dots")
    padding = 0xFF >> (width % 8) if width % 8 else 0
    for last in dots.rows[dots.bytes_per_row - 1 :: dots.bytes_per_row] if padding else b"":
        if last & padding:
            raise NotAJob("a bit that pads a row is black: a bar at the right edge")
    return Dots(width, dots.height, dots.rows)


def shown(command: Command) -> str:
    return f"a band of {command.height} rows" if isinstance(command, Band) else str(command)
