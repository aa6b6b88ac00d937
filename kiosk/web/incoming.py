"""A request while it arrives: what is broken, what is too large, and who says so.

waitress reads every request to its end before a thread gets it; how much that may be is settled
here, when the header is known and again with each part of the body.
"""

from collections.abc import Callable, Mapping
from weakref import WeakSet

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

HEADER_BYTES = 16 * 1024
BODY_BYTES = 256 * 1024
UPLOAD_BYTES = 32 * 1024 * 1024
UPLOADS_AT_ONCE = 8  # they wait on the disk: 256 MB at most


class Busy(Error):
    code = 503
    reason = "Service Unavailable"


BodyBytes = Callable[[str, Mapping[str, str]], int]  # of a path and its headers (PEP 3333 names)


def uploads_on(paths: tuple[str, ...], upload_bytes: int) -> BodyBytes:
    """Let the paths that begin with one of these take whole spreadsheets."""
    return lambda path, _: upload_bytes if path.startswith(paths) else BODY_BYTES


class Limits(Adjustments):
    """waitress's settings, and how many bytes the body of a request may have."""

    def __init__(self, body_bytes: BodyBytes, **settings: object) -> None:
        super().__init__(**settings)
        self.body_bytes = body_bytes
        self.uploads: WeakSet[Request] = WeakSet()


class Request(HTTPRequestParser):
    """A request as it arrives. One that is too large goes to the application without its body."""

    adj: Limits
    error: Error | None
    path: str
    too_large = False

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if not self.headers_finished:
            return taken
        if self.error is None or isinstance(self.error, RequestEntityTooLarge):
            self._measure()
        return taken

    def limit(self) -> int:
        return self.adj.body_bytes(self.path, self.headers)

    def _measure(self) -> None:
        kept = 0 if self.body_rcv is None else self.body_rcv.__len__()
        size = max(self.content_length, kept)
        if size > self.limit() or self.error is not None:
            self._refuse_body(max(size, self.body_bytes_received))
        elif self.chunked and self.body_bytes_received > 8 * kept + HEADER_BYTES:
            self.error, self.completed = BadRequest("more framing than body"), True
        elif size > BODY_BYTES and self not in self.adj.uploads:
            if len(self.adj.uploads) >= UPLOADS_AT_ONCE:
                self.error, self.completed, self.expect_continue = Busy(""), True, False
            else:
                self.adj.uploads.add(self)

    def _refuse_body(self, size: int) -> None:
        self.close()
        self.body_rcv, self.error, self.expect_continue = None, None, False
        self.headers["CONTENT_LENGTH"] = str(size)
        self.too_large = self.completed = True

    def close(self) -> None:
        self.adj.uploads.discard(self)
        super().close()

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as broken:  # `[` as a host, a length of 5,000 digits
            raise ParsingError(str(broken)) from broken
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("neither HTTP/1.0 nor HTTP/1.1")
