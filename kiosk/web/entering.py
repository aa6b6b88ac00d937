"""Coming in: secret links, cards that are typed, PINs, and going out again."""

from flask import Blueprint, Response, make_response, redirect, render_template, request

from kiosk.actions.open_session import Holder, close_session, holder_of, open_session, staff_holder
from kiosk.settings import Kiosk
from kiosk.store import people
from kiosk.web.tries import browser_of, forgive, name_browser, wait_for
from pages.gate import everybody
from pages.locale import _
from pages.refusal import into_response, safe_next
from pages.sign_in import PinsBusy, end_session, session_of, start_session

HOMES = {
    "self_service": "/entrance/",
    "entrance": "/entrance/",
    "booth": "/booth/",
    "desk": "/desk/",
    "organizer": "/organizer/",
    "seeker": "/me/",
}
# Whose PIN opens which room; an organizer can do what the desk does.
PIN_ROLES = {"desk": ("desk", "organizer"), "organizer": ("organizer",)}


def make_entering(kiosk: Kiosk) -> Blueprint:
    entering = Blueprint("entering", __name__)

    def let_in(holder: Holder, target: str | None, staff: str = "") -> Response:
        fair = kiosk.station.fair.fair
        before = session_of(request, fair)
        token = open_session(kiosk.station, holder, instead_of=before)
        response = into_response(redirect(target or HOMES[holder.role], 303))
        start_session(response, request, fair, token)
        if staff:
            name_browser(kiosk, request, response, staff)
        return response

    def asked(page: str, /, *, status: int = 200, **known: object) -> Response:
        target = safe_next(request.values.get("next"))
        response = make_response(render_template(f"entering/{page}.html", next=target, **known))
        response.status_code = status
        if request.method == "GET":
            name_browser(kiosk, request, response)
        return response

    @entering.get("/enter", endpoint="enter")
    @entering.get("/<any(entrance,booth):room>/sign-in", endpoint="by_card")
    @everybody
    def by_secret(room: str = "") -> Response:
        return asked("enter", room=room, wrong="")

    @entering.post("/enter", endpoint="try_secret")
    @entering.post("/<any(entrance,booth):room>/sign-in", endpoint="try_card")
    @everybody
    def try_secret(room: str = "") -> Response:
        """Let in whom the secret means. A secret has 120 bits, so guessing needs no limit."""
        holder = holder_of(kiosk.station.reading(), request.form["secret"][:200])
        if holder is None:
            wrong = _("This code opens nothing here. Type it again, or ask the organizer.")
            return asked("enter", status=403, room=room, wrong=wrong)
        return let_in(holder, safe_next(request.form.get("next")))

    @entering.get("/<any(desk,organizer):room>/sign-in")
    @everybody
    def by_pin(room: str) -> Response:
        return asked("pin", room=room, wrong="", staff=staff_of(room))

    @entering.post("/<any(desk,organizer):room>/sign-in")
    @everybody
    def try_pin(room: str) -> Response:
        name, pin = request.form["name"], request.form["pin"][:200]
        person = next((each for each in staff_of(room) if each.name == name), None)
        staff = person.id if person else ""
        browser = browser_of(kiosk, request, staff)

        def again(status: int, wrong: str, wait: float = 0) -> Response:
            response = asked(
                "pin", status=status, room=room, wrong=wrong, staff=staff_of(room), name=name
            )
            if wait:
                response.headers["Retry-After"] = str(int(wait) + 1)
            return response

        if wait := wait_for(kiosk, browser, staff or name[:100]):
            seconds = int(wait) + 1
            return again(
                429, _("Too many wrong PINs. Wait %(seconds)s seconds.", seconds=seconds), wait
            )
        try:
            matches = kiosk.pins.check(pin, person.pin_hash if person else None)
        except PinsBusy as busy:
            return again(
                503, _("Others are signing in right now. Try again."), float(busy.retry_after)
            )
        if matches is None or person is None:
            return again(403, _("This name and PIN don't fit. Try again, or ask the organizer."))
        forgive(kiosk, browser, staff)
        return let_in(staff_holder(person), safe_next(request.form.get("next")), staff)

    def staff_of(room: str) -> list[people.Staff]:
        every = people.staff(kiosk.station.reading())
        return [each for each in every if each.role in PIN_ROLES[room]]

    @entering.post("/sign-out")
    @everybody
    def sign_out() -> Response:
        fair = kiosk.station.fair.fair
        if (key := session_of(request, fair)) is not None:
            close_session(kiosk.station, key)
        response = into_response(redirect(safe_next(request.form.get("next")) or "/", 303))
        end_session(response, request, fair)
        return response

    return entering
