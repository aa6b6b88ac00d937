"""What each fact speaks of: the subjects whose derived rows it may change.

A subject is a text, the kind of thing and its id: `seeker:ID`, `badge:CODE`, `check_in:OP`.
"""

from itertools import combinations
from typing import assert_never

from fair import facts
from fair.exchange import may_be_erased
from fair.operation import Operation

# What is about the person and goes with the person; notes of visits go too (sync.md, Erasing).
OF_PERSON = ("seeker", "release", "secret")
# Bodies that can't be read but name a person, or a visit whose notes go with its person.
UNREAD, UNREAD_OF_VISIT = "unread", "unread_of_visit"


def subjects(op: str, fact: facts.Fact) -> tuple[str, ...]:
    """Give the subjects of one operation (its id and its fact); none for `log.opened`.

    Whose a log is stands in the log itself and is not part of the fair's state.
    """
    match fact:
        case facts.FairCreated() | facts.FairChanged():
            return ("fair",)
        case facts.NodeJoined() | facts.NodeRevoked():
            return (f"node:{fact.node}",)
        case facts.LogOpened():
            return ()
        case facts.StaffAdded() | facts.StaffRemoved():
            return (f"staff:{fact.staff}",)
        case facts.CardIssued() | facts.CardRevoked():
            return (f"card:{fact.card}",)
        case facts.EmployerChanged():
            return (f"employer:{fact.employer}",)
        case facts.JobChanged() | facts.JobFilled():
            return (f"job:{fact.job}",)
        case facts.HoldReleased():
            return (f"employer:{fact.about}", f"job:{fact.about}")
        case facts.SeekerRegistered() | facts.SeekerChanged() | facts.BadgeExplained():
            return (f"seeker:{fact.seeker}",)
        case facts.SeekersMerged() | facts.SeekersParted():
            return (f"merge:{fact.merge}",)
        case facts.SeekersDistinct():
            pairs = combinations(sorted(set(fact.seekers)), 2)
            return tuple(f"distinct_pair:{first} {second}" for first, second in pairs)
        case facts.SeekerErased():
            return (f"erased:{fact.seeker}",)
        case facts.BadgesPrinted():
            return tuple(f"badge:{code}" for code in fact.codes)
        case facts.BadgeIssued() | facts.BadgeBound() | facts.BadgeWithdrawn():
            return (f"badge:{fact.code}",)
        case facts.CheckInRecorded():
            return (f"check_in:{op}",)
        case facts.CheckInUndone():
            return (f"check_in:{fact.check_in}",)
        case facts.VisitRecorded():
            return (f"visit:{fact.visit}",)
        case facts.LeadChanged():
            return (f"lead:{fact.visit}",)
        case facts.LeadTold():  # part of the lead, but goes with the notes when they are erased
            return (f"lead:{fact.visit}", f"note:{fact.visit}")
        case facts.LeadNoted():
            return (f"note:{fact.visit}",)
        case facts.ReleaseChanged():
            return (f"release:{fact.seeker}",)
        case facts.SecretGiven():
            return (f"secret:{fact.seeker}",)
        case _:
            assert_never(fact)


def of_unread(operation: Operation) -> tuple[str, ...]:
    """Give what a body that can't be read is about, so that it goes when its person is erased."""
    body = (operation.body or {}) if may_be_erased(operation.kind) else {}
    named = (
        (kind, body.get(name)) for kind, name in ((UNREAD, "seeker"), (UNREAD_OF_VISIT, "visit"))
    )
    return tuple(f"{kind}:{id_}" for kind, id_ in named if isinstance(id_, str) and id_)
