"""The door: scan a badge, get a badge, say what work one looks for (pages.md, "The door")."""

from flask import Blueprint, Response, render_template, request, url_for

from fair import badge
from fair.check_in import Admitted
from fair.desk import Registered
from fair.seeker import Told as ToldOfSelf
from fair.seeker import describe
from fair.trades import COMMON
from kiosk.actions.check_in import check_in
from kiosk.actions.describe_seeker import describe_seeker
from kiosk.actions.register_seeker import Person, register_seeker
from kiosk.settings import Kiosk
from kiosk.store import answers, badges, check_ins, print_jobs, printers, seekers
from kiosk.web import door
from kiosk.web.called import DOOR, STAFF, counted, slow_down
from kiosk.web.calls import SERIES_FULL
from kiosk.web.fields import Wrong
from kiosk.web.helping import add_helping
from kiosk.web.paper import add_paper
from kiosk.web.printing import add_printing
from kiosk.web.told import booths_for, hours
from pages.gate import allow
from pages.headers import permit_camera
from pages.htmx import page_or_piece, wants_piece

LONGEST_CODE = 300  # a badge's URL


def make_entrance(kiosk: Kiosk) -> Blueprint:
    entrance = Blueprint("entrance", __name__, url_prefix="/entrance")
    entrance.register_error_handler(Wrong, door.refuse)
    entrance.register_error_handler(answers.OtherQuestion, door.other_question)
    entrance.register_error_handler(badges.SeriesFull, lambda _: door.refuse(FULL))

    @entrance.context_processor
    def everywhere() -> dict[str, object]:
        """Give each page a fresh `scan_id`, who stands there, and where an idle page returns to."""
        start = url_for("entrance.ready", lang=door.setup_of(kiosk).languages[0])
        new_id = kiosk.station.chance.new_id
        return {"new_id": new_id, "staff": door.is_staff(), "start": start, "trades": COMMON.trades}

    @entrance.get("/")
    @allow(*DOOR)
    def ready() -> Response:
        permit_camera()
        return page_or_piece(
            "entrance",
            "scan",
            told=door.said(kiosk),
            code=request.args.get("code", "")[:LONGEST_CODE],
            closed=hours(door.setup_of(kiosk), kiosk.now()),
            **last_here(),
        )

    def last_here() -> dict[str, object]:
        passed = check_ins.latest(kiosk.station.reading(), door.where(), 1)
        return {"last": passed[0] if passed else None}

    @entrance.post("/scan")
    @allow(*DOOR)
    def scan() -> Response:
        """Check a badge in. `then` says what page sent it: the verdict belongs on another one."""
        code, then = door.text("code", LONGEST_CODE), request.form.get("then", "")
        slow_down(kiosk, door.who(), code)
        answer = check_in(
            kiosk.station, door.ask("/check-ins", code), where=door.where(), actor=door.who().id
        )
        counted(kiosk, door.who(), answer)
        if then == "given" and isinstance(answer.verdict, Admitted):
            return door.lead_to("given", code=answer.verdict.code)
        if then == "ready" or (then and not wants_piece(request)):
            return door.lead_to("ready")
        nameless = answer.verdict.code if isinstance(answer.verdict, Admitted) else ""
        if nameless and is_bound(kiosk, nameless):
            nameless = ""
        return page_or_piece(
            "entrance",
            "scan",
            told=door.say(kiosk, answer),
            then=then,
            nameless=nameless,
            **last_here(),
        )

    @entrance.post("/badge")
    @allow(*DOOR)
    def give() -> Response:
        """Give a numbered badge with nothing asked (domain.md, section 3, tier 0)."""
        answer = register_seeker(
            kiosk.station,
            door.ask("/seekers"),
            Person({}),
            check_in=True,
            where=door.where(),
            actor=door.who().id,
        )
        if not isinstance(answer.verdict, Registered):
            return door.lead_to("ready")
        return door.lead_to("given", code=answer.verdict.code)

    @entrance.get("/given/<code>")
    @allow(*DOOR)
    def given(code: str) -> str:
        """Show a number that was given out, once with the question what work one looks for."""
        db = kiosk.station.reading()
        kept = badges.by_code(db, code)
        if kept is None or kept.withdrawn:
            door.not_found()
        wish = seekers.whole(db, kept.person).get("wish", "") if kept.seeker else None
        return render_template(
            "entrance/given.html",
            told=door.said(kiosk),
            code=code,
            number=badge.number_of(code),
            asks=wish == "",
            booths=booths_for(db, code),
            printers=printers.serving(db, door.where()),
            job=print_jobs.latest_of(db, code),
        )

    @entrance.post("/wish")
    @allow(*DOOR)
    def wish() -> Response:
        code = door.text("code", LONGEST_CODE)
        today = kiosk.now().astimezone(door.setup_of(kiosk).zone).date()
        said = describe(ToldOfSelf(wish=(door.text("wish"),)), today=today)
        describe_seeker(kiosk.station, door.ask("/wishes", code), said.fields, actor=door.who().id)
        return door.lead_to("ready")

    add_helping(entrance, kiosk)
    add_printing(
        entrance,
        kiosk,
        path="/entrance",
        home="/entrance/",
        roles=DOOR,
        staff=STAFF,
        place=door.printing_place,
    )
    add_paper(entrance, kiosk)
    return entrance


def is_bound(kiosk: Kiosk, code: str) -> bool:
    """Say whether a badge leads to somebody: one from the sheet may not, until it is bound."""
    kept = badges.by_code(kiosk.station.reading(), code)
    return kept is not None and kept.seeker is not None


FULL = Wrong(503, "no_numbers", SERIES_FULL)
