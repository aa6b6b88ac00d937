"""What every page knows: the fair's name, where this device stands, whether it is set up."""

from collections.abc import Callable

from flask import Flask, Response, g, make_response, render_template, request

from kiosk.settings import Kiosk
from kiosk.store import fairs, people
from pages.htmx import wants_piece
from pages.locale import language, mark
from pages.refusal import Refusal, answer

# What answers before the fair is set up; the device API has its own tokens.
OPEN_BEFORE = ("/organizer/first-start", "/static/", "/healthz", "/api/", "/enter")


def install_bar(app: Flask, kiosk: Kiosk) -> None:
    """Give each template `fair_name`, `place`, and `by_pin()`: whether a PIN let them in."""

    def by_pin() -> bool:
        who = g.get("who")
        return who is not None and any(
            who.id == each.id for each in people.staff(kiosk.station.reading())
        )

    @app.context_processor
    def bar() -> dict[str, object]:
        setup = fairs.setup(kiosk.station.reading())
        who = g.get("who")
        place = (who.entrance or who.booth or "") if who is not None else ""
        name = setup.text(setup.name, language()) if setup else ""
        return {"fair_name": name, "place": place, "by_pin": by_pin}


def install_first_start(app: Flask, kiosk: Kiosk) -> None:
    """Refuse every page until an organizer has a PIN, and lead to the page that sets one."""
    started = has_organizer(kiosk)

    @app.before_request
    def refuse() -> Response | None:
        if request.path.startswith(OPEN_BEFORE) or started():
            return None
        if wants_piece(request):
            return answer(Refusal(403, "first_start", NOT_SET_UP))
        response = make_response(render_template("entering/first_start.html"))
        response.status_code = 403
        return response


def has_organizer(kiosk: Kiosk) -> Callable[[], bool]:
    """Ask the store until there is one; after that a page costs nothing for it."""
    known: list[bool] = []

    def ask() -> bool:
        if not known and any(s.role == "organizer" for s in people.staff(kiosk.station.reading())):
            known.append(True)
        return bool(known)

    return ask


NOT_SET_UP = mark("This fair isn't set up yet. Choose the organizer's PIN first.")
