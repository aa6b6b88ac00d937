"""The codes that let a node in: ten minutes, one node each, held in memory only."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from fair.authority import NodeRole
from wire.invite import draw_code

LASTS = 600.0  # seconds by a clock that nobody can set (interfaces.md)
MOST = 50


@dataclass(slots=True)
class Issued:
    role: NodeRole
    name: str
    until: float
    taken_by: str = ""  # the key that used it: the same one may ask again, an answer can be lost


class Invites:
    """What this run has handed out. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, Issued] = {}
        self._lock = threading.Lock()

    def issue(self, role: NodeRole, name: str, below: Callable[[int], int]) -> str:
        """Draw a code for one node that may join in this role, called `name` where that is said."""
        code, now = draw_code(below), self._clock()
        with self._lock:
            self._issued = {c: each for c, each in self._issued.items() if each.until > now}
            while len(self._issued) >= MOST:
                del self._issued[next(iter(self._issued))]
            self._issued[code] = Issued(role, name, now + LASTS)
        return code

    def good(self, code: str) -> bool:
        """Say whether a code was issued here and isn't too old."""
        with self._lock:
            issued = self._issued.get(code)
            return issued is not None and issued.until > self._clock()

    def take(self, code: str, key: str) -> Issued | None:
        """Give what a code lets a node in as, for this key alone from now on; None: it doesn't."""
        with self._lock:
            issued = self._issued.get(code)
            if issued is None or issued.until <= self._clock():
                return None
            if issued.taken_by not in ("", key):
                return None
            issued.taken_by = key
            return issued
