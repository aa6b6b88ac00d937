"""How each kind of fact changes the tables: any order, any number of times, the same tables."""

import sqlite3
from typing import assert_never

from fair import facts
from fair.operation import Operation
from kiosk.store import about, badges, check_ins, employers, erasing, fairs, leads, people, seekers


def apply(db: sqlite3.Connection, id_: int, operation: Operation, fact: facts.Fact) -> None:
    """Take one stored operation (row `id_`) into the derived tables."""
    match fact:
        case facts.FairCreated() | facts.FairChanged():
            about.note(db, "fair", id_)
            fairs.derive(db, operation.fair)
        case facts.NodeJoined():
            about.note(db, f"node:{fact.node}", id_)
            fairs.derive_node(db, fact.node)
        case facts.LogOpened():
            fairs.keep_log(db, operation.log, fact)
        case facts.StaffAdded() | facts.StaffRemoved():
            about.note(db, f"staff:{fact.staff}", id_)
            people.derive_staff(db, fact.staff)
        case facts.CardIssued() | facts.CardRevoked():
            about.note(db, f"card:{fact.card}", id_)
            people.derive_card(db, fact.card)
        case facts.EmployerChanged():
            about.note(db, f"employer:{fact.employer}", id_)
            employers.derive(db, fact.employer)
        case facts.JobChanged():
            about.note(db, f"job:{fact.job}", id_)
            employers.derive_job(db, fact.job)
        case facts.HoldReleased():
            about.note(db, f"employer:{fact.about}", id_)
            about.note(db, f"job:{fact.about}", id_)
            employers.derive(db, fact.about)
            employers.derive_job(db, fact.about)
        case facts.SeekerRegistered() | facts.SeekerChanged():
            about.note(db, f"seeker:{fact.seeker}", id_)
            seekers.derive(db, fact.seeker)
        case facts.SeekersMerged() | facts.SeekersParted():
            about.note(db, f"merge:{fact.merge}", id_)
            seekers.derive_merge(db, fact.merge)
        case facts.SeekersDistinct():
            seekers.keep_distinct(db, fact.seekers)
        case facts.SeekerErased():
            erasing.remember(db, fact.seeker)
        case facts.BadgesPrinted():
            for code in fact.codes:
                about.note(db, f"badge:{code}", id_)
                badges.derive(db, code)
        case facts.BadgeIssued() | facts.BadgeBound() | facts.BadgeWithdrawn():
            about.note(db, f"badge:{fact.code}", id_)
            badges.derive(db, fact.code)
        case facts.CheckInRecorded():
            check_ins.keep(db, operation, fact)
        case facts.CheckInUndone():
            check_ins.keep_undo(db, operation, fact)
        case facts.VisitRecorded():
            leads.keep_visit(db, operation, fact)
        case facts.LeadChanged():
            about.note(db, f"lead:{fact.visit}", id_)
            leads.derive(db, fact.visit)
        case facts.LeadNoted():
            about.note(db, f"note:{fact.visit}", id_)
            leads.keep_note(db, operation, fact)
        case facts.ReleaseChanged():
            about.note(db, f"release:{fact.seeker}", id_)
            people.derive_releases(db, fact.seeker)
        case facts.SecretGiven():
            about.note(db, f"secret:{fact.seeker}", id_)
            people.derive_secret(db, fact.seeker)
        case _:
            assert_never(fact)
    erasing.sweep_after(db, fact)
