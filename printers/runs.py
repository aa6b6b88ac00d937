"""From a text that somebody typed to runs that one font each can draw, in the order in which they
stand on paper."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from printers.fonts import FACES, Face, covers

# They join or pick forms of their neighbours and need no glyph of their own: grapheme joiner, ZWNJ,
# ZWJ, variation selectors.
SELECTORS = frozenset(
    map(chr, (0x034F, 0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
# Mongolian vowel separator, of category Cf as well, is a letter's neighbour and not a control.
KEPT_FORMATS = SELECTORS | {"\u180e"}
BREAKS = {ord(c): " " for c in "\t\n\v\f\r\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Run:
    face: Face
    text: str


def clean(text: str) -> str:
    """Leave out what is not writing: control characters, lone surrogates, bidi overrides and other
    invisible formats. White space becomes one space, so that what stood on two lines stays two
    words."""
    spaced = " ".join(unicodedata.normalize("NFC", text.translate(BREAKS)).split())
    return "".join(
        c for c in spaced if c in KEPT_FORMATS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    ).strip()


def graphemes(text: str) -> list[str]:
    """Split into what a reader takes for one character: a letter with the marks that stand on or
    under it.

    A simplification of UAX 29 that holds for the scripts in FACES.
    """
    found: list[str] = []
    for c in text:
        clings = unicodedata.category(c) in ("Mn", "Mc", "Me") or c in KEPT_FORMATS
        joined = bool(found) and found[-1].endswith("\u200d")
        if found and (clings or joined):
            found[-1] += c
        else:
            found.append(c)
    return found


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[Run, ...] | None:
    """Give each grapheme to the first font that has it; None when some has none: never a box on a
    badge.

    Spaces and points stay with the font before them, at the beginning with the one after them:
    Chinese quotation marks are not Latin ones. In a text that begins with a right-to-left letter
    the runs are returned from the left to the right of the paper, groups of left-to-right runs in
    their own order.
    """
    pieces: list[tuple[Face, str]] = []
    parts = graphemes(text)
    letter = next((part for part in parts if not is_neutral(part)), None)
    nearest = None if letter is None else face_for(letter, None)
    for grapheme in parts:
        face = face_for(grapheme, pieces[-1][0] if pieces else nearest)
        if face is None:
            return None
        pieces.append((face, grapheme))
    found = [
        Run(face, "".join(g for _, g in group))
        for face, group in groupby(pieces, key=lambda piece: piece[0])
    ]
    return tuple(from_the_left(found))


def face_for(grapheme: str, before: Face | None) -> Face | None:
    needed = "".join(c for c in grapheme if c not in SELECTORS)
    if is_neutral(grapheme) and before is not None and covers(before, needed):
        return before
    return next((face for face in FACES if covers(face, needed)), None)


def is_neutral(grapheme: str) -> bool:
    """Spaces, punctuation and signs, which any script may use."""
    return unicodedata.category(grapheme[0])[0] in "ZPS"


def from_the_left(found: list[Run]) -> Iterator[Run]:
    if not found or not found[0].face.right_to_left:
        yield from found
        return
    directions = [
        list(group) for _, group in groupby(found, key=lambda run: run.face.right_to_left)
    ]
    for same in reversed(directions):
        yield from same


def drawable(text: str) -> bool:
    """Say whether every character can be drawn; the empty text can."""
    return runs(clean(text)) is not None
