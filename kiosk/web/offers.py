"""Employers and jobs by hand: look at what is held, type in, change, close, move."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, Response, abort, make_response, render_template, request

from fair.booth_numbers import booth_numbers, read_booths
from kiosk.actions import edit_offer
from kiosk.actions.edit_offer import NoSuchOffer, NotKept
from kiosk.actions.issue_cards import booths_of
from kiosk.settings import Kiosk
from kiosk.store import employers
from kiosk.store.employers import Employer, Job
from kiosk.web import door
from kiosk.web.fields import Wrong
from kiosk.web.listed_offers import listed, waiting
from kiosk.web.mistake import Mistake, lead_to
from kiosk.wording import COLUMNS, REASONS
from pages.gate import allow
from pages.locale import mark

OFFER = ("title", "openings", "reserved", "wage", "place", "requirements", "education", "age")
EMPLOYER = ("name", "uscc", "booths", "contact", "phone")
LONGEST = 2000
ID = re.compile(r"[0-9a-f]{32}")


def add_offers(setup: Blueprint, kiosk: Kiosk) -> None:
    gone = Wrong(404, "not_found", door.GONE)
    setup.register_error_handler(NoSuchOffer, lambda _: door.refuse(gone))

    @setup.context_processor
    def words() -> dict[str, object]:
        return {"columns": COLUMNS, "reasons": REASONS}

    def answered(page: str, wrong: Mistake | None, **known: object) -> Response:
        response = make_response(render_template(f"setup/{page}.html", wrong=wrong, **known))
        response.status_code = 422 if wrong else 200
        return response

    @setup.get("/offers")
    @allow("organizer")
    def offers() -> Response:
        return every()

    def every(wrong: Mistake | None = None, about: str = "", reason: str = "") -> Response:
        db = kiosk.station.reading()
        asked = request.args.get("q", "").strip()[:100]
        tables = listed(db)
        found = [each for each in tables if each.says(asked)]
        held = waiting(tables)
        return answered(
            "offers", wrong, tables=found, held=held, q=asked, about=about, reason=reason
        )

    @setup.post("/offers/release")
    @allow("organizer")
    def release() -> Response:
        about, reason = door.text("about"), door.text("reason", LONGEST)
        try:
            edit_offer.release_hold(kiosk.station, about, reason=reason, actor=door.who().id)
        except NotKept:
            return every(Mistake("reason", NO_REASON), about, reason)
        return lead_to("offers", "released")

    @setup.get("/offers/new", endpoint="new_employer")
    @allow("organizer")
    def blank_employer() -> Response:
        typed = dict.fromkeys(EMPLOYER, "")
        return answered("employer", None, employer=None, typed=typed)

    @setup.post("/offers/new")
    @allow("organizer")
    def add_employer() -> Response:
        return kept_employer(None, {name: door.text(name) for name in EMPLOYER})

    @setup.get("/offers/<employer>", endpoint="employer")
    @allow("organizer")
    def show_employer(employer: str) -> Response:
        found = by_id(employer)
        return answered("employer", None, **of_employer(found), typed=typed_of(found))

    @setup.post("/offers/<employer>")
    @allow("organizer")
    def change_employer(employer: str) -> Response:
        return kept_employer(by_id(employer), {name: door.text(name) for name in EMPLOYER})

    def kept_employer(found: Employer | None, typed: Mapping[str, str]) -> Response:
        numbers = booth_numbers(booths_of(kiosk.station.reading()))
        try:
            id_ = edit_offer.keep_employer(
                kiosk.station,
                employer=found.id if found else None,
                name=typed["name"],
                uscc=typed["uscc"],
                booths=read_booths(typed["booths"], numbers),
                contact=typed["contact"],
                phone=typed["phone"],
                actor=door.who().id,
                new_id=None if found else new_id(),
            )
        except NotKept as why:
            field = "name" if why.column == "employer" else why.column
            wrong = Mistake(field, REASONS[why.reason])
            return answered("employer", wrong, **of_employer(found), typed=typed)
        return lead_to(f"offers/{id_}", "waits" if by_id(id_).held else "kept")

    @setup.get("/offers/<employer>/jobs/<job>", endpoint="job")
    @allow("organizer")
    def show_job(employer: str, job: str) -> Response:
        found = job_of(employer, job)
        typed = typed_job(found) if found else dict.fromkeys(OFFER, "")
        return answered("job", None, employer=by_id(employer), job=found, typed=typed)

    @setup.post("/offers/<employer>/jobs/<job>")
    @allow("organizer")
    def keep_job(employer: str, job: str) -> Response:
        found = job_of(employer, job)
        offer = edit_offer.Offer(**{name: door.text(name, LONGEST) for name in OFFER})
        try:
            kept = edit_offer.keep_job(
                kiosk.station,
                employer=by_id(employer).id,
                job=found.id if found else None,
                offer=offer,
                actor=door.who().id,
                new_id=None if found else new_id(),
            )
        except NotKept as why:
            wrong = Mistake(why.column, REASONS[why.reason])
            known = {"employer": by_id(employer), "job": found, "typed": asdict(offer)}
            return answered("job", wrong, **known)
        now = job_of(employer, kept)
        return lead_to(f"offers/{employer}", "waits" if now and now.held else "kept")

    @setup.post("/offers/<employer>/jobs/<job>/filled")
    @allow("organizer")
    def fill(employer: str, job: str) -> Response:
        """Close a job that is filled, or open it again."""
        filled = door.text("filled") == "yes"
        edit_offer.close_job(
            kiosk.station, job, filled=filled, employer=employer, actor=door.who().id
        )
        return lead_to(f"offers/{employer}", "filled" if filled else "open")

    def by_id(employer: str) -> Employer:
        found = employers.by_id(kiosk.station.reading(), employer)
        return found or door.not_found()

    def job_of(employer: str, job: str) -> Job | None:
        """Give the employer's job, None for `new`."""
        if job == "new":
            return None
        found = employers.job_by_id(kiosk.station.reading(), job)
        return found if found and found.employer == employer else door.not_found()

    def of_employer(found: Employer | None) -> dict[str, object]:
        if found is None:
            return {"employer": None}
        db = kiosk.station.reading()
        return {"employer": found, "jobs": employers.jobs(db, found.id)}


def new_id() -> str:
    """Take the form's `scan_id` as the id of what it adds, so that sent twice it adds one."""
    given = door.scan_id()
    if ID.fullmatch(given) is None:
        abort(400)
    return given


def typed_of(employer: Employer) -> dict[str, str]:
    fields = employer.fields
    booths = "、".join(fields.get("booths") or ())
    known = {name: str(fields.get(name) or "") for name in ("contact", "phone")}
    return {"name": employer.name, "uscc": employer.uscc, "booths": booths, **known}


def typed_job(job: Job) -> dict[str, str]:
    known = {name: str(job.fields.get(name) or "") for name in OFFER}
    openings = "" if job.openings is None else str(job.openings)
    return known | {"openings": openings, "reserved": str(job.reserved or "")}


NO_REASON = mark("Write in a few words why it may be public. The reason is kept.")
