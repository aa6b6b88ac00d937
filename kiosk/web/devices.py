"""Devices and browsers: letting one in by a link that is shown once, putting one out, cards."""

from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, request

from fair.clock import from_ms, to_ms
from kiosk.actions import add_device
from kiosk.actions.issue_cards import IssuedCard, NoSuchBooth, booths_of, issue_cards
from kiosk.actions.open_session import LASTS_MS, close_session
from kiosk.cards import booth_card
from kiosk.labels import BadAddress, check_address
from kiosk.settings import Kiosk
from kiosk.store import addresses, devices
from kiosk.web import door
from kiosk.web.mistake import Mistake, lead_to
from pages.gate import allow
from pages.links import link_address
from pages.locale import AS_WRITTEN
from pages.sign_in import session_of
from printers import Card, write_cards


def add_devices(setup: Blueprint, kiosk: Kiosk) -> None:
    def page(wrong: Mistake | None = None, **typed: str) -> Response:
        db = kiosk.station.reading()
        since = to_ms(kiosk.now()) - LASTS_MS
        response = make_response(
            render_template(
                "setup/devices.html",
                devices=devices.every(db),
                sessions=[
                    (each, from_ms(each.opened_ms)) for each in devices.sessions(db, since_ms=since)
                ],
                own=session_of(request, kiosk.station.fair.fair),
                entrances=[(each, each) for each in door.setup_of(kiosk).entrances],
                booths=[(each, each) for each in booths_of(db)],
                wrong=wrong,
                typed=typed,
            )
        )
        response.status_code = 422 if wrong else 200
        return response

    @setup.get("/devices", endpoint="devices")
    @allow("organizer")
    def show() -> Response:
        return page()

    @setup.post("/devices")
    @allow("organizer")
    def let_in() -> Response | str:
        """Add a device and show its secret: this once, since only its hash is kept."""
        name, role = door.text("name"), door.text("role")
        entrance, booth = door.text("entrance"), door.text("booth")
        at_door = role in ("self_service", "entrance")
        try:
            token = add_device.add_device(
                kiosk.station,
                name=name,
                role=role,
                entrance=(entrance or None) if at_door else None,
                booth=booth or None,
                actor=door.who().id,
            )
        except add_device.NotAdded as why:
            mistake = Mistake(why.field, why.message, why.values)
            return page(mistake, name=name, role=role, entrance=entrance, booth=booth)
        address = addresses.of_paper(kiosk.station.reading())
        return render_template(
            "setup/device.html",
            name=name,
            address=address,
            link=link_address(address, token),
            code=token,
        )

    @setup.post("/devices/revoke")
    @allow("organizer")
    def revoke() -> Response:
        add_device.revoke_device(kiosk.station, name=door.text("name"))
        return lead_to("devices", "revoked")

    @setup.post("/devices/put-out")
    @allow("organizer")
    def put_out() -> Response:
        close_session(kiosk.station, door.text("session"))
        return lead_to("devices", "put_out")

    @setup.post("/devices/cards")
    @allow("organizer")
    def cards() -> Response:
        """Issue new cards, for all booths or for the one whose card was lost, as a PDF."""
        booth = door.text("card_booth")
        address = addresses.of_paper(kiosk.station.reading())
        try:
            check_address(address)
            issued = issue_cards(kiosk.station, actor=door.who().id, only=booth or None)
        except BadAddress as bad:
            return page(Mistake("", bad.msgid, bad.values))
        except NoSuchBooth:
            return page(Mistake("card_booth", add_device.NO_BOOTH, {"booth": booth}))
        out = BytesIO()
        write_cards(out, (on_paper(kiosk, each, address) for each in issued))
        response = Response(out.getvalue(), mimetype="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="cards.pdf"'
        return response


def on_paper(kiosk: Kiosk, card: IssuedCard, address: str) -> Card:
    """Write a card in the fair's first language, whoever prints it."""
    texts = kiosk.texts.get(door.setup_of(kiosk).languages[0], AS_WRITTEN).texts
    return booth_card(
        booth=card.booth,
        employer=card.employer,
        secret=card.secret,
        address=address,
        say=lambda sentence: texts.get(sentence) or sentence,
    )
