"""A printer on port 9100 that behaves as badly as it is told to.

Tests use `Emulator`; people and other processes run it:

    python -m tests.printers.emulator --language tspl --port 9100 --keep labels

The first line on stdout is its address. Each label is kept as a PNG and as a line of
`labels.jsonl`. A condition typed in (`paper_out`, `ready`) sets it."""

import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from printers import Condition
from tests.printers.answers import NONSENSE, QUESTIONS, answer
from tests.printers.behaviour import Behaviour, Connection, connection
from tests.printers.press import Press, Printed

PRINTS = ("ready", "near_end")
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s: closing sends RST


def ignore(_label: Printed) -> None:
    """Nobody looks at a label."""


@dataclass(slots=True)
class Emulator:
    """Serves from `with` on. `labels` is the paper in order; `received` what each connection
    sent."""

    language: str
    behaviour: Behaviour = field(default_factory=Behaviour)
    port: int = 0
    buffer: int | None = None  # bytes of the socket's buffer: printers have little
    on_label: Callable[[Printed], None] = ignore
    labels: list[Printed] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    press: Press = field(init=False)
    _held: bytes = b""
    _listener: socket.socket | None = None
    _place: socket.socket | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.press = Press(self.language)

    @property
    def uri(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def codes(self) -> list[str]:
        """Every badge's code on paper, as often as it is there."""
        with self._lock:
            return [code for label in self.labels for code in label.codes]

    def __enter__(self) -> Self:
        self._listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join(5)
        for held in (self._listener, self._place):
            if held:
                held.close()

    def waits_for(self, labels: int, seconds: float = 5.0) -> list[Printed]:
        """The labels, as soon as there are so many, at the latest after the time."""
        until = time.monotonic() + seconds
        while len(self.labels) < labels and time.monotonic() < until:
            time.sleep(0.005)
        return list(self.labels)

    def becomes(self, condition: Condition) -> None:
        """A person fills in paper, opens the lid, …; what was kept is printed."""
        with self._lock:
            self.behaviour.condition = condition
            self._print(b"")

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if self.buffer:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffer)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(8)
        listener.settimeout(0.05)
        self.port = listener.getsockname()[1]
        self._listener = listener
        if self._place is None:  # nobody else gets the port while this one refuses
            self._place = socket.socket()
            self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            self._place.bind(("127.0.0.1", self.port))

    def _serve(self) -> None:
        while not self._ended.is_set():
            if self._listener is None:
                self._listen()
            assert self._listener is not None
            try:
                line, _ = self._listener.accept()
            except TimeoutError:
                continue
            if self.behaviour.refuses:
                self._listener.close()
                self._listener = None
            with line, suppress(OSError):
                self._attend(connection(line, self.behaviour))

    def _attend(self, connected: Connection) -> None:
        """Read one connection to its end."""
        line = connected.line
        line.settimeout(0.05)
        if not self.behaviour.keeps_buffer:
            self.press.waiting = b""
        self.received.append(b"")
        while not self._ended.is_set():
            if connected.taken == connected.reset_after:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            if connected.taken == connected.close_after:
                return
            if connected.taken == connected.stall_after:
                connected.stall_after = None
                if not self._stall(line):
                    return
            try:
                data = line.recv(max(connected.room(), 1))
            except TimeoutError:
                continue
            if not data:
                if self.behaviour.at_eof == "stay":
                    self._stall(line, gone=select.POLLHUP | select.POLLERR)
                return
            self._take(connected, data)

    def _take(self, connected: Connection, data: bytes) -> None:
        if data not in QUESTIONS[self.language]:
            connected.taken += len(data)
        self._answer(connected, data)
        self.received[-1] += data
        with self._lock:
            self._print(data)

    def _print(self, data: bytes) -> None:
        self._held += data
        if self.behaviour.condition not in PRINTS:
            return
        held, self._held = self._held, b""
        for label in self.press.take(held):
            if self.behaviour.prints_late:
                threading.Timer(self.behaviour.prints_late, self._keep, (label,)).start()
            else:
                self._keep(label)

    def _keep(self, label: Printed) -> None:
        with self._lock:
            self.labels.append(label)
            self.on_label(label)

    def _answer(self, connected: Connection, data: bytes) -> None:
        """Answer every question in the bytes, in the middle of a picture too: real-time commands
        are carried out as they come in (Epson TM-U295 specification rev. F p. 37)."""
        questions = QUESTIONS[self.language]
        longest = len(questions[0])
        seen = connected.tail + data
        connected.tail = seen[-(longest - 1) :]
        for at in range(len(seen) - longest + 1):
            asked = seen[at : at + longest]
            if asked in questions and self.behaviour.answers != "silent":
                said = answer(self.language, asked, self.behaviour.condition)
                if self.behaviour.answers == "late":
                    self._ended.wait(self.behaviour.answers_late)
                nonsense = self.behaviour.answers == "nonsense"
                connected.line.sendall(NONSENSE if nonsense else said)

    def _stall(self, line: socket.socket, gone: int = select.POLLRDHUP) -> bool:
        """Read nothing for the time; whether to read on. Without a time, until the other side has
        gone."""
        poll = select.poll()
        poll.register(line, gone)
        seconds = self.behaviour.stall_seconds
        began = time.monotonic()
        while not self._ended.is_set():
            if seconds is not None and time.monotonic() - began > seconds:
                return True
            if seconds is None and poll.poll(50):
                return False
            if seconds is not None:
                time.sleep(0.05)
        return False


if __name__ == "__main__":
    from tests.printers.emulator_line import main

    main()
