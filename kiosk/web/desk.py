"""The desk: find a person, see what is known by need, settle what the entrance can't in seconds."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from fair import badge
from fair.groups import COMMON as GROUPS
from fair.seeker import describe
from fair.verdict import word
from kiosk.actions import register_seeker
from kiosk.settings import Kiosk
from kiosk.store import badges, connect, finding
from kiosk.web import door
from kiosk.web.desk_form import back, said_in_form, sure_words, today, youngest, zone
from kiosk.web.needs import read_to_do
from kiosk.web.paper_visits import add_paper_visits
from kiosk.web.person_badge import add_person_badge
from kiosk.web.person_page import add_person_page
from kiosk.web.person_record import add_person_record
from kiosk.web.printing import add_printing
from kiosk.web.settling import add_settling
from pages.gate import allow

STAFF = ("desk", "organizer")
LONGEST = 300


def make_desk(kiosk: Kiosk) -> Blueprint:
    desk = Blueprint("desk", __name__, url_prefix="/desk")

    @desk.route("/", methods=["GET", "POST"])
    @allow(*STAFF)
    def home() -> str | Redirect:
        """One field: a badge opens its person, anything else is searched for.

        Posted, so that no name stands in an address or a log.
        """
        typed = request.values.get("code", "")[:LONGEST].strip()
        db = kiosk.station.reading()
        read = badge.read(typed, kiosk.station.fair.fair_key) if typed else None
        if isinstance(read, badge.Code) and (kept := badges.by_code(db, read.text)):
            return redirect(url_for("desk.person", person=kept.person), 303)
        with connect.snapshot(db):
            hits = finding.find(db, typed, youngest=youngest(kiosk)) if typed else []
            to_do = read_to_do(db, youngest(kiosk)) if not typed else None
        template = "desk/_rows.html" if "HX-Request" in request.headers else "desk/home.html"
        return render_template(
            template, q=typed, hits=hits, to_do=to_do, now=kiosk.now(), zone=zone(kiosk)
        )

    @desk.route("/new", methods=["GET", "POST"])
    @allow(*STAFF)
    def new() -> str | Response | Redirect:
        if request.method == "GET":
            return render_template("desk/new.html", groups=GROUPS.groups, sures=sure_words(),
                                   scan_id=kiosk.station.chance.new_id())  # fmt: skip
        said = said_in_form()
        described = describe(said, today=today(kiosk))
        answer = register_seeker.register_seeker(
            kiosk.station,
            door.ask("/seekers"),
            register_seeker.Person(
                described.fields,
                tuple(described.warnings),
                name_on_badge="name_on_badge" in request.form,
            ),
            check_in="check_in" in request.form,
            where="desk",
            actor=g.who.id,
        )
        seeker = getattr(answer.verdict, "seeker", None)
        if seeker is None:
            return redirect(url_for("desk.home", verdict=word(answer.verdict)), 303)
        return back(seeker, answer)

    add_printing(
        desk,
        kiosk,
        path="/desk",
        home="/desk/",
        roles=STAFF,
        staff=STAFF,
        place=door.printing_place,
    )

    add_person_page(desk, kiosk, *STAFF)
    add_person_badge(desk, kiosk, *STAFF)
    add_person_record(desk, kiosk, *STAFF)
    add_settling(desk, kiosk, ("seeker",), *STAFF)
    add_paper_visits(desk, kiosk)
    return desk
