"""Posters on A4: how to join the Wi-Fi, how to open the page; each with one QR and three words."""

from flask import Blueprint, render_template, request

from kiosk.settings import Kiosk
from kiosk.store import addresses
from kiosk.web import door
from pages.gate import allow

LONGEST_WIFI = 32  # bytes of a network's name, IEEE 802.11-2020, 9.4.2.2
LONGEST_PASSWORD = 63  # characters of a passphrase, IEEE 802.11-2020, J.4


def add_poster(setup: Blueprint, kiosk: Kiosk) -> None:
    def page(wifi: str = "", password: str = "") -> str:
        return render_template(
            "setup/poster.html",
            address=addresses.of_paper(kiosk.station.reading()),
            wifi=wifi,
            password=password,
            join=joining(wifi, password) if wifi else "",
        )

    @setup.get("/poster", endpoint="poster")
    @allow("organizer")
    def show() -> str:
        return page()

    @setup.post("/poster")
    @allow("organizer")
    def with_wifi() -> str:
        """Add the Wi-Fi's poster; its password is on the paper and kept nowhere."""
        return page(door.text("wifi", LONGEST_WIFI), request.form["password"][:LONGEST_PASSWORD])


def joining(wifi: str, password: str) -> str:
    """Write a network as phones' cameras read it (WPA3 specification 3.0, 7.1)."""
    marked = str.maketrans({sign: f"\\{sign}" for sign in '\\;,":'})
    if not password:
        return f"WIFI:S:{wifi.translate(marked)};;"
    return f"WIFI:T:WPA;S:{wifi.translate(marked)};P:{password.translate(marked)};;"
