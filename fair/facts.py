"""The kinds of facts that a fair's log holds, each with the shape of its body (sync.md, Facts).

Ids are 32 hex characters, times milliseconds since 1970. A field that is None is left out of the
body. A body that doesn't fit its kind raises `NotAFact`, whatever else arrives from outside.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar

Fields = Mapping[str, Any]  # named values of a seeker, employer, job or lead: plain JSON


class NotAFact(ValueError):
    """The body doesn't have the shape of its kind."""


@dataclass(frozen=True, slots=True)
class FairCreated:
    KIND: ClassVar = "fair.created"
    setup: Fields


@dataclass(frozen=True, slots=True)
class FairChanged:
    KIND: ClassVar = "fair.changed"
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeJoined:
    KIND: ClassVar = "node.joined"
    node: str
    key: str  # Ed25519 public key, hex
    name: str
    role: str
    series: str | None = None


@dataclass(frozen=True, slots=True)
class NodeRevoked:
    """A node's word counts up to the cut: log → last sequence number, 0 for any other log of it."""

    KIND: ClassVar = "node.revoked"
    node: str
    cut: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LogOpened:
    """First operation of every log: whose it is, and where the node's log before it ended."""

    KIND: ClassVar = "log.opened"
    node: str
    key: str
    before: str | None = None
    before_seq: int | None = None
    before_hash: str | None = None


@dataclass(frozen=True, slots=True)
class StaffAdded:
    KIND: ClassVar = "staff.added"
    staff: str
    name: str
    role: str
    pin_hash: str


@dataclass(frozen=True, slots=True)
class StaffRemoved:
    KIND: ClassVar = "staff.removed"
    staff: str


@dataclass(frozen=True, slots=True)
class CardIssued:
    """A booth's card: a secret link of one employer at one booth; the secret is stored hashed."""

    KIND: ClassVar = "card.issued"
    card: str
    booth: str
    employer: str
    secret_hash: str


@dataclass(frozen=True, slots=True)
class CardRevoked:
    KIND: ClassVar = "card.revoked"
    card: str


@dataclass(frozen=True, slots=True)
class EmployerChanged:
    KIND: ClassVar = "employer.changed"
    employer: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobChanged:
    KIND: ClassVar = "job.changed"
    job: str
    employer: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobFilled:
    """A booth closed one of its employer's jobs, or opened it again: `fields` is `filled` alone.

    Apart from `job.changed`, which only the organizer's node may say: a booth stands at any.
    """

    KIND: ClassVar = "job.filled"
    job: str
    employer: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """A person let a held employer or job through, with a reason."""

    KIND: ClassVar = "hold.released"
    about: str
    held: str  # the reasons that were released, as they stood
    reason: str


@dataclass(frozen=True, slots=True)
class SeekerRegistered:
    KIND: ClassVar = "seeker.registered"
    seeker: str
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeekerChanged:
    KIND: ClassVar = "seeker.changed"
    seeker: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeekersMerged:
    KIND: ClassVar = "seekers.merged"
    merge: str
    seekers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeekersParted:
    KIND: ClassVar = "seekers.parted"
    merge: str


@dataclass(frozen=True, slots=True)
class SeekersDistinct:
    """A person looked at two that seemed the same, and they aren't."""

    KIND: ClassVar = "seekers.distinct"
    seekers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeekerErased:
    KIND: ClassVar = "seeker.erased"
    seeker: str


@dataclass(frozen=True, slots=True)
class BadgesPrinted:
    """Badges printed ahead, bound to a person later or never."""

    KIND: ClassVar = "badges.printed"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadgeIssued:
    KIND: ClassVar = "badge.issued"
    code: str
    seeker: str


@dataclass(frozen=True, slots=True)
class BadgeBound:
    KIND: ClassVar = "badge.bound"
    code: str
    seeker: str


@dataclass(frozen=True, slots=True)
class BadgeWithdrawn:
    """`reason` is one of `fair.badge.REASONS`; the desk's own words are `badge.explained`."""

    KIND: ClassVar = "badge.withdrawn"
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadgeExplained:
    """Why somebody's badge was withdrawn, in the desk's words: apart, to be erased with them."""

    KIND: ClassVar = "badge.explained"
    seeker: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckInRecorded:
    KIND: ClassVar = "check_in.recorded"
    code: str
    where: str


