"""PDF: dots on pages of exact size, for office printers and print shops. A label is a page of its
own.

Pictures are one bit deep and lossless: CCITT G4 where Pillow has libtiff, else Flate; never JPEG,
which Pillow's own PDF falls back to. Structure: ISO 32000-1, 7.5; filters: 7.4.4 and 7.4.6. The
same pages give the same bytes.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, ClassVar

from PIL import features
from PIL.TiffImagePlugin import STRIPBYTECOUNTS, STRIPOFFSETS, TiffImageFile

from printers.dots import Dots, Resolution, to_image
from printers.layout import Size
from printers.status import Status, unknown

POINTS_PER_MM = 72 / 25.4
STROKE_MM = 0.1  # as thin as a cut can follow and any printer shows


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on a page: millimetres from the left and upper edge, drawn at its own
    resolution."""

    dots: Dots
    resolution: Resolution
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin straight line between two points, in millimetres from the left and upper edge."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """Width and height in millimetres."""

    width: float
    height: float
    pictures: tuple[Placed, ...]
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Pdf:
    """One label on a page of its paper's size, in the middle where a margin can't be printed."""

    size: Size
    resolution: Resolution
    questions: ClassVar[tuple[bytes, ...]] = ()

    def encode(self, dots: Dots) -> bytes:
        out = BytesIO()
        write_pages(out, [self.page(dots)])
        return out.getvalue()

    def page(self, dots: Dots) -> Page:
        width, fixed = self.size.paper_mm
        height = self.resolution.mm(dots.height) if fixed is None else fixed
        left = (width - self.resolution.mm(dots.width)) / 2
        top = (height - self.resolution.mm(dots.height)) / 2
        return Page(width, height, (Placed(dots, self.resolution, left, top),))

    def status(self, answers: Sequence[bytes]) -> Status:
        """A document asks nothing."""
        return unknown(answers)

    def filler(self) -> bytes:
        return b""


def write_pages(out: BinaryIO, pages: Iterable[Page]) -> int:
    """Write pages as they come, holding one at a time; says how many. `out` needs no seeking."""
    offsets: dict[int, int] = {}
    at = out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    kids: list[int] = []
    following = 3  # 1 is the catalogue and 2 the list of pages, both written last

    def write(number: int, body: bytes) -> None:
        nonlocal at
        offsets[number] = at
        at += out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    for page in pages:
        content, first = following + 1, following + 2
        names = b"".join(b"/P%d %d 0 R " % (n, first + n) for n in range(len(page.pictures)))
        box = b"%s %s" % (points(page.width), points(page.height))
        write(
            following,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents %d 0 R"
            b"/Resources<</XObject<<%s>>>>>>" % (box, content, names),
        )
        write(content, stream(b"", drawn(page)))
        for nth, picture in enumerate(page.pictures):
            write(first + nth, picture_object(picture.dots))
        kids.append(following)
        following = first + len(page.pictures)
    refs = b" ".join(b"%d 0 R" % kid for kid in kids)
    write(2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), refs))
    # Viewers offer "actual size" as the first choice: ISO 32000-1, 12.2, PrintScaling.
    write(1, b"<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>")
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in range(1, following))
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (following, table))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (following, at))
    return len(kids)


def points(mm: float) -> bytes:
    """A length in PDF's units, to a thousandth of a point."""
    return b"%.3f" % (mm * POINTS_PER_MM)


def drawn(page: Page) -> bytes:
    """What puts pictures and strokes in their places; PDF counts from the lower left corner."""
    parts = []
    for nth, picture in enumerate(page.pictures):
        width = picture.resolution.mm(picture.dots.width)
        height = picture.resolution.mm(picture.dots.height)
        low = page.height - picture.top - height
        matrix = b" ".join(
            (points(width), b"0 0", points(height), points(picture.left), points(low))
        )
        parts.append(b"q %s cm /P%d Do Q" % (matrix, nth))
    parts.append(b"%s w" % points(STROKE_MM))
    for line in page.strokes:
        start = points(line.left) + b" " + points(page.height - line.top)
        end = points(line.right) + b" " + points(page.height - line.bottom)
        parts.append(b"%s m %s l S" % (start, end))
    return b"\n".join(parts)


def picture_object(dots: Dots) -> bytes:
    if features.check("libtiff"):
        coded = group4(dots)
        how = b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/BlackIs1 true/Columns %d/Rows %d>>" % (
            dots.width,
            dots.height,
        )
    else:
        coded = zlib.compress(bytes(255 - byte for byte in dots.rows))
        how = b"/Filter/FlateDecode"
    kind = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 1"
    return stream(b"%s/Width %d/Height %d%s" % (kind, dots.width, dots.height, how), coded)


def group4(dots: Dots) -> bytes:
    """The dots as one strip of CCITT group 4 (ITU-T T.6), taken out of a TIFF that libtiff
    makes."""
    out = BytesIO()
    whole = dots.bytes_per_row * dots.height
    to_image(dots).save(out, "TIFF", compression="group4", strip_size=whole)
    tiff = out.getvalue()
    with TiffImageFile(BytesIO(tiff)) as saved:
        (start,) = saved.tag_v2[STRIPOFFSETS]
        (length,) = saved.tag_v2[STRIPBYTECOUNTS]
    return tiff[start : start + length]


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)
