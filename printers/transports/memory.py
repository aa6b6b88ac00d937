"""A printer that keeps its jobs in memory, and fails when told to: for tests."""

from dataclasses import dataclass, field
from typing import Self

from printers.printer import Delivery, Found, Language, PrinterError, ask_status
from printers.status import Status


@dataclass(slots=True)
class Memory:
    """`takes`: how many bytes of the next jobs it takes before it fails; None, the usual, takes
    all."""

    jobs: list[bytes] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    answer: bytes = b""
    takes: int | None = None

    def connect(self) -> Self:
        return self

    def find(self, name: str) -> Found:
        return "done" if name in self.names else "unknown"

    def send(self, job: bytes, name: str) -> Delivery:
        if self.takes is None:
            self.jobs.append(job)
            self.names.append(name)
            return "confirmed"
        taken = job[: self.takes]
        if not taken:
            raise PrinterError("The printer is off.", permanent=False, sent="nothing")
        self.jobs.append(taken)
        why = "The printer stopped answering."
        if len(taken) < len(job):
            raise PrinterError(why, permanent=False, sent="some")
        raise PrinterError(why, permanent=False, sent="all")

    def ask(self, question: bytes, seconds: float) -> bytes:  # noqa: ARG002
        return self.answer

    def status(self, language: Language) -> Status:
        return ask_status(self, language)

    def close(self) -> None:
        """Memory has nothing open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
