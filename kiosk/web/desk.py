"""The desk: find a person, see what is known by need, settle what the entrance can't in seconds."""

import sqlite3
from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from fair import badge, names
from fair.badge import number_of
from fair.clock import to_ms
from fair.consent import LEVELS
from fair.groups import COMMON as GROUPS
from fair.groups import label_of
from fair.seeker import SEXES, SURE, Told, describe
from fair.verdict import Answer, word
from kiosk.actions import (
    admit_held,
    answer_print,
    check_in,
    describe_seeker,
    erase_seeker,
    give_secret,
    merge_seekers,
    print_slip,
    register_seeker,
    release_data,
    undo_check_in,
    withdraw_badge,
)
from kiosk.actions.draw_paper import prints_slips
from kiosk.labels import left_off
from kiosk.printer_wording import PRINT_WORDS
from kiosk.settings import Kiosk
from kiosk.store import (
    badges,
    check_ins,
    connect,
    devices,
    employers,
    fairs,
    finding,
    meetings,
    people,
    print_jobs,
    printers,
    seekers,
)
from kiosk.store.answers import Ask
from kiosk.web import door
from kiosk.web.needs import read_to_do
from kiosk.web.outcomes import OUTCOMES
from kiosk.web.paper import paper_say
from kiosk.web.paper_visits import add_paper_visits
from kiosk.web.printing import add_printing
from kiosk.web.settling import add_settling
from pages.gate import allow
from pages.locale import _, mark
from printers.slip import write_slip

STAFF = ("desk", "organizer")
LONGEST = 300


