"""The same view as a page or as the piece of it that htmx swaps."""

from __future__ import annotations

from typing import Any

from flask import Request, Response, make_response, render_template
from flask import request as asked

PIECE_HEADERS = ("HX-Request", "HX-Request-Type", "HX-History-Restore-Request")


def wants_piece(request: Request) -> bool:
    """Say whether htmx asks for a piece: a history restore wants the whole page again."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page_or_piece(room: str, name: str, **known: Any) -> Response:
    """Render `room/_name.html` for htmx, else `room/name.html`, which includes it.

    The template sees `piece`: true where the answer is a piece, so that it brings its live region
    out of band.
    """
    piece = wants_piece(asked)
    template = f"{room}/_{name}.html" if piece else f"{room}/{name}.html"
    return make_response(render_template(template, piece=piece, **known))


def unchanged(version: str) -> Response | None:
    """Answer 204 when the page already shows `version` (it sends it back as `seen`); else None.

    An ETag would save the bytes, not the swap: htmx swaps what a 304 brings out of the cache.
    """
    if asked.args.get("seen") != version:
        return None
    return Response(status=204)
