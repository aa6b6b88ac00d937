"""Keep one employer of a list with its jobs: only what the list changed since it came last."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fair.characters import folded
from fair.employer_list import EmployerPlan, PlannedEmployer, PlannedJob, plan_employers
from fair.facts import EmployerChanged, JobChanged
from fair.setup import Setup
from kiosk.actions.edit_offer import told
from kiosk.store import employers, operations
from kiosk.store.station import Station
from sheets.rows import Row

# What a list said last stands beside what holds now, so that the same list again never takes back
# what a person changed by hand meanwhile.
LISTED = "listed"


@dataclass(slots=True)
class KnownEmployers:
    """Employers and jobs of earlier lists, by how a list knows them."""

    by_key: dict[str, employers.Employer] = field(default_factory=dict)
    jobs: dict[tuple[str, str], employers.Job] = field(default_factory=dict)


def known_employers(db: sqlite3.Connection) -> KnownEmployers:
    known = KnownEmployers()
    for each in employers.every(db):
        key = each.fields.get("known_by") or f"name:{folded(each.name)}"
        known.by_key[key] = each
    for job in employers.jobs(db):
        known.jobs[job.employer, job.fields.get("key", job.id)] = job
    return known


def plan(db: sqlite3.Connection, setup: Setup, rows: Iterable[Row]) -> EmployerPlan:
    """Plan the list as of now."""
    stands = employers.booths(db)
    taken, names = {}, {}
    for each in employers.every(db):
        key = each.fields.get("known_by") or f"name:{folded(each.name)}"
        if each.uscc:
            names[each.uscc] = each.name
        for booth in stands.get(each.id, []):
            taken[booth] = key
    return plan_employers(rows, booths=setup.booths, taken=taken, known=names)


def keep_employer(
    station: Station, known: KnownEmployers, planned: PlannedEmployer, *, actor: str, dry: bool
) -> int:
    """Keep what changed of one employer and its jobs; give how many of its rows were unchanged."""
    said = {
        "name": planned.name,
        "uscc": planned.uscc,
        "industry": planned.industry,
        "contact": planned.contact,
        "phone": planned.phone,
        "booths": list(planned.booths),
        "held": " ".join(planned.held),
    }
    found = known.by_key.get(planned.known_by)
    employer = found.id if found else station.chance.new_id()
    changed = changes(said, found.fields if found else {})
    if changed and not dry:
        changed["known_by"] = planned.known_by
        seen = employers.heads(station.db, f"employer:{employer}", list(changed)) if found else ()
        operations.record(station, EmployerChanged(employer, changed, seen), actor=actor)
    unchanged = 0
    for job in planned.jobs:
        unchanged += keep_job(station, known, employer, job, actor=actor, dry=dry)
    return 0 if changed else unchanged


def keep_job(
    station: Station,
    known: KnownEmployers,
    employer: str,
    planned: PlannedJob,
    *,
    actor: str,
    dry: bool,
) -> int:
    advert = planned.advert
    key = f"{folded(advert.title)}|{folded(advert.place)}|{planned.n}"
    said = {
        "title": advert.title,
        "openings": advert.openings,
        "reserved": advert.reserved,
        "wage": advert.wage,
        "place": advert.place,
        "requirements": advert.requirements,
        "education": advert.education,
        "age": advert.age,
        "others": dict(advert.others),
        "trades": list(advert.trades),
        "held": " ".join(planned.held),
        "findings": told(advert.findings),
    }
    found = known.jobs.get((employer, key))
    changed = changes(said, found.fields if found else {})
    if not changed:
        return 1
    if not dry:
        job = found.id if found else station.chance.new_id()
        changed["key"] = key
        seen = employers.heads(station.db, f"job:{job}", list(changed)) if found else ()
        operations.record(station, JobChanged(job, employer, changed, seen), actor=actor)
    return 0


def changes(said: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields that the list says otherwise than it did last time, and what it says now."""
    listed = kept.get(LISTED) or {}
    changed = {
        name: value
        for name, value in said.items()
        if (name not in listed and value) or (name in listed and listed[name] != value)
    }
    if not changed and kept:
        return {}
    return {**changed, LISTED: dict(said)}
