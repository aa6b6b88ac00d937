"""Central's web app: everything that stands before and after every page, and the rooms."""

import logging
import socket

from flask import Flask, Request, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as Redirect

from central.settings import Central, shipped
from central.store import connect
from central.store.connect import NotReplicated
from central.web.entering import make_entering, who_of
from central.web.incoming import FORM_BYTES
from central.web.rooms import make_rooms
from pages.assets import install_assets
from pages.formats import install_formats
from pages.gate import Gate, everybody, own_origins
from pages.headers import install_headers
from pages.locale import _, install_locale, mark
from pages.refusal import Refusal, answer, install_refusals

LANGUAGES = ("zh-CN", "en")
LOCAL_NAMES = frozenset({"localhost"})


def make_app(central: Central) -> Flask:
    """Put the app together: language first, then the gate, then the rooms."""
    app = Flask(__name__, static_folder=None, template_folder=str(shipped("templates")))
    app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.logger.setLevel(logging.ERROR)
    names = LOCAL_NAMES | central.names | {socket.gethostname().lower()}

    def origins(asked: Request) -> frozenset[str]:
        return own_origins(asked, names)

    def refuse(refusal: Refusal) -> ResponseReturnValue:
        return answer(refusal, sign_in_page="/sign-in")

    install_locale(app, central.texts, lambda: LANGUAGES)
    Gate(lambda asked: who_of(central, asked), origins, refuse).install(app)
    install_headers(app)
    install_formats(app)
    install_refusals(app)
    install_assets(app, shipped("static"))
    app.context_processor(lambda: {"fair_name": _("Central"), "place": ""})
    app.register_blueprint(make_entering(central))
    app.register_blueprint(make_rooms(central))

    @app.get("/")
    @everybody
    def first() -> Redirect:
        return redirect("/campaigns/")

    @app.get("/healthz")
    @everybody
    def healthz() -> Response:
        """Say 200 only when the database answers."""
        central.store.write(connect.alive)
        return jsonify({"ok": True})

    def no_store(error: Exception) -> Response:
        app.logger.error("store: %s on %s", type(error).__name__, request.path)
        return answer(Refusal(503, "no_store", NO_STORE, retry=True, retry_after=5))

    app.register_error_handler(DBAPIError, no_store)
    app.register_error_handler(NotReplicated, no_store)
    return app


NO_STORE = mark("Central's database doesn't answer; nothing was kept of this. Try again.")
