"""Whether a stored operation counts, and letting it count or count no more."""

import sqlite3
from typing import NamedTuple

from fair import facts, sound
from fair.operation import Operation
from fair.trust import Fault, Owner, Trust
from kiosk.store import apply, erasing

SET_ASIDE = "UPDATE operation SET quarantined = ? WHERE id = ?"


class Kept(NamedTuple):
    """A stored operation as it is judged; `fact` is None where its body can't be read."""

    id: int
    operation: Operation
    fact: facts.Fact | None
    aside: str | None  # a trust.Fault


def known_kind(operation: Operation) -> bool:
    return operation.kind in facts.KINDS and operation.v == facts.VERSION


def read(operation: Operation) -> facts.Fact | Fault | None:
    """Give the fact, None where there is none to read (erased, or of a later version)."""
    if operation.body is None or not known_kind(operation):
        return None
    try:
        return sound.fact_in(operation.fair, operation.kind, operation.body)
    except facts.NotAFact:
        return "malformed"


def judge(trusted: Trust, owner: Owner | None, id_: int, operation: Operation) -> Kept:
    """Say whether a stored operation counts by what is known now."""
    aside = trusted.fault(owner, operation.log, operation.seq, operation.kind)
    match read(operation):
        case "malformed":
            return Kept(id_, operation, None, aside or "malformed")
        case None | str():
            return Kept(id_, operation, None, aside)
        case fact:
            return Kept(id_, operation, fact, aside)


def set_aside(db: sqlite3.Connection, now: Kept, was: str | None) -> dict[str, None]:
    """Let an operation count, or count no more; give the subjects to derive anew."""
    db.execute(SET_ASIDE, (now.aside, now.id))
    if now.fact is None or (now.aside is None) == (was is None):
        return {}
    change = apply.keep if now.aside is None else apply.take_back
    touched = dict.fromkeys(change(db, now.operation, now.fact))
    if isinstance(now.fact, facts.SeekerErased):
        erasing.sweep_after(db, now.fact)
    return touched
