"""Printers' languages by the names that people choose them by."""

from collections.abc import Callable, Mapping

from printers.dots import Resolution
from printers.languages.pdf import Pdf
from printers.languages.png import Png
from printers.layout import Size
from printers.printer import Language


class UnknownLanguage(Exception):
    """No printer's language has this name."""


LANGUAGES: Mapping[str, Callable[[Size, Resolution], Language]] = {
    "png": lambda _size, resolution: Png(resolution),
    "pdf": Pdf,
}


def language_of(name: str, size: Size, resolution: Resolution) -> Language:
    """The language of one printer with one kind of paper.

    Raises UnknownLanguage, and UnknownLayout with the allowed papers where it can't print this one.
    """
    try:
        made = LANGUAGES[name]
    except KeyError:
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(f"There is no printer language {name}. Use one of {known}.") from None
    return made(size, resolution)
