"""Printers' languages by the names that people choose them by, and which paper each can print."""

from collections.abc import Callable, Mapping
from itertools import product

from printers.dots import Resolution
from printers.languages.brother import Brother
from printers.languages.escpos import EscPos
from printers.languages.pdf import Pdf
from printers.languages.png import Png
from printers.languages.pwg import Pwg
from printers.languages.tspl import Tspl
from printers.languages.zpl import Zpl
from printers.layout import LAYOUTS, Size, UnknownLayout
from printers.printer import Language

Paper = tuple[Size, int]  # a size, and the dpi


class UnknownLanguage(Exception):
    """No printer's language has this name."""


LANGUAGES: Mapping[str, Callable[[Size, Resolution], Language]] = {
    "png": lambda _size, resolution: Png(resolution),
    "pdf": Pdf,
    "zpl": Zpl,
    "escpos": EscPos,
    "tspl": Tspl,
    "brother": Brother,
    "pwg": Pwg,
}

ROLLS = (Size.LABEL_50X30, Size.LABEL_62X29, Size.LABEL_80X50, Size.ROLL_80)
EVERY = frozenset(LAYOUTS)
# Label printers' heads are 104 mm wide, receipt printers' 72 mm; QL printers take Brother's own
# media only.
ON_LABELS: frozenset[Paper] = frozenset(product(ROLLS, (203, 300)))
ON_RECEIPTS = frozenset(paper for paper in ON_LABELS if paper[0] is not Size.LABEL_80X50)
PAPERS: Mapping[str, frozenset[Paper]] = {
    "png": EVERY,
    "pdf": EVERY,
    "zpl": ON_LABELS,
    "escpos": ON_RECEIPTS,
    "tspl": ON_LABELS,
    "brother": frozenset({(Size.LABEL_62X29, 300)}),
    "pwg": EVERY,
}


def language_of(
    name: str, size: Size, resolution: Resolution, *, slow_line: bool = False
) -> Language:
    """The language of one printer with one kind of paper. `slow_line`: a serial one, for which ZPL
    is packed.

    Raises UnknownLanguage, and UnknownLayout, with the papers that it takes, for another one.
    """
    if name not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(f"There is no printer language {name}. Use one of {known}.")
    if (size, resolution.dpi) not in PAPERS[name]:
        raise UnknownLayout(
            f"{name} printers don't take {size} at {resolution.dpi} dpi. Use {papers_of(name)}."
        )
    if name == "zpl":
        return Zpl(size, resolution, packed=slow_line)
    return LANGUAGES[name](size, resolution)


def papers_of(name: str) -> str:
    """The papers of a language as words: 50x30, 62x29 or roll80 at 203 or 300 dpi."""
    sizes = [size for size in Size if any(paper[0] is size for paper in PAPERS[name])]
    resolutions = sorted({dpi for _, dpi in PAPERS[name]})
    return f"{listed(sizes)} at {listed(resolutions)} dpi"


def listed(some: list[Size] | list[int]) -> str:
    *most, last = map(str, some)
    return f"{', '.join(most)} or {last}" if most else last
