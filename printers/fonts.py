"""The fonts that come with the product, the same on every machine; the system's are never looked
at.

Opened by path, so that the machine maps the file and reads only the pages it needs
(docs/decisions/0003-fonts.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features

from printers.coverage import has_glyph

HERE = Path(__file__).parent / "typefaces"


class Weight(StrEnum):
    """Named instances of the variable fonts. Their first one is Thin: single dots, lost on thermal
    paper."""

    MEDIUM = "Medium"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True)
class Face:
    """One font. `shaped`: it needs raqm to join and place its letters. `tall`: its letters leave
    the usual line. `thin`: its strokes are a single dot, lost on thermal paper, and are made
    thicker when drawn."""

    name: str
    file: Callable[[], Path]
    index: int = 0
    variable: bool = False
    shaped: bool = False
    tall: bool = False
    thin: bool = False
    right_to_left: bool = False


def shipped(name: str) -> Callable[[], Path]:
    return lambda: HERE / name


@lru_cache(maxsize=1)
def cjk_file() -> Path:
    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The package manimgx-fonts-cjk, with the Chinese font, is missing.")
    return Path(spec.origin).with_name("NotoSansCJK-VF.otf.ttc")


# In the order of falling back. Number 2 in the collection is Simplified Chinese: the forms that
# people here write.
FACES = (
    Face("Noto Sans", shipped("NotoSans-Variable.ttf"), variable=True),
    Face("Noto Sans CJK SC", cjk_file, index=2, variable=True),
    # Extensions B to F, as far as China's standards have them: docs/decisions/0005-rare-han.md.
    Face("Rare Han", shipped("RareHan-Regular.ttf"), thin=True),
    Face(
        "Noto Naskh Arabic",
        shipped("NotoNaskhArabic-Bold.ttf"),
        shaped=True,
        tall=True,
        right_to_left=True,
    ),
    Face("Noto Serif Tibetan", shipped("NotoSerifTibetan-Bold.ttf"), shaped=True, tall=True),
    Face("Noto Sans Yi", shipped("NotoSansYi-Regular.ttf"), thin=True),
    Face(
        "Noto Sans Mongolian",
        shipped("NotoSansMongolian-Regular.ttf"),
        shaped=True,
        tall=True,
        thin=True,
    ),
)


# A label takes at most eight of these, a booth's card fourteen.
@lru_cache(maxsize=24)
def opened(face: Face, weight: Weight, px: int) -> ImageFont.FreeTypeFont:
    """Open a font at a size, at most once while it is in use."""
    font = ImageFont.truetype(face.file(), px, index=face.index)
    if face.variable:
        font.set_variation_by_name(weight)
    return font


@lru_cache(maxsize=1)
def shaping_works() -> bool:
    """Draw a known word: joined, a Uyghur word is narrower than its letters one by one."""
    if not (features.check("raqm") and features.check("fribidi")):
        return False
    word = "ئۇيغۇرچە"
    arabic = next(face for face in FACES if face.right_to_left)
    font = opened(arabic, Weight.BOLD, 40)
    return font.getlength(word) < sum(font.getlength(letter) for letter in word)


def covers(face: Face, characters: str) -> bool:
    """Say whether the font has a glyph for each of the characters, and can set them."""
    if not all(has_glyph(face.file(), face.index, character) for character in characters):
        return False
    return not face.shaped or shaping_works()
