"""A printer is a language and a transport, composed; each half is tested alone, by its bytes."""

from dataclasses import dataclass
from typing import Literal, Protocol

from printers.dots import Dots, Resolution
from printers.label import Label, draw


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

    def encode(self, dots: Dots) -> bytes:
        """The whole job for one label."""
        ...


class Transport(Protocol):
    """How bytes come to a printer."""

    def send(self, data: bytes) -> None:
        """Hand over one whole job. Raises PrinterError when the printer did not take all of it."""
        ...

    def ask(self, question: bytes, seconds: float) -> bytes:
        """Send a status question; what comes back within the time, empty when nothing does."""
        ...


@dataclass(frozen=True, slots=True)
class Printer:
    resolution: Resolution
    language: Language
    transport: Transport

    def print(self, label: Label) -> None:
        """Print one label. Raises UnknownLayout, TooMuchForQr, PrinterError."""
        self.transport.send(self.language.encode(draw(label, self.resolution)))
