"""A call of the device API as it comes in, whoever makes it, and how guessing is slowed down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair import badge
from fair.verdict import Answer
from kiosk.settings import Kiosk
from kiosk.store import badges
from kiosk.store.answers import Ask
from kiosk.web.fields import Field, Wrong
from pages.gate import Who
from pages.locale import mark

DOOR = ("self_service", "entrance", "desk", "organizer")
STAFF = ("entrance", "desk", "organizer")
DESK = ("desk", "organizer")
LONGEST_CODE = 300
SCAN = (Field("scan_id", "scan_id", needed=True), Field("at", "time"))
CODE = Field("code", needed=True, longest=LONGEST_CODE)


@dataclass(frozen=True, slots=True)
class Called:
    """One call as it came: who makes it, on which path, about which `{id}`, with which fields."""

    who: Who
    path: str
    about: str
    body: Mapping[str, Any]

    @property
    def at(self) -> datetime | None:
        at: datetime | None = self.body.get("at")
        return at

    def ask(self, code: str = "") -> Ask:
        return Ask(self.who.place, self.body["scan_id"], self.path, code)

    @property
    def where(self) -> str:
        return self.who.entrance or self.who.role


@dataclass(frozen=True, slots=True)
class Call:
    path: str  # below /api/v1; `{id}` stands for one part
    roles: tuple[str, ...]
    fields: tuple[Field, ...]
    make: Callable[[Kiosk, Called], Answer]
    summary: str


def slow_down(kiosk: Kiosk, who: Who, code: str) -> None:
    """Refuse a token that sent many failed codes, but for badges that this station knows.

    So guessing is slow and a queue at the door never is. Raises Wrong(429).
    """
    if (wait := kiosk.limits.wait("code", who.id)) == 0:
        return
    match badge.read(code, kiosk.station.fair.fair_key):
        case badge.Code(text=text) if badges.by_code(kiosk.station.reading(), text) is not None:
            return
        case _:
            raise Wrong(429, "slow_down", SLOW_DOWN, seconds=int(wait) + 1)


def counted(kiosk: Kiosk, who: Who, answer: Answer) -> Answer:
    """Count a failed code against its token."""
    if type(answer.verdict).__name__ == "Unknown":
        kiosk.limits.take("code", who.id)
    return answer


SLOW_DOWN = mark(
    "Too many codes were wrong; nothing was kept. Wait %(seconds)s seconds, then try again."
)
