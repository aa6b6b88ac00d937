"""Commands that end on paper: the booths' cards and badges printed ahead."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fair.badge import number_of
from kiosk.actions.issue_cards import IssuedCard, issue_cards
from kiosk.actions.print_ahead import print_ahead
from kiosk.cards import booth_card
from kiosk.labels import badge_label, check_address
from kiosk.settings import shipped
from kiosk.store import addresses, fairs
from kiosk.store.station import Station
from pages.locale import AS_WRITTEN, read_texts
from printers import Label, Size, write_cards, write_sheets
from sheets.writing import whole_file

Events = Iterator[dict[str, Any]]


def cards(station: Station, out: Path, *, actor: str) -> Events:
    """Issue all cards anew. Raises labels.BadAddress (nothing issued) and OSError."""
    address = addresses.of_paper(station.reading())
    check_address(address)
    with whole_file(out) as file:
        issued = issue_cards(station, actor=actor)
        say = in_language(station)

        def made(card: IssuedCard) -> Any:
            return booth_card(
                booth=card.booth,
                employer=card.employer,
                secret=card.secret,
                address=address,
                say=say,
            )

        write_cards(file, map(made, issued))
    yield {"result": {"cards": len(issued)}}


def badges(station: Station, out: Path, *, count: int, actor: str) -> Events:
    """Give out the next numbers and write their badges.

    Raises labels.BadAddress and badges.SeriesFull (nothing given out), and OSError.
    """
    address = addresses.of_paper(station.reading())
    check_address(address)
    setup = fairs.setup(station.reading())
    name = setup.text(setup.name, setup.languages[0]) if setup else ""

    def made(code: str) -> Label:
        return badge_label(
            Size.SHEET_A4X8, number=number_of(code), code=code, address=address, fair_name=name
        )

    with whole_file(out) as file:
        codes = print_ahead(station, count, actor=actor)
        write_sheets(file, map(made, codes))
    told = {"first": number_of(codes[0]), "last": number_of(codes[-1]), "count": len(codes)}
    yield {"result": told}


def in_language(station: Station) -> Callable[[str], str]:
    """Give what translates paper: into the fair's first language, whoever prints it."""
    setup = fairs.setup(station.reading())
    language = setup.languages[0] if setup else ""
    texts = read_texts(shipped("translations")).get(language, AS_WRITTEN).texts
    return lambda sentence: texts.get(sentence) or sentence
