"""One cell: cleaned on the way in, made harmless on the way out."""

import datetime as dt
import re
from dataclasses import dataclass

# GB 18030-2000 and GBK fonts kept these characters in the private use area, in this order
# (U+E815…U+E864); GB 18030-2022, table D.1 and its predecessors give their real places.
PRIVATE = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋\u9fb4㖞㘚㘎⺌⺗㥮㤘\u9fb5㧏㧟㩳㧐\u9fb6\u9fb7㭎㱮㳠⺧𡗗\u9fb8⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌"
    "\u9fb9䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶\u9fba𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮\u9fbb"
)
UPRIGHT = "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"  # U+E78D…U+E796
# A line break inside a cell may be any of these; OOXML writes CR as _x000D_ (ECMA-376, 22.9.2.19).
BREAKS = re.compile(r"_x000D_\n?|\r\n?|\v|\f|\x85|\u2028|\u2029", re.IGNORECASE)
NOTHING = dict.fromkeys(
    [*range(9), *range(0x0E, 0x20), 0x7F, 0xFEFF, 0x200B, 0x2060, *range(0xD800, 0xE000)]
)
CLEAN: dict[int, str | None] = {
    **{0xE815 + i: character for i, character in enumerate(PRIVATE)},
    **{0xE78D + i: character for i, character in enumerate(UPRIGHT)},
    0xE7C7: "\u1e3f",
    **NOTHING,
}
# What other programs put around a number so that a spreadsheet leaves it alone.
AS_FORMULA = re.compile(r'="([^"]*)"')
AS_TEXT = re.compile(r"\s*'(?=[ \u3000]*[=+\-@＝＋－＠\t\r\n]|\d)")

# OWASP, CSV Injection; the full-width forms start formulas in Chinese editions as well.
HARMFUL = "=+-@＝＋－＠\t\r\n"
# Twelve digits become 1.23457E+11, and a leading zero is lost, once the file is opened and saved.
LONG_NUMBER = re.compile(r"\d{12,}|0\d+")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as a person reads it, without space around it; `number` where the program keeps one.

    `filled` says that the text stands in the merged cell's first row, not in this one.
    """

    text: str
    number: float | None = None
    filled: bool = False


EMPTY = Cell("")


def cleaned(text: str) -> str:
    """Strip space around, make line breaks LF, give private characters their real places."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return BREAKS.sub("\n", text).translate(CLEAN).strip()


def typed(text: str) -> Cell:
    """A cell of a text file, as a spreadsheet program would take it."""
    if not text:
        return EMPTY
    if whole := AS_FORMULA.fullmatch(text.strip()):
        text = whole[1]
    protected = AS_TEXT.match(text)
    return Cell(cleaned(text[protected.end() :] if protected else text))


def stored(value: object) -> Cell:
    """A cell of a workbook: text, number, truth or date."""
    match value:
        case "":
            return EMPTY
        case str():
            return typed(value)
        case bool():
            return Cell("TRUE" if value else "FALSE")
        case int() | float():
            return Cell(shown(value), float(value))
        case dt.datetime():
            at_midnight = value.time() == dt.time()
            return Cell(f"{value:%Y-%m-%d}" if at_midnight else f"{value:%Y-%m-%d %H:%M}")
        case dt.date():
            return Cell(value.isoformat())
        case dt.time():
            return Cell(f"{value:%H:%M}")
        case _:
            return Cell(cleaned(str(value)))


def shown(number: float) -> str:
    """The number as a spreadsheet program shows it in its input line: 15 digits, then E+17."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}".upper()


def harmless(text: str) -> str:
    """Keep a spreadsheet program from calculating with `text`, or from rounding it.

    Also in a workbook, where text is never a formula: saved as CSV there, it would become one.
    `typed` and `stored` take the apostrophe away again.
    """
    if text.lstrip(" \u3000")[:1] in {*HARMFUL} or LONG_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
