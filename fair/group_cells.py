"""What a cell of a list says about the target groups of a person."""

import re
from dataclasses import dataclass

from fair.characters import folded, half_width, one_line, says_nothing
from fair.groups import COMMON_WORDS, OTHER

SEPARATORS = re.compile(r"[、,;|/+\s]+")
AND = re.compile("[和及与且兼]")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NUMBERING = re.compile(r"^[0-9]{1,2}[.)](?=[^0-9])")
# "40/50人员" is one group whose own slash must not split it.
FORTY_FIFTY = re.compile(r"40\s*[/、,.\-—]\s*50")
TICKS = frozenset(
    {
        "√", "✓", "✔", "☑", "■", "●", "★", "v", "y", "yes", "true", "1", "1.0", "是", "有", "对",
        "属于", "是的", "享受", "符合",
    }
)  # fmt: skip
NO_TICKS = frozenset(
    {
        "×", "x", "✗", "✘", "☒", "☐", "□", "○", "n", "no", "false", "0", "0.0", "否", "无", "不",
        "非", "没有", "不是", "不属于", "不符合",
    }
)  # fmt: skip
GRADE = re.compile("[^0-9]{0,4}[一二三四1-4]级")


@dataclass(frozen=True, slots=True)
class GroupsRead:
    """The codes of one cell, each once, and the texts of no known group (they count as D99)."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def read_groups(text: str, words: dict[str, str] = COMMON_WORDS) -> GroupsRead:
    """Read a cell of groups, split at 、，,；;/|+ and spaces; 无, 没有 and / are nothing."""
    if says_nothing(text):
        return GroupsRead(())
    if whole := _code(text, words):
        return GroupsRead((whole,))
    codes: dict[str, None] = {}
    unknown: list[str] = []
    plain = FORTY_FIFTY.sub("4050", half_width(text))
    for part in _outside_brackets(plain):
        word = NUMBERING.sub("", part)
        if says_nothing(word):
            continue
        if found := _codes(word, words):
            codes.update(dict.fromkeys(found))
        elif word not in unknown:
            unknown.append(word)
    if unknown:
        codes[OTHER] = None
    return GroupsRead(tuple(codes), tuple(unknown))


def read_tick(code: str, text: str, words: dict[str, str] = COMMON_WORDS) -> GroupsRead:
    """Read a cell of one group's column (低保: √); what is no tick and no word is unknown."""
    seen = folded(text)
    if says_nothing(text) or seen in NO_TICKS:
        return GroupsRead(())
    if seen in TICKS or code in _codes(text, words) or (code == "D02" and GRADE.fullmatch(seen)):
        return GroupsRead((code,))
    return GroupsRead((OTHER,), (one_line(text),))


def _code(text: str, words: dict[str, str]) -> str | None:
    seen = folded(text).strip(".。:")
    return words.get(seen) or words.get(BRACKETS.sub("", seen))


def _codes(word: str, words: dict[str, str]) -> tuple[str, ...]:
    if code := _code(word, words):
        return (code,)
    halves = [_code(half, words) for half in AND.split(word)]
    return tuple(code for code in halves if code) if len(halves) > 1 and all(halves) else ()


def _outside_brackets(text: str) -> list[str]:
    """Split at separators, but leave what stands in brackets with the word before it."""
    kept: list[str] = []

    def hide(bracket: re.Match[str]) -> str:
        kept.append(bracket[0])
        return f"\x00{len(kept) - 1}\x00"

    hidden = BRACKETS.sub(hide, text)
    parts = (part for part in SEPARATORS.split(hidden) if part)
    return [re.sub("\x00([0-9]+)\x00", lambda mark: kept[int(mark[1])], part) for part in parts]
