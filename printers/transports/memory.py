"""A printer that keeps its jobs in memory, and fails when told to: for tests."""

from dataclasses import dataclass, field

from printers.printer import PrinterError


@dataclass(slots=True)
class Memory:
    """`takes`: how many bytes of the next jobs it takes before it fails; None, the usual, takes
    all."""

    jobs: list[bytes] = field(default_factory=list)
    answer: bytes = b""
    takes: int | None = None

    def send(self, data: bytes) -> None:
        if self.takes is None:
            self.jobs.append(data)
            return
        taken = data[: self.takes]
        if not taken:
            raise PrinterError("The printer is off.", permanent=False, sent="nothing")
        self.jobs.append(taken)
        why = "The printer stopped answering."
        if len(taken) < len(data):
            raise PrinterError(why, permanent=False, sent="some")
        raise PrinterError(why, permanent=False, sent="all")

    def ask(self, question: bytes, seconds: float) -> bytes:  # noqa: ARG002
        return self.answer
