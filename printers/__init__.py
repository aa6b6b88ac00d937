"""From a label in millimetres to paper: label → dots → a printer's language → a transport.

Stands alone: `from printers import Label, Png, Resolution, Size, draw`. It opens fonts at the first
drawing.
"""

from printers.card import Card, draw_card, write_cards
from printers.dots import Dots, Resolution
from printers.fonts import shaping_works
from printers.label import Label, draw, undrawable
from printers.languages import LANGUAGES, UnknownLanguage, language_of
from printers.languages.pdf import Pdf
from printers.languages.png import Png
from printers.layout import Size, UnknownLayout
from printers.printer import (
    Delivery,
    Found,
    Language,
    Line,
    Printer,
    PrinterError,
    Transport,
    ask_status,
)
from printers.qr import ALPHANUMERIC, HELD_BY_2M, HELD_BY_3M, TooMuchForQr
from printers.runs import drawable
from printers.sheet import write_sheets
from printers.status import Condition, Status
from printers.transports.address import BadAddress, transport_of

__all__ = [
    "ALPHANUMERIC",
    "HELD_BY_2M",
    "HELD_BY_3M",
    "LANGUAGES",
    "BadAddress",
    "Card",
    "Condition",
    "Delivery",
    "Dots",
    "Found",
    "Label",
    "Language",
    "Line",
    "Pdf",
    "Png",
    "Printer",
    "PrinterError",
    "Resolution",
    "Size",
    "Status",
    "TooMuchForQr",
    "Transport",
    "UnknownLanguage",
    "UnknownLayout",
    "ask_status",
    "draw",
    "draw_card",
    "drawable",
    "language_of",
    "shaping_works",
    "transport_of",
    "undrawable",
    "write_cards",
    "write_sheets",
]