@dataclass(frozen=True, slots=True)
class CheckInUndone:
    KIND: ClassVar = "check_in.undone"
    check_in: str
    reason: str


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    KIND: ClassVar = "visit.recorded"
    visit: str
    booth: str
    employer: str
    code: str
    by: str = "code"  # "number" where somebody typed the number: that shows the number only


@dataclass(frozen=True, slots=True)
class LeadChanged:
    KIND: ClassVar = "lead.changed"
    visit: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadNoted:
    """A note stands apart from the lead's state, so that it can be erased with its person."""

    KIND: ClassVar = "lead.noted"
    visit: str
    note: str


@dataclass(frozen=True, slots=True)
class LeadTold:
    """What a booth says to the person in words (when to come): apart, to be erased with them."""

    KIND: ClassVar = "lead.told"
    visit: str
    fields: Fields
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseChanged:
    """What a seeker lets one employer see, or every employer where `employer` is empty."""

    KIND: ClassVar = "release.changed"
    seeker: str
    employer: str
    level: str


@dataclass(frozen=True, slots=True)
class SecretGiven:
    """The seeker's own secret (tear-off stub), stored hashed; the newest one counts."""

    KIND: ClassVar = "secret.given"
    seeker: str
    secret_hash: str


Fact = (
    FairCreated
    | FairChanged
    | NodeJoined
    | NodeRevoked
    | LogOpened
    | StaffAdded
    | StaffRemoved
    | CardIssued
    | CardRevoked
    | EmployerChanged
    | JobChanged
    | JobFilled
    | HoldReleased
    | SeekerRegistered
    | SeekerChanged
    | SeekersMerged
    | SeekersParted
    | SeekersDistinct
    | SeekerErased
    | BadgesPrinted
    | BadgeIssued
    | BadgeBound
    | BadgeWithdrawn
    | BadgeExplained
    | CheckInRecorded
    | CheckInUndone
    | VisitRecorded
    | LeadChanged
    | LeadNoted
    | LeadTold
    | ReleaseChanged
    | SecretGiven
)
KINDS: Mapping[str, type[Fact]] = {kind.KIND: kind for kind in typing.get_args(Fact)}
VERSION = 1


def shape(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """Give (name, type, may be missing) for each field of a kind's body."""
    hints = typing.get_type_hints(kind)
    shapes = []
    for each in fields(kind):
        hint = hints[each.name]
        bare = typing.get_args(hint)[0] if isinstance(hint, types.UnionType) else hint
        needed = each.default is MISSING and each.default_factory is MISSING
        shapes.append((each.name, typing.get_origin(bare) or bare, not needed))
    return tuple(shapes)


SHAPES = {kind: shape(kind) for kind in KINDS.values()}


def body_of(fact: Fact) -> dict[str, Any]:
    """Write a fact as the body of an operation."""
    body: dict[str, Any] = {}
    for name, kind, _ in SHAPES[type(fact)]:
        value = getattr(fact, name)
        if value is not None:
            body[name] = list(value) if kind is tuple else value
    return body


def a_text(value: Any) -> bool:
    """Say whether every store can keep this as a text: PostgreSQL's have no character 0."""
    return isinstance(value, str) and "\x00" not in value


def fact_of(kind: str, body: Any) -> Fact:
    """Read a body of a kind that `KINDS` knows. Raises NotAFact."""
    made = KINDS[kind]
    if not isinstance(body, dict):
        raise NotAFact(kind)
    values: dict[str, Any] = {}
    for name, wanted, optional in SHAPES[made]:
        value = body.get(name)
        if wanted is str and type(value) is str and "\x00" not in value:  # almost always
            values[name] = value
            continue
        if value is None:
            if optional:
                continue
            raise NotAFact(f"{kind}: {name} is missing")
        if wanted is tuple:
            if not isinstance(value, list) or not all(a_text(each) for each in value):
                raise NotAFact(f"{kind}: {name} is no list of texts")
            value = tuple(value)
        elif wanted in (str, int):
            if type(value) is not wanted or (wanted is str and not a_text(value)):
                raise NotAFact(f"{kind}: {name} is no {wanted.__name__}")
        elif not isinstance(value, dict):
            raise NotAFact(f"{kind}: {name} is no object")
        values[name] = value
    return made(**values)
