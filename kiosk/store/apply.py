"""How each kind of fact changes the tables: any order, any number of times, the same tables.

What counts is kept, and the subjects that it speaks of are derived anew; what stops to count is
taken back. A chunk derives each subject once, however many of its facts speak of it.
"""

import sqlite3
from collections.abc import Iterable

from fair import facts
from fair.operation import Operation
from fair.subjects import subjects
from kiosk.store import about, badges, check_ins, employers, erasing, fairs, leads, people, seekers

# What is kept row by row as it comes: the door's and the booths' hot path.
AT_ONCE = (
    facts.LogOpened
    | facts.SeekerErased
    | facts.CheckInRecorded
    | facts.CheckInUndone
    | facts.VisitRecorded
)


def apply(db: sqlite3.Connection, id_: int, operation: Operation, fact: facts.Fact) -> None:
    """Take one stored operation that counts (row `id_`) into the derived tables."""
    note(db, id_, operation, fact)
    derive(db, operation.fair, keep(db, operation, fact))
    erasing.sweep_after(db, fact)


def note(db: sqlite3.Connection, id_: int, operation: Operation, fact: facts.Fact) -> None:
    """Note what an operation speaks of, whether it counts or not."""
    match fact:
        case facts.LogOpened() if operation.seq == 1:
            fairs.keep_log(db, operation.log, fact)
        case facts.BadgeIssued() | facts.BadgeBound():
            erasing.keep_link(db, fact)
    if not isinstance(fact, AT_ONCE):
        about.note(db, operation.op, fact, id_)


def keep(db: sqlite3.Connection, operation: Operation, fact: facts.Fact) -> tuple[str, ...]:
    """Keep what one fact says that counts; give the subjects to derive anew."""
    match fact:
        case facts.LogOpened() | facts.NodeJoined() | facts.NodeRevoked():
            return ()
        case facts.SeekerErased():
            erasing.remember(db, fact.seeker)
            return ()
        case facts.CheckInRecorded():
            check_ins.keep(db, operation, fact)
            return ()
        case facts.CheckInUndone():
            check_ins.keep_undo(db, operation, fact)
            return ()
        case facts.VisitRecorded():
            leads.keep_visit(db, operation, fact)
            return ()
        case facts.LeadNoted():
            leads.keep_note(db, operation, fact)
            return ()
        case _:
            return subjects(operation.op, fact)


def take_back(db: sqlite3.Connection, operation: Operation, fact: facts.Fact) -> tuple[str, ...]:
    """Take back what a fact said that counts no more; give the subjects to derive anew."""
    match fact:
        case facts.LogOpened() | facts.NodeJoined() | facts.NodeRevoked() | facts.SeekerErased():
            return ()
        case facts.CheckInRecorded():
            check_ins.forget(db, operation.op)
            return ()
        case facts.CheckInUndone():
            check_ins.forget_undo(db, operation.op, fact)
            return ()
        case facts.VisitRecorded():
            erasing.keep_aside(db, fact)
            leads.forget_visit(db, operation.op, fact)
            return ()
        case facts.LeadNoted():
            leads.forget_note(db, operation.op)
            return ()
        case _:
            return subjects(operation.op, fact)


def derive(db: sqlite3.Connection, fair: str, touched: Iterable[str]) -> None:
    """Work out anew what the rows of these subjects of a fair are."""
    merged = False
    for subject in touched:
        kind, _, id_ = subject.partition(":")
        match kind:
            case "fair":
                fairs.derive(db, fair)
            case "staff":
                people.derive_staff(db, id_)
            case "card":
                people.derive_card(db, id_)
            case "employer":
                employers.derive(db, id_)
            case "job":
                employers.derive_job(db, id_)
            case "seeker":
                seekers.derive(db, id_)
            case "merge":
                seekers.derive_merge(db, id_)
                merged = True
            case "distinct_pair":
                seekers.derive_distinct(db, id_)
            case "badge":
                badges.derive(db, id_)
            case "lead":
                leads.derive(db, id_)
            case "note":
                pass  # notes are kept as they come; what is told shares their erasing only
            case "release":
                people.derive_releases(db, id_)
            case "secret":
                people.derive_secret(db, id_)
            case _:
                raise ValueError(f"no such subject: {kind}")
    if merged:  # once: it reads every merge there is
        seekers.derive_leaders(db)
