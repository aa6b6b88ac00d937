"""What one scan at the entrance means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fair import badge


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in that counts: not undone."""

    op: str
    at: datetime
    where: str


@dataclass(frozen=True, slots=True)
class Known:
    """What this station has heard about a badge of the fair."""

    withdrawn: bool
    underage: bool
    heard: bool  # False: another station gave it out and its word hasn't come yet
    revoked: bool = False  # the station of its letter was put out of the fair


@dataclass(frozen=True, slots=True)
class Admitted:
    code: str
    known: bool


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    code: str
    first_at: datetime
    first_where: str


@dataclass(frozen=True, slots=True)
class Unknown:
    reason: Literal["mistyped", "not_ours"]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    code: str


@dataclass(frozen=True, slots=True)
class ToDesk:
    reason: Literal["underage", "ambiguous_number", "revoked_station"]
    code: str | None = None


Verdict = Admitted | AlreadyIn | Unknown | Withdrawn | ToDesk


def decide(
    code: str, known: Known, first: CheckIn | None
) -> Admitted | AlreadyIn | Withdrawn | ToDesk:
    """Say what a scan of a badge of this fair means.

    `first` is the person's earliest check-in that counts, under whichever of their badges.
    """
    if known.withdrawn:
        return Withdrawn(code)
    if known.revoked and not known.heard:  # whoever has that station makes badges at will
        return ToDesk("revoked_station", code)
    if known.underage:  # 禁止使用童工规定: nobody under 16 is led to a booth
        return ToDesk("underage", code)
    if first is not None:
        return AlreadyIn(code, first.at, first.where)
    return Admitted(code, known.heard)


def of_number(codes: list[str]) -> str | Unknown | ToDesk:
    """Say which badge a typed number means: `codes` bear it and aren't withdrawn."""
    match codes:
        case []:
            return Unknown("not_ours")
        case [code]:
            return code
        case _:
            return ToDesk("ambiguous_number")


def refused(read: badge.Mistyped | badge.NotOurs) -> Unknown:
    return Unknown("mistyped" if isinstance(read, badge.Mistyped) else "not_ours")
