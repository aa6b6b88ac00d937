"""Every piece on a few pages, to look at and to test against: `python -m tests.pages.gallery`.

It answers like a small fair: A-0137's code is admitted, then already in; a booth keeps visits in
memory.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from flask import Flask, Response, jsonify, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from pages.assets import install_assets
from pages.formats import install_formats
from pages.gate import Gate, Who, everybody, own_origins
from pages.headers import install_headers, permit_camera
from pages.htmx import page_or_piece, unchanged
from pages.locale import _, install_locale, read_texts
from pages.refusal import answer, install_refusals

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KNOWN = {"A00QX7M2K4P": "A-0137", "A00RX7M2K4S": "A-0204"}
BARS = [
    (f"{9 + at // 4}:{at % 4 * 15:02d}", n)
    for at, n in enumerate([3, 18, 52, 97, 118, 88, 75, 60, 41, 33, 22, 15])
]
TRADES = [f"T{n:02d}" for n in range(1, 13)]


def make_gallery() -> Flask:
    """The app: no roles, everybody sees all of it."""
    app = Flask(__name__, static_folder=None)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(HERE / "templates")]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    scans: list[dict[str, str]] = []
    visits: dict[str, dict[str, str]] = {}

    def nobody(_request: object) -> Who | None:
        return None

    install_locale(app, read_texts(ROOT / "translations"), lambda: ("zh-CN", "en"))
    gate = Gate(nobody, lambda asked: own_origins(asked, frozenset({"localhost"})), answer)
    gate.install(app)
    install_headers(app)
    install_formats(app)
    install_refusals(app)
    install_assets(app, ROOT / "static")

    @app.context_processor
    def bar() -> dict[str, object]:
        well = [("printer", True, _("Printer ready")), ("stations", True, _("All stations here"))]
        return {"fair_name": _("Job fair"), "place": "", "dots": well}

    @app.get("/")
    @everybody
    def pieces() -> str:
        return render_template("pieces.html", bars=BARS, trades=TRADES)

    @app.get("/<any(booth,desk,organizer,letter,wish,wall,live_page):name>")
    @everybody
    def page(name: str) -> str:
        return render_template(
            f"{name}.html",
            bars=BARS,
            trades=TRADES,
            scan_id=secrets.token_hex(16),
        )

    @app.get("/entrance/")
    @everybody
    def entrance() -> Response:
        permit_camera()
        return page_or_piece("gate", "scan", scan_id=secrets.token_hex(16))

    @app.get("/verdict/<look>")
    @everybody
    def verdict(look: str) -> str:
        return render_template("verdict.html", look=look)

    @app.post("/entrance/scan")
    @everybody
    def scan() -> Response:
        code = request.form["code"].strip().upper()[-11:]
        seen = any(before["code"] == code for before in scans)
        if not any(before["scan_id"] == request.form["scan_id"] for before in scans):
            scans.append({"code": code, "scan_id": request.form["scan_id"]})
        number = KNOWN.get(code)
        said = "unknown" if number is None else "already_in" if seen else "admitted"
        return page_or_piece(
            "gate", "scan", verdict=said, number=number, scan_id=secrets.token_hex(16)
        )

    @app.post("/done")
    @everybody
    def done() -> Response:
        return Response(status=204)

    @app.get("/scans")
    @everybody
    def kept() -> Response:
        return jsonify(scans)

    @app.get("/live")
    @everybody
    def live() -> Response:
        version = str(len(scans))
        return unchanged(version) or Response(
            f'<p id="live" data-live="/live" data-version="{version}">{version}</p>'
        )

    @app.post("/api/v1/visits")
    @everybody
    def visit() -> Response:
        body = request.get_json()
        kept = visits.setdefault(body["scan_id"], body)
        return jsonify(
            verdict="recorded", visit=kept["scan_id"], badge_number="A-0137", outcome="talked"
        )

    @app.post("/api/v1/visits/<visit>/outcome")
    @everybody
    def outcome(visit: str) -> Response:
        visits[visit]["outcome"] = request.get_json()["outcome"]
        return jsonify(verdict="kept", version="2")

    @app.post("/api/v1/batches")
    @everybody
    def batches() -> Response:
        answers = []
        for call in request.get_json()["calls"]:
            visits.setdefault(call["body"]["scan_id"], call["body"])
            answers.append({"status": 200, "body": {"verdict": "recorded"}})
        return jsonify(answers=answers)

    @app.get("/visits")
    @everybody
    def kept_visits() -> Response:
        return jsonify(visits)

    return app


if __name__ == "__main__":
    make_gallery().run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8081, threaded=True)
