"""Who may say what: a paired gate can't wipe a fair (sync.md, Facts)."""

from typing import Literal, get_args

from fair import facts

NodeRole = Literal["station", "desk", "organizer", "central"]
NODE_ROLES: tuple[NodeRole, ...] = get_args(NodeRole)

ORGANIZER_ONLY = frozenset(
    kind.KIND
    for kind in (
        facts.FairCreated,
        facts.FairChanged,
        facts.NodeJoined,
        facts.NodeRevoked,
        facts.StaffAdded,
        facts.StaffRemoved,
        facts.CardIssued,
        facts.CardRevoked,
        facts.EmployerChanged,
        facts.JobChanged,
        facts.SeekerErased,
    )
)
DESK_TOO = frozenset(
    kind.KIND
    for kind in (
        facts.SeekersMerged,
        facts.SeekersParted,
        facts.SeekersDistinct,
        facts.HoldReleased,
    )
)


def may_say(role: str, kind: str) -> bool:
    """Say whether a log of a node with this role may hold facts of this kind.

    A kind that we don't know is kept and passed on, never applied, so it may come from anybody.
    """
    if role in ("organizer", "central"):
        return True
    if kind in ORGANIZER_ONLY:
        return False
    return role == "desk" or kind not in DESK_TOO
