"""What the desk does with one person's badge and slip."""

from io import BytesIO

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as Redirect

from fair.consent import LEVELS
from kiosk.actions import (
    answer_print,
    check_in,
    give_secret,
    print_slip,
    release_data,
    undo_check_in,
    withdraw_badge,
)
from kiosk.settings import Kiosk
from kiosk.store import seekers
from kiosk.web import door
from kiosk.web.desk_form import back, code_of
from kiosk.web.paper import paper_say
from pages.gate import allow
from printers.slip import write_slip

LONGEST = 300


def add_person_badge(desk: Blueprint, kiosk: Kiosk, *staff: str) -> None:
    @desk.post("/person/<person>/check-in")
    @allow(*staff)
    def checks_in(person: str) -> Redirect:
        code = code_of(kiosk, person)
        call = door.ask("/check-ins", code)
        answer = check_in.check_in(kiosk.station, call, where="desk", actor=g.who.id)
        return back(person, answer)

    @desk.post("/person/<person>/undo")
    @allow(*staff)
    def undo(person: str) -> Redirect:
        try:
            answer = undo_check_in.undo_check_in(
                kiosk.station,
                door.ask(f"/undo/{request.form['check_in'][:64]}"),
                check_in=request.form["check_in"][:64],
                reason=request.form["reason"][:LONGEST],
                actor=g.who.id,
            )
        except undo_check_in.NoSuchCheckIn:
            abort(404)
        return back(person, answer)

    @desk.post("/person/<person>/replace")
    @allow(*staff)
    def replace(person: str) -> Redirect:
        answer = withdraw_badge.withdraw_badge(
            kiosk.station,
            door.ask("/badges/withdraw", code_of(kiosk, person)),
            reason="lost",
            reissue=True,
            actor=g.who.id,
        )
        return back(person, answer)

    @desk.post("/person/<person>/print")
    @allow(*staff)
    def reprint(person: str) -> Redirect:
        """Print the badge, or another copy with its number on it, on the printer that is named."""
        printer = request.form.get("printer", "")[:LONGEST]
        name = str(seekers.whole(kiosk.station.reading(), person).get("name", ""))
        answer_print.reprint(
            kiosk.station,
            door.ask("/prints", code_of(kiosk, person)),
            place="desk",
            printer=printer,
            name=name if "name_on_badge" in request.form else None,
        )
        return back(person, done="printing")

    @desk.post("/person/<person>/release")
    @allow(*staff)
    def release(person: str) -> Redirect:
        level = next((each for each in LEVELS if each == request.form["level"]), None)
        if level is None:
            abort(400)
        call = door.ask("/releases", code_of(kiosk, person))
        answer = release_data.release_data(
            kiosk.station, call, booth=None, level=level, actor=g.who.id
        )
        return back(person, answer)

    @desk.post("/person/<person>/slip")
    @allow(*staff)
    def slip(person: str) -> Response | Redirect:
        """A slip in large type with the seeker's own secret: on a printer, else as a PDF."""
        printer = request.form.get("printer", "")[:LONGEST]
        code = code_of(kiosk, person)
        if printer:
            print_slip.queue_slip(
                kiosk.station, door.ask("/slips", code), person, place="desk", printer=printer
            )
            return back(person, done="printing")
        try:
            made = print_slip.slip_of(
                kiosk.station, person, actor=g.who.id, say=paper_say(kiosk), now=kiosk.now()
            )
        except give_secret.NoSuchPerson:
            abort(404)
        out = BytesIO()
        write_slip(out, made)
        response = Response(out.getvalue(), mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{made.number}.pdf"'
        response.headers["Cache-Control"] = "no-store"
        return response
