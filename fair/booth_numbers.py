"""The booths that stand in one cell: A01、A02 or A01-A03."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair.characters import folded, says_nothing

BETWEEN = re.compile(r"[、,;；|/&\s]+|和|及|与")
RANGE = re.compile(
    r"(?P<prefix>[^0-9]*?)-?(?P<first>[0-9]+)(?:[-~～‐-―−]+|至"
    r"|到)(?P<again>[^0-9]*?)-?(?P<last>[0-9]+)"
)
DECORATION = re.compile(r"(?:展位|摊位|展台)?(?:号)?$|^(?:展位|摊位|展台)号?:?|^(?:no\.?|#)")
FRACTION = re.compile(r"([0-9]+)\.0+")
UNDECIDED = frozenset({"待定", "未定", "待分配", "待安排"})
LONGEST_RANGE = 50  # more booths than one employer takes: then the hyphen belongs to the name


@dataclass(frozen=True, slots=True)
class BoothNumbers:
    """The fair's booths as the fair writes them: folded form, and form without leading zeros."""

    exact: Mapping[str, str]
    loose: Mapping[str, str]


def booth_numbers(booths: Iterable[str]) -> BoothNumbers:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for booth in booths:
        exact.setdefault(folded(booth), booth)
        loose.setdefault(_loose(folded(booth)), booth)
    return BoothNumbers(exact, loose)


def read_booths(text: str, known: BoothNumbers) -> tuple[str, ...]:
    """Read a cell of booths, each once; a booth of the fair in the fair's own spelling."""
    if says_nothing(text) or folded(text) in UNDECIDED:
        return ()
    if whole := _known(text, known):
        return (whole,)
    found: dict[str, None] = {}
    # "A01 - A03": the spaces around a hyphen separate nothing
    joined = re.sub(r"\s*([-~～‐-―−至到])\s*", r"\1", text.strip())
    for part in BETWEEN.split(joined):
        for booth in _one_or_range(part, known):
            found[booth] = None
    return tuple(found)


def _one_or_range(part: str, known: BoothNumbers) -> Iterable[str]:
    number = DECORATION.sub("", folded(part))
    if not number or number in UNDECIDED:
        return ()
    if one := _known(part, known):
        return (one,)
    if between := RANGE.fullmatch(number):
        first, last = int(between["first"]), int(between["last"])
        same = between["again"] in ("", between["prefix"])
        if same and first < last < first + LONGEST_RANGE:
            width, prefix = len(between["first"]), number[: between.start("first")]
            return [_spelled(f"{prefix}{n:0{width}}", known) for n in range(first, last + 1)]
        if not same and between["again"]:
            cut = between.start("again")
            return [_spelled(number[: between.end("first")], known), _spelled(number[cut:], known)]
    return (_spelled(number, known),)


def _spelled(number: str, known: BoothNumbers) -> str:
    return _known(number, known) or number.upper()


def _known(text: str, known: BoothNumbers) -> str | None:
    number = DECORATION.sub("", folded(text))
    if whole := FRACTION.fullmatch(number):
        number = whole[1]
    for spelling in (folded(text), number):
        if spelling in known.exact:
            return known.exact[spelling]
    return known.loose.get(_loose(number))


def _loose(number: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"(?<=[^0-9])[-_](?=[0-9])", "", number))
