"""Scripts, styles, sounds and pictures: read once, named by their content, packed ahead, kept by
the browser.

`/static/style.3f9c1b2a.css` may be kept for ever, since another content has another name.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request

from pages.gate import everybody

FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
TEXTS = frozenset({".js", ".css", ".svg", ".wasm"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its body and the same packed (empty where packing doesn't help)."""

    mimetype: str
    body: bytes
    packed: bytes


def install_assets(app: Flask, folder: Path) -> None:
    """Serve the files of `folder` under `/static/` and give templates `asset("style.css")`, their
    address.

    Make `app` with `static_folder=None`. Files are hashed at start and packed when first asked for.
    """
    addresses = {
        path.name: hashed_name(path) for path in sorted(folder.iterdir()) if path.is_file()
    }
    names = {hashed: folder / name for name, hashed in addresses.items()}
    load = cache(read)

    @everybody
    def static(name: str) -> Response:
        path = names.get(name)
        if path is None:
            abort(404)
        return answer(load(path))

    app.add_url_rule("/static/<name>", "static", static)
    app.add_template_global(address_in(addresses), "asset")


def address_in(addresses: dict[str, str]) -> Callable[[str], str]:
    """The template's `asset`: a name without a file is a mistake of ours and says so."""

    def asset(name: str) -> str:
        return f"/static/{addresses[name]}"

    return asset


def hashed_name(path: Path) -> str:
    """`style.css` becomes `style.3f9c1b2a.css`."""
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"


def read(path: Path) -> Asset:
    """Read and pack one file."""
    body = path.read_bytes()
    kind = (
        TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    return Asset(kind, body, gzip.compress(body, 9, mtime=0) if path.suffix in TEXTS else b"")


def answer(asset: Asset) -> Response:
    """Send the packed body to a browser that takes it."""
    pack = bool(asset.packed) and bool(request.accept_encodings["gzip"])
    response = Response(asset.packed if pack else asset.body, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = FOR_EVER
    response.vary.add("Accept-Encoding")
    if pack:
        response.headers["Content-Encoding"] = "gzip"
    return response
