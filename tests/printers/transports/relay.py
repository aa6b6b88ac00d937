"""A wire that is cut after so many bytes."""

import select
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Relay:
    """Passes on what comes to its `port`, until `cut` bytes have gone to the printer in all
    connections together: then that connection breaks and no other is taken."""

    to: int
    cut: int
    port: int = 0
    passed: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._over.is_set() and self.passed < self.cut:
            try:
                ours, _ = self._listener.accept()
            except TimeoutError:
                continue
            with ours, suppress(OSError), socket.create_connection(("127.0.0.1", self.to)) as on:
                self._carry(ours, on)
        self._listener.close()

    def _carry(self, ours: socket.socket, on: socket.socket) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select([ours, on], [], [], 0.05)
            for line in ready:
                data = line.recv(self.cut - self.passed if line is ours else 65536)
                if not data:
                    return
                (on if line is ours else ours).sendall(data)
                self.passed += len(data) if line is ours else 0
                if self.passed >= self.cut:
                    return
