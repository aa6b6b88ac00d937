"""Set a printer up: add it, mend how it prints, fill it, let another stand in, take it away."""

from kiosk.actions.open_printer import NotAPrinter, open_printer
from kiosk.store import fairs, print_jobs, printers
from kiosk.store.station import Station
from pages.locale import mark

LONGEST_NAME = 60
DESK = "desk"
UNCONFIRMED = ("usb", "serial", "file")  # the driver taking every byte is all that they say


class NotAdded(Exception):
    """Why a printer can't be set up like this: a msgid with values, and the field it is about."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.field = field
        self.message = message
        self.values = values


class NoSuchPrinter(Exception):
    """This node has no printer of this name."""


def add_printer(
    station: Station, *, name: str, uri: str, language: str, size: str, dpi: int, entrance: str
) -> None:
    """Add a printer, which prints what waits for its place from now on. Raises NotAdded."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise NotAdded("name", BAD_NAME, most=LONGEST_NAME)
    try:
        open_printer(uri=uri, language=language, size=size, dpi=dpi)
    except NotAPrinter as why:
        raise NotAdded(why.field, KEPT_NOTHING, why=str(why)) from None
    with station.transaction() as db:
        setup = fairs.setup(db)
        known = (*(setup.entrances if setup else ()), DESK, "")
        if entrance not in known:
            listed = ", ".join(known[:-1])
            raise NotAdded("entrance", NO_ENTRANCE, entrance=entrance, known=listed)
        if printers.by_name(db, name) is not None:
            raise NotAdded("name", TAKEN, name=name)
        printers.add(
            db,
            name=name,
            uri=uri,
            language=language,
            size=size,
            dpi=dpi,
            entrance=entrance,
            confirms=False if uri.partition(":")[0] in UNCONFIRMED else None,
            at=station.chance.now(),
        )
        station.call_printers()


def remove_printer(station: Station, name: str) -> None:
    """Take a printer away; what waited for it goes to whoever serves its place. Raises
    NoSuchPrinter."""
    with station.transaction() as db:
        named(station, name)
        print_jobs.untie(db, name)
        printers.remove(db, name)
        station.call_printers()


def load_labels(station: Station, name: str, labels: int | None) -> None:
    """Keep how many labels a person has loaded. Raises NoSuchPrinter."""
    with station.transaction() as db:
        named(station, name)
        printers.load(db, name, labels)


def mend_printer(
    station: Station, name: str, *, size: str, right_mm: float, down_mm: float
) -> None:
    """Keep which paper is in and how far pictures are moved. Raises NoSuchPrinter, NotAdded."""
    with station.transaction() as db:
        row = named(station, name)
        try:
            open_printer(uri=row.uri, language=row.language, size=size, dpi=row.dpi)
        except NotAPrinter as why:
            raise NotAdded(why.field, KEPT_NOTHING, why=str(why)) from None
        printers.mend(db, name, size=size, right_mm=right_mm, down_mm=down_mm)
        station.call_printers()


def let_stand_in(station: Station, name: str, stand_in: str) -> None:
    """Let another printer print what is meant for this one, until '' takes it back.

    A person says so, since paper comes out elsewhere then. Raises NoSuchPrinter.
    """
    with station.transaction() as db:
        named(station, name)
        if stand_in:
            other = named(station, stand_in)
            if stand_in == name or other.stand_in:
                raise NoSuchPrinter
        printers.let_stand_in(db, name, stand_in)
        station.call_printers()


def named(station: Station, name: str) -> printers.Printer:
    row = printers.by_name(station.db, name)
    if row is None:
        raise NoSuchPrinter
    return row


BAD_NAME = mark("A printer's name has 1 to %(most)d characters; nothing was kept.")
TAKEN = mark("There is a printer named %(name)s already; nothing was kept. Choose another name.")
NO_ENTRANCE = mark(
    "The fair has no entrance %(entrance)s; nothing was kept. Use one of: %(known)s."
)
KEPT_NOTHING = mark("%(why)s Nothing was kept.")
