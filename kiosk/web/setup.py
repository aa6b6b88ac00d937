"""Setting up: first start, the fair's setup, people, devices, lists, offers, the poster."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from fair.authority import may_say
from fair.facts import FairChanged
from kiosk.actions.change_fair import change_fair
from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk
from kiosk.store import addresses, devices, fairs, peers, people, status
from kiosk.web import door, fair_form, sticks
from kiosk.web.devices import add_devices
from kiosk.web.fields import Wrong
from kiosk.web.first_start import add_first_start
from kiosk.web.imports import add_imports
from kiosk.web.mistake import BadForm, Mistake, lead_to, said_at
from kiosk.web.offers import add_offers
from kiosk.web.poster import add_poster
from kiosk.web.printers import add_printers
from kiosk.web.qr_picture import qr_picture
from kiosk.web.staff import add_staff_pages
from kiosk.web.stations import add_stations
from pages.gate import allow
from pages.locale import _, mark


def make_setup(kiosk: Kiosk, neighbours: Neighbours) -> Blueprint:
    setup = Blueprint("setup", __name__, url_prefix="/organizer")
    setup.register_error_handler(Wrong, door.refuse)

    @setup.context_processor
    def everywhere() -> dict[str, object]:
        """Give each page what was done last (`?done=`), a fresh `scan_id`, and QR codes."""
        done = DONE.get(request.args.get("done", ""), "")
        new_id = kiosk.station.chance.new_id
        fair = fairs.setup(kiosk.station.reading())
        return {
            "done": _(done) if done else "",
            "new_id": new_id,
            "qr": qr_picture,
            "said_at": said_at,
            "kinds": [(kind, _(words)) for kind, words in fair_form.KINDS.items()],
            "tongues": list(fair_form.LANGUAGES.items()),
            "frozen": frozen(),
            "now": kiosk.now(),
            "zone": fair.zone if fair else None,
        }

    def frozen() -> str:
        """Say why the setup can't be changed here; '' where it can, or isn't on this page."""
        who, db = kiosk.station.who, kiosk.station.reading()
        if who is None or not request.path.startswith(WRITTEN_THERE):
            return ""
        if may_say(peers.own_role(db, who), FairChanged.KIND):
            return ""
        names = [each.name for each in peers.every(db, who.node) if each.role == "organizer"]
        return _(FROZEN, names=", ".join(names) or _("the organizer's machine"))

    add_first_start(setup, kiosk, neighbours)
    add_stations(setup, kiosk, neighbours)
    sticks.add_sticks(setup, kiosk, kiosk.sticks)
    add_staff_pages(setup, kiosk)
    add_devices(setup, kiosk)
    add_imports(setup, kiosk)
    add_offers(setup, kiosk)
    add_poster(setup, kiosk)
    add_printers(setup, kiosk)

    @setup.get("/next")
    @allow("organizer")
    def next_steps() -> str:
        db = kiosk.station.reading()
        return render_template(
            "setup/next.html",
            counts=status.counts(db),
            devices=len(devices.every(db)),
            cards=len(people.cards(db)),
            address=addresses.of_paper(db),
        )

    @setup.get("/setup")
    @allow("organizer")
    def change() -> Response:
        return form(fair_form.shown(door.setup_of(kiosk)))

    @setup.post("/setup")
    @allow("organizer")
    def keep() -> Response:
        typed = {name: door.text(name, fair_form.LONGEST) for name in fair_form.FIELDS}
        try:
            wanted = fair_form.read(typed, door.setup_of(kiosk))
        except BadForm as bad:
            return form(typed, bad.mistake)
        changed = change_fair(kiosk.station, wanted, actor=door.who().id)
        return lead_to("setup", "changed" if changed else "same")

    def form(typed: Mapping[str, str], wrong: Mistake | None = None) -> Response:
        known: dict[str, Any] = {"typed": typed, "folded": fair_form.FOLDED, "wrong": wrong}
        own = addresses.of_paper(kiosk.station.reading())
        response = make_response(render_template("setup/setup.html", **known, address=own))
        response.status_code = 422 if wrong else 200
        return response

    return setup


# Pages whose facts only the organizer's node may write (fair/authority.py).
WRITTEN_THERE = tuple(f"/organizer/{page}" for page in ("setup", "staff", "import", "offers"))
FROZEN = mark(
    "This machine is a station: here you see a copy. It is changed at %(names)s, and comes over "
    "with the next exchange."
)
# What a page says after a form was sent.
DONE: Mapping[str, str] = {
    **sticks.DONE,
    "changed": mark("The setup is changed. Every page shows it from now on."),
    "same": mark("Nothing was different, so nothing was changed."),
    "added": mark("Added."),
    "new_pin": mark("The new PIN counts. Browsers that were signed in with the old one are out."),
    "gone": mark("This person's PIN opens nothing any more."),
    "revoked": mark("The device is out. Its link and code open nothing any more."),
    "put_out": mark("That browser is out."),
    "exchanged": mark("Exchanged. Both machines know the same now."),
    "alone": mark("People are shown from now on."),
    "node_revoked": mark(
        "Revoked. It gets nothing any more; the others hear of it at their next exchange."
    ),
    "released": mark("It is public now. Your reason is kept."),
    "kept": mark("Kept."),
    "waits": mark("Kept. It waits for you and isn't shown yet."),
    "printer_added": mark("Added. Print a test label now."),
    "printer_gone": mark("The printer is taken away."),
    "whole": mark("The printer is ready. Badges come out of it from now on."),
    "cancelled": mark("Taken back; it won't be printed."),
    "filled": mark("The job is marked as filled and no longer shown."),
    "open": mark("The job is open again."),
}
