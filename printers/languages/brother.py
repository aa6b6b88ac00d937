"""Brother's raster language: QL label printers. Each row of dots is one command.

Brother, Raster Command Reference, QL-1110NWB p. 22-36; QL-720NW p. 5 (order), p. 21 (status), p. 29
(ESC i z), p. 31 (pins).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from printers.dots import Dots, Resolution, canvas_of
from printers.layout import Size, UnknownLayout
from printers.status import Condition, Status, unknown, worst

PINS, PRINTABLE, FIRST_PIN = 720, 696, 12  # of 62 mm media, p. 31
ROW = b"g\x00\x5a"  # 90 bytes follow
ENDS_ANYTHING = bytes(400)  # QL-7xx need 200, the others 400
DIE_CUT, ENDLESS = 0x0B, 0x0A
ENDLESS_MARGIN = 35  # dots, 3 mm: the least on a roll without gaps
# Valid fields of ESC i z: recovery on, quality first, then type, width and length of the media.
VALID = 0x80 | 0x40 | 0x02 | 0x04 | 0x08

MEANS: tuple[tuple[int, int, Condition], ...] = (
    (8, 0x03, "paper_out"),
    (8, 0x04, "jam"),  # the cutter's
    (8, 0x90, "error"),  # in use by another, fan
    (9, 0x01, "wrong_media"),
    (9, 0x10, "cover_open"),
    (9, 0x40, "jam"),  # media can't be fed
    (9, 0xAE, "error"),
)
NOTIFICATION, COOLING = 0x05, 0x03


@dataclass(frozen=True, slots=True)
class Brother:
    """Labels of 62 mm: die-cut DK-11209 (29 mm), or with `endless` the roll DK-22205, cut to the
    same picture."""

    size: Size
    resolution: Resolution
    endless: bool = False
    questions: ClassVar[tuple[bytes, ...]] = (b"\x1biS",)

    @property
    def media(self) -> tuple[int, int, int]:
        """Type, width and length in mm, as ESC i z and the status name them."""
        width, length = self.size.paper_mm
        if self.endless or length is None:
            return ENDLESS, round(width), 0
        return DIE_CUT, round(width), round(length)

    def encode(self, dots: Dots) -> bytes:
        """Raises UnknownLayout for a picture that is wider than 696 dots."""
        if dots.width > PRINTABLE:
            raise UnknownLayout(
                f"A Brother printer for 62 mm prints {PRINTABLE} dots, not {dots.width}."
            )
        margin = ENDLESS_MARGIN if self.media[0] == ENDLESS else 0
        return b"".join(
            (
                ENDS_ANYTHING,
                b"\x1b@",
                b"\x1bia\x01",  # raster mode
                b"\x1bi!\x00",  # tells when a label is out
                b"\x1biz",
                bytes((VALID, *self.media)),
                dots.height.to_bytes(4, "little"),
                bytes(2),
                b"\x1biM\x40",  # cuts by itself
                b"\x1biA\x01",  # after each label
                b"\x1biK\x08",  # and after the last
                b"\x1bid",
                margin.to_bytes(2, "little"),
                b"M\x00",  # not compressed: 25 kB are few
                *rows(dots),
                b"\x1a",
            )
        )

    def status(self, answers: Sequence[bytes]) -> Status:
        """32 bytes; the last whole answer counts, the printer sends some unasked."""
        _, mark, rest = b"".join(answers).rpartition(b"\x80\x20\x42")
        said = mark + rest
        if not mark or len(said) < 32:
            return unknown(answers)
        found = {means for byte, bits, means in MEANS if said[byte] & bits}
        if said[18] == NOTIFICATION and said[22] == COOLING:
            found.add("hot")
        loaded = (said[11] & 0x0F, said[10], said[17])  # newer ones add 40 to the type
        if loaded[1] and loaded != self.media:
            found.add("wrong_media")
        told = worst(found, answers)
        if told.condition == "wrong_media":
            return Status("wrong_media", f"loaded {named(loaded)}, set up for {named(self.media)}")
        return told

    def filler(self) -> bytes:
        """Nothing: each job begins with more NUL than a row has bytes."""
        return b""


def rows(dots: Dots) -> Iterator[bytes]:
    """Rows as the head sees them from below: the first bit is the right-most dot."""
    picture = Image.frombytes("1", (dots.width, dots.height), dots.rows)
    head = canvas_of(PINS, dots.height)
    head.paste(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (FIRST_PIN, 0))
    data, across = head.tobytes(), PINS // 8
    for at in range(0, len(data), across):
        yield ROW + data[at : at + across]


def named(media: tuple[int, int, int]) -> str:
    """As people call it: 62 mm endless, 62 × 29 mm."""
    kind, width, length = media
    if not width:
        return "nothing"
    return f"{width} mm endless" if kind == ENDLESS else f"{width} × {length} mm"
