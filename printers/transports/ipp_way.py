"""IPP requests over HTTP: each on a connection of its own, closed after the answer."""

import socket
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse

from printers.printer import PrinterError
from printers.transports import ipp_message as ipp
from printers.transports import stream
from printers.transports.ipp_message import Answer, Attribute
from printers.transports.tcp import connected

NO_IPP = (
    "What answers at the printer's address is no IPP printer. Look at the address and its path."
)
NO_ANSWER = "The printer took the request and gave no answer."
USER = "badges"  # requesting-user-name: no person


@dataclass(frozen=True, slots=True)
class Way:
    host: str
    port: int
    path: str

    def ask(self, operation: int, *attributes: Attribute, document: bytes = b"") -> Answer:
        """Send one request; the answer, also when it is a refusal. Raises PrinterError, whose
        `sent` counts the bytes of the document alone."""
        uri = (ipp.URI, "printer-uri", f"ipp://{self.authority}{self.path}")
        user = (ipp.NAME, "requesting-user-name", USER)
        # The target stands first: printer-uri and job-id, then the user (RFC 8011 section 4.1.5).
        target = [each for each in attributes if each[1] == "job-id"]
        rest = [each for each in attributes if each[1] != "job-id"]
        return self.exchange(ipp.request(operation, uri, *target, user, *rest), document)

    def job(self, number: int) -> Answer:
        """Ask for one job by the printer's number of it."""
        wanted = (ipp.KEYWORD, "requested-attributes", ["job-id", "job-name", "job-state"])
        return self.ask(ipp.GET_JOB_ATTRIBUTES, (ipp.INTEGER, "job-id", number), wanted)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def exchange(self, message: bytes, document: bytes) -> Answer:
        with closing(connected(self.host, self.port)) as line:
            self.begin(line, message, len(document))
            stream.pour(line.fileno(), document, reads=False)
            sent: stream.Sent = "some" if document else "nothing"
            line.settimeout(stream.PATIENCE)
            try:
                status, body = answered(line)
                if status == 200:
                    return ipp.parse(body)
            except (OSError, HTTPException, ipp.NotIpp) as error:
                raise PrinterError(NO_ANSWER, permanent=False, sent=sent) from error
        if 400 <= status < 500:  # a web server, a wrong path: it kept nothing
            raise PrinterError(NO_IPP, permanent=False, sent="nothing")
        raise PrinterError(NO_ANSWER, permanent=False, sent=sent)

    def begin(self, line: socket.socket, message: bytes, more: int) -> None:
        """Send all but the document."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.authority}\r\n"
            f"Content-Type: application/ipp\r\nContent-Length: {len(message) + more}\r\n"
            "Connection: close\r\n\r\n"
        )
        try:
            stream.pour(line.fileno(), head.encode("ascii") + message, reads=False)
        except PrinterError as error:
            raise PrinterError(error.why, permanent=False, sent="nothing") from error


def answered(line: socket.socket) -> tuple[int, bytes]:
    """The answer's HTTP status and body."""
    answer = HTTPResponse(line, method="POST")
    answer.begin()
    return answer.status, answer.read()
