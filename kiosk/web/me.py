"""The seeker's own record: a short letter, opened by their own secret (domain.md, section 3)."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from fair.consent import LEVELS, PROFILE, Level, released
from fair.lead import INTERESTED, State
from kiosk.actions.change_lead import change_lead
from kiosk.actions.release_data import release_data
from kiosk.settings import Kiosk
from kiosk.store import answers, badges, employers, fairs, leads, meetings, people, seekers
from kiosk.web import door
from kiosk.web.choice import ask_for
from kiosk.web.outcomes import REPLIES, shown
from pages.formats import day
from pages.gate import allow
from pages.locale import _, mark
from pages.refusal import into_response

LEVEL_WORDS: dict[Level, str] = {
    "number_only": mark("Number only"),
    "contact": mark("Name, phone"),
    "profile": mark("Profile"),
}
FURTHER = frozenset(state.value for state in INTERESTED)


@dataclass(frozen=True, slots=True)
class Met:
    """One employer at one booth, as the person reads it. `interview` is what it asked them to."""

    visit: str
    employer: str
    name: str
    booth: str
    job: str
    wage: str
    wanted: bool
    refused: bool
    interview: str
    reply: str


@dataclass(frozen=True, slots=True)
class Sees:
    """What one employer may see; `employer` '' stands for all that have no word of their own."""

    employer: str
    name: str
    level: Level


def make_me(kiosk: Kiosk) -> Blueprint:
    me = Blueprint("me", __name__, url_prefix="/me")

    def person() -> str:
        """Give who reads: the one that their secret was made for, merged or not."""
        db = kiosk.station.reading()
        if seekers.by_id(db, g.who.id) is None:  # erased meanwhile: nothing is left to read
            abort(404)
        return seekers.leader(db, g.who.id)

    def letter(who: str) -> tuple[list[Met], list[Sees]]:
        db = kiosk.station.reading()
        met = [met_of(each) for each in meetings.of_person(db, who)]
        met.sort(key=lambda each: (not each.wanted, each.refused))
        names = {each.employer: each.name for each in met if each.employer}
        sees = [Sees(id_, name, people.level_for(db, who, id_)) for id_, name in names.items()]
        return met, [*sees, Sees("", "", people.level_for(db, who, ""))]

    def met_of(each: meetings.Meeting) -> Met:
        db = kiosk.station.reading()
        employer = employers.by_id(db, each.employer)
        job = employers.job_by_id(db, each.job) if each.job else None
        return Met(
            visit=each.visit,
            employer=each.employer,
            name=employer.name if employer else "",
            booth=each.booth,
            job=job.title if job else "",
            wage=str(job.fields.get("wage") or "") if job else "",
            wanted=each.outcome in FURTHER or each.outcome == State.INTERVIEWED.value,
            refused=each.outcome == State.REJECTED.value,
            interview=each.text("interview"),
            reply=each.text("reply"),
        )

    def until() -> str:
        """Say to which day employers may use what was released to them."""
        setup = fairs.setup(kiosk.station.reading())
        if setup is None:
            return ""
        return day(setup.ends_at + timedelta(days=setup.retention_days), setup.zone)

    @me.get("/")
    @allow("seeker")
    def record() -> Response:
        db, who = kiosk.station.reading(), person()
        met, sees = letter(who)
        badge = badges.current(db, who)
        whole = {
            name: shown(name, value)
            for name, value in seekers.whole(db, who).items()
            if name in PROFILE and isinstance(value, str)
        }
        page = render_template(
            "me/record.html",
            number=badge[1] if badge else "",
            met=met,
            sees=sees,
            wanted=sum(each.wanted for each in met),
            levels={level: released(whole, level) for level in LEVELS},
            level_words=[(level, _(words)) for level, words in LEVEL_WORDS.items()],
            until_day=until(),
            new_id=kiosk.station.chance.new_id,
        )
        return into_response(page)

    @me.post("/visits/<visit>/reply")
    @allow("seeker")
    def reply(visit: str) -> Response:
        """Keep what the person says to an employer, beside what that employer said."""
        db = kiosk.station.reading()
        found = leads.by_id(db, visit)
        mine = {each.visit for each in meetings.of_person(db, person())}
        if found is None or visit not in mine or request.form["reply"] not in REPLIES:
            abort(404)
        ask = ask_for(f"/me/visits/{visit}/reply", request.form["reply"])
        fields = {"reply": request.form["reply"]}
        change_lead(
            kiosk.station,
            ask,
            None,
            visit=visit,
            fields=fields,
            note=None,
            seen=None,
            actor=g.who.id,
        )
        return into_response(redirect(f"/me/#visit-{visit}", 303))

    @me.post("/releases")
    @allow("seeker")
    def release() -> Response:
        """Give or take back consent, to one employer or to all that have no word of their own."""
        employer = request.form["employer"]
        level = next((level for level in LEVELS if level == request.form["level"]), None)
        badge = badges.current(kiosk.station.reading(), person())
        if level is None or badge is None:
            abort(400)
        if employer and employers.by_id(kiosk.station.reading(), employer) is None:
            abort(404)
        ask = ask_for(f"/me/releases/{employer}", level, code=badge[0])
        release_data(kiosk.station, ask, booth=None, employer=employer, level=level, actor=g.who.id)
        return into_response(redirect("/me/#sees", 303))

    @me.after_request
    def keep_out(response: Response) -> Response:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    me.register_error_handler(answers.OtherQuestion, door.other_question)
    return me
