"""Coming in with name and PIN, and going out again."""

from flask import Blueprint, Request, Response, g, make_response, redirect, render_template, request

from central.settings import Central
from central.store import staff
from pages.gate import Who, everybody
from pages.locale import _
from pages.refusal import into_response, safe_next
from pages.sign_in import PinsBusy, end_session, session_key, session_of, start_session

COOKIE_OF = "central"
TOKEN_BYTES = 24


def who_of(central: Central, asked: Request) -> Who | None:
    """Say who is asking; the regions that they see go with them, in `g.staff`."""
    key = session_of(asked, COOKIE_OF)
    g.staff = None
    if key is None:
        return None
    with central.store.reading() as db:
        found = staff.of_session(db, key, central.now())
    if found is None:
        return None
    g.staff = found
    return Who(found.role, found.name, found.name, "central", None, None, None, "session")


def make_entering(central: Central) -> Blueprint:
    entering = Blueprint("central_entering", __name__)
    limits = central.limits

    def page(status: int = 200, wrong: str = "", name: str = "", wait: float = 0) -> Response:
        target = safe_next(request.values.get("next"))
        body = render_template("central/sign_in.html", next=target, wrong=wrong, name=name)
        response = make_response(body)
        response.status_code = status
        if wait:
            response.headers["Retry-After"] = str(int(wait) + 1)
        return response

    @entering.get("/sign-in")
    @everybody
    def by_pin() -> Response:
        return page()

    @entering.post("/sign-in")
    @everybody
    def try_pin() -> Response:
        name, pin = request.form["name"].strip()[:60], request.form["pin"][:200]
        if wait := limits.wait("pin_of_name", name):
            seconds = int(wait) + 1
            wrong = _("Too many wrong PINs. Wait %(seconds)s seconds.", seconds=seconds)
            return page(429, wrong, name, wait)
        with central.store.reading() as db:
            person = staff.by_name(db, name)
        try:
            matches = central.pins.check(pin, person.pin_hash if person else None)
        except PinsBusy as busy:
            wrong = _("Others are signing in right now. Try again.")
            return page(503, wrong, name, float(busy.retry_after))
        if matches is None or person is None:
            limits.spend("pin_of_name", name)
            wrong = _("This name and PIN don't fit. Try again, or ask who looks after central.")
            return page(403, wrong, name)
        limits.forgive("pin_of_name", name)
        token, now = central.store.chance.secret(TOKEN_BYTES), central.now()
        key = session_key(token)
        central.store.write(lambda db: staff.open_session(db, key, name, now))
        target = safe_next(request.form.get("next")) or "/campaigns/"
        response = into_response(redirect(target, 303))
        start_session(response, request, COOKIE_OF, token)
        return response

    @entering.post("/sign-out")
    @everybody
    def sign_out() -> Response:
        key = session_of(request, COOKIE_OF)
        if key is not None:
            central.store.write(lambda db: staff.close_session(db, key))
        response = into_response(redirect("/sign-in", 303))
        end_session(response, request, COOKIE_OF)
        return response

    return entering
