"""What a booth's phone shows: the person before it, whom it met, the phones that are in."""

import hashlib
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from fair.badge import number_of
from fair.clock import from_ms, to_ms
from fair.lead import INTERESTED
from kiosk.actions.change_lead import version_of
from kiosk.actions.record_visit import Booth, released
from kiosk.store import devices, employers, leads, meetings, news
from kiosk.web.outcomes import OUTCOMES
from pages.sign_in import SESSION_LASTS

NEW_FOR = timedelta(minutes=15)  # how long the other phones say that one has come in


@dataclass(frozen=True, slots=True)
class SeekerCard:
    """One person as this employer may see them now; `disputed` are outcomes that wait for a
    choice."""

    visit: str
    number: str
    at: datetime
    released: dict[str, str]
    by_number: bool
    outcome: str
    disputed: tuple[str, ...]
    job: str
    interview: str
    reply: str
    notes: list[str]
    version: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser that is in at this booth. `id` names it in a form and opens nothing."""

    id: str
    key: str
    since: datetime
    mine: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Day:
    """Whom this booth met: what the filter leaves, and the counts of all of it."""

    met: list[meetings.Meeting]
    counts: Counter[str]
    people: int
    interested: int
    shown: str


def card_of(
    db: sqlite3.Connection, booth: Booth, visit_id: str, *, now: datetime
) -> SeekerCard | None:
    """Give the card of one of this booth's own visits."""
    found = leads.by_id(db, visit_id)
    if found is None or (found.booth, found.employer) != (booth.booth, booth.employer):
        return None
    disputed = found.others.get("outcome", [])
    shows = not news.awaited(db)
    return SeekerCard(
        visit=found.id,
        number=number_of(found.code),
        at=meetings.last_at(db, found.id),
        released=released(db, found, now=now),
        by_number=not leads.was_shown(db, found.id),
        outcome=found.outcome,
        disputed=(*disputed, found.outcome) if disputed else (),
        job=found.job or "",
        interview=str(found.fields.get("interview") or "") if shows else "",
        reply=str(found.fields.get("reply") or "") if shows else "",
        notes=leads.notes(db, found.id) if shows else [],
        version=version_of(found),
    )


def day_of(db: sqlite3.Connection, booth: Booth, shown: str) -> Day:
    """Give whom this booth met; `shown` is an outcome to keep to, '' for all."""
    met = meetings.of_booth(db, booth.booth, booth.employer)
    counts = Counter(each.outcome for each in met)
    further = {state.value for state in INTERESTED}
    shown = shown if shown in OUTCOMES else ""
    return Day(
        met=[each for each in met if not shown or each.outcome == shown],
        counts=counts,
        people=len(met),
        interested=sum(count for outcome, count in counts.items() if outcome in further),
        shown=shown,
    )


def phones_at(
    db: sqlite3.Connection, booth: Booth, *, mine: str | None, now: datetime
) -> list[Phone]:
    """Give the phones that are in at this booth, the first one first. `mine` is the asker's key."""
    here = [
        each
        for each in devices.sessions(db, since_ms=to_ms(now - SESSION_LASTS))
        if each.role == "booth"
        and (each.booth, each.employer or "") == (booth.booth, booth.employer)
    ]
    own = next((each.opened_ms for each in here if each.hash == mine), None)
    recent = to_ms(now - NEW_FOR)
    return [
        Phone(
            id=each.hash[:16],
            key=each.hash,
            since=from_ms(each.opened_ms),
            mine=each.hash == mine,
            new=own is not None and each.opened_ms > max(own, recent),
        )
        for each in here
    ]


def version(day: Day, phones: list[Phone], jobs: list[employers.Job]) -> str:
    """Name what a phone shows, so that it is told only of what has changed."""
    whole = repr((day.shown, day.met, phones, [(job.id, job.filled) for job in jobs]))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]
