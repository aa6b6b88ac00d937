"""A badge's code out of a photo, for phones that may not use their camera live."""

import threading
from typing import IO

from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000  # a phone's best camera; decoding costs a byte or two for each
LONGEST_SIDE = 1600  # enough for a badge at arm's length: browser.md, section 2, the ladder
ONE = threading.Lock()  # one photo at a time keeps the node small


class Unreadable(Exception):
    """This is no picture that can be opened here, or one that is too large."""


def texts_in(photo: IO[bytes]) -> list[str]:
    """Give what the QR codes in a photo say, none where none is seen. Raises Unreadable."""
    import zxingcpp  # 3 MB that only a photo needs

    with ONE:
        found = zxingcpp.read_barcodes(grey(photo), formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
    return [each.text for each in found if each.valid]


def grey(photo: IO[bytes]) -> Image.Image:
    """Open a photo in grey and no larger than it has to be; the size is looked at first."""
    try:
        with Image.open(photo, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable
            picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is opened at a half or less
            small = picture.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise Unreadable from error
    small.thumbnail((2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
    return small
