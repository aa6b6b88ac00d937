"""QR symbols: which one a text needs, and its modules as a small picture to be enlarged by whole
dots."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

# ISO/IEC 18004:2015, table 5: the 45 characters of alphanumeric mode.
ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
# ISO/IEC 18004:2015, table 7: characters that version 2 and 3 hold at level M in that mode.
HELD_BY_2M = 38
HELD_BY_3M = 61
QUIET_ZONE = 4  # modules, ISO/IEC 18004:2015, 6.3.8
# Any mask reads as well as any other; trying all eight costs seven times as much as drawing one.
MASK = 2


class TooMuchForQr(Exception):
    """The text does not fit into the largest symbol that there is room for."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone: `modules` on a side, one dot per module."""

    version: int
    picture: Image.Image

    @property
    def modules(self) -> int:
        return self.picture.width

    @property
    def modules_with_quiet_zone(self) -> int:
        return self.modules + 2 * QUIET_ZONE

    def enlarged(self, dots_per_module: int) -> Image.Image:
        """The symbol drawn with whole dots."""
        side = self.modules * dots_per_module
        return self.picture.resize((side, side), Image.Resampling.NEAREST)


@lru_cache(maxsize=128)
def symbol(text: str, smallest: int = 2, largest: int = 3) -> Symbol:
    """Make the smallest symbol of level M, between the two versions, that holds the text.

    Upper-case texts take alphanumeric mode, all others UTF-8 bytes. Raises TooMuchForQr.
    """
    if ALPHANUMERIC.issuperset(text):
        data = QRData(text, mode=MODE_ALPHA_NUM)
    else:
        data = QRData(text.encode(), mode=MODE_8BIT_BYTE)
    code = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    code.add_data(data, optimize=0)
    try:
        version = code.best_fit(start=smallest)
    except (DataOverflowError, ValueError):
        version = largest + 1
    if version > largest:
        raise TooMuchForQr(f"{len(text)} characters do not fit into QR version {largest}-M")
    code.version = version
    code.make(fit=False)
    side = code.modules_count
    rows = bytes(255 if module else 0 for row in code.modules for module in row)
    return Symbol(version, Image.frombytes("L", (side, side), rows).convert("1"))
