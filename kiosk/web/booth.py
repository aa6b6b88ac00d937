"""The booth: one big page on an employer's phone (domain.md, section 6)."""

import io
from collections.abc import Mapping

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from fair import badge
from fair.badge import number_of
from fair.lead import outcome
from kiosk.actions.change_lead import NoSuchVisit, NotTheirJob, change_lead
from kiosk.actions.edit_offer import NoSuchOffer, close_job
from kiosk.actions.open_session import close_session
from kiosk.actions.record_visit import record_visit
from kiosk.settings import Kiosk
from kiosk.store import answers, employers
from kiosk.web import door, table
from kiosk.web.answers import zone
from kiosk.web.booth_calls import VERSION, booth_of
from kiosk.web.called import LONGEST_CODE, counted, slow_down
from kiosk.web.choice import ask_for
from kiosk.web.fields import Wrong
from kiosk.web.outcomes import OUTCOMES, REPLIES, shown, told_of
from kiosk.web.photo import Unreadable, texts_in
from kiosk.web.told import Told
from kiosk.web.visit_sheet import export
from pages.gate import allow
from pages.headers import permit_camera
from pages.htmx import page_or_piece, unchanged, wants_piece
from pages.locale import _
from pages.refusal import into_response
from pages.sign_in import session_of
from sheets.writing import MEDIA_TYPES, stream_table

LONGEST = {"note": 2000, "interview": 200, "job": 64}


def make_booth(kiosk: Kiosk) -> Blueprint:
    booth = Blueprint("booth", __name__, url_prefix="/booth")

    def view(card: table.SeekerCard | None = None, **more: object) -> dict[str, object]:
        """Give what the page and its pieces read."""
        db, here = kiosk.station.reading(), booth_of(g.who)
        day = table.day_of(db, here, request.args.get("show", ""))
        key = session_of(request, kiosk.station.fair.fair)
        phones = table.phones_at(db, here, mine=key, now=kiosk.now())
        jobs = employers.jobs(db, here.employer) if here.employer else []
        return {
            "booth": here.booth,
            "employer": employers.by_id(db, here.employer),
            "card": card,
            "day": day,
            "phones": phones,
            "jobs": jobs,
            "version": table.version(day, phones, jobs),
            "new_id": kiosk.station.chance.new_id,
            "now": kiosk.now(),
            "zone": zone(kiosk),
            "wechat": "MicroMessenger" in request.headers.get("User-Agent", ""),
            "outcomes": OUTCOMES,
            "replies": REPLIES,
            "shown": shown,
            "number_of": number_of,
            **more,
        }

    def page(card: table.SeekerCard | None = None, **more: object) -> Response:
        permit_camera()
        return into_response(render_template("booth/visits.html", **view(card, **more)))

    def card_of(visit: str) -> table.SeekerCard | None:
        db = kiosk.station.reading()
        named = answers.named(db, g.who.place, visit, "visit") or visit
        return table.card_of(db, booth_of(g.who), named, now=kiosk.now())

    def scanned(code: str) -> Response:
        """Record one scan and show whom it was."""
        slow_down(kiosk, g.who, code)
        ask = door.ask("/visits", code)
        said = record_visit(kiosk.station, ask, booth_of(g.who), actor=g.who.id)
        counted(kiosk, g.who, said)
        visit = getattr(said.verdict, "visit", None)
        return page(card_of(visit) if visit else None, told=told_of(said))

    @booth.get("/")
    @allow("booth")
    def visits() -> Response:
        """Show the page. `code` is a badge whose QR was opened: it is offered, not recorded."""
        visit = request.args.get("visit")
        offered = badge.read(request.args.get("code", ""), kiosk.station.fair.fair_key)
        return page(
            card_of(visit) if visit else None,
            offered=offered if isinstance(offered, badge.Code) else None,
        )

    @booth.post("/visits")
    @allow("booth")
    def scan() -> Response:
        return scanned(door.text("code", LONGEST_CODE))

    @booth.post("/photo")
    @allow("booth")
    def photo() -> Response:
        """Read a badge from a photo, where the phone's own script can't."""
        try:
            found = texts_in(request.files["photo"].stream)
        except Unreadable:
            found = []
        if not found:
            again = _("Try again, or type the number.")
            seen = _("No badge can be seen in this photo")
            return page(told=Told("unknown", "no", seen, next=again, whole=False))
        return scanned(found[0])

    @booth.get("/visits/<visit>")
    @allow("booth")
    def card(visit: str) -> Response:
        if (found := card_of(visit)) is None:
            abort(404)
        return (
            page_or_piece("booth", "card", **view(found)) if wants_piece(request) else page(found)
        )

    @booth.post("/visits/<visit>/outcome")
    @allow("booth")
    def change(visit: str) -> Response:
        fields, note = fields_of(request.form)
        seen = request.form.get("seen")
        if seen is not None and VERSION.match(seen) is None:
            abort(400)
        chosen = (*fields.values(), note or "")
        ask = ask_for(f"/visits/{visit}/outcome", *chosen)
        said = change_lead(
            kiosk.station,
            ask,
            booth_of(g.who),
            visit=visit,
            fields=fields,
            note=note,
            seen=seen,
            actor=g.who.id,
        )
        return page(card_of(visit), told=told_of(said))

    @booth.get("/today")
    @allow("booth")
    def today() -> Response:
        known = view()
        if not wants_piece(request):
            return page()
        return unchanged(str(known["version"])) or page_or_piece("booth", "today", **known)

    @booth.get("/visits.xlsx")
    @allow("booth")
    def visits_xlsx() -> Response:
        columns, rows = export(
            kiosk.station.reading(), booth_of(g.who), zone(kiosk), now=kiosk.now()
        )
        out = io.BytesIO()
        stream_table(columns, rows, out, "xlsx")
        name = f"booth-{g.who.booth}.xlsx".encode("ascii", "ignore").decode()
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(out.getvalue(), mimetype=MEDIA_TYPES["xlsx"], headers=headers)

    @booth.post("/jobs/<job>/filled")
    @allow("booth")
    def filled(job: str) -> Response:
        employer = g.who.employer or ""
        close_job(
            kiosk.station,
            job,
            filled=request.form["filled"] == "yes",
            employer=employer,
            actor=g.who.id,
        )
        return into_response(redirect("/booth/#jobs", 303))

    @booth.post("/phones/out")
    @allow("booth")
    def put_out() -> Response:
        key = session_of(request, kiosk.station.fair.fair)
        db = kiosk.station.reading()
        for phone in table.phones_at(db, booth_of(g.who), mine=key, now=kiosk.now()):
            if phone.id == request.form["phone"]:
                close_session(kiosk.station, phone.key)
        return into_response(redirect("/booth/#phones", 303))

    booth.register_error_handler(Wrong, door.refuse)
    booth.register_error_handler(answers.OtherQuestion, door.other_question)

    @booth.errorhandler(NoSuchVisit)
    @booth.errorhandler(NotTheirJob)
    @booth.errorhandler(NoSuchOffer)
    def not_theirs(_error: Exception) -> Response:
        return door.refuse(Wrong(404, "not_found", door.GONE))

    return booth


def fields_of(form: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """Read the lead's fields and the note; what is empty isn't said. 400 for what can't be."""
    said = {name: door.text(name, most) for name, most in LONGEST.items() if form.get(name)}
    note = said.pop("note", "") or None
    fields = {name: value for name, value in said.items() if value}
    if word := form.get("outcome"):
        known = outcome(word)
        if known is None:
            abort(400)
        fields["outcome"] = known
    return fields, note
