"""The organizer's lists, page by page: who came, who met whom, and what became of it."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from fair.clock import from_ms
from fair.lead import State
from kiosk.actions.change_lead import NoSuchVisit, change_lead
from kiosk.settings import Kiosk
from kiosk.store import connect, devices, disputes, fairs, lists
from kiosk.store.answers import Ask
from kiosk.store.lists import Became, Came
from kiosk.web import door
from kiosk.web.outcomes import OUTCOMES
from pages.gate import allow
from pages.locale import _, mark
from pages.refusal import into_response

MEETINGS: Mapping[str, tuple[Became, str]] = {
    "met": ("", mark("Who met whom")),
    "interested": ("interested", mark("Interested")),
    "talked": ("talked", mark("Talked, nothing decided")),
}
PEOPLE: Mapping[str, tuple[Came, str]] = {
    "came": ("came", mark("Who came")),
    "absent": ("absent", mark("Registered, not in yet")),
    "unheard": ("unheard", mark("Badges without a person")),
}
LONGEST = 100
LOOKS = 20
FURTHEST = 10_000  # pages


def add_lists(organizer: Blueprint, kiosk: Kiosk) -> None:
    @organizer.route("/lists", methods=["GET", "POST"])
    @allow("organizer")
    def rows() -> str:
        """One list; a question is posted, so that no name stands in an address."""
        which = request.values.get("which", "met")
        asked = request.form.get("q", "").strip()[:LONGEST]
        page = min(max(0, request.form.get("page", 0, int)), FURTHEST)
        db = kiosk.station.reading()
        with connect.snapshot(db):
            if which in MEETINGS:
                met = lists.meetings(db, MEETINGS[which][0], asked, page=page)
                of, found = met.of, {"meetings": list[object](met.rows)}
            elif which in PEOPLE:
                came = lists.people(db, PEOPLE[which][0], asked, page=page)
                of, found = came.of, {"people": list[object](came.rows)}
            else:
                abort(404)
            looks = [
                (disputes.name_of(db, look["actor"]), from_ms(look["at_ms"]))
                for look in devices.accesses(db, LOOKS)
                if look["what"] == "sensitive"
            ]
        known = {**MEETINGS, **PEOPLE}
        return render_template(
            "organizer/lists.html",
            chips=[(key, _(words)) for key, (_kind, words) in known.items()],
            which=which,
            q=asked,
            page=page,
            of=of,
            pages=-(-of // lists.ROWS),
            looks=looks,
            **found,
            **words(),
        )

    @organizer.get("/lists/<visit>")
    @allow("organizer")
    def meeting(visit: str) -> str:
        db = kiosk.station.reading()
        found = lists.meeting(db, visit) or abort(404)
        return render_template(
            "organizer/meeting.html",
            meeting=found,
            choices=[(state.value, _(OUTCOMES[state.value][0])) for state in State],
            done=request.args.get("done", ""),
            scan_id=kiosk.station.chance.new_id(),
            **words(),
        )

    @organizer.post("/lists/<visit>")
    @allow("organizer")
    def follow(visit: str) -> Response:
        """Write down what became of a meeting, typed in by the organizer."""
        outcome = request.form["outcome"]
        if outcome not in {state.value for state in State}:
            abort(400)
        try:
            change_lead(
                kiosk.station,
                Ask(door.who().place, door.scan_id(), f"/follow/{visit}", outcome),
                None,
                visit=visit,
                fields={"outcome": outcome},
                note=None,
                seen=None,
                actor=g.who.id,
            )
        except NoSuchVisit:
            abort(404)
        return into_response(redirect(f"/organizer/lists/{visit}?done=kept", 303))

    def words() -> dict[str, object]:
        """Give what both pages write times and outcomes with."""
        setup = fairs.setup(kiosk.station.reading())
        said = {value: (_(name), look) for value, (name, look) in OUTCOMES.items()}
        return {"outcomes": said, "now": kiosk.now(), "zone": setup.zone if setup else None}
