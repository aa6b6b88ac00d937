"""What a booth's card says, as a card for `printers`: how to sign in, and what not to do."""

from collections.abc import Callable
from urllib.parse import urlsplit

from pages.links import cleaned, link_address
from pages.locale import mark
from printers import Card

# Each in a line or two of the card. Wi-Fi first: a phone whose mobile data is on looks for the
# fair's address out there (browser.md, section 7); WeChat asks its own servers first (section 8).
STEPS = (
    mark("Join the fair's Wi-Fi and switch mobile data off."),
    mark("Point the phone's camera at this code. Not WeChat."),
    mark("Scan the badge of everybody you talk to."),
)
TYPING = mark("Or open %(address)s and type:")
NOTE = mark("Keep this card: it opens your booth's list. Is it lost? Ask the organizer.")
SERVICE = mark("Service booth")


def booth_card(
    *, booth: str, employer: str, secret: str, address: str, say: Callable[[str], str]
) -> Card:
    """Write one card in the language of `say`, which translates a whole sentence.

    `address` is the node's, such as `http://192.168.1.20:8080`; `employer` '' is a service booth.
    """
    where = f"{address}/booth/"
    shown = where if urlsplit(address).scheme == "https" else where.removeprefix("http://")
    return Card(
        number=booth,
        employer=employer or say(SERVICE),
        link=link_address(address, secret),
        code=cleaned(secret),
        steps=tuple(say(step) for step in STEPS),
        typing=say(TYPING) % {"address": shown},
        note=say(NOTE),
    )
