"""Say what became of a visit."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from fair.facts import Fields, LeadChanged, LeadNoted, LeadTold
from fair.lead import IN_WORDS, Conflict, Kept
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.actions.record_visit import Booth
from kiosk.store import answers, employers, leads, operations
from kiosk.store.station import Station


class NoSuchVisit(Exception):
    """This booth has no such visit."""


class NotTheirJob(Exception):
    """The job isn't one of this employer's."""


def change_lead(
    station: Station,
    ask: answers.Ask,
    booth: Booth | None,
    *,
    visit: str,
    fields: Fields,
    note: str | None,
    seen: str | None,
    actor: str,
    at: datetime | None = None,
) -> Answer:
    """Set fields of a lead (`outcome`, `job`, …) and add a note.

    `visit` is an id or the `scan_id` of the call that made it; `seen` the version that was read
    (without it this node's counts as seen); `booth` None lets the organizer change any lead.
    Raises NoSuchVisit, NotTheirJob, answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        named = answers.named(db, ask.place, visit, "visit") or visit
        found = leads.by_id(db, named)
        if found is None or (booth and booth != Booth(found.booth, found.employer)):
            raise NoSuchVisit
        if job := fields.get("job"):
            theirs = employers.job_by_id(db, job)
            if theirs is None or theirs.employer != found.employer:
                raise NotTheirJob
        operation = None
        for kind, part in parts(fields):
            known = leads.heads(db, found.id, list(part))
            had_seen = known if seen is None else tuple(each for each in seen.split(".") if each)
            fact = kind(found.id, part, had_seen)
            kept = operations.record(station, fact, actor=actor, happened_at=at).op
            operation = operation or kept
        if note:
            noted = LeadNoted(found.id, note)
            kept = operations.record(station, noted, actor=actor, happened_at=at).op
            operation = operation or kept
        now_is = leads.by_id(db, found.id) or found
        values = tuple(str(value) for value in now_is.others.get("outcome", []))
        version = version_of(now_is)
        conflict = values and "outcome" in fields
        verdict = Conflict(version, (*values, now_is.outcome)) if conflict else Kept(version)
        return Answer(verdict, operation), found.code

    return once(station, ask, act)


def parts(fields: Fields) -> Iterator[tuple[type[LeadChanged | LeadTold], Fields]]:
    """Split what is set into the lead's state, and what is told the person in words."""
    state = {name: value for name, value in fields.items() if name not in IN_WORDS}
    words = {name: value for name, value in fields.items() if name in IN_WORDS}
    if state:
        yield LeadChanged, state
    if words:
        yield LeadTold, words


def version_of(visit: leads.Visit) -> str:
    """Give what a reader of this visit has seen; it comes back as `seen`."""
    return ".".join(visit.heads)
