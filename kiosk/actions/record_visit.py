"""Record that a booth scanned a badge."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from fair import consent
from fair.check_in import ToDesk
from fair.facts import VisitRecorded
from fair.lead import OPEN
from fair.verdict import Answer
from fair.visit import Recorded, SeenBefore, decide, visit_id
from kiosk.actions.check_in import is_underage
from kiosk.actions.once import About, once
from kiosk.actions.read_badge import Found, read_badge
from kiosk.store import answers, badges, fairs, leads, news, operations, people, seekers
from kiosk.store.station import Station


@dataclass(frozen=True, slots=True)
class Booth:
    """Whose table it is now; when it changes hands the visits of before stay with the other."""

    booth: str
    employer: str


def record_visit(
    station: Station, ask: answers.Ask, booth: Booth, *, actor: str, at: datetime | None = None
) -> Answer:
    """Decide on one scan at a booth and keep what follows. Raises answers.OtherQuestion."""

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        match read_badge(db, station.fair, ask.code):
            case Found() as found:
                return meet(station, db, found, booth, actor=actor, at=at), found.code
            case verdict:
                return Answer(verdict), None

    return once(station, ask, act)


def meet(
    station: Station,
    db: sqlite3.Connection,
    found: Found,
    booth: Booth,
    *,
    actor: str,
    at: datetime | None,
) -> Answer:
    if is_underage(db, found):
        return Answer(ToDesk("underage", found.code))
    visit = visit_id(station.fair.fair, booth.booth, booth.employer, found.code)
    before = leads.leading(
        db, person=found.person, code=found.code, booth=booth.booth, employer=booth.employer
    )
    verdict = decide(visit, found.code, withdrawn=found.withdrawn, before=before)
    if not isinstance(verdict, Recorded | SeenBefore):
        return Answer(verdict)
    by = "number" if found.by_number else "code"
    fact = VisitRecorded(visit, booth.booth, booth.employer, found.code, by)
    return Answer(verdict, operations.record(station, fact, actor=actor, happened_at=at).op)


def released(db: sqlite3.Connection, visit: leads.Visit, *, now: datetime) -> dict[str, str]:
    """Give what this visit's person shows to this employer now; a typed number shows nothing.

    It ends with the fair's `retention_days`, and later only while a lead between the two is open
    (PIPL Art. 19; domain.md, section 3). Nothing is shown while a restored folder waits for news.
    """
    if news.awaited(db):
        return {}
    setup = fairs.setup(db)
    ended = setup is not None and now > setup.ends_at + timedelta(days=setup.retention_days)
    if ended and visit.outcome not in {state.value for state in OPEN}:
        return {}
    badge = badges.by_code(db, visit.code)
    if badge is None or badge.seeker is None or not leads.was_shown(db, visit.id):
        return {}
    level = people.level_for(db, badge.person, visit.employer)
    whole = seekers.whole(db, badge.person)
    texts = {name: value for name, value in whole.items() if isinstance(value, str)}
    return consent.released(texts, level)
