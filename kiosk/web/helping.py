"""Who helps at the door: a few words, looking for somebody, a badge from the sheet, notes on
paper, taking back."""

from datetime import date, datetime, time

from flask import Blueprint, Response, make_response, render_template, request

from fair import badge, desk
from fair.check_in import Unknown
from fair.names import is_too_long
from fair.seeker import Told as ToldOfSelf
from fair.seeker import describe
from fair.setup import Setup
from kiosk.actions import answer_print
from kiosk.actions.bind_badge import bind_badge
from kiosk.actions.check_in import check_in
from kiosk.actions.register_seeker import Person, register_seeker
from kiosk.actions.undo_check_in import NoSuchCheckIn, undo_check_in
from kiosk.labels import left_off
from kiosk.settings import Kiosk
from kiosk.store import badges, check_ins, connect, finding, printers
from kiosk.web import door
from kiosk.web.called import DOOR, STAFF, counted, slow_down
from pages.gate import allow
from pages.htmx import page_or_piece
from pages.locale import _, mark

LONGEST_CODE = 300
MOST_PASSED = 8
# Why a check-in is taken back, as it is kept in the log and shown on the buttons.
REASONS = {
    "wrong_badge": mark("It was another person's badge"),
    "not_coming": mark("The person isn't coming in"),
    "trial": mark("It was only a trial"),
}


