"""What one scan at a booth means: one seeker, one booth; repeats update it."""

import hashlib
from dataclasses import dataclass

from fair.check_in import Unknown, Withdrawn


@dataclass(frozen=True, slots=True)
class Recorded:
    visit: str
    code: str


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """The same person was here already, perhaps under another badge; `visit` leads."""

    visit: str
    code: str


Verdict = Recorded | SeenBefore | Unknown | Withdrawn


def visit_id(fair: str, booth: str, employer: str, code: str) -> str:
    """Give a visit's id: two stations that saw the same meeting have one visit (sync.md)."""
    text = "\n".join((fair, booth, employer, code))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def decide(
    visit: str, code: str, *, withdrawn: bool, before: str | None
) -> Recorded | SeenBefore | Withdrawn:
    """Say what a booth's scan means. `before` is the leading visit of this person at this booth."""
    if withdrawn:
        return Withdrawn(code)
    return Recorded(visit, code) if before is None else SeenBefore(before, code)
