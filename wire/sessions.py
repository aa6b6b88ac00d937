"""The exchanges that others have open with us: a nonce for each, and where its count stands.

A hello can be sent again by whoever captured it, and gets a nonce like any other; but only the
node itself can sign that nonce. Until it has, the exchange isn't *proven*: what its hello said
isn't believed, and it takes nothing away from the node's proven ones.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SILENT_SECONDS = 60.0  # as long as a connection may be silent (wire/listener.py)
MOST = 2048  # at most 4 KiB each, the hello's limit
MOST_OF_A_NODE = 4  # one that was cut off leaves its exchange behind and opens another
MOST_UNPROVEN = 16  # of a node; its next request comes within one round trip


@dataclass(slots=True)
class Session:
    """`says` is what the hello said; `count` is 0 until the exchange is proven."""

    fair: str
    node: str
    protocol: int
    says: Mapping[str, Any]
    count: int
    heard: float  # monotonic seconds


class Sessions:
    """`clock` gives seconds that never go back; `new_id` a nonce that nobody can guess."""

    def __init__(self, clock: Callable[[], float], new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._new_id = new_id
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._open)

    def open(self, fair: str, node: str, protocol: int, says: Mapping[str, Any]) -> str:
        """Begin an exchange and give its nonce."""
        nonce, now = self._new_id(), self._clock()
        with self._lock:
            self._forget(node, proven=False, most=MOST_UNPROVEN - 1)
            if len(self._open) >= MOST:
                unproven = (key for key, each in self._open.items() if not each.count)
                del self._open[next(unproven, next(iter(self._open)))]
            self._open[nonce] = Session(fair, node, protocol, says, 0, now)
        return nonce

    def _forget(self, node: str, *, proven: bool, most: int) -> None:
        """Let go of a node's oldest, so that `most` of them stay."""
        own = [
            key
            for key, each in self._open.items()
            if each.node == node and bool(each.count) == proven
        ]
        for old in own[: max(0, len(own) - most)]:
            del self._open[old]

    def find(self, nonce: str) -> Session | None:
        """Give the exchange that a nonce belongs to; None once it is over."""
        with self._lock:
            session = self._open.get(nonce)
            if session is not None and self._clock() - session.heard > SILENT_SECONDS:
                del self._open[nonce]
                return None
            return session

    def step(self, session: Session, count: int) -> bool:
        """Take note of a request that was signed; False where it was sent before."""
        with self._lock:
            if count <= session.count:
                return False
            if not session.count:
                self._forget(session.node, proven=True, most=MOST_OF_A_NODE - 1)
            session.count, session.heard = count, self._clock()
            return True

    def active(self, node: str, within: float) -> bool:
        """Say whether this node has exchanged with us in the last `within` seconds."""
        now = self._clock()
        with self._lock:
            return any(
                each.node == node and each.count and now - each.heard < within
                for each in self._open.values()
            )
