"""Taking operations into the tables, as far as they count.

What is kept aside stands in its log all the same: it is passed on, and counts as soon as what is
known says so. So a fact that comes before its author's `node.joined`, or before a revocation,
ends in the same tables as any other order.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from fair import facts
from fair.operation import Operation
from fair.subjects import of_unread
from kiosk.store import about, again, apply, erasing, stored, trust
from kiosk.store.judged import SET_ASIDE, Kept, judge, known_kind

UNREAD = "INSERT OR IGNORE INTO unread (operation) VALUES (?)"
READ = "DELETE FROM unread WHERE operation = ?"


def take(
    db: sqlite3.Connection, fair: str, log: str, fresh: Sequence[tuple[int, Operation]]
) -> int:
    """Take new operations of one log (row and operation, stored already) into the tables.

    Gives how many are kept aside.
    """
    trusted = trust.load(db)
    first = judge(trusted, None, *fresh[0])
    if first.operation.seq == 1:
        note(db, [first])  # the log's opening says whose it is
    owner = trust.owner_of(db, log)
    kept = [judge(trusted, owner, id_, operation) for id_, operation in fresh]
    note(db, kept)
    db.executemany(SET_ASIDE, [(each.aside, each.id) for each in kept if each.aside])
    touched: dict[str, None] = {}
    for each in kept:
        if each.aside is None and each.fact is not None:
            touched |= dict.fromkeys(apply.keep(db, each.operation, each.fact))
    if any(isinstance(each.fact, facts.NodeJoined | facts.NodeRevoked) for each in kept):
        touched |= again.begin(db, fair)
    apply.derive(db, fair, touched)
    sweep(db, kept)
    return sum(1 for each in kept if each.aside)


def note(db: sqlite3.Connection, kept: Iterable[Kept]) -> None:
    for each in kept:
        if each.fact is not None:
            apply.note(db, each.id, each.operation, each.fact)
            if each.aside and isinstance(each.fact, facts.VisitRecorded):
                erasing.keep_aside(db, each.fact)
        elif each.operation.body is not None:
            if not known_kind(each.operation):
                db.execute(UNREAD, (each.id,))
            for subject in of_unread(each.operation):  # so that it goes when the person is erased
                db.execute(about.NOTE, (subject, each.id))


def sweep(db: sqlite3.Connection, kept: Iterable[Kept]) -> None:
    """Delete what is about people who were erased, whether it counts or not."""
    if not erasing.any_erased(db):
        return
    for each in kept:
        if each.fact is not None:
            erasing.sweep_after(db, each.fact)
        for subject in of_unread(each.operation) if each.fact is None else ():
            erasing.sweep_unread(db, subject)


def read_again(db: sqlite3.Connection, fair: str) -> int:
    """Take in what this version can read and an earlier one couldn't; give how many."""
    found = [
        (id_, operation) for id_, operation, _ in stored.not_read(db, fair) if known_kind(operation)
    ]
    db.executemany(READ, [(id_,) for id_, _ in found])
    take_again(db, fair, found)
    return len(found)


def take_again(db: sqlite3.Connection, fair: str, found: Sequence[tuple[int, Operation]]) -> None:
    """Take in operations that are kept already, now that they can be read."""
    trusted = trust.load(db)
    kept = [
        judge(trusted, trust.owner_of(db, operation.log), id_, operation)
        for id_, operation in found
    ]
    note(db, kept)
    touched: dict[str, None] = {}
    for each in kept:
        db.execute(SET_ASIDE, (each.aside, each.id))
        if each.aside is None and each.fact is not None:
            touched |= dict.fromkeys(apply.keep(db, each.operation, each.fact))
    touched |= again.begin(db, fair)
    apply.derive(db, fair, touched)
    sweep(db, kept)
