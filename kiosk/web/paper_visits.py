"""Visits and outcomes that a booth noted on paper, typed in at the desk with their own time."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
)

from fair.lead import Conflict, State
from fair.verdict import read
from fair.visit import Recorded, SeenBefore
from kiosk.actions.change_lead import change_lead
from kiosk.actions.record_visit import Booth, record_visit
from kiosk.settings import Kiosk
from kiosk.store import answers, employers
from kiosk.store.offers import walking_order
from kiosk.web import door
from kiosk.web.called import counted, slow_down
from kiosk.web.helping import noted
from kiosk.web.outcomes import OUTCOMES, told_of
from kiosk.web.told import Told
from pages.gate import allow
from pages.locale import _
from pages.refusal import into_response

STAFF = ("desk", "organizer")
ON_PAPER = (State.MET.value, State.INTENT.value, State.REJECTED.value)
LONGEST_CODE = 300


def add_paper_visits(desk: Blueprint, kiosk: Kiosk) -> None:
    @desk.route("/paper", methods=["GET", "POST"])
    @allow(*STAFF)
    def paper() -> Response:
        setup = door.setup_of(kiosk)
        here = kiosk.now().astimezone(setup.zone)
        tables = {f"{each.booth} {each.employer}": each for each in every_table()}

        def page(status: int = 200, **known: object) -> Response:
            response = make_response(
                render_template(
                    "desk/paper.html",
                    tables=[(key, label(each)) for key, each in tables.items()],
                    outcomes=[(value, _(OUTCOMES[value][0])) for value in ON_PAPER],
                    today=here.date(),
                    new_id=kiosk.station.chance.new_id,
                    **known,
                )
            )
            response.status_code = status
            return response

        if request.method == "GET":
            at = noted(request.args.get("day", ""), request.args.get("time", ""), setup) or here
            return page(
                day=at.date(),
                time=at.strftime("%H:%M"),
                table=request.args.get("table", ""),
                told=said(request.args.get("said", "")),
            )
        typed = {name: door.text(name) for name in ("table", "day", "time", "outcome")}
        code = door.text("code", LONGEST_CODE)
        at_booth = tables.get(typed["table"])
        if at_booth is None or typed["outcome"] not in ON_PAPER:
            abort(400)
        written = noted(typed["day"], typed["time"], setup)
        if written is None or written > here:
            wrong = (
                _("This time can't be read.")
                if written is None
                else _("This time is still to come.")
            )
            return page(422, code=code, wrong_time=wrong, **typed)
        slow_down(kiosk, door.who(), code)
        ask = door.ask(f"/paper/{typed['table']}", code)
        answer = record_visit(kiosk.station, ask, at_booth, actor=g.who.id, at=written)
        counted(kiosk, door.who(), answer)
        if isinstance(answer.verdict, Recorded | SeenBefore) and typed["outcome"] != ON_PAPER[0]:
            change_lead(
                kiosk.station,
                answers.Ask(ask.place, second(ask.scan_id), ask.path, typed["outcome"]),
                at_booth,
                visit=answer.verdict.visit,
                fields={"outcome": typed["outcome"]},
                note=None,
                seen="",  # who writes on paper hasn't seen what a phone said meanwhile
                actor=g.who.id,
                at=written,
            )
        asked = urlencode({each: typed[each] for each in ("table", "day", "time")})
        return into_response(redirect(f"/desk/paper?said={door.scan_id()}&{asked}", 303))

    def every_table() -> list[Booth]:
        booths = employers.booths(kiosk.station.reading())
        found = [Booth(booth, employer) for employer, theirs in booths.items() for booth in theirs]
        return sorted(found, key=lambda each: walking_order(each.booth))

    def label(table: Booth) -> str:
        employer = employers.by_id(kiosk.station.reading(), table.employer)
        return f"{table.booth} {employer.name if employer else ''}"

    def said(scan_id: str) -> Told | None:
        """Say again what came of the form before this page."""
        db, place = kiosk.station.reading(), door.who().place
        kept = answers.by_scan_id(db, place, scan_id) if scan_id else None
        if kept is None:
            return None
        told = told_of(read(kept))
        outcome = answers.by_scan_id(db, place, second(scan_id))
        if outcome is not None and isinstance(read(outcome).verdict, Conflict):
            other = _("The booth's phone said something else. The organizer settles it.")
            return replace(told, look="look", next=other)
        if told.look == "no":
            return replace(told, next=_("Nothing was kept. Look at the paper once more."))
        return told


def second(scan_id: str) -> str:
    """Give the `scan_id` of the outcome that came with a visit."""
    return f"{scan_id[:60]}-out"
