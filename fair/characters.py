"""Text as offices type it: full width, odd spaces, invisible marks."""

import re
import unicodedata

# Ideographs with their extensions, the compatibility block (NFKC would change a person's name),
# 々 and 〇, the radicals, and the private-use area, where old files keep rare characters of names.
HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    "\U00020000-\U000323af"
)

NOT_HAN = re.compile(f"[^{HAN}]+")
# Soft hyphen, zero-width space, direction marks, word joiner and the byte order mark say nothing;
# the joiners U+200C and U+200D do (Uyghur, Hindi) and stay.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
SPACE = re.compile(r"\s+")
NOTHING = frozenset(
    {
        "无", "没有", "沒有", "暂无", "否", "不是", "没", "/", "//", "\\", "-", "--", "—", "——",
        "–", "、", ".", "none", "no", "n/a", "na", "nil", "null",
    }
)  # fmt: skip


def half_width(text: str) -> str:
    """Digits, Latin letters and punctuation in plain form (NFKC); Han characters as they are."""
    if text.isascii():
        return INVISIBLE.sub("", text)
    seen = INVISIBLE.sub("", text)
    return NOT_HAN.sub(lambda run: unicodedata.normalize("NFKC", run[0]), seen)


def one_line(text: str) -> str:
    """As typed, but for the ends, line breaks and runs of spaces."""
    return SPACE.sub(" ", INVISIBLE.sub("", text)).strip()


def folded(text: str) -> str:
    """What two spellings of one thing have in common: no width, no case, no spaces."""
    return SPACE.sub("", half_width(text)).casefold()


def says_nothing(text: str) -> bool:
    """True for an empty cell and for the words that stand for one (无, 没有, /)."""
    seen = folded(text)
    return not seen or seen in NOTHING