def add_helping(entrance: Blueprint, kiosk: Kiosk) -> None:
    @entrance.route("/words", methods=["GET", "POST"])
    @allow(*STAFF)
    def words() -> Response:
        """Register somebody with a few words (domain.md, section 3, tier 1)."""
        if request.method == "GET":
            code = request.args.get("code", "")[:LONGEST_CODE]
            return page("words", code=code, days=door.setup_of(kiosk).retention_days)
        name, phone = door.text("name"), door.text("phone", 40)
        code = door.text("code", LONGEST_CODE)
        if is_too_long(name):
            wrong = _("This name has more than 100 characters. Shorten it.")
            days = door.setup_of(kiosk).retention_days
            return page(
                "words", 422, code=code, name=name, phone=phone, wrong_name=wrong, days=days
            )
        today = kiosk.now().astimezone(door.setup_of(kiosk).zone).date()
        wish = tuple(each[:100] for each in request.form.getlist("wish"))
        said = describe(ToldOfSelf(name=name, phone=phone, wish=wish), today=today)
        slow_down(kiosk, door.who(), code)
        answer = register_seeker(
            kiosk.station,
            door.ask("/seekers", code),
            Person(
                said.fields, tuple(said.warnings), name_on_badge="name_on_badge" in request.form
            ),
            check_in=not is_in(kiosk, code),
            where=door.where(),
            actor=door.who().id,
        )
        counted(kiosk, door.who(), answer)
        if isinstance(answer.verdict, desk.Registered):
            bare = "name_on_badge" in request.form and left_off(name)
            return door.lead_to("given", code=answer.verdict.code, bare=bare or None)
        return door.lead_to("ready")

    @entrance.route("/find", methods=["GET", "POST"])
    @allow(*DOOR)
    def find() -> Response:
        """Look for somebody. Posted, so that no name stands in an address or a log."""
        question = door.text("q", 100) if request.method == "POST" else ""
        digits = request.form.get("digits", "").strip()[:4]
        asked = f"{question} {digits}".strip() if not door.is_staff() else question
        hits = look_for(kiosk, asked) if asked else None
        return page_or_piece("entrance", "found", q=question, digits=digits, hits=hits)

    @entrance.route("/bind/<holder>", methods=["GET", "POST"])
    @allow(*STAFF)
    def bind(holder: str) -> Response:
        """Hand a badge of the sheet over to somebody who has a number already."""
        kept = badges.by_code(kiosk.station.reading(), holder)
        if kept is None or kept.seeker is None:
            door.not_found()
        if request.method == "GET":
            return page("bind", holder=holder, number=badge.number_of(holder))
        code = door.text("code", LONGEST_CODE)
        slow_down(kiosk, door.who(), code)
        ask = door.ask("/badges/bind", code)
        answer = bind_badge(kiosk.station, ask, badge_number=holder, actor=door.who().id)
        counted(kiosk, door.who(), answer)
        if isinstance(answer.verdict, desk.Taken | Unknown):
            return door.lead_to("bind", holder=holder)
        return door.lead_to("ready")

    @entrance.route("/later", methods=["GET", "POST"])
    @allow(*STAFF)
    def later() -> Response:
        """Type in what was noted on paper, with its time."""
        setup = door.setup_of(kiosk)
        here = kiosk.now().astimezone(setup.zone)
        if request.method == "GET":
            at = noted(request.args.get("day", ""), request.args.get("time", ""), setup) or here
            return page("later", day=at.date(), time=at.strftime("%H:%M"), today=here.date())
        code = door.text("code", LONGEST_CODE)
        day, clock = door.text("day", 10), door.text("time", 8)
        written = noted(day, clock, setup)
        if written is None or written > here:
            wrong = (
                _("This time can't be read.")
                if written is None
                else _("This time is still to come.")
            )
            return page(
                "later", 422, code=code, day=day, time=clock, today=here.date(), wrong_time=wrong
            )
        slow_down(kiosk, door.who(), code)
        ask = door.ask("/check-ins", code)
        answer = check_in(kiosk.station, ask, where=door.where(), actor=door.who().id, at=written)
        counted(kiosk, door.who(), answer)
        return door.lead_to("later", day=day, time=clock)

    @entrance.get("/last")
    @allow(*STAFF)
    def last() -> Response:
        db = kiosk.station.reading()
        passed = check_ins.latest(db, door.where(), MOST_PASSED)
        prints = bool(printers.serving(db, door.where()))
        zone = door.setup_of(kiosk).zone
        return page("last", passed=passed, prints=prints, now=kiosk.now(), zone=zone)

    @entrance.post("/reprint")
    @allow(*STAFF)
    def reprint() -> Response:
        """Print another copy of a badge at this entrance, with the copy's number on it."""
        ask = door.ask("/prints", door.text("code", LONGEST_CODE))
        answer_print.reprint(kiosk.station, ask, place=door.where())
        return door.lead_to("last")

    @entrance.route("/undo/<op>", methods=["GET", "POST"])
    @allow(*STAFF)
    def undo(op: str) -> Response:
        """Ask why, then take a check-in back."""
        found = check_ins.by_op(kiosk.station.reading(), op)
        if found is None:
            door.not_found()
        if request.method == "GET":
            return page("undo", op=op, number=badge.number_of(found[0]), reasons=REASONS)
        reason = door.text("reason")
        ask = door.ask(f"/check-ins/{op}/undo")
        said = REASONS.get(reason, reason)
        try:
            undo_check_in(kiosk.station, ask, check_in=op, reason=said, actor=door.who().id)
        except NoSuchCheckIn:
            door.not_found()
        return door.lead_to("last")

    def page(name: str, status: int = 200, /, **known: object) -> Response:
        response = make_response(
            render_template(f"entrance/{name}.html", told=door.said(kiosk), **known)
        )
        response.status_code = status
        return response


def is_in(kiosk: Kiosk, typed: str) -> bool:
    """Say whether this badge has passed already: naming its bearer is no second check-in."""
    match badge.read(typed, kiosk.station.fair.fair_key):
        case badge.Code(text=code):
            return check_ins.first_of(kiosk.station.reading(), code, None) is not None
        case _:
            return False


def look_for(kiosk: Kiosk, question: str) -> list[finding.Hit]:
    """Find as far as the role may: before a self-service page one finds only oneself."""
    db = kiosk.station.reading()
    youngest = door.setup_of(kiosk).youngest_birth.isoformat()
    with connect.snapshot(db):
        found = finding.find if door.is_staff() else finding.exact
        return found(db, question, youngest=youngest)


def noted(day: str, clock: str, setup: Setup) -> datetime | None:
    """Read a day and a clock as the fair's own; None where they can't be read."""
    try:
        return datetime.combine(
            date.fromisoformat(day), time.fromisoformat(clock).replace(tzinfo=None), setup.zone
        )
    except ValueError:
        return None
