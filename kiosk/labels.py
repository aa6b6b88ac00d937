"""What a badge of this fair says, as a label for `printers`, and the URL in its QR (interfaces.md,
"What a badge carries"): the number, the fair's name and the code; the person's name only where the
person wants it."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from fair.badge import LENGTH, badge_code, number_text
from printers import ALPHANUMERIC, HELD_BY_3M, Label, Size, drawable

DEFAULT_PORTS = {"http": 80, "https": 443}
# The sample belongs to no fair: its key is known to everybody, so no fair takes its code for its
# own.
SAMPLE_NUMBER = ("A", 137)
SAMPLE_KEY = b"a sample opens no door"
SAMPLE_ADDRESS = "http://192.168.1.20:8080"
SAMPLE_FAIR = "就业援助月 首场招聘会"

SENTENCES: Mapping[str, str] = {
    "too_long": (
        "The address %(address)s makes the badge's code too long "
        "(%(length)d of %(most)d characters). Use a shorter name or the IPv4 address."
    ),
    "not_plain": (
        "The address %(address)s has characters that a badge's code can't carry. "
        "Use a name of Latin letters, digits, points and hyphens, or the IPv4 address."
    ),
    "no_address": (
        "%(address)s is no address that a badge can carry. "
        "Write it as http://NAME or http://NAME:PORT, without anything behind it."
    ),
}


class BadAddress(Exception):
    """An address that badges can't carry; `code` is a key of SENTENCES, `values` fill its
    placeholders."""

    def __init__(self, code: str, values: Mapping[str, str | int]) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values)

    @property
    def msgid(self) -> str:
        """The sentence before translation."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.msgid % self.values


def check_address(address: str) -> None:
    """Ask when the address is set, not at the door. Raises BadAddress when its badges' QRs could
    not be drawn."""
    badge_url(address, "0" * LENGTH)


def badge_url(address: str, code: str) -> str:
    """`HTTP(S)://HOST[:PORT]/B/CODE` for an address such as `http://192.168.1.20:8080` or
    `kiosk.local`.

    Upper case, so that it fits into a QR's alphanumeric mode; the usual ports are left out. Raises
    BadAddress.
    """
    parts, port = split(address)
    host = parts.hostname or ""
    named = f":{port}" if port not in (None, DEFAULT_PORTS[parts.scheme]) else ""
    url = f"{parts.scheme}://{host}{named}/B/{code}".upper()
    if not re.fullmatch(r"[A-Z0-9.-]+", host.upper(), re.ASCII) or not ALPHANUMERIC.issuperset(url):
        raise BadAddress("not_plain", {"address": address})
    if len(url) > HELD_BY_3M:
        raise BadAddress("too_long", {"address": address, "length": len(url), "most": HELD_BY_3M})
    return url


def split(address: str) -> tuple[SplitResult, int | None]:
    plain = address.strip()
    try:
        parts = urlsplit(plain if "://" in plain else f"http://{plain}")
        port = parts.port
    except ValueError:
        raise BadAddress("no_address", {"address": address}) from None
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or more or port == 0:
        raise BadAddress("no_address", {"address": address})
    return parts, port


def badge_label(
    size: Size,
    *,
    number: str,
    code: str,
    address: str,
    fair_name: str,
    copy: int = 1,
    name: str | None = None,
) -> Label:
    """What one badge says. `number` as people read it, `A-0137`. Raises BadAddress."""
    lines = (fair_name,) if name is None else (fair_name, name)
    return Label(size, number, badge_url(address, code), lines, copy)


def sample_label(size: Size) -> Label:
    """A badge to try a printer with, always the same."""
    return badge_label(
        size,
        number=number_text(*SAMPLE_NUMBER),
        code=badge_code(*SAMPLE_NUMBER, SAMPLE_KEY, lambda below: below // 3),
        address=SAMPLE_ADDRESS,
        fair_name=SAMPLE_FAIR,
    )


def left_off(name: str) -> bool:
    """Say whether a badge goes without this name: a character of it is in no font that we ship."""
    return not drawable(name)
