"""Settling what two wrote without seeing each other: both values side by side, one is taken."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from fair.badge import number_of
from fair.clock import to_ms
from fair.groups import label_of
from fair.names import masked_identity
from kiosk.actions.settle_field import NothingToSettle, settle_field
from kiosk.settings import Kiosk
from kiosk.store import badges, connect, devices, disputes, employers, fairs, leads, seekers
from kiosk.store.answers import Ask
from kiosk.store.disputes import Dispute
from kiosk.web import door
from kiosk.web.outcomes import OUTCOMES, REPLIES, SEXES
from kiosk.wording import COLUMNS
from pages.gate import allow
from pages.locale import _, language, mark
from pages.refusal import into_response

MOST = 40  # cards on one page; the next ones come when these are settled
SENSITIVE = frozenset({"id_number", "id_number_unverified", "certificate_text", "groups"})
FIELDS: Mapping[str, str] = {
    **COLUMNS,
    "outcome": mark("What became of it"),
    "job": mark("Job"),
    "interview": mark("Interview"),
    "reply": mark("Reply"),
    "booths": mark("Booths"),
    "filled": mark("Filled"),
    "on_behalf_of": mark("On whose behalf"),
    "id_number_unverified": mark("Identity number"),
    "certificate_text": mark("Disability certificate"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value as people read it; `by` is '' where nobody knows who wrote it."""

    op: str
    said: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One field to settle. `whose` names the person, meeting, employer or job; `href` its page."""

    dispute: Dispute
    whose: str
    href: str
    field: str
    choices: tuple[Choice, ...]
    masked: bool


def add_settling(room: Blueprint, kiosk: Kiosk, about: tuple[str, ...], *roles: str) -> None:
    """Give a room its page for settling these: lead, seeker, employer, job."""

    @room.get("/settle")
    @allow(*roles)
    def settle() -> str:
        return shown()

    @room.post("/settle/show")
    @allow(*roles)
    def show_sensitive() -> str:
        """Show what is masked, and note who looked at whose (domain.md, section 12)."""
        id_ = door.text("id")
        with kiosk.station.transaction() as db:
            at_ms = to_ms(kiosk.now())
            devices.note_access(db, at_ms=at_ms, actor=g.who.id, what="sensitive", about=id_)
        return shown(show=id_)

    @room.post("/settle")
    @allow(*roles)
    def take() -> Response:
        if door.text("about") not in about:
            abort(404)
        id_, field = door.text("id"), door.text("field")
        done = "settled"
        try:
            settle_field(
                kiosk.station,
                Ask(g.who.place, door.scan_id(), f"/settle/{id_}/{field}", door.text("take")),
                about=door.text("about"),
                id_=id_,
                field=field,
                take=door.text("take"),
                seen=tuple(door.text("seen", 2000).split(".")),
                actor=g.who.id,
            )
        except NothingToSettle:
            done = "gone"
        return into_response(redirect(f"{request.path}?done={done}", 303))

    def shown(show: str = "") -> str:
        db = kiosk.station.reading()
        with connect.snapshot(db):
            waiting = disputes.every(db, about)
            found = [each for subject in waiting[:MOST] for each in disputes.of(db, *subject)]
            cards = [card(db, each, show=each.id == show) for each in found]
        setup = fairs.setup(db)
        return render_template(
            "desk/settle.html",
            cards=cards,
            more=max(0, len(waiting) - MOST),
            room=request.path.split("/")[1],
            done=request.args.get("done", ""),
            new_id=kiosk.station.chance.new_id,
            now=kiosk.now(),
            zone=setup.zone if setup else None,
        )


def card(db: sqlite3.Connection, dispute: Dispute, *, show: bool) -> Card:
    whose, href = named(db, dispute)
    masked = dispute.field in SENSITIVE and not show
    choices = tuple(
        Choice(each.op, written(db, dispute.field, each.value, masked=masked), each.by, each.at)
        for each in dispute.values
    )
    field = _(FIELDS[dispute.field]) if dispute.field in FIELDS else dispute.field
    return Card(dispute, whose, href, field, choices, masked)


def named(db: sqlite3.Connection, dispute: Dispute) -> tuple[str, str]:
    """Say in a few words whose field it is, and where more is known."""
    match dispute.about:
        case "seeker":
            person = seekers.leader(db, dispute.id)
            current = badges.current(db, person)
            return (current[1] if current else _("Nobody's badge yet")), f"/desk/person/{person}"
        case "employer":
            employer = employers.by_id(db, dispute.id)
            return (employer.name if employer else ""), f"/organizer/offers/{dispute.id}"
        case "job":
            job = employers.job_by_id(db, dispute.id)
            return (job.title if job else ""), f"/organizer/offers/{job.employer if job else ''}"
    visit = leads.by_id(db, dispute.id)
    if visit is None:
        return "", ""
    there = employers.by_id(db, visit.employer)
    name = f"{visit.booth} {there.name if there else ''}".strip()
    return _("%(number)s at %(booth)s", number=number_of(visit.code), booth=name), ""


def written(db: sqlite3.Connection, field: str, value: Any, *, masked: bool) -> str:
    """Write a value as people read it."""
    if value in (None, "", [], {}):
        return _("nothing")
    if masked:
        return masked_identity(str(value)) if field.startswith("id_number") else "＊＊＊"
    if field == "outcome" and value in OUTCOMES:
        return _(OUTCOMES[value][0])
    if field == "reply" and value in REPLIES:
        return _(REPLIES[value])
    if field == "sex" and value in SEXES:
        return _(SEXES[value])
    if field == "job" and (job := employers.job_by_id(db, str(value))) is not None:
        return job.title
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "groups":
        labels = [label_of(code) for code in value]
        return "、".join(each.zh if language() == "zh-CN" else each.en for each in labels)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
