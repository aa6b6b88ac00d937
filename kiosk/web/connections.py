"""One phone's connection: how slow is too slow, what it is answered, and how to part politely.

waitress's one reading thread serves all of them, so a connection never holds a worker thread.
"""

import socket
import time
from dataclasses import dataclass
from typing import ClassVar

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from kiosk.web.incoming import Busy, Request

TOO_LARGE = "kiosk.too_large"  # in the WSGI environment; its value is the limit in bytes

SENTENCES = {
    431: "The address or the headers of this request are too long. Nothing was kept.",
    500: "Something went wrong here. Please try again, or ask the organizer.",
    501: "This way of sending is not understood here. Nothing was kept.",
    503: "Too many files are being uploaded at the same moment. Please try again in a minute.",
}
NOT_READ = "This request could not be read. Nothing was kept."


class Answer(WSGITask):
    """What the application says, and whether the connection stays."""

    def build_response_header(self) -> bytes:
        if self.request.too_large or self.channel.server.draining:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header

    def get_environment(self) -> dict[str, object]:
        environ: dict[str, object] = super().get_environment()
        if self.request.too_large:
            environ[TOO_LARGE] = self.request.limit()
        return environ

    def set_close_on_finish(self) -> None:
        # waitress closes after every 204 and 304, as they have no length. They end with their
        # header (RFC 9112 6.3), and live counters are answered 204 every few seconds.
        if self.has_body or self.request.connection_close:
            super().set_close_on_finish()


class Refusal(ErrorTask):
    """The answer to what never became a request: one plain sentence."""

    def execute(self) -> None:
        error = self.request.error
        said = SENTENCES.get(error.code, NOT_READ).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        if error.code == Busy.code:
            self.response_headers.append(("Retry-After", "60"))
        self.content_length = len(said)
        self.set_close_on_finish()
        self.write(said)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a connection may take. A request gets more for each byte that it announced."""

    idle: float
    request: float
    lingering: float

    slowest_upload: ClassVar[int] = 32 * 1024  # bytes a second


USUAL = Patience(idle=30, request=60, lingering=30)  # lingering as in nginx's lingering_close
CROWDED = Patience(idle=2, request=10, lingering=2)


class Connection(HTTPChannel):
    """A connection that is closed when it is silent, too slow, or done, and never holds a thread.

    After its last answer only our half is closed, and what still comes is thrown away until the
    client has read the answer: closing at once would reset the connection, answer and all
    (RFC 9112 9.6).
    """

    parser_class = Request
    task_class = Answer
    error_task_class = Refusal

    heard = request_since = 0.0  # monotonic seconds
    unsent = 0
    lingers_since: float | None = None
    _last_write = False

    def add_channel(self, map: dict[int, object] | None = None) -> None:
        super().add_channel(map)
        self.heard = time.monotonic()

    def handle_read(self) -> None:
        before, self.heard = self.request, time.monotonic()
        if self.lingers_since is None:
            super().handle_read()
        else:
            self._throw_away()
        if self.request is not before:
            self.request_since = self.heard

    def handle_write(self) -> None:
        self._last_write = self.close_when_flushed and not self.will_close
        super().handle_write()
        self._last_write = False

    def handle_close(self) -> None:
        if self._last_write and self.connected and not self.total_outbufs_len:
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the client has gone
            else:
                self.will_close, self.lingers_since = False, time.monotonic()
                return
        super().handle_close()

    def _throw_away(self) -> None:
        try:
            self.recv(self.adj.inbuf_overflow)  # closes when the client has closed
        except OSError:
            self.handle_close()

    def overdue(self, now: float, patience: Patience) -> bool:
        """Say whether this connection has had its time; asked every second."""
        if self.unsent != self.total_outbufs_len:
            self.unsent, self.heard = self.total_outbufs_len, now
        if self.requests and not self.unsent:
            return False  # it waits for us
        if self.lingers_since is not None:
            return now - self.lingers_since > patience.lingering or now - self.heard > 5
        if self.request is not None:
            body = float(self.request.content_length)
            return now - self.request_since > patience.request + body / patience.slowest_upload
        return now - self.heard > patience.idle

    def busy(self) -> bool:
        """Say whether an answer is being worked out or still on its way."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed)
