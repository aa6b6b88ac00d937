"""Finding a person: by number, name, pinyin, initials, last phone digits, village (domain.md, 3).

pypinyin's phrase table costs 44 MiB and names need none of it; every reading of a character is
still there without (measured; docs/benchmarks.md).
"""

import os
import re
import sqlite3
import unicodedata
from functools import lru_cache
from itertools import product

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

FORGET = "DELETE FROM word WHERE seeker = :seeker"
KEEP = "INSERT OR IGNORE INTO word (word, seeker) VALUES (?, ?)"
STARTS = """
    SELECT DISTINCT seeker FROM word
    WHERE word >= :start AND word < :end
    LIMIT :most
"""
# Readings that a surname has and its everyday word hasn't (domain.md, section 3).
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie", "任": "ren",
    "朴": "piao", "盖": "ge", "洗": "xian", "冼": "xian", "缪": "miao", "尹": "yin", "华": "hua",
    "尉": "yu", "令": "ling", "逄": "pang", "覃": "qin", "黑": "he", "秘": "bi", "种": "chong",
    "重": "chong", "翟": "zhai", "折": "she", "员": "yun", "万": "wan", "长": "zhang", "乐": "yue",
    "宁": "ning", "燕": "yan", "应": "ying", "占": "zhan", "车": "che", "石": "shi", "沈": "shen",
    "召": "shao", "盛": "sheng", "隗": "wei", "祭": "zhai", "纪": "ji", "哈": "ha", "臧": "zang",
}  # fmt: skip
HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
MOST_READINGS = 16  # of one name; a name of four characters with three readings each has 81
LAST = "\U0010ffff"


@lru_cache(maxsize=4096)
def readings(sign: str) -> tuple[str, ...]:
    """Give a character's readings without tones, the usual one first."""
    from pypinyin import Style, pinyin

    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = (each.replace("ü", "v") for each in found[0]) if found else ()
    return tuple(dict.fromkeys(each for each in plain if each.isascii() and each))


def spellings(name: str) -> set[tuple[str, ...]]:
    """Give the ways to read a name of Han characters, syllable by syllable."""
    choices = []
    for place, sign in enumerate(name):
        known = readings(sign)
        if place == 0 and sign in SURNAMES:
            known = (SURNAMES[sign], *(each for each in known if each != SURNAMES[sign]))
        choices.append(known[:3])
    if not all(choices):
        return set()
    found = set()
    for place, spelt in enumerate(product(*choices)):
        if place == MOST_READINGS:
            break
        found.add(spelt)
    return found


def folded(text: str) -> str:
    """Fold case, width and accents of what isn't Han, and drop spaces and interpuncts."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def words_of(name: str, phone: str, village: str) -> set[str]:
    """Give what a seeker can be found by: each word begins as the question may begin."""
    words = set()
    han = "".join(HAN.findall(name))
    if han:
        for place in range(min(len(han), 6)):
            words.add(han[place:])
        for spelt in spellings(han[:6]):
            words.add("".join(spelt))
            words.add("".join(syllable[0] for syllable in spelt))
            if len(spelt) > 1:
                words.add("".join(spelt[1:]))
    parts = [folded(part) for part in re.split(r"[\s·]+", name) if part]
    words.update(parts)
    words.add(folded(name))
    if len(parts) > 1 and not han:
        words.add("".join(part[0] for part in parts if part))
    if village:
        words.add(folded(village))
    if phone:
        words.add("#" + phone[::-1])
        words.add("+" + phone)
    words.discard("")
    return {word[:64] for word in words}


def forget(db: sqlite3.Connection, seeker: str) -> None:
    db.execute(FORGET, {"seeker": seeker})


def keep(db: sqlite3.Connection, seeker: str, name: str, phone: str, village: str) -> None:
    if name or phone or village:
        db.executemany(KEEP, [(word, seeker) for word in sorted(words_of(name, phone, village))])


def starting(db: sqlite3.Connection, question: str, most: int) -> list[str]:
    """Give seekers that a question finds, at most so many; digits are a phone's last ones."""
    asked = folded(question)
    if not asked:
        return []
    starts = [asked]
    if asked.isdecimal():
        starts = ["#" + asked[::-1], "+" + asked] if len(asked) >= 3 else []
    found: dict[str, None] = {}
    for start in starts:
        row = {"start": start, "end": start + LAST, "most": most}
        found.update(dict.fromkeys(each["seeker"] for each in db.execute(STARTS, row)))
    return list(found)[:most]
