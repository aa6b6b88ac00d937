"""What a column's header says: the same name in many spellings."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
ORDINAL = re.compile(r"^(?:[0-9]+|[一二三四五六七八九十]+)[.、)]")
OF_WHICH = re.compile(r"^其中[:：,，]?")
UNIT = re.compile(
    r"(?:单位[:：]?)?(?:万?元(?:[/／每]?(?:月|天|日|小时|年))?|人数?|名|个|家|周?岁|cm|厘米|必填项?|选填)$"
)
PARTS = re.compile(r"[/／、\n|]|及|和|或")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
GROUP_TAIL = re.compile(r"(?:的)?(?:基本|主要|详细)?(?:信息|情况|资料|需求|方式|内容)$")
# Under a group, the column that stands for all of it.
WHOLE = frozenset({"合计", "总计", "小计", "总数", "总人数", "人数", "数量", "计", "total"})
NUMBERING = frozenset(
    {"序号", "序", "编号", "号", "行号", "顺序", "顺序号", "no", "num", "number", "#"}
)
LONGEST_NAME = 40  # a header that explains at length is a note


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Header names in their plain spelling → our names; `tails` are these, the longest first.

    `first` has the header name that explains ours best: the first that was given.
    """

    names: Mapping[str, str]
    tails: tuple[str, ...]
    first: Mapping[str, str]


def vocabulary(columns: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """Our names are header names too, so that an export of ours can be read again."""
    names: dict[str, str] = {}
    for spell in (plain, lambda name: plain(BRACKETED.sub("", _narrow(name)))):
        for ours, headers in columns.items():
            for header in headers:
                if spelt := spell(header):
                    names.setdefault(spelt, ours)
    for ours in columns:
        names.setdefault(plain(ours), ours)
    tails = tuple(sorted((name for name in names if len(name) > 1), key=len, reverse=True))
    return Vocabulary(
        names, tails, {ours: (*headers, ours)[0] for ours, headers in columns.items()}
    )


def plain(text: str) -> str:
    """Letters, Han characters and digits alone, in half width and lower case."""
    return "".join(character for character in _narrow(text) if character.isalnum())


def readings(text: str) -> Iterator[str]:
    """The plain spellings under which a header may be known, the most exact first."""
    narrow = _narrow(text)
    yield plain(narrow)
    bare = BRACKETED.sub("", narrow).strip()
    yield plain(bare)
    unnumbered = OF_WHICH.sub("", ORDINAL.sub("", bare.strip()))
    yield plain(unnumbered)
    yield plain(UNIT.sub("", unnumbered.strip()))
    if any(character.isascii() and character.isalpha() for character in bare):
        yield "".join(HAN.findall(bare))
        yield "".join(
            character for character in bare if character.isascii() and character.isalnum()
        )
    yield from (plain(part) for part in PARTS.split(bare))


def known(words: Vocabulary, text: str) -> tuple[int, str] | None:
    """Our name for a header, and how far its spelling had to be bent (0: not at all)."""
    if not text or _length(text) > LONGEST_NAME:
        return None
    for bent, reading in enumerate(readings(text)):
        if ours := words.names.get(reading):
            return bent, ours
    return None


def resembling(words: Vocabulary, text: str) -> str | None:
    """Our name for a header that ends with a known name (求职者姓名), or else begins with one."""
    spelt = plain(BRACKETED.sub("", _narrow(text)))
    if not spelt or _length(text) > LONGEST_NAME:
        return None
    for name in words.tails:
        if spelt.endswith(name):
            return words.names[name]
    for name in words.tails:
        if len(name) > 3 and spelt.startswith(name):
            return words.names[name]
    return None


def is_numbering(text: str) -> bool:
    """Whether the column only counts the rows."""
    return (plain(text) or text.strip()) in NUMBERING


def _length(text: str) -> int:
    """Of the name alone: what stands in brackets or on further lines explains it."""
    return len(BRACKETED.sub("", _narrow(text)).strip().partition("\n")[0])


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
