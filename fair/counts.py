"""What is counted of a fair, whichever store counts (interfaces.md, `kiosk status`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """`people` came in and weren't undone; `visits` are pairs of a person and a booth."""

    groups: dict[str, int]
    employers: int
    jobs: int
    openings: int
    openings_public: int
    reserved_public: int
    seekers: int
    operations: int
    people: int
    unheard: int
    check_ins: int
    visits: int
    leads: int
    quarantined: int
