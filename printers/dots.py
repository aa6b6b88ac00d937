"""Dots on paper: one bit each, at a printer's resolution. Everything printed is this, whatever the
printer's language."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Resolution:
    """A printer's resolution, by the name that it is sold under."""

    dpi: int

    @property
    def dots_per_mm(self) -> float:
        """Dots per millimetre: heads sold as "203 dpi" have exactly 8 (203.2 dpi)."""
        return 8.0 if self.dpi == 203 else self.dpi / 25.4

    def dots(self, mm: float) -> int:
        """The nearest whole number of dots to a length in millimetres."""
        return round(mm * self.dots_per_mm)

    def mm(self, dots: int) -> float:
        """The length of so many dots, in millimetres."""
        return dots / self.dots_per_mm


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture of one bit per dot. `rows` holds its rows from the top, most significant bit left,
    1 = black, each padded with white (0) to a whole byte."""

    width: int
    height: int
    rows: bytes

    @property
    def bytes_per_row(self) -> int:
        return -(-self.width // 8)


def canvas_of(width: int, height: int) -> Image.Image:
    """A white canvas to draw on with INK. Its bits are the paper's: set means black, unlike
    Pillow's own use."""
    return Image.new("1", (width, height), 0)


INK = 255


def from_canvas(canvas: Image.Image) -> Dots:
    """Take the dots of a finished canvas."""
    return Dots(canvas.width, canvas.height, canvas.tobytes())


def to_image(dots: Dots) -> Image.Image:
    """A Pillow picture as Pillow sees black and white (0 = black), to be saved by it."""
    return Image.frombytes("1", (dots.width, dots.height), dots.rows, "raw", "1;I")


def moved(dots: Dots, right: int, down: int) -> Dots:
    """The same picture so many dots to the right and down, on the same paper; what leaves it is
    lost."""
    canvas = canvas_of(dots.width, dots.height)
    canvas.paste(Image.frombytes("1", (dots.width, dots.height), dots.rows), (right, down))
    return from_canvas(canvas)
