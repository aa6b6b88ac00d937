"""Verdicts as the device API says them (interfaces.md, Device API)."""

from typing import Any
from zoneinfo import ZoneInfo

from fair import check_in, desk, lead, visit
from fair.badge import number_of
from fair.verdict import Answer, plain, word
from kiosk.actions.change_lead import version_of
from kiosk.actions.record_visit import released
from kiosk.settings import Kiosk
from kiosk.store import fairs, leads


def zone(kiosk: Kiosk) -> ZoneInfo:
    setup = fairs.setup(kiosk.station.reading())
    return setup.zone if setup else ZoneInfo("UTC")


def said(kiosk: Kiosk, answer: Answer) -> dict[str, Any]:
    """Give an answer's JSON; what keeps nothing has no `operation`."""
    verdict = answer.verdict
    told: dict[str, Any] = {"verdict": word(verdict)}
    if answer.operation is not None:
        told["operation"] = answer.operation
    match verdict:
        case check_in.Admitted(code, known):
            told |= {"badge_number": number_of(code), "known": known}
        case check_in.AlreadyIn(code, first_at, first_where):
            told |= {
                "badge_number": number_of(code),
                "first_at": first_at.astimezone(zone(kiosk)).isoformat(),
                "first_where": first_where,
            }
        case check_in.Unknown(reason):
            told |= {"reason": reason}
        case check_in.ToDesk(reason, code):
            told |= {"reason": reason} | ({"badge_number": number_of(code)} if code else {})
        case visit.Recorded() | visit.SeenBefore():
            told |= {"badge_number": number_of(verdict.code), **of_visit(kiosk, verdict.visit)}
        case lead.Kept(version):
            told |= {"version": version}
        case lead.Conflict(version, values):
            told |= {"version": version, "values": list(values)}
        case desk.Registered(code=code):
            told |= {"code": code, "badge_number": number_of(code)}
            told |= {"possible_duplicates": plain(verdict.possible_duplicates)}
            told |= {"warnings": plain(verdict.warnings)}
        case desk.Replaced(code, new_code):
            told |= {"badge_number": number_of(code), "code": new_code}
        case desk.Bound(code=code) | desk.Taken(code):
            told |= {"badge_number": number_of(code)}
        case check_in.Withdrawn(code) | desk.AlreadyWithdrawn(code):
            told |= {"badge_number": number_of(code)}
        case desk.Undone(code) | desk.AlreadyUndone(code):
            told |= {"badge_number": number_of(code)}
        case desk.Released(level):
            told |= {"level": level}
    return told


def of_visit(kiosk: Kiosk, visit_id: str) -> dict[str, Any]:
    """Give what a booth sees of a visit now: what was released may change from load to load."""
    db = kiosk.station.reading()
    found = leads.by_id(db, visit_id)
    if found is None:
        return {"visit": visit_id}
    return {
        "visit": visit_id,
        "outcome": found.outcome,
        "version": version_of(found),
        "released": released(db, found, now=kiosk.now()),
    }
