"""Telephone numbers as people write them down."""

import re
from dataclasses import dataclass

from fair.characters import half_width

# `+86`, `0086`, spaces, hyphens and brackets say nothing about the number.
COUNTRY = re.compile(r"(?:\+|00)86")
DECORATION = re.compile(r"[\s()\[\]{}【】〔〕\-‐-―−－]")
FLOAT = re.compile(r"([0-9]{7,})\.0+")
MOBILE = re.compile(r"1[0-9]{10}")
# 010, 02x and 0xxx with 7 or 8 digits: 电信网编号计划 (2017), 固定电话.
LANDLINE = re.compile(r"0[0-9]{2,3}[0-9]{7,8}")
WITHOUT_TRUNK_ZERO = re.compile(r"(?:10|[2-9][0-9]{1,2})[0-9]{7,8}")


@dataclass(frozen=True, slots=True)
class Phone:
    digits: str


@dataclass(frozen=True, slots=True)
class BadPhone:
    """Neither a mobile number nor an area code with 7 or 8 digits; kept as typed."""

    typed: str


def read_phone(text: str) -> Phone | BadPhone | None:
    """Read a telephone cell; None when nothing is there."""
    typed = half_width(text).strip()
    if not typed:
        return None
    bare = DECORATION.sub("", typed.lstrip("'"))
    if written := FLOAT.fullmatch(bare):
        bare = written[1]
    abroad = COUNTRY.match(bare)
    digits = bare[abroad.end() :] if abroad else bare
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return Phone(digits)
    if abroad and WITHOUT_TRUNK_ZERO.fullmatch(digits):
        return Phone(f"0{digits}")
    return BadPhone(text.strip())


def phone_digits(text: str) -> str:
    """The digits to search and compare by: a good number's own, else whatever digits were typed."""
    match read_phone(text):
        case Phone(digits=digits):
            return digits
        case BadPhone(typed=typed):
            return re.sub(r"[^0-9]", "", half_width(typed))
        case None:
            return ""


def last_four(text: str) -> str:
    """The last four digits, by which people at the door name their phone."""
    return phone_digits(text)[-4:]
