"""What a printer says about itself, in the words that a person needs to help it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Condition = Literal[
    "ready",
    "paper_out",
    "cover_open",
    "paused",
    "hot",
    "wrong_media",
    "ribbon_out",
    "jam",
    "near_end",
    "error",
    "unknown",
]
# What to say first when a printer says several things at once. An open lid comes before missing
# paper: with the lid open most sensors see none.
WORST_FIRST: tuple[Condition, ...] = (
    "cover_open",
    "paper_out",
    "wrong_media",
    "ribbon_out",
    "jam",
    "hot",
    "error",
    "paused",
    "near_end",
    "ready",
    "unknown",
)
# No answer is "unknown", not "broken": many printers never answer, and print.
PRINTS = frozenset({"ready", "near_end", "unknown"})
DETAIL_BYTES = 64


@dataclass(frozen=True, slots=True)
class Status:
    """`detail`: the answer's first 64 bytes as hex, or what the printer said; never a person."""

    condition: Condition
    detail: str = ""

    @property
    def may_print(self) -> bool:
        return self.condition in PRINTS


def worst(found: Iterable[Condition], answers: Iterable[bytes]) -> Status:
    """The condition to say first, "ready" where none was found; the answers become the detail."""
    some = set(found)
    condition: Condition = next((c for c in WORST_FIRST if c in some), "ready")
    return Status(condition, hexed(answers))


def unknown(answers: Iterable[bytes]) -> Status:
    """What was said is no status, or nothing was said."""
    return Status("unknown", hexed(answers))


def hexed(answers: Iterable[bytes]) -> str:
    return b"".join(answers)[:DETAIL_BYTES].hex()
