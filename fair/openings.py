"""How many people an advert wants: 20人, 10-15人, 约20, 若干, 两名."""

import re
from dataclasses import dataclass

from fair.characters import folded
from fair.numerals import DIGITS, NUMERAL, chinese_number

MOST = 999_999
LONGEST_CELL = 80  # longer is a story, and the patterns below would take their time over it
UNKNOWN = re.compile(
    "(?:招聘?|人数|数量|若干)?(?:若干|多名|多人|多个|多位|数名|数人|数位|几名|几人|几个|几位"
    "|几十人?|数十人?|不限|不定|大量|批量|several|many|unlimited)(?:名|人|个|位|人数|数量)?"
)
NUMBER = rf"(?:[0-9]+(?:\.[0-9]+)?|{NUMERAL}+)"
UNIT = "(?:人|名|个|位|员|岗|people|persons|posts)?"
BEFORE = "(?:计划|拟|共|合计|总计|需要|需|招聘|招)*"
ROUGHLY = "(?:大约|大概|约|近|至少|不少于|不低于|最少|最多|不超过|超过|>=|≥|>|<=|≤|<)?"
AFTER = r"(?:以上|及以上|以下|以内|左右|上下|起|不等|余|多|几|来|\+)*"
ONE = re.compile(
    rf"{BEFORE}(?P<rough>{ROUGHLY}){BEFORE}(?P<number>{NUMBER})(?P<more>余|多|几"
    rf"|来)?{UNIT}(?P<after>{AFTER}){UNIT}"
)
RANGE = re.compile(
    rf"{BEFORE}{ROUGHLY}{BEFORE}(?P<low>{NUMBER}){UNIT}(?:[-~～‐-―−]+|至|到"
    rf"|或)(?P<high>{NUMBER}){UNIT}{AFTER}"
)
# 三五人, 两三名: two neighbouring numerals are a range
SPOKEN_RANGE = re.compile(rf"(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九]){UNIT}")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Openings:
    """`count` people; `rough` when a range or an estimate was read by its lower bound."""

    count: int
    rough: bool = False


@dataclass(frozen=True, slots=True)
class OpeningsUnknown:
    """The advert wants people and doesn't say how many."""


@dataclass(frozen=True, slots=True)
class BadOpenings:
    """Zero, negative, not whole, or no number."""

    typed: str


def read_openings(text: str) -> Openings | OpeningsUnknown | BadOpenings:
    """Read a cell of openings. An empty one is unknown."""
    typed = THOUSANDS.sub("", folded(text))
    bare = BRACKETS.sub("", typed) or typed.strip("()[]【】")
    bare = bare.rstrip("。.;,、")
    if len(bare) > LONGEST_CELL:
        return BadOpenings(text.strip())
    if not bare or UNKNOWN.fullmatch(bare):
        return OpeningsUnknown()
    if spoken := SPOKEN_RANGE.fullmatch(bare):
        low, high = DIGITS[spoken["low"]], DIGITS[spoken["high"]]
        return Openings(low, rough=True) if low < high else BadOpenings(text.strip())
    if between := RANGE.fullmatch(bare):
        ends = (_whole(between["low"]), _whole(between["high"]))
        if ends[0] is not None and ends[1] is not None:
            return Openings(min(ends[0], ends[1]), rough=True)
    if (one := ONE.fullmatch(bare)) and (count := _whole(one["number"])) is not None:
        return Openings(count, rough=bool(one["rough"] or one["more"] or one["after"]))
    return BadOpenings(text.strip())


def read_reserved(text: str) -> int:
    """Read how many openings are kept for target groups; what can't be read is 0."""
    read = read_openings(text)
    return read.count if isinstance(read, Openings) else 0


def _whole(number: str) -> int | None:
    """A number of people; None for zero, a fraction, and more than a fair can mean."""
    if number[0].isdigit() and number.isascii():
        whole, _, fraction = number.partition(".")
        count = int(whole) if not fraction.strip("0") and len(whole) <= len(str(MOST)) else None
    else:
        count = chinese_number(number)
    return count if count is not None and 0 < count <= MOST else None
