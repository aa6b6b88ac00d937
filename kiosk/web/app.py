"""The node's web app: everything that stands before and after every page, and the rooms."""

import errno
import logging
import socket
import sqlite3

from flask import Flask, Request, Response, jsonify, request
from flask.typing import ResponseReturnValue

from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk, shipped
from kiosk.store import fairs, operations
from kiosk.web.api import make_api
from kiosk.web.bar import install_bar, install_first_start
from kiosk.web.booth import make_booth
from kiosk.web.calls import NOT_HERE
from kiosk.web.desk import make_desk
from kiosk.web.entering import make_entering
from kiosk.web.entrance import make_entrance
from kiosk.web.me import make_me
from kiosk.web.organizer import make_organizer
from kiosk.web.public import make_public
from kiosk.web.restored import install_restored
from kiosk.web.setup import make_setup
from kiosk.web.stations_dot import make_stations_dot
from kiosk.web.who import who_of
from pages.assets import install_assets
from pages.formats import install_formats
from pages.gate import Gate, everybody, own_origins
from pages.headers import install_headers
from pages.locale import install_locale, mark
from pages.refusal import Refusal, answer, install_refusals

LOCAL_NAMES = frozenset({"localhost"})
UPLOADS = ("/organizer/import/", "/booth/photo", "/entrance/photo", "/organizer/first-start/join")
LARGEST_UPLOAD = 33 * 1024 * 1024  # a list of 32 MB and its form
ROOMS = ("entrance", "booth", "desk", "organizer")  # each has its page to sign in


def make_app(kiosk: Kiosk, neighbours: Neighbours | None = None) -> Flask:
    """Put the app together: language first, then the gate, then the rooms.

    Without `neighbours`, nobody can come by an invite: pages say so.
    """
    neighbours = neighbours or Neighbours(kiosk.station, lambda: ())
    app = Flask(__name__, static_folder=None, template_folder=str(shipped("templates")))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["MAX_FORM_MEMORY_SIZE"] = 256 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.logger.setLevel(logging.ERROR)
    names = LOCAL_NAMES | kiosk.names | {socket.gethostname().lower()}

    def languages() -> tuple[str, ...]:
        setup = fairs.setup(kiosk.station.reading())
        return setup.languages if setup else ("zh-CN", "en")

    def origins(asked: Request) -> frozenset[str]:
        return own_origins(asked, names)

    def refuse(refusal: Refusal) -> ResponseReturnValue:
        here = request.path.split("/")[1]
        room = here if here in ROOMS else next((r for r in ROOMS if r in refusal.roles), None)
        return answer(refusal, sign_in_page=f"/{room}/sign-in" if room else "/enter")

    install_locale(app, kiosk.texts, languages)
    install_first_start(app, kiosk)
    Gate(lambda asked: who_of(kiosk, asked), origins, refuse).install(app)
    install_restored(app, kiosk)
    install_headers(app)
    install_formats(app)
    install_refusals(app)
    install_assets(app, shipped("static"))
    install_bar(app, kiosk)
    app.register_blueprint(make_api(kiosk))
    app.register_blueprint(make_entering(kiosk))
    app.register_blueprint(make_booth(kiosk))
    app.register_blueprint(make_me(kiosk))
    app.register_blueprint(make_entrance(kiosk))
    app.register_blueprint(make_public(kiosk))
    app.register_blueprint(make_setup(kiosk, neighbours))
    app.register_blueprint(make_organizer(kiosk))
    app.register_blueprint(make_desk(kiosk))
    app.register_blueprint(make_stations_dot(kiosk, neighbours))

    @app.get("/healthz")
    @everybody
    def healthz() -> Response:
        """Say 200 only when a write would work: the writer answers, and the disk takes pages."""
        with kiosk.station.transaction():
            pass
        kiosk.station.probe()
        return jsonify({"ok": True})

    @app.errorhandler(OSError)
    @app.errorhandler(sqlite3.OperationalError)
    def no_disk(error: sqlite3.OperationalError | OSError) -> Response:
        app.logger.error("store: %s on %s", error, request.path)
        full = "full" in str(error) or getattr(error, "errno", 0) == errno.ENOSPC
        message = DISK_FULL if full else NO_STORE
        return answer(Refusal(503, "no_store", message, retry=True, retry_after=5))

    @app.errorhandler(operations.NotHere)
    def not_here(error: operations.NotHere) -> Response:
        return answer(Refusal(403, error.code, NOT_HERE[error.code]))

    return app


DISK_FULL = mark(
    "The disk of the fair's machine is full; nothing was kept of this. Make room, then try again."
)
NO_STORE = mark(
    "The fair's machine can't write at the moment; nothing was kept of this. Try again."
)
