"""The exchange behind any WSGI server: a station's own, or central's with its pages beside it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from wire.answering import Asked, Reply
from wire.requests import COUNT, NODE, NONCE, SIGNATURE

HEADERS = (NODE, NONCE, COUNT, SIGNATURE, "Content-Encoding")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(answer: Callable[[Asked], Reply]) -> Application:
    """Make the WSGI application that answers each request with a reply."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        headers = {name: environ.get(variable(name), "") for name in HEADERS}
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        reply = answer(Asked(method, path, headers, lambda limit: read(environ, limit)))
        length = ("Content-Length", str(len(reply.body)))
        start(f"{reply.status} {HTTPStatus(reply.status).phrase}", [*reply.headers.items(), length])
        return [reply.body]

    return app


def variable(header: str) -> str:
    """Give the name that a header has in the environment (PEP 3333)."""
    return f"HTTP_{header.upper().replace('-', '_')}"


def read(environ: dict[str, Any], limit: int) -> bytes | None:
    """Read a body; None where it is longer than `limit`, or nobody says how long it is."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or int(length) > limit:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    return body
