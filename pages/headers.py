"""What every answer carries: a policy that runs only our own scripts, no copies of pages with
people, less weight.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, g, request

from pages.htmx import PIECE_HEADERS

POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
PLAIN = {
    "X-Content-Type-Options": "nosniff",
    # no-referrer would make our own forms send `Origin: null`
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
WITHOUT = {"Content-Security-Policy": POLICY.format(wasm=""), **PLAIN}
WITH_CAMERA = {**PLAIN, "Content-Security-Policy": POLICY.format(wasm=" 'wasm-unsafe-eval'")}
VARY = ", ".join((*PIECE_HEADERS, "Accept-Language", "Cookie", "Accept-Encoding"))
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
# Under this an answer fits in one packet anyway.
WORTH_PACKING = 860
# Level 4 packs a page to within 4 % of level 9 in half the time.
LEVEL = 4


def install_headers(app: Flask) -> None:
    """Put the headers on every answer of `app`."""
    app.after_request(finish)


def permit_camera() -> None:
    """Let the page that is being made run the camera's decoder, which is WebAssembly."""
    g.camera = True


def finish(response: Response) -> Response:
    """Add the headers, and pack the body where the browser can unpack it."""
    headers = response.headers
    there = {name.lower() for name, _ in headers}
    policy = WITH_CAMERA if g.get("camera") else WITHOUT
    for name, value in policy.items():
        if name.lower() not in there:
            headers.add(name, value)
    if "cache-control" not in there:
        headers["Cache-Control"] = "no-store"
        headers["Vary"] = VARY if "Vary" not in headers else f"{headers['Vary']}, {VARY}"
    return packed(response)


def packed(response: Response) -> Response:
    """Gzip the body if that helps. Phones on plain HTTP offer gzip and deflate only."""
    if (
        (response.content_length or WORTH_PACKING) < WORTH_PACKING
        or response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
        or not (response.mimetype or "").startswith(TEXTS)
    ):
        return response
    body = response.get_data()
    if len(body) < WORTH_PACKING:
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
