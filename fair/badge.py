"""Badge codes and numbers: what stands on a badge, and how any station of the fair knows it.

A code is 11 Crockford base32 characters (interfaces.md, "What a badge carries"): the letter of the
series, three for the number, three random, three of an HMAC with the fair's key, one check.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: crockford.com/base32.html
VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
SERIES = "ABCDEFGHJKMNPQRSTVWXYZ"  # one letter for each station; the organizer's node is A
LAST_NUMBER = 32767  # three base32 characters
LENGTH = 11
FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u2010": None})
REASONS = ("lost", "broken", "stolen", "other")  # of a withdrawn badge; others say it in words
URL = re.compile(r"^HTTPS?://[^/\s]+/B/([^/\s?#]+)$")
NUMBER = re.compile(r"^([A-HJKMNP-TV-Z])-?([0-9]{1,5})$")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that bears this fair's mark. `series` and `number` are what people read as A-0137."""

    text: str
    series: str
    number: int


@dataclass(frozen=True, slots=True)
class Number:
    """A badge number that somebody typed."""

    series: str
    number: int


@dataclass(frozen=True, slots=True)
class Mistyped:
    """No code at all, or one whose check character doesn't hold."""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """A well-formed code without this fair's mark: another fair's, or made up."""


Read = Code | Number | Mistyped | NotOurs


def times(a: int, b: int) -> int:
    """Multiply in GF(32), whose modulus is x^5 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0b100000:
            a ^= 0b100101
        b >>= 1
    return product


def powers() -> tuple[int, ...]:
    """Ten weights 2, 4, 8 …: distinct, non-zero and none of them 1, the check's own weight."""
    weights, weight = [], 1
    for _ in range(LENGTH - 1):
        weight = times(weight, 2)
        weights.append(weight)
    return tuple(weights)


PRODUCTS = tuple(tuple(times(weight, value) for value in range(32)) for weight in powers())


def check_character(marked: str) -> str:
    """Give the eleventh character for ten; every wrong sign and every swap of neighbours shows."""
    total = 0
    for row, sign in zip(PRODUCTS, marked, strict=True):
        total ^= row[VALUE[sign]]
    return ALPHABET[total]


def base32(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def fair_mark(drawn: str, fair_key: bytes) -> str:
    """Give the three characters that only this fair's stations can make."""
    digest = hmac.digest(fair_key, drawn.encode("ascii"), hashlib.sha256)
    return base32(int.from_bytes(digest[:2], "big") >> 1, 3)


def badge_code(series: str, number: int, fair_key: bytes, below: Callable[[int], int]) -> str:
    """Draw a code for one number. `below(n)` gives 0..n-1; the app passes `secrets.randbelow`."""
    if series not in SERIES or not 1 <= number <= LAST_NUMBER:
        raise ValueError(f"no badge number: {series!r} {number}")
    drawn = series + base32(number, 3) + base32(below(32**3), 3)
    marked = drawn + fair_mark(drawn, fair_key)
    return marked + check_character(marked)


def number_text(series: str, number: int) -> str:
    """Write a number as it stands on the badge: `A-0137`."""
    return f"{series}-{number:04d}"


def number_of(code: str) -> str:
    """Give the badge number that a code of our fair bears."""
    value = 0
    for sign in code[1:4]:
        value = value << 5 | VALUE[sign]
    return number_text(code[0], value)


def read(text: str, fair_key: bytes) -> Read:
    """Read what a scanner or a person typed: a badge's URL, its code or its number.

    Forgiving as crockford.com/base32.html says: case, `O0 I1 L1`, spaces, hyphens, full width.
    """
    plain = unicodedata.normalize("NFKC", text[:300]).strip().upper()
    if (url := URL.match(plain)) is not None:
        plain = url[1]
    if (typed := NUMBER.match(plain[:1] + plain[1:].translate(FORGIVEN))) is not None:
        number = int(typed[2])
        return Number(typed[1], number) if 1 <= number <= LAST_NUMBER else Mistyped()
    signs = plain.translate(FORGIVEN)
    if len(signs) != LENGTH or any(sign not in VALUE for sign in signs):
        return Mistyped()
    if check_character(signs[:10]) != signs[10]:
        return Mistyped()
    number = VALUE[signs[1]] << 10 | VALUE[signs[2]] << 5 | VALUE[signs[3]]
    ours = hmac.compare_digest(fair_mark(signs[:7], fair_key), signs[7:10])
    if not ours or signs[0] not in SERIES or number == 0:
        return NotOurs()
    return Code(signs, signs[0], number)