def make_desk(kiosk: Kiosk) -> Blueprint:
    desk = Blueprint("desk", __name__, url_prefix="/desk")

    def ask(path: str, code: str = "") -> Ask:
        return Ask(g.who.place, request.form["scan_id"][:64], path, code)

    def youngest() -> str:
        setup = fairs.setup(kiosk.station.reading())
        return setup.youngest_birth.isoformat() if setup else ""

    def code_of(person: str) -> str:
        current = badges.current(kiosk.station.reading(), person)
        if current is None:
            abort(404)
        return current[0]

    def back(person: str, answer: Answer | None = None, done: str = "") -> Redirect:
        verdict = word(answer.verdict) if answer else None
        page = url_for("desk.person", person=person, done=done or None, verdict=verdict)
        return redirect(page, 303)

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
            hits = finding.find(db, typed, youngest=youngest()) if typed else []
            to_do = read_to_do(db, youngest()) if not typed else None
        template = "desk/_rows.html" if "HX-Request" in request.headers else "desk/home.html"
        return render_template(
            template, q=typed, hits=hits, to_do=to_do, now=kiosk.now(), zone=zone()
        )

    def zone() -> Any:
        setup = fairs.setup(kiosk.station.reading())
        return setup.zone if setup else None

    @desk.get("/person/<person>")
    @allow(*STAFF)
    def person(person: str) -> str:
        return render_template("desk/person.html", **whole(person))

    def whole(person: str, *, show: bool = False) -> dict[str, Any]:
        db = kiosk.station.reading()
        leader = seekers.leader(db, person)
        fields = seekers.whole(db, leader)
        current = badges.current(db, leader)
        kept = badges.by_code(db, leader)
        if not fields and current is None and kept is None:
            abort(404)
        code = current[0] if current else (leader if kept else "")
        mine = seekers.by_id(db, leader)
        alike = register_seeker.possible_duplicates(db, leader) if mine else ()
        first = check_ins.first_of(db, code, leader) if code else None
        done = DONE.get(request.args.get("done", ""))
        return {
            "person": leader,
            "fields": fields,
            "code": code,
            "number": current[1] if current else (number_of(code) if code else ""),
            "printers": [each.name for each in printers.every(db)],
            "printer_choices": printer_choices(db),
            "slip_choices": [
                (each.name, each.name) for each in printers.every(db) if prints_slips(each)
            ],
            "job": print_jobs.latest_of(db, code),
            "print_words": {state: _(words) for state, words in PRINT_WORDS.items()},
            "first": first,
            "met": meetings.of_person(db, leader),
            "employers": {each.id: each.name for each in employers.every(db)},
            "outcomes": {each: _(said[0]) for each, said in OUTCOMES.items()},
            "levels": [(level, _(LEVEL_WORDS[level])) for level in LEVELS],
            "level": people.level_for(db, leader, ""),
            "alike": alike,
            "left_off": left_off,
            "underage": str(fields.get("birth_date", "")) > youngest(),
            "merged": len(seekers.same_as(db, leader)) > 1,
            "show": show,
            "masked": names.masked_identity(str(fields.get("id_number", ""))),
            "groups": [
                (label_of(each), sure) for each, sure in (fields.get("groups") or {}).items()
            ],
            "verdict": request.args.get("verdict", ""),
            "done": _(done) if done else "",
            "new_id": kiosk.station.chance.new_id,
            "now": kiosk.now(),
            "zone": zone(),
        }

    @desk.post("/person/<person>/show")
    @allow(*STAFF)
    def show(person: str) -> str:
        """Show the sensitive fields, and note who looked at whose (domain.md, section 12)."""
        with kiosk.station.transaction() as db:
            devices.note_access(
                db, at_ms=to_ms(kiosk.now()), actor=g.who.id, what="sensitive", about=person
            )
        return render_template("desk/person.html", **whole(person, show=True))

    @desk.post("/person/<person>/check-in")
    @allow(*STAFF)
    def checks_in(person: str) -> Redirect:
        code = code_of(person)
        call = ask("/check-ins", code)
        answer = check_in.check_in(kiosk.station, call, where="desk", actor=g.who.id)
        return back(person, answer)

    @desk.post("/person/<person>/undo")
    @allow(*STAFF)
    def undo(person: str) -> Redirect:
        try:
            answer = undo_check_in.undo_check_in(
                kiosk.station,
                ask(f"/undo/{request.form['check_in'][:64]}"),
                check_in=request.form["check_in"][:64],
                reason=request.form["reason"][:LONGEST],
                actor=g.who.id,
            )
        except undo_check_in.NoSuchCheckIn:
            abort(404)
        return back(person, answer)

    @desk.post("/person/<person>/replace")
    @allow(*STAFF)
    def replace(person: str) -> Redirect:
        answer = withdraw_badge.withdraw_badge(
            kiosk.station,
            ask("/badges/withdraw", code_of(person)),
            reason="lost",
            reissue=True,
            actor=g.who.id,
        )
        return back(person, answer)

    @desk.post("/person/<person>/print")
    @allow(*STAFF)
    def reprint(person: str) -> Redirect:
        """Print the badge, or another copy with its number on it, on the printer that is named."""
        printer = request.form.get("printer", "")[:LONGEST]
        name = str(seekers.whole(kiosk.station.reading(), person).get("name", ""))
        answer_print.reprint(
            kiosk.station,
            ask("/prints", code_of(person)),
            place="desk",
            printer=printer,
            name=name if "name_on_badge" in request.form else None,
        )
        return back(person, done="printing")

    @desk.post("/person/<person>/release")
    @allow(*STAFF)
    def release(person: str) -> Redirect:
        level = next((each for each in LEVELS if each == request.form["level"]), None)
        if level is None:
            abort(400)
        call = ask("/releases", code_of(person))
        answer = release_data.release_data(
            kiosk.station, call, booth=None, level=level, actor=g.who.id
        )
        return back(person, answer)

    @desk.post("/person/<person>/same")
    @allow(*STAFF)
    def same(person: str) -> Redirect:
        """Take two as one person, or remember that they aren't."""
        other = badge.read(request.form["number"][:20], b"")
        if not isinstance(other, badge.Number):
            abort(400)
        db = kiosk.station.reading()
        codes = badges.codes_of_number(db, other.series, other.number)
        found = badges.by_code(db, codes[0]) if codes else None
        if found is None:
            abort(404)
        if request.form["same"] == "yes":
            try:
                merge_seekers.merge_seekers(kiosk.station, person, found.person, actor=g.who.id)
            except merge_seekers.NotMerged:
                abort(404)
            leader = seekers.leader(kiosk.station.reading(), person)
            return back(leader, done="merged")
        merge_seekers.tell_apart(kiosk.station, person, found.person, actor=g.who.id)
        return back(person, done="apart")

    @desk.post("/person/<person>/part")
    @allow(*STAFF)
    def part(person: str) -> Redirect:
        try:
            merge_seekers.part_seekers(kiosk.station, person, actor=g.who.id)
        except merge_seekers.NotMerged:
            abort(404)
        return back(person, done="parted")

    @desk.post("/person/<person>/change")
    @allow(*STAFF)
    def change(person: str) -> Redirect:
        described = describe(said_in_form(), today=today())
        call = ask("/change", code_of(person))
        answer = describe_seeker.describe_seeker(
            kiosk.station, call, described.fields, actor=g.who.id
        )
        return back(person, answer)

    @desk.post("/person/<person>/admit")
    @allow(*STAFF)
    def admit(person: str) -> Redirect:
        """Correct what held somebody, and give them a badge if nothing holds them any more."""
        described = describe(said_in_form(), today=today())
        try:
            answer = admit_held.admit_held(
                kiosk.station,
                ask("/admit", person),
                person,
                described.fields,
                where="desk",
                actor=g.who.id,
            )
        except admit_held.NoSuchHeld:
            abort(404)
        return back(person, answer)

    @desk.post("/person/<person>/slip")
    @allow(*STAFF)
    def slip(person: str) -> Response | Redirect:
        """A slip in large type with the seeker's own secret: on a printer, else as a PDF."""
        printer = request.form.get("printer", "")[:LONGEST]
        code = code_of(person)
        if printer:
            print_slip.queue_slip(
                kiosk.station, ask("/slips", code), person, place="desk", printer=printer
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

    @desk.post("/person/<person>/erase")
    @allow(*STAFF)
    def erase(person: str) -> Redirect:
        try:
            erase_seeker.erase_seeker(kiosk.station, person, actor=g.who.id)
        except erase_seeker.NoSuchSeeker:
            abort(404)
        return redirect(url_for("desk.home", erased="yes"), 303)

    @desk.route("/new", methods=["GET", "POST"])
    @allow(*STAFF)
    def new() -> str | Response | Redirect:
        if request.method == "GET":
            return render_template("desk/new.html", groups=GROUPS.groups, sures=sure_words(),
                                   scan_id=kiosk.station.chance.new_id())  # fmt: skip
        said = said_in_form()
        described = describe(said, today=today())
        answer = register_seeker.register_seeker(
            kiosk.station,
            ask("/seekers"),
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

    def today() -> Any:
        return kiosk.now().astimezone(zone()).date()

    add_settling(desk, kiosk, ("seeker",), *STAFF)
    add_paper_visits(desk, kiosk)
    return desk


def printer_choices(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Give the printers that a paper of the desk may come out of, its own ones first."""
    own = printers.serving(db, "desk")
    names = [*own, *(each.name for each in printers.every(db) if each.name not in own)]
    return [(name, name) for name in names]


def said_in_form() -> Told:
    """Read the desk's form; what isn't there wasn't said. A field that can't be read is a 400."""
    form = request.form
    born = form.get("birth_date", "").strip()
    try:
        birth_date = None if not born else date.fromisoformat(born)
    except ValueError:
        abort(400)
    name = form.get("name", "")
    if names.is_too_long(name) or form.get("sex", "") not in SEXES:
        abort(400)
    known = {group.code for group in GROUPS.groups}
    return Told(
        name=name,
        sex=SEXES[form.get("sex", "")],
        phone=form.get("phone", "")[:40],
        id_number=form.get("id_number", "")[:40],
        birth_date=birth_date,
        village=form.get("village", "")[:100],
        groups=tuple(each for each in form.getlist("groups") if each in known),
        certificate=form.get("certificate", "")[:60],
        wish=(form["wish"][:100],) if form.get("wish") else (),
        schooling=form.get("schooling", "")[:100],
        note=form.get("note", "")[:1000],
        on_behalf_of=form.get("on_behalf_of", "")[:100],
        sure=form["sure"] if form.get("sure") in SURE else SURE[0],
    )


def sure_words() -> list[tuple[str, str]]:
    words = (_("as they say"), _("certificate seen"), _("verified"))
    return list(zip(SURE, words, strict=True))


LEVEL_WORDS = {
    "number_only": mark("Employers see the number only"),
    "contact": mark("Employers see name and phone"),
    "profile": mark("Employers see the whole profile"),
}
DONE = {
    "merged": mark("These two are one person now. It can be taken apart again."),
    "apart": mark("Noted: these are two people."),
    "printing": mark("The paper comes out of the printer in a moment."),
    "parted": mark("Taken apart: these are two people again."),
}
