"""The table that an employer takes home: whom it met, and what each of them released to it."""

import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.actions.record_visit import Booth
from kiosk.store import employers, meetings
from kiosk.web.outcomes import OUTCOMES, RELEASED, shown
from kiosk.web.table import card_of
from pages.locale import _


def export(
    db: sqlite3.Connection, booth: Booth, zone: ZoneInfo, *, now: datetime
) -> tuple[list[str], list[list[str]]]:
    """Give columns and rows of whom this booth met: what was released to it, nothing more."""
    titles = {job.id: job.title for job in employers.jobs(db, booth.employer)}
    rows = []
    every = meetings.of_booth(db, booth.booth, booth.employer)
    for met in sorted(every, key=lambda each: (each.first_at, each.badge_number)):
        card = card_of(db, booth, met.visit, now=now)
        if card is None:
            continue
        rows.append(
            [
                met.badge_number,
                met.first_at.astimezone(zone).isoformat(sep=" ", timespec="minutes")[:16],
                _(OUTCOMES[met.outcome][0]),
                titles.get(met.job or "", ""),
                card.interview,
                " / ".join(card.notes),
                *(shown(name, card.released.get(name, "")) for name in RELEASED),
            ]
        )
    columns = [_("Badge"), _("Time"), _("Outcome"), _("Job"), _("Interview"), _("Note")]
    return [*columns, *(_(label) for label in RELEASED.values())], rows
