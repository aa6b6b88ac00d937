"""How each kind of fact changes the tables: any order, any number of times, the same tables."""

import sqlite3
from typing import assert_never

from fair import facts
from fair.operation import Operation
from kiosk.store import about, badges, check_ins, employers, erasing, fairs, leads, people, seekers

# What only grows needs no other facts to be derived: the door's and the booths' hot path.
AT_ONCE = (
    facts.LogOpened
    | facts.SeekersDistinct
    | facts.SeekerErased
    | facts.CheckInRecorded
    | facts.CheckInUndone
    | facts.VisitRecorded
)


def apply(db: sqlite3.Connection, id_: int, operation: Operation, fact: facts.Fact) -> None:
    """Take one stored operation (row `id_`) into the derived tables."""
    if not isinstance(fact, AT_ONCE):
        about.note(db, operation.op, fact, id_)
    match fact:
        case facts.FairCreated() | facts.FairChanged():
            fairs.derive(db, operation.fair)
        case facts.NodeJoined() | facts.NodeRevoked():
            fairs.derive_node(db, fact.node)
        case facts.LogOpened():
            fairs.keep_log(db, operation.log, fact)
        case facts.StaffAdded() | facts.StaffRemoved():
            people.derive_staff(db, fact.staff)
        case facts.CardIssued() | facts.CardRevoked():
            people.derive_card(db, fact.card)
        case facts.EmployerChanged():
            employers.derive(db, fact.employer)
        case facts.JobChanged() | facts.JobFilled():
            employers.derive_job(db, fact.job)
        case facts.HoldReleased():
            employers.derive(db, fact.about)
            employers.derive_job(db, fact.about)
        case facts.SeekerRegistered() | facts.SeekerChanged():
            seekers.derive(db, fact.seeker)
        case facts.SeekersMerged() | facts.SeekersParted():
            seekers.derive_merge(db, fact.merge)
        case facts.SeekersDistinct():
            seekers.keep_distinct(db, fact.seekers)
        case facts.SeekerErased():
            erasing.remember(db, fact.seeker)
        case facts.BadgesPrinted():
            for code in fact.codes:
                badges.derive(db, code)
        case facts.BadgeIssued() | facts.BadgeBound() | facts.BadgeWithdrawn():
            badges.derive(db, fact.code)
        case facts.CheckInRecorded():
            check_ins.keep(db, operation, fact)
        case facts.CheckInUndone():
            check_ins.keep_undo(db, operation, fact)
        case facts.VisitRecorded():
            leads.keep_visit(db, operation, fact)
        case facts.LeadChanged():
            leads.derive(db, fact.visit)
        case facts.LeadNoted():
            leads.keep_note(db, operation, fact)
        case facts.ReleaseChanged():
            people.derive_releases(db, fact.seeker)
        case facts.SecretGiven():
            people.derive_secret(db, fact.seeker)
        case _:
            assert_never(fact)
    erasing.sweep_after(db, fact)
