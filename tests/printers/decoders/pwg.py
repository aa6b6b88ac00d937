"""PWG raster, from PWG 5102.4-2012, section 4: one page of one bit, black."""

from printers import Dots
from tests.printers.decoders.reading import NotAJob, Reader, narrowed

HEADER = 1796
# Bytes of the header that are reserved, which are zero (table 1; first and one past the last).
RESERVED = ((256, 268), (284, 300), (312, 324), (332, 340), (348, 352), (360, 368), (380, 384),
            (404, 420), (424, 452), (488, 508), (1604, 1668))  # fmt: skip
BLACK = 3


def decode(job: bytes, width: int | None = None) -> Dots:
    """The picture of one whole job."""
    reader = Reader(job)
    if (sync := reader.take(4)) != b"RaS2":
        raise NotAJob(f"{sync!r} is not RaS2")
    header = reader.take(HEADER)
    across, down = checked(header)
    if width not in (None, across):
        raise NotAJob(f"a page of {across} dots for {width}")
    per_row = -(-across // 8)
    rows = bytearray()
    while len(rows) < per_row * down:
        repeated = reader.byte() + 1
        rows += line(reader, per_row) * repeated
    if len(rows) != per_row * down:
        raise NotAJob("a repeated line goes over the end of the page")
    if reader.left:
        raise NotAJob(f"{reader.left} bytes after the page")
    return narrowed(Dots(across, down, bytes(rows)), across)


def checked(header: bytes) -> tuple[int, int]:
    """Look at each field that must be so for us; give width and height."""
    if header[:64].rstrip(b"\0") != b"PwgRaster":
        raise NotAJob("the header doesn't begin with PwgRaster")
    for first, last in RESERVED:
        if any(header[first:last]):
            raise NotAJob(f"the reserved bytes {first} to {last} are not zero")
    across, down, per_row = (field(header, at) for at in (372, 376, 392))
    resolution = field(header, 276)
    points = [round(each * 72 / resolution) if resolution else 0 for each in (across, down)]
    wanted = {
        276: (203, 300, 600), 280: (resolution,), 340: (0, 1), 384: (1,), 388: (1,),
        392: (-(-across // 8),), 396: (0,), 400: (BLACK,), 420: (1,), 452: (0, 1),
        456: (0, 1), 460: (0, 1), 368: (0,), 272: (0,),
        352: range(points[0] - 1, points[0] + 2), 356: range(points[1] - 1, points[1] + 2),
    }  # fmt: skip
    for at, allowed in wanted.items():
        if field(header, at) not in allowed:
            raise NotAJob(f"the field at {at} is {field(header, at)}, not one of {allowed}")
    if not across or not down or not per_row:
        raise NotAJob("a page without dots")
    return across, down


def field(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def line(reader: Reader, per_row: int) -> bytes:
    row = bytearray()
    while len(row) < per_row:
        match reader.byte():
            case 0x80:
                raise NotAJob("a run of 80 means nothing")
            case run if run < 0x80:
                row += reader.take(1) * (run + 1)
            case copy:
                row += reader.take(257 - copy)
    if len(row) != per_row:
        raise NotAJob("a run goes over the end of its line")
    return bytes(row)
