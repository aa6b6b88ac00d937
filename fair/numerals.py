"""Chinese numerals as far as adverts use them: up to 9999."""

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两俩三四五六七八九十百千廿卅]"
WELL_FORMED = re.compile(
    "(?:[一二两三四五六七八九]千)?零?(?:[一二两三四五六七八九]百)?零?"
    "(?:[一二三四五六七八九]?十)?[一二两俩三四五六七八九]?|[零〇]"
)


def chinese_number(text: str) -> int | None:
    """`二十` is 20, `一百零五` 105, `两` 2; None for what is no numeral."""
    spelled = text.replace("廿", "二十").replace("卅", "三十")
    if not spelled or not WELL_FORMED.fullmatch(spelled):
        return None
    total, digit = 0, 0
    for sign in spelled:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit
