"""The dot for the other stations in the bar of every page that somebody signed in to."""

from flask import Blueprint, Response, g, make_response, render_template

from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk
from kiosk.store import fairs
from kiosk.web.picture import dots
from pages.gate import allow
from pages.htmx import unchanged


def make_stations_dot(kiosk: Kiosk, neighbours: Neighbours) -> Blueprint:
    stations = Blueprint("stations", __name__, url_prefix="/stations")

    def now() -> list[tuple[str, bool, str]]:
        setup = fairs.setup(kiosk.station.reading())
        return dots(kiosk, neighbours, setup.zone) if setup is not None else []

    @stations.app_context_processor
    def everywhere() -> dict[str, object]:
        signed_in = g.get("who") is not None and g.who.role != "seeker"
        return {"stations": now() if signed_in else []}

    @stations.get("/dot")
    @allow("self_service", "entrance", "booth", "desk", "organizer")
    def dot() -> Response:
        shown = now()
        version = "".join(sentence for _, _, sentence in shown)
        same = unchanged(version)
        if same is not None:
            return same
        return make_response(render_template("stations/_stations.html", stations=shown))

    return stations
