"""How an emulated printer treats those who connect."""

import random
import socket
from dataclasses import dataclass, field
from typing import Literal

from printers import Condition


@dataclass(slots=True)
class Behaviour:
    """How it treats who connects; may be changed at any time.

    Counts are a job's bytes in one connection, questions left out. One connection at a time is
    read; others wait as they do at real printers: connected and acknowledged by the kernel.
    """

    condition: Condition = "ready"  # what it says; only a ready one prints, others keep the bytes
    answers: Literal["well", "silent", "late", "nonsense"] = "well"
    answers_late: float = 3.0  # seconds
    close_after: int | None = None
    reset_after: int | None = None
    stall_after: int | None = None
    stall_seconds: float | None = None  # then it reads on; None: until the other side goes
    refuses: bool = False  # others are refused while one is connected
    at_eof: Literal["close", "stay"] = "close"
    keeps_buffer: bool = False  # a torn picture waits for its rest in the next connection
    prints_late: float = 0.0  # seconds
    faulty: float = 0.0  # the chance that a connection closes, resets or stalls anywhere
    chance: random.Random = field(default_factory=lambda: random.Random(1))


@dataclass(slots=True)
class Connection:
    """What one connection is going to meet."""

    line: socket.socket
    close_after: int | None
    reset_after: int | None
    stall_after: int | None
    taken: int = 0
    tail: bytes = b""

    def room(self) -> int:
        """How many bytes may be read until something happens."""
        ends = (self.close_after, self.reset_after, self.stall_after)
        return min((end - self.taken for end in ends if end is not None), default=65536)


def connection(line: socket.socket, told: Behaviour) -> Connection:
    """Decide what this connection meets."""
    ends = [told.close_after, told.reset_after, told.stall_after]
    if told.chance.random() < told.faulty:
        ends = [None, None, None]
        ends[told.chance.randrange(3)] = told.chance.randrange(30_000)
    close_after, reset_after, stall_after = ends
    return Connection(line, close_after, reset_after, stall_after)
