"""Keep one person of a list: known again by the strongest key that the row and the person share."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fair import badge
from fair.facts import BadgeIssued, SeekerChanged, SeekerRegistered
from fair.lists import Place
from fair.profile import Profile
from fair.seeker_list import PlannedSeeker
from kiosk.actions.keep_employers import changes
from kiosk.actions.register_seeker import possible_duplicates
from kiosk.store import badges, operations, seekers
from kiosk.store.station import Station

# How sure a list is of somebody's group: the office wrote down what it was told.
SURE = "self_declared"
STRENGTH = ("id", "certificate", "phone", "birth", "cells")


@dataclass(slots=True)
class KnownSeekers:
    """People of earlier lists by their keys, and who was met in this list already."""

    by_key: dict[str, str] = field(default_factory=dict)
    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    alike: list[dict[str, Any]] = field(default_factory=list)


def known_seekers(db: sqlite3.Connection) -> KnownSeekers:
    known = KnownSeekers()
    for each in seekers.every(db):
        remember(known, each.id, each.fields.get("known_by") or ())
    return known


def remember(known: KnownSeekers, seeker: str, keys: Iterable[str]) -> None:
    known.keys[seeker] = frozenset(keys)
    for key in known.keys[seeker]:
        known.by_key.setdefault(key, seeker)


def find(known: KnownSeekers, keys: tuple[str, ...]) -> str | None:
    """Give the person of an earlier list whom a row means (domain.md, section 4)."""
    for key in keys:
        seeker = known.by_key.get(key)
        if seeker is None or seeker in known.met:
            continue
        stronger = STRENGTH[: STRENGTH.index(kind_of(key))]
        theirs = {each for each in known.keys[seeker] if kind_of(each) in stronger}
        mine = {each for each in keys if kind_of(each) in stronger}
        kinds = {kind_of(each) for each in theirs} & {kind_of(each) for each in mine}
        if any(kind_of(each) in kinds and each not in theirs for each in mine):
            continue  # father and son: one phone, but two identity numbers
        return seeker
    return None


def kind_of(key: str) -> str:
    return key.partition(":")[0]


def fields_of(profile: Profile) -> dict[str, Any]:
    """Write a row's profile as a seeker's fields; what it doesn't say is left out."""
    said: dict[str, Any] = {
        "name": profile.name,
        "sex": profile.sex,
        "id_number": profile.id_number,
        "id_number_unverified": profile.id_number_unverified,
        "birth_date": profile.birth_date,
        "phone": profile.phone,
        "phone_digits": profile.phone_digits,
        "village": profile.village,
        "community": profile.community,
        "grid": profile.grid,
        "groups": dict.fromkeys(profile.groups, SURE),
        "other_groups": list(profile.other_groups),
        "certificate": profile.certificate_identity,
        "certificate_text": profile.certificate,
        "wish": profile.wish,
        "trades": list(profile.trades),
        "schooling": profile.schooling,
        "note": profile.note,
        "on_behalf_of": profile.on_behalf_of,
        "others": dict(profile.others),
    }
    return {name: value for name, value in said.items() if value}


def keep_seeker(
    station: Station,
    db: sqlite3.Connection,
    known: KnownSeekers,
    planned: PlannedSeeker,
    *,
    actor: str,
    dry: bool,
) -> int:
    """Keep what changed of one person; a new one gets number and code. Give 1 if unchanged."""
    said = fields_of(planned.profile)
    seeker = find(known, planned.known_by)
    if seeker is not None:
        known.met.add(seeker)
        kept = seekers.by_id(db, seeker)
        changed = changes(said, kept.fields if kept else {})
        if not changed:
            return 1
        if not dry:
            changed["known_by"] = list(planned.known_by)
            seen = seekers.heads(db, seeker, changed)
            operations.record(station, SeekerChanged(seeker, changed, seen), actor=actor)
        return 0
    if not dry:
        seeker = station.chance.new_id()
        fields = {**said, "listed": said, "known_by": list(planned.known_by)}
        operations.record(station, SeekerRegistered(seeker, fields), actor=actor)
        who = station.fair
        number = badges.next_number(db, who.series)
        code = badge.badge_code(who.series, number, who.fair_key, station.chance.below)
        operations.record(station, BadgeIssued(code, seeker), actor=actor)
        note_alike(db, known, planned.row, seeker)
        known.met.add(seeker)
    return 0


def note_alike(db: sqlite3.Connection, known: KnownSeekers, row: Place, seeker: str) -> None:
    """Note who was here before the list and may be the same person; nothing is merged."""
    for each in possible_duplicates(db, seeker):
        known.alike.append(
            {
                "row": row.row,
                "badge_number": each.badge_number,
                "certainty": each.certainty,
                "reason": each.reason,
            }
        )
