"""Put a printer together from how it is set up: paper, resolution, language, transport."""

from printers import (
    Printer,
    PrinterError,
    Resolution,
    Size,
    UnknownLanguage,
    UnknownLayout,
    language_of,
    transport_of,
)

RESOLUTIONS = (203, 300)


class NotAPrinter(Exception):
    """What is set up can't be a printer: one sentence, and the field that it is about."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


def open_printer(*, uri: str, language: str, size: str, dpi: int) -> Printer:
    """Make the printer; nothing is connected yet. Raises NotAPrinter."""
    if size not in list(Size):
        known = ", ".join(Size)
        raise NotAPrinter("size", f"There is no label size {size}. Use one of {known}.")
    if dpi not in RESOLUTIONS:
        raise NotAPrinter("dpi", f"{dpi} dpi isn't known. Use 203 or 300.")
    resolution = Resolution(dpi)
    try:
        spoken = language_of(language, Size(size), resolution)
    except UnknownLanguage as why:
        raise NotAPrinter("language", str(why)) from None
    except UnknownLayout as why:
        raise NotAPrinter("size", str(why)) from None
    try:
        transport = transport_of(uri)
    except PrinterError as error:
        raise NotAPrinter("uri", error.why) from None
    return Printer(resolution, spoken, transport)
