"""The people who sign in with a PIN: adding one, a new PIN, letting one go."""

from flask import Blueprint, Response, make_response, render_template, request

from kiosk.actions.add_staff import NotAdded, add_staff, remove_staff, reset_pin
from kiosk.settings import Kiosk
from kiosk.store import people
from kiosk.web import door
from kiosk.web.mistake import Mistake, lead_to
from pages.gate import allow
from pages.locale import mark
from pages.sign_in import PinsBusy


def add_staff_pages(setup: Blueprint, kiosk: Kiosk) -> None:
    def page(wrong: Mistake | None = None, about: str = "", **typed: str) -> Response:
        """Show the list; `about` is the person whose form has the mistake, '' for the new one."""
        every = people.staff(kiosk.station.reading())
        last = [each.id for each in every if each.role == "organizer"]
        response = make_response(
            render_template(
                "setup/staff.html",
                staff=every,
                only=last[0] if len(last) == 1 else "",
                wrong=wrong,
                about=about,
                typed=typed,
            )
        )
        response.status_code = 422 if wrong else 200
        return response

    def again(why: NotAdded | PinsBusy, about: str = "", **typed: str) -> Response:
        if isinstance(why, NotAdded):
            return page(Mistake(why.field, why.message, why.values), about, **typed)
        return page(Mistake("pin", BUSY), about, **typed)

    @setup.get("/staff")
    @allow("organizer")
    def staff() -> Response:
        return page()

    @setup.post("/staff")
    @allow("organizer")
    def add_person() -> Response:
        name, role, pin = door.text("name"), door.text("role"), request.form["pin"]
        if pin != request.form["pin_again"]:
            return page(Mistake("pin_again", PINS_DIFFER), name=name, role=role)
        try:
            add_staff(
                kiosk.station,
                name=name,
                role=role,
                pin=pin,
                pins=kiosk.pins,
                actor=door.who().id,
            )
        except (NotAdded, PinsBusy) as why:
            return again(why, name=name, role=role)
        return lead_to("staff", "added")

    @setup.post("/staff/<person>/pin")
    @allow("organizer")
    def new_pin(person: str) -> Response:
        pin, about = request.form["pin"], known(person)
        if pin != request.form["pin_again"]:
            return page(Mistake("pin_again", PINS_DIFFER), about.id)
        try:
            reset_pin(
                kiosk.station,
                name=about.name,
                pin=pin,
                pins=kiosk.pins,
                actor=door.who().id,
            )
        except (NotAdded, PinsBusy) as why:
            return again(why, about.id)
        return lead_to("staff", "new_pin")

    @setup.post("/staff/<person>/remove")
    @allow("organizer")
    def let_go(person: str) -> Response:
        try:
            remove_staff(kiosk.station, staff=known(person).id, actor=door.who().id)
        except NotAdded as why:
            return again(why, person)
        return lead_to("staff", "gone")

    def known(person: str) -> people.Staff:
        every = people.staff(kiosk.station.reading())
        return next((each for each in every if each.id == person), None) or door.not_found()


PINS_DIFFER = mark("The two PINs differ. Type the same one twice.")
BUSY = mark("The machine is busy. Try again.")
