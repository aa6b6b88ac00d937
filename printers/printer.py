"""A printer is a language and a transport, composed; each half is tested alone, by its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self

from printers.dots import Dots, Resolution
from printers.label import Label, draw
from printers.status import Status

# "confirmed": the printer took it and said so; "taken": the driver took every byte, nobody
# confirmed.
Delivery = Literal["confirmed", "taken"]
Found = Literal["waiting", "done", "stopped", "unknown"]
# A printer that answers at all does so within some 10 ms; the rest is for a slow network.
ANSWER_SECONDS = 1.0


class PrinterError(Exception):
    """Printing went wrong.

    `why` is a sentence for people; `permanent` says that trying again won't help; `sent` says how
    many of the job's bytes the printer may have: only after "nothing" may a machine try again by
    itself.
    """

    def __init__(
        self, why: str, *, permanent: bool, sent: Literal["nothing", "some", "all"]
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.sent = sent


class Language(Protocol):
    """What a printer understands. Pure: the same dots give the same bytes."""

    @property
    def questions(self) -> tuple[bytes, ...]:
        """What to ask for its status, in this order; empty where the language has no question."""
        ...

    def encode(self, dots: Dots) -> bytes:
        """The whole job for one label. Raises UnknownLayout for dots that its paper can't hold."""
        ...

    def status(self, answers: Sequence[bytes]) -> Status:
        """Read the answers, one to each question, empty where none came."""
        ...

    def filler(self) -> bytes:
        """What goes before the first job after one that broke off: some printers still wait for the
        rest of that picture and would take the next job's first bytes for it."""
        ...


class Line(Protocol):
    """An open way to one printer, left by `with`; nothing of a job has been sent yet."""

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Send a status question; what comes back within the time, empty when nothing does."""
        ...

    def send(self, job: bytes, name: str) -> Delivery:
        """Hand over one whole job. `name` says which to printers that keep lists: never a person.

        Raises PrinterError when the printer did not take all of it.
        """
        ...

    def status(self, language: Language) -> Status:
        """How the printer is, before a job and never in the middle of one."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Transport(Protocol):
    """How bytes come to a printer."""

    def connect(self) -> Line:
        """Open the way. Raises PrinterError, with nothing sent."""
        ...

    def find(self, name: str) -> Found:
        """What became of a job of this name, where the printer keeps a list; else "unknown"."""
        ...


def ask_status(line: Line, language: Language, seconds: float = ANSWER_SECONDS) -> Status:
    """Ask a language's questions one after the other; this is `Line.status` wherever bytes go."""
    return language.status([line.ask(question, seconds) for question in language.questions])


@dataclass(frozen=True, slots=True)
class Printer:
    resolution: Resolution
    language: Language
    transport: Transport

    def job(self, label: Label) -> bytes:
        """All bytes for one label. Raises UnknownLayout, TooMuchForQr."""
        return self.language.encode(draw(label, self.resolution))

    def print(self, label: Label, name: str = "") -> Delivery:
        """Print one label. Raises UnknownLayout, TooMuchForQr, PrinterError."""
        job = self.job(label)
        with self.transport.connect() as line:
            return line.send(job, name)
