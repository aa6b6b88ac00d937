"""What becomes of a visit, up to a job that is kept (domain.md, section 6)."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """Lead states in their order; the last four are exits. The value is the API's word."""

    MET = "talked"
    INTERVIEWED = "interviewed"
    INTENT = "interested"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    STARTED = "started"
    CONTRACTED = "contracted"
    INSURED = "insured"
    RETAINED_90 = "retained_90"
    REJECTED = "not_a_fit"
    DECLINED = "declined"
    NO_REPLY = "no_reply"
    LEFT = "left"


WORDS = {state.value: state for state in State} | {state.name.lower(): state for state in State}
INTERESTED = tuple(list(State)[2:9])  # interested or further: what `leads` counts
HIRED = tuple(list(State)[5:9])  # an intent is not a hire: counted from the first day at work
OPEN = tuple(list(State)[1:8])  # keeps what was released beyond the retention days

IN_WORDS = frozenset({"interview"})  # fields that say something to the person: `lead.told`


def outcome(word: str) -> str | None:
    """Read an outcome's word, `talked` or a state in lower case; None when it is none."""
    state = WORDS.get(word)
    return state.value if state else None


@dataclass(frozen=True, slots=True)
class Kept:
    version: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two writers who hadn't seen each other: both values are kept, a person settles it."""

    version: str
    values: tuple[str, ...]


Verdict = Kept | Conflict
