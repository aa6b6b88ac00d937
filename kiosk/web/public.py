"""What everybody may open: the first page, the openings, and what a badge's code leads to."""

import hashlib

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for

from fair import badge
from fair.setup import Setup
from fair.trades import ANY, COMMON
from kiosk.settings import Kiosk
from kiosk.store import badges, fairs, offers
from kiosk.web.entering import HOMES
from pages.gate import everybody
from pages.htmx import page_or_piece, unchanged
from pages.refusal import into_response

LONGEST_WORDS = 60
TRADES = tuple(trade for trade in COMMON.trades if trade.code != ANY)


def make_public(kiosk: Kiosk) -> Blueprint:
    public = Blueprint("public", __name__)

    def fair_now() -> dict[str, object]:
        setup: Setup | None = fairs.setup(kiosk.station.reading())
        return {"setup": setup, "zone": setup.zone if setup else None}

    @public.get("/")
    @everybody
    def first() -> str:
        """Say what this is and lead on."""
        home = HOMES.get(g.who.role) if g.who is not None else None
        return render_template("public/first.html", home=home, demo=kiosk.demo, **fair_now())

    @public.get("/jobs/")
    @everybody
    def jobs() -> Response:
        """Show booths and their openings; with `?screen=1` on a big screen, kept up to date."""
        words = request.args.get("q", "").strip()[:LONGEST_WORDS]
        chosen = [each.code for each in TRADES if each.code in request.args.getlist("trade")]
        every = offers.tables(kiosk.station.reading())
        tables = offers.matching(every, chosen, words)
        version = hashlib.sha256(repr(tables).encode()).hexdigest()[:16]
        return unchanged(version) or page_or_piece(
            "public",
            "jobs",
            tables=tables,
            offered={code for each in every for offer in each.offers for code in offer.trades},
            openings=sum(offer.openings or 0 for each in tables for offer in each.offers),
            reserved=sum(offer.reserved for each in tables for offer in each.offers),
            trades=TRADES,
            chosen=chosen,
            q=words,
            screen=request.full_path if request.args.get("screen") else "",
            version=version,
        )

    @public.get("/B/<code>", endpoint="badge")
    @public.get("/b/<code>", endpoint="badge_in_small_letters")
    @everybody
    def of_badge(code: str) -> Response:
        """Show a badge's number; lead a signed-in booth to its page. Opening changes nothing."""
        found = badge.read(code, kiosk.station.fair.fair_key)
        if not isinstance(found, badge.Code):
            response = make_response(render_template("public/badge.html", number=None, code=None))
            response.status_code = 404
            return response
        if g.who is not None and g.who.role == "booth":
            return into_response(redirect(f"/booth/?code={found.text}", 303))
        kept = badges.by_code(kiosk.station.reading(), found.text)
        door = g.who is not None and g.who.role in ("entrance", "self_service", "desk", "organizer")
        return make_response(
            render_template(
                "public/badge.html",
                number=badge.number_of(found.text),
                code=found.text,
                replaced=kept is not None and kept.withdrawn,
                at_door=url_for("entrance.ready", code=found.text) if door else None,
            )
        )

    return public
