"""Facts about one subject, and what they say together: the last writer, field by field.

A derived row is a pure function of the *set* of facts about its subject, so any order of arrival
and any number of repeats give the same row, in whatever store (sync.md, Derived tables).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fair import facts
from fair.clock import Order, Stamp
from fair.log import Settled, Write, settle


@dataclass(frozen=True, slots=True)
class Said:
    """One fact with what it is ordered by."""

    order: Order
    fact: facts.Fact


Written = (
    facts.FairChanged
    | facts.EmployerChanged
    | facts.JobChanged
    | facts.JobFilled
    | facts.SeekerRegistered
    | facts.SeekerChanged
    | facts.LeadChanged
    | facts.LeadTold
)


def read(op: str, at: Stamp, kind: str, body: Mapping[str, Any]) -> Said:
    """Read one kept operation of a kind that `facts.KINDS` knows."""
    ordered = body.get("ordered_at")
    ordered_ms = ordered if type(ordered) is int else at.ms
    return Said(Order(ordered_ms, at, op), facts.fact_of(kind, body))


def in_order(said: Iterable[Said]) -> list[Said]:
    """Give the facts by when they happened, each of them once."""
    once = {each.order.op: each for each in said}
    return sorted(once.values(), key=lambda each: each.order)


def written(said: Iterable[Said]) -> dict[str, Settled]:
    """Settle the fields that these facts set."""
    return settle(
        Write(each.order, each.fact.fields, frozenset(getattr(each.fact, "seen", ())))
        for each in said
        if isinstance(each.fact, Written)
    )


def values(settled: Mapping[str, Settled]) -> dict[str, Any]:
    return {name: each.value for name, each in settled.items()}


def others(settled: Mapping[str, Settled]) -> dict[str, list[Any]]:
    """Give the fields that wait for a person: values that lost to one that hadn't seen them."""
    return {name: list(each.others) for name, each in settled.items() if each.others}


def heads(said: Iterable[Said], names: Iterable[str]) -> tuple[str, ...]:
    """Give the writes that somebody who changes these fields now has before the eyes."""
    settled = written(said)
    return tuple(sorted({op for name in names if name in settled for op in settled[name].heads}))
