"""IPP printers and CUPS queues: RFC 8011 over HTTP, with `image/pwg-raster` as the document.

The printer keeps a list of jobs, so that what became of one can be asked; but it forgets finished
ones, often within minutes: a job that is not found proves nothing."""

from dataclasses import dataclass, field

from printers.printer import Found, PrinterError
from printers.transports import ipp_message as ipp
from printers.transports.ipp_line import NOT_NOW, IppLine
from printers.transports.ipp_message import Answer
from printers.transports.ipp_way import Way

CANCELED, ABORTED, COMPLETED = 7, 8, 9  # job-state, RFC 8011 section 5.3.7


@dataclass(frozen=True, slots=True)
class Ipp:
    """`ids`: the printer's own numbers of this process's jobs that aren't known to be done, each
    kept before its first byte."""

    host: str
    port: int = 631
    path: str = "/ipp/print"
    ids: dict[str, int] = field(default_factory=dict, compare=False)

    @property
    def way(self) -> Way:
        return Way(self.host, self.port, self.path)

    def connect(self) -> IppLine:
        """Ask what the printer is and takes. Raises PrinterError, with nothing sent."""
        answer = self.way.ask(ipp.GET_PRINTER_ATTRIBUTES)
        if not answer.done:
            raise PrinterError(NOT_NOW, permanent=False, sent="nothing")
        return IppLine(self.way, answer.printer, self.ids)

    def find(self, name: str) -> Found:
        """What became of a job of this name; "unknown" when the printer can't say."""
        try:
            states = self.states(name)
        except PrinterError:
            return "unknown"
        if COMPLETED in states:
            return "done"
        if any(state not in (CANCELED, ABORTED) for state in states):
            return "waiting"
        return "stopped" if states else "unknown"

    def states(self, name: str) -> list[int]:
        """The states of all jobs of this name. The one whose number is known is asked for by it;
        then both lists, the finished one last: a job moves from the one to the other."""
        answers = [self.way.job(self.ids[name])] if name in self.ids else []
        for which in ("not-completed", "completed"):
            listed = (ipp.KEYWORD, "requested-attributes", ["job-id", "job-name", "job-state"])
            which_jobs = (ipp.KEYWORD, "which-jobs", which)
            answers.append(self.way.ask(ipp.GET_JOBS, which_jobs, listed))
        return [state for answer in answers for state in states_of(name, answer)]


def states_of(name: str, answer: Answer) -> list[int]:
    mine = [job for job in answer.jobs if name in job.get("job-name", ())]
    return [state for job in mine for state in job.get("job-state", ()) if isinstance(state, int)]
