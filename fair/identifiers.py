"""Identity numbers, credit codes and disability certificates: which can be believed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fair.characters import folded

# GB 11643-1999, 4.2: ISO 7064 MOD 11-2.
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
# GB 32100-2015, 5.2: 31 characters, without those that look like others.
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# A spreadsheet keeps 15 digits of a number (IEEE 754 binary64); from here on, the last are lost.
MANGLED_FROM = 10**15

EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
FIFTEEN = re.compile(r"[0-9]{15}")
EXPONENT = re.compile(r"[0-9](\.[0-9]*)?E\+?[0-9]+")
FLOAT = re.compile(r"([0-9]+)\.0*")
CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])(?:([1-7])([1-4])(?:\(?B[0-9]{1,2}\)?)?)?")

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number whose check and date hold, in the form of 18 characters."""

    digits: str
    birth_date: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class BadNumber:
    """Somebody typed something else than a valid number."""

    typed: str


@dataclass(frozen=True, slots=True)
class MangledNumber:
    """A spreadsheet turned the number into a float: its last digits are lost."""


@dataclass(frozen=True, slots=True)
class Uscc:
    code: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A disability certificate; `identity`, 18 characters, is the same when it is re-issued."""

    text: str
    identity: str


def read_identity_number(
    text: str, number: float | None = None, *, today: date
) -> IdentityNumber | BadNumber | MangledNumber | None:
    """Read a cell; `number` is set when the spreadsheet held a real number. None: nothing there."""
    typed = _bare(text)
    if not typed:
        return None
    if _is_mangled(typed, number):
        return MangledNumber()
    digits = _without_fraction(typed)
    if FIFTEEN.fullmatch(digits):
        digits = _eighteen(digits)
    if EIGHTEEN.fullmatch(digits):
        born = _date(digits[6:14])
        if _check_holds(digits) and born is not None and born <= today:
            return IdentityNumber(digits, born, "male" if int(digits[16]) % 2 else "female")
    return BadNumber(text.strip())


def read_certificate(
    text: str, number: float | None = None
) -> Certificate | BadNumber | MangledNumber | None:
    """Read a certificate: identity number, category 1-7, grade 1-4, `B1`… when re-issued."""
    typed = _bare(text)
    if not typed:
        return None
    # Category and grade are never 0, so 20 digits with zeros at the end came out of a float.
    if _is_mangled(typed, number) or re.fullmatch(r"[0-9]{18}00", typed):
        return MangledNumber()
    read = CERTIFICATE.fullmatch(typed)
    return Certificate(typed, read[1]) if read else BadNumber(text.strip())


def read_uscc(text: str, number: float | None = None) -> Uscc | BadNumber | None:
    """Read a unified social credit code; a number cell has lost its end."""
    code = _bare(text)
    if not code:
        return None
    mangled = number is not None and number >= MANGLED_FROM
    if mangled or len(code) != 18 or any(letter not in USCC_ALPHABET for letter in code):
        return BadNumber(text.strip())
    return Uscc(code) if code[17] == uscc_check(code[:17]) else BadNumber(text.strip())


def identity_check(seventeen: str) -> str:
    """The 18th character that belongs to 17 digits."""
    total = sum(w * int(digit) for w, digit in zip(IDENTITY_WEIGHTS, seventeen, strict=True))
    return IDENTITY_CHECKS[total % 11]


def uscc_check(seventeen: str) -> str:
    """The 18th character that belongs to 17 of a credit code."""
    values = (USCC_ALPHABET.index(letter) for letter in seventeen)
    total = sum(w * value for w, value in zip(USCC_WEIGHTS, values, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def age_on(day: date, born: date) -> int:
    """Full years on that day; who was born on 29 February ages on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _bare(text: str) -> str:
    return re.sub(r"[-‐-―−'’`]", "", folded(text)).upper()


def _is_mangled(typed: str, number: float | None) -> bool:
    if number is not None and number >= MANGLED_FROM:
        return True
    if (written := FLOAT.fullmatch(typed)) and int(written[1]) >= MANGLED_FROM:
        return True
    zeros = EIGHTEEN.fullmatch(typed) is not None and typed.endswith("000")
    return EXPONENT.fullmatch(typed) is not None or (zeros and not _check_holds(typed))


def _without_fraction(typed: str) -> str:
    written = FLOAT.fullmatch(typed)
    return written[1] if written else typed


def _eighteen(fifteen: str) -> str:
    seventeen = f"{fifteen[:6]}19{fifteen[6:]}"
    return seventeen + identity_check(seventeen)


def _check_holds(digits: str) -> bool:
    return identity_check(digits[:17]) == digits[17]


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
