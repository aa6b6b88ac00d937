"""One label to an IPP printer: made as a job, sent, and followed until it is printed."""

import time
from dataclasses import dataclass
from typing import Self

from printers.printer import Delivery, Language, PrinterError
from printers.status import Status
from printers.transports import ipp_message as ipp
from printers.transports.ipp_message import Answer, Attributes
from printers.transports.ipp_status import status_of
from printers.transports.ipp_way import Way
from printers.transports.stream import Sent

FORMAT = "image/pwg-raster"
FOLLOWS_FOR = 30.0  # seconds; printers that print at once take 2 to 5
LOOKS_EVERY = 0.25
CANCELED, ABORTED, COMPLETED = 7, 8, 9  # job-state, RFC 8011 section 5.3.7

NO_RASTER = "The printer takes no pictures over IPP. Give it a tcp:// address and its own language."
FORBIDDEN = "The printer wants a user and a password. Allow it to print without them."
REFUSED = "The printer refused the label."
NOT_NOW = "The printer takes no labels now."
GIVEN_UP = "The printer gave the label up. Look whether it came out."
LOST = "The printer took the label and was then not heard of."
# RFC 8011 appendix B: not authenticated, authorized, allowed; the format is none of its own.
NOT_ALLOWED, NOT_ITS_FORMAT = (0x0401, 0x0402, 0x0403), 0x040A
NOT_ACCEPTING, SERVER_BUSY, SERVER_ERRORS = 0x0506, 0x0507, 0x0500


@dataclass(frozen=True, slots=True)
class IppLine:
    """`printer`: its attributes; `ids`: where numbers of jobs are kept, by name."""

    way: Way
    printer: Attributes
    ids: dict[str, int]

    @property
    def resolutions(self) -> tuple[int, ...]:
        """Dots per inch at which the printer takes pictures, lowest first; draw at one of them."""
        said = self.printer.get("pwg-raster-document-resolution-supported", ())
        return tuple(sorted({each[0] for each in said if isinstance(each, tuple)}))

    def ask(self, question: bytes, seconds: float) -> bytes:  # noqa: ARG002
        """An IPP printer is asked for attributes, not for bytes."""
        return b""

    def status(self, language: Language) -> Status:  # noqa: ARG002
        """What the printer's attributes said at connecting."""
        return status_of(self.printer)

    def send(self, job: bytes, name: str) -> Delivery:
        """Send one job and follow it: "confirmed" is the printer's word that it is completed,
        "taken" that it has it still. Raises PrinterError."""
        if FORMAT not in self.printer.get("document-format-supported", ()):
            raise PrinterError(NO_RASTER, permanent=True, sent="nothing")
        operations = self.printer.get("operations-supported", ())
        if ipp.CREATE_JOB in operations and ipp.SEND_DOCUMENT in operations:
            number = self.created(name)
            self.document(number, job)
        else:
            number = self.at_once(name, job)
        return self.followed(number, name)

    def created(self, name: str) -> int:
        """Make the job without a document, so that its number is known before byte 1."""
        answer = self.way.ask(ipp.CREATE_JOB, (ipp.NAME, "job-name", name))
        return self.numbered(answer, name, "nothing")

    def document(self, number: int, job: bytes) -> None:
        which, kind = (ipp.INTEGER, "job-id", number), (ipp.MIME, "document-format", FORMAT)
        last = (ipp.BOOLEAN, "last-document", True)
        try:
            answer = self.way.ask(ipp.SEND_DOCUMENT, which, kind, last, document=job)
            self.accepted(answer, "nothing" if answer.status < SERVER_ERRORS else "all")
        except PrinterError as error:
            if error.sent == "nothing":  # nobody will ever send its document
                self.cancel(number)
            raise

    def cancel(self, number: int) -> None:
        try:
            self.way.ask(ipp.CANCEL_JOB, (ipp.INTEGER, "job-id", number))
        except PrinterError:
            return  # the printer gives up a job without a document by itself

    def at_once(self, name: str, job: bytes) -> int:
        kind = (ipp.MIME, "document-format", FORMAT)
        title = (ipp.NAME, "job-name", name)
        answer = self.way.ask(ipp.PRINT_JOB, title, kind, document=job)
        return self.numbered(answer, name, "nothing" if answer.status < SERVER_ERRORS else "all")

    def numbered(self, answer: Answer, name: str, sent: Sent) -> int:
        self.accepted(answer, sent)
        for attributes in answer.jobs:
            for number in attributes.get("job-id", ()):
                if isinstance(number, int):
                    self.ids[name] = number
                    return number
        raise PrinterError(REFUSED, permanent=False, sent="all" if sent == "all" else sent)

    def accepted(self, answer: Answer, sent: Sent) -> None:
        """Raises PrinterError for a refusal."""
        if answer.done:
            return
        if answer.status == NOT_ITS_FORMAT:
            raise PrinterError(NO_RASTER, permanent=True, sent="nothing")
        if answer.status in NOT_ALLOWED:
            raise PrinterError(FORBIDDEN, permanent=True, sent="nothing")
        if answer.status in (NOT_ACCEPTING, SERVER_BUSY):
            raise PrinterError(NOT_NOW, permanent=False, sent="nothing")
        raise PrinterError(REFUSED, permanent=False, sent=sent)

    def followed(self, number: int, name: str) -> Delivery:
        """Ask for the job until it is done or the time is over."""
        until = time.monotonic() + FOLLOWS_FOR
        while time.monotonic() < until:
            try:
                answer = self.way.job(number)
            except PrinterError as error:
                raise PrinterError(LOST, permanent=False, sent="all") from error
            states = [state for job in answer.jobs for state in job.get("job-state", ())]
            if COMPLETED in states:
                self.ids.pop(name, None)
                return "confirmed"
            if CANCELED in states or ABORTED in states:
                raise PrinterError(GIVEN_UP, permanent=False, sent="all")
            time.sleep(LOOKS_EVERY)
        return "taken"

    def close(self) -> None:
        """Each request had a connection of its own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
