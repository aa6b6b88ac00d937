"""What the verbs around a badge can answer: register, bind, withdraw, undo, release."""

from dataclasses import dataclass
from typing import Literal

from fair.check_in import ToDesk, Unknown, Withdrawn


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody who may be the same person; told, never merged silently."""

    badge_number: str
    certainty: Literal["certain", "probable"]
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What was kept although it looks wrong."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Registered:
    seeker: str
    code: str
    possible_duplicates: tuple[Duplicate, ...] = ()
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    seeker: str
    code: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The pre-printed badge is somebody else's already."""

    code: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """The badge counts no more; `new_code` bears the same number, None where none was wanted."""

    code: str
    new_code: str | None


@dataclass(frozen=True, slots=True)
class AlreadyWithdrawn:
    code: str


@dataclass(frozen=True, slots=True)
class Undone:
    code: str


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    code: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What the bearer of this badge told about themself is kept."""

    code: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The paper of this badge waits for its printer, as the copy that stands on it."""

    code: str
    copy: int


@dataclass(frozen=True, slots=True)
class Released:
    level: str


Registering = Registered | ToDesk | Taken | Unknown | Withdrawn
Binding = Bound | Taken | Unknown | Withdrawn | ToDesk
Withdrawing = Replaced | AlreadyWithdrawn | Unknown | ToDesk
Printing = Queued | Withdrawn | Unknown | ToDesk
Undoing = Undone | AlreadyUndone
Describing = Noted | Unknown | ToDesk
