"""Lines of text: how wide they are, how they are broken, made smaller or cut to fit, and drawn in
black and white."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from PIL.ImageDraw import ImageDraw

from printers.dots import INK
from printers.fonts import Weight, opened
from printers.runs import graphemes, runs

ELLIPSIS = "…"
# What must not begin a line, and what must not end one (GB/T 15834-2011, 5.1.10).
NO_START = frozenset(",.;:!?)]}%…·—-”’〉") | frozenset("，。、；：！？）》」』】")
NO_END = frozenset("([{“‘〈") | frozenset("（《「『【")
# Share of the em above and below the baseline that Latin and Han letters take.
ASCENT, DESCENT = 0.88, 0.24


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set: weight and size, the em in dots."""

    px: int
    weight: Weight = Weight.MEDIUM

    def at(self, px: int) -> "Type":
        return Type(px, self.weight)


def width(text: str, type_: Type) -> int:
    """The width of a line in dots. Zero for what can't be drawn."""
    found = runs(text) or ()
    length = sum(opened(run.face, type_.weight, type_.px).getlength(run.text) for run in found)
    return -int(-length // 1)


def extent(text: str, type_: Type) -> tuple[int, int]:
    """Dots above and below the baseline that a line needs: more for stacked and joined scripts."""
    above, below = round(ASCENT * type_.px), round(DESCENT * type_.px)
    for run in runs(text) or ():
        if run.face.tall:
            font = opened(run.face, type_.weight, type_.px)
            _, top, _, bottom = font.getbbox(run.text, mode="1", anchor="ls")
            above, below = max(above, -int(top)), max(below, int(bottom))
    return above, below


def put(drawing: ImageDraw, x: int, baseline: int, text: str, type_: Type, ink: int = INK) -> None:
    """Draw a line from x on; with ink 0, white on black."""
    at = float(x)
    for run in runs(text) or ():
        font = opened(run.face, type_.weight, type_.px)
        for right, down in thickened(type_.px) if run.face.thin else ((0, 0),):
            drawing.text((round(at) + right, baseline + down), run.text, ink, font, anchor="ls")
        at += font.getlength(run.text)


def thickened(px: int) -> tuple[tuple[int, int], ...]:
    """Where to draw a thin font again: a dot further right; from 36 px on, where that leaves the
    strokes of a dragon apart, a dot further down as well."""
    return ((0, 0), (1, 0)) if px < 36 else ((0, 0), (1, 0), (0, 1), (1, 1))


def fit(text: str, type_: Type, smallest: int, room: int) -> tuple[str, Type]:
    """Make one line fit: smaller down to the smallest size, then cut at a grapheme."""
    type_ = shrunk(text, type_, smallest, room)
    return cut(text, type_, room), type_


def shrunk(text: str, type_: Type, smallest: int, room: int) -> Type:
    wide = width(text, type_)
    while wide > room and type_.px > smallest:
        # Sizes go down by whole dots, and at once to about where the line fits.
        type_ = type_.at(max(smallest, min(type_.px - 1, type_.px * room // wide)))
        wide = width(text, type_)
    return type_


def cut(text: str, type_: Type, room: int) -> str:
    """Cut a line to the room, with an ellipsis for what is missing."""
    if width(text, type_) <= room:
        return text
    parts = graphemes(text)
    fits, too_many = 0, len(parts)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if width(begun("".join(parts[:middle])), type_) <= room:
            fits = middle
        else:
            too_many = middle
    return begun("".join(parts[:fits]))


def begun(text: str) -> str:
    """The beginning of a text, marked as that; a bracket or point left open at its end goes."""
    return text.rstrip(" ·" + "".join(NO_END)) + ELLIPSIS


# A fair's name is broken once, not for each badge.
@lru_cache(maxsize=128)
def wrap(
    text: str, type_: Type, smallest: int, room: int, at_most: int
) -> tuple[tuple[str, ...], Type]:
    """Break into lines of about equal width; if they are too many, smaller; then cut the last
    one."""
    lines = filled(text, type_, room)
    while len(lines) > at_most and type_.px > smallest:
        type_ = type_.at(max(smallest, type_.px - max(1, type_.px // 16)))
        lines = filled(text, type_, room)
    if len(lines) > at_most:
        rest = cut("".join(lines[at_most - 1 :]), type_, room)
        lines = [*lines[: at_most - 1], rest]
    else:
        lines = balanced(text, lines, type_, room)
    return tuple(line.strip() for line in lines), type_


def balanced(text: str, lines: list[str], type_: Type, room: int) -> list[str]:
    """Fill the same number of lines as evenly as their breaks allow."""
    narrow, wide = room // 2, room
    while len(lines) > 1 and wide - narrow > type_.px // 4:
        middle = (narrow + wide) // 2
        tried = filled(text, type_, middle)
        if len(tried) <= len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def filled(text: str, type_: Type, room: int) -> list[str]:
    """Fill line after line; together they are the text, spaces at their ends included."""
    lines = [""]
    for word in words(text):
        if lines[-1] and width((lines[-1] + word).rstrip(), type_) > room:
            lines.append("")
        lines[-1] += word
        while width(lines[-1].rstrip(), type_) > room and len(graphemes(lines[-1])) > 1:
            head = broken(lines[-1], type_, room)
            lines[-1:] = [head, lines[-1][len(head) :]]
    return lines


def broken(word: str, type_: Type, room: int) -> str:
    """As much of a word as fits into a line, at least one grapheme."""
    parts = graphemes(word)
    count = 1
    while width("".join(parts[: count + 1]), type_) <= room:
        count += 1
    return "".join(parts[:count])


def words(text: str) -> Iterator[str]:
    """Pieces between which a line may break: after spaces, and between Han, Yi and kana
    characters."""
    piece = ""
    parts = graphemes(text)
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        piece += part
        breaks = part.isspace() or (is_wide(part) or (following and is_wide(following)))
        held = part in NO_END or following in NO_START or following.isspace()
        if breaks and not held:
            yield piece
            piece = ""
    if piece:
        yield piece


def is_wide(grapheme: str) -> bool:
    """Whether a line may break beside the character: CJK and its punctuation, Yi, the planes of
    rare Han."""
    c = grapheme[0]
    return "\u2e80" <= c <= "\ua4cf" or "\uff00" <= c <= "\uffef" or c >= "\U00020000"
