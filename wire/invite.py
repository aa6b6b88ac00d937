"""An invite: one line of text, also a QR, that brings a node to the one that lets it in.

    FAIR1/192.168.1.20:23817/2V5…/7K3M9QW24D1XN8RT/STATION

Addresses (`+` between several), fingerprint of the inviter's key, one-time code, role. `-` as
fingerprint: an ordinary HTTPS address, vouched for by its certificate. Upper case with `/ : . + -`
only, so that the QR is a small one (ISO/IEC 18004, alphanumeric mode) and no shell minds it.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from fair.authority import NODE_ROLES

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: crockford.com/base32.html
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
KIND = "FAIR1"
CODE_SIGNS = 16  # 80 bits, tried online only, one after the other
FINGERPRINT_SIGNS = 26  # 128 bits of SHA-256: making a second key for one takes 2^128 tries
ADDRESS = re.compile(r"(\[[0-9A-F:.]+\]|[A-Z0-9.-]{1,253})(:[0-9]{1,5})?")
LONGEST = 600
MOST_ADDRESSES = 6


class BadInvite(ValueError):
    """The text is no invite."""


@dataclass(frozen=True, slots=True)
class Invite:
    """`fingerprint` is None where an authority vouches for the address."""

    addresses: tuple[str, ...]
    fingerprint: str | None
    code: str
    role: str


def fingerprint(key: str) -> str:
    """Give the fingerprint of a public key (hex)."""
    number = int.from_bytes(hashlib.sha256(bytes.fromhex(key)).digest()[:17], "big") >> 6
    return "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(FINGERPRINT_SIGNS)))


def draw_code(below: Callable[[int], int]) -> str:
    """Draw a one-time code. `below(n)` gives 0..n-1."""
    return "".join(ALPHABET[below(len(ALPHABET))] for _ in range(CODE_SIGNS))


def write(invite: Invite) -> str:
    places = "+".join(invite.addresses[:MOST_ADDRESSES])
    parts = (KIND, places, invite.fingerprint or "-", invite.code, invite.role)
    return "/".join(parts).upper()


def read(text: str) -> Invite:
    """Read what was typed, pasted or scanned: case and blanks are forgiven. Raises BadInvite."""
    parts = "".join(text[:LONGEST].split()).upper().split("/")
    if len(parts) != 5 or parts[0] != KIND:
        raise BadInvite("no invite")
    addresses, role = tuple(parts[1].split("+")), parts[4].lower()
    if len(addresses) > MOST_ADDRESSES or not all(map(is_address, addresses)):
        raise BadInvite("no address")
    pin = None if parts[2] == "-" else parts[2].translate(READ_AS)
    code = parts[3].translate(READ_AS)
    if pin is not None and not is_signs(pin, FINGERPRINT_SIGNS):
        raise BadInvite("no fingerprint")
    if not is_signs(code, CODE_SIGNS) or role not in NODE_ROLES:
        raise BadInvite("no code")
    return Invite(tuple(each.lower() for each in addresses), pin, code, role)


def is_signs(text: str, length: int) -> bool:
    return len(text) == length and set(text) <= set(ALPHABET)


def is_address(text: str) -> bool:
    """Say whether this is `host` or `host:port`; an IPv6 address stands in brackets."""
    found = ADDRESS.fullmatch(text.upper())
    return found is not None and (found[2] is None or 0 < int(found[2][1:]) < 65536)


def host_and_port(address: str, usual: int = 443) -> tuple[str, int]:
    """Take an address apart that `is_address`."""
    host, colon, port = address.rpartition(":")
    if not colon or address.endswith("]"):
        return address.strip("[]"), usual
    return host.strip("[]"), int(port)
