"""Hybrid logical clock: orders facts of many stations, and never refuses one (sync.md, Facts).

Kulkarni et al., "Logical Physical Clocks" (2014), with a guard against clocks far ahead.
"""

from datetime import UTC, datetime
from typing import NamedTuple

# A peer whose clock runs more than this ahead of ours doesn't drag ours along.
GUARD_MS = 10 * 60 * 1000
DAY_MS = 24 * 60 * 60 * 1000
# What a hostile node says of later is shown as the year 9999, where calendars end, in every zone.
LATEST_MS = 253_370_764_800_000


class Stamp(NamedTuple):
    """Wall milliseconds since 1970, and a counter for facts of one millisecond."""

    ms: int
    n: int


class Order(NamedTuple):
    """What "first" and "last writer" go by: when it happened, then the stamp, then the id."""

    ordered_ms: int
    at: Stamp
    op: str


def tick(last: Stamp, now_ms: int) -> Stamp:
    """Stamp a new fact of this node: after its last one, even if the wall clock went back."""
    return Stamp(now_ms, 0) if now_ms > last.ms else Stamp(last.ms, last.n + 1)


def hear(last: Stamp, heard: Stamp, now_ms: int, proven_ms: int = 0) -> Stamp:
    """Take note of another node's stamp, so that our next fact comes after what we have seen.

    A clock of ours that shows less than `proven_ms`, an instant that has passed for certain, knows
    nothing: a station that booted in 1970 goes by what it hears.
    """
    behind = now_ms < proven_ms
    return last if heard.ms > now_ms + GUARD_MS and not behind else max(last, heard)


def ordered_ms(happened_ms: int | None, at: Stamp, fair_starts_ms: int) -> int:
    """Fix what a fact is ordered by: what was said, where it can be true, else the stamp."""
    if happened_ms is not None and fair_starts_ms - DAY_MS <= happened_ms <= at.ms:
        return happened_ms
    return at.ms


def to_ms(at: datetime) -> int:
    """Give whole milliseconds since 1970 of an aware instant."""
    return int(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """Give the aware UTC instant of whole milliseconds since 1970; the year 9999 at most."""
    return datetime.fromtimestamp(min(ms, LATEST_MS) / 1000, UTC)
