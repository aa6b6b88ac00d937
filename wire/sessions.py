"""The exchanges that others have open with us: a nonce for each, and where its count stands."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

SILENT_SECONDS = 60.0  # as long as a connection may be silent (wire/listener.py)
MOST = 2048  # a few hundred bytes each
MOST_OF_A_NODE = 4  # one that was cut off leaves its exchange behind and opens another


@dataclass(slots=True)
class Session:
    fair: str
    node: str
    protocol: int
    count: int
    heard: float  # monotonic seconds


class Sessions:
    """`clock` gives seconds that never go back; `new_id` a nonce that nobody can guess."""

    def __init__(self, clock: Callable[[], float], new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._new_id = new_id
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, fair: str, node: str, protocol: int) -> str:
        """Begin an exchange and give its nonce."""
        nonce, now = self._new_id(), self._clock()
        with self._lock:
            own = [key for key, each in self._open.items() if each.node == node]
            for old in own[: max(0, len(own) - MOST_OF_A_NODE + 1)]:
                del self._open[old]
            self._open[nonce] = Session(fair, node, protocol, 0, now)
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return nonce

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
            session.count, session.heard = count, self._clock()
            return True

    def active(self, node: str, within: float) -> bool:
        """Say whether this node has exchanged with us in the last `within` seconds."""
        now = self._clock()
        with self._lock:
            return any(
                each.node == node and now - each.heard < within for each in self._open.values()
            )
