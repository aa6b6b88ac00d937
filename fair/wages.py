"""What an advert pays, as far as it says so."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from fair.characters import folded
from fair.numerals import NUMERAL, chinese_number

WageUnit = Literal["month", "day", "hour", "year"]

NEGOTIABLE = re.compile(
    "(?:薪资|工资|薪酬|待遇|月薪|薪金|价格)?(?:可|再|另|详情)?(?:面议|面谈|详谈|面洽|电议|议价"
    "|商议|协商|面議|negotiable)(?:优厚)?"
)
PERIODS: tuple[tuple[str, WageUnit], ...] = (
    ("小时|时薪|每时|/时|/h|点钟", "hour"),
    ("日薪|天|/日|每日|/day|/班|每班", "day"),
    ("年薪|年", "year"),
    ("月", "month"),
)
PERIOD = "(?:(?:/|每|一|个)*(?:小时|时|h|hour|天|日|day|班|年|year|月|month))"
BEFORE = (
    "(?:(?:基本|综合|平均|税前|税后|到手|试用期|计时|保底|底薪|无责)*(?:月薪|日薪|时薪|年薪"
    "|工资|薪资|薪酬|待遇|底薪|收入|月收入|保底|薪金|每月|每天|每小时|每年|月|综合|税前|税后"
    "|到手)*:?)"
)
ABOUT = "(?:大约|大概|约|不低于|不少于|至少|最低|最高|>=|≥|>)?"
SCALE = "(?:千|万|k|w)?"
YUAN = "(?:元|块钱?|rmb|¥|￥|圆)?"
AMOUNT = rf"(?:¥|￥)?(?:[0-9]+(?:\.[0-9]+)?|{NUMERAL}+?)"
AFTER = r"(?:以上|及以上|以内|以下|左右|上下|起步?|不等|之间|\+)?"
WAGE = re.compile(
    rf"{BEFORE}{ABOUT}(?P<low>{AMOUNT})(?P<low_scale>{SCALE}){YUAN}{PERIOD}?(?:(?:[-~～‐-―−]+"
    r"|至"
    rf"|到)(?P<high>{AMOUNT})(?P<high_scale>{SCALE}){YUAN})?{AFTER}{PERIOD}?{AFTER}(?:(?:[+加,;。、"
    r"]).*)?"
)
BRACKETS = re.compile(r"\([^()]*\)")
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
SCALES = {"": Decimal(1), "千": Decimal(1000), "k": Decimal(1000)}
SCALES |= {"万": Decimal(10_000), "w": Decimal(10_000)}


LONGEST_CELL = 200  # longer is a story


@dataclass(frozen=True, slots=True)
class Wage:
    """Yuan for one `unit`; both None when the wage is to be talked about (面议)."""

    low: Decimal | None
    high: Decimal | None
    unit: WageUnit = "month"


@dataclass(frozen=True, slots=True)
class BadWage:
    """No number and not 面议 either; kept as typed."""

    typed: str


def read_wage(text: str) -> Wage | BadWage | None:
    """Read a wage cell; None when it is empty. Without a period it is a month's."""
    typed = THOUSANDS.sub("", folded(text))
    if not typed:
        return None
    bare = BRACKETS.sub("", typed)
    if NEGOTIABLE.fullmatch(bare):
        return Wage(None, None)
    read = WAGE.fullmatch(bare) if len(bare) <= LONGEST_CELL else None
    low = _amount(read["low"]) if read else None
    if read is None or low is None:
        return BadWage(text.strip())
    if read["high"] is None:
        low *= SCALES[read["low_scale"]]
        return Wage(low, low, _unit(typed)) if low > 0 else BadWage(text.strip())
    high = _amount(read["high"])
    if high is None:
        return BadWage(text.strip())
    low_scale, high_scale = _scales(low, read["low_scale"], high, read["high_scale"])
    low, high = low * SCALES[low_scale], high * SCALES[high_scale]
    return Wage(low, high, _unit(typed)) if 0 < low <= high else BadWage(text.strip())


def _scales(low: Decimal, of_low: str, high: Decimal, of_high: str) -> tuple[str, str]:
    """`5-8千` is five to eight thousand, `8千-1万` and `8000-1万` say what they mean."""
    if not of_low and of_high and low < high:
        return of_high, of_high
    if of_low and not of_high and low <= high < SCALES[of_low]:
        return of_low, of_low
    return of_low, of_high


def _amount(written: str) -> Decimal | None:
    digits = written.lstrip("¥￥")
    if digits[:1].isdigit() and digits.isascii():
        return Decimal(digits) if len(digits) <= 12 else None
    number = chinese_number(digits)
    return Decimal(number) if number is not None else None


def _unit(typed: str) -> WageUnit:
    for words, unit in PERIODS:
        if re.search(words, typed):
            return unit
    return "month"
