"""A node that holds nothing but lines, behind the real listener, for tests of the wire alone."""

import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from fair.exchange import Position
from wire import answering, certificate, listener, signing
from wire.sessions import Sessions

FAIR = "f" * 32
NAMES = ("asking", "asked", "stranger", "third")
KEYS = {name: bytes(range(first, first + 32)) for first, name in enumerate(NAMES)}


def key(name: str) -> str:
    return signing.public_key(KEYS[name])


@dataclass
class Shelf:
    """What the other side keeps: lines as they come, no fair behind them."""

    paired: dict[str, str] = field(default_factory=lambda: {"asking": key("asking")})
    kept: list[bytes] = field(default_factory=list)
    gives: list[bytes] = field(default_factory=list)
    busy: int = 0
    name: str = "asked"
    heard: list[Mapping[str, Any]] = field(default_factory=list)

    def key(self) -> str:
        return key(self.name)

    def key_of(self, fair: str, node: str) -> str | None:
        return self.paired.get(node) if fair == FAIR else None

    def about(self, fair: str, node: str) -> Mapping[str, Any]:
        return {"name": "North gate"}

    def vector(self, fair: str) -> Mapping[str, int]:
        return {"a": len(self.kept)}

    def backed_up(self, fair: str) -> Mapping[str, int] | None:
        return None

    def compared(self, fair: str, node: str, theirs: Mapping[str, int]) -> None: ...

    def chunk(self, fair: str, node: str, theirs: Mapping[str, int]) -> bytes:
        return self.gives.pop(0) if self.gives else b""

    def again(self, fair: str, wanted: Sequence[Position]) -> bytes:
        return b""

    def lacks(self, fair: str) -> Sequence[Position]:
        return ()

    def keep(self, fair: str, node: str, lines: bytes) -> Mapping[str, Any]:
        if b"broken" in lines:
            raise answering.BadChunk("broken")
        self.kept.append(lines)
        return {"new": 1, "known": 0, "quarantined": 0}

    def asks(self, fair: str, node: str) -> None:
        if self.busy:
            raise answering.Busy("busy", self.busy)

    def met(self, fair: str, node: str, says: Mapping[str, Any]) -> None:
        self.heard.append(says)


@contextmanager
def served(shelf: Shelf) -> Iterator[int]:
    """Serve a shelf over TLS with its key; give its port."""
    sessions = Sessions(time.monotonic, lambda: uuid.uuid4().hex)

    @Request.application
    def app(request: Request) -> Response:
        def body(limit: int) -> bytes | None:
            data = request.get_data()
            return data if len(data) <= limit else None

        asked = answering.Asked(request.method, request.path, dict(request.headers), body)
        reply = answering.answer(asked, shelf, sessions)
        return Response(reply.body, reply.status, dict(reply.headers))

    behind = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=behind.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    door = listener.open_door("127.0.0.1", 0)
    front = listener.Listener(door, certificate.serving_context(KEYS[shelf.name]), behind.port)
    front.start()
    try:
        yield front.port
    finally:
        front.stop()
        behind.shutdown()
        thread.join(5)


if __name__ == "__main__":  # serve with so many open files, and say where
    import resource

    most = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with served(Shelf()) as served_at:
        print(served_at, flush=True)
        sys.stdin.read()
