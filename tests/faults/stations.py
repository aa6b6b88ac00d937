"""Stations of one fair as processes of their own, and a line between them that can be bad."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.node import Node, Phone, kiosk, kiosk_json


def invite(organizer: Path, **options: str) -> str:
    """Make an invite at the organizer's node, which serves."""
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    text: str = kiosk_json(organizer, "invite", *words)["invite"]
    return text


def join(organizer: Path, folder: Path, name: str, *, through: int | None = None) -> None:
    """Let a new folder become a station; `through` a port of our own between the two."""
    text = invite(organizer, name=name)
    if through is not None:
        parts = text.split("/")
        parts[1] = f"127.0.0.1:{through}"
        text = "/".join(parts)
    kiosk(folder, "pair", text)


def door_of(text: str) -> int:
    """Give the port that an invite names."""
    return int(text.split("/")[1].rpartition(":")[2])


def digests(*folders: Path) -> set[str]:
    return {kiosk_json(folder, "status")["digest"] for folder in folders}


def eventually(said: Any, *, within: float = 10.0) -> bool:
    """Wait until `said()` is true."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if said():
            return True
        time.sleep(0.1)
    return False


def gate(folder: Path, name: str = "gate") -> str:
    """Let a scanner in at a node and give its token."""
    token: str = kiosk_json(folder, "device", "add", name, "--role", "entrance")["token"]
    return token


def walk_ins(node: Node, token: str, count: int) -> list[str]:
    """Register people who are admitted at once; give their codes."""
    phone = Phone(node.port, token)
    codes = []
    for _ in range(count):
        status, answer = phone.post("/seekers")
        assert status == 200, answer
        codes.append(answer["code"])
    return codes


@dataclass
class BadLine:
    """Passes bytes on to `port`, and cuts or delays them as the test says.

    `cut_after` bytes of answers the connection breaks; it counts down over all connections, and
    each cut takes the next of the list.
    """

    port: int
    delay: float = 0.0
    cut_after: list[int] = field(default_factory=list)
    cuts: int = 0

    def __post_init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.own: int = self._door.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _run(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return  # closed: the test is over
            try:
                far = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            except OSError:
                near.close()
                continue
            for one, other, answers in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(one, other, answers), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        left = self.cut_after.pop(0) if answers and self.cut_after else None
        with suppress(OSError):
            while data := one.recv(4096):
                time.sleep(self.delay)
                if left is not None:
                    left -= len(data)
                    if left < 0:
                        self.cuts += 1
                        break
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
