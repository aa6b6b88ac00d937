"""The device API, `/api/v1` (interfaces.md): for scanners, turnstiles and the booth's outbox."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from kiosk.settings import Kiosk
from kiosk.store import connect, fairs, finding
from kiosk.web import calls
from kiosk.web.fields import LARGEST, Field, Wrong, read_fields, read_json
from kiosk.web.openapi import describe
from kiosk.web.status import status_of
from pages.gate import Who, everybody
from pages.locale import _, mark

PREFIX = "/api/v1"
MOST_CALLS = 500
ROLES = ("self_service", "entrance", "booth", "desk", "organizer")


def make_api(kiosk: Kiosk) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    def asking(*roles: str) -> Who:
        """Say who asks. Raises Wrong(401 or 403)."""
        who: Who | None = g.who
        if who is None:
            raise Wrong(401, "no_token", calls.NO_TOKEN)
        if who.role not in roles:
            raise Wrong(403, "not_allowed", calls.NOT_ALLOWED)
        return who

    def made(path: str) -> Callable[..., Response]:
        """Make the view of one call; `id` is its part of the path."""

        # Everybody may knock: the call itself names its roles, since a batch needs them too.
        @everybody
        def view(id: str = "") -> Response:
            filled = path.replace("{id}", id)
            return jsonify(calls.run(kiosk, g.who, filled, read_json(body())))

        return view

    for call in calls.CALLS:
        name = call.path.strip("/").replace("/", "_").replace("{id}", "one").replace("-", "_")
        rule = call.path.replace("{id}", "<id>")
        api.add_url_rule(rule, name, made(call.path), methods=["POST"])

    @api.get("/seekers")
    @everybody
    def find() -> Response:
        who = asking("self_service", "entrance", "desk", "organizer")
        asked = read_fields(request.args.to_dict(), (Field("q", needed=True, longest=100),))
        return jsonify({"seekers": found_by(kiosk, who, asked["q"])})

    @api.get("/status")
    @everybody
    def status() -> Response:
        return jsonify(status_of(kiosk.station, asking(*ROLES).role))

    @api.post("/batches")
    @everybody
    def batches() -> Response:
        who = asking(*ROLES)
        raw = read_json(body())
        many = raw.get("calls") if isinstance(raw, dict) else None
        if not isinstance(many, list) or len(many) > MOST_CALLS or set(raw) != {"calls"}:
            raise Wrong(422, "wrong_field", TOO_MANY, field="calls", most=MOST_CALLS)
        return jsonify({"answers": [one_of(kiosk, who, each) for each in many]})

    @api.get("/openapi.json")
    @everybody
    def openapi() -> Response:
        return jsonify(describe())

    @api.errorhandler(Wrong)
    def wrong(error: Wrong) -> Response:
        response = jsonify(told(error))
        response.status_code = error.status
        if error.status in (429, 503):
            response.headers["Retry-After"] = str(error.values.get("seconds", 5))
        if error.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    return api


def body() -> bytes:
    """Read the body. Raises Wrong(413) over 256 KiB."""
    if (request.content_length or 0) > LARGEST:
        raise Wrong(413, "too_large", TOO_LARGE)
    data = request.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Wrong(413, "too_large", TOO_LARGE)
    return data


def told(error: Wrong) -> dict[str, Any]:
    message = _(error.message, **error.values)
    retry = error.status in (429, 503)
    return {"error": {"code": error.code, "message": message, "retry": retry}}


def one_of(kiosk: Kiosk, who: Who, call: Any) -> dict[str, Any]:
    """Make one call of a batch; one bad call doesn't stop the rest."""
    path = call.get("path") if isinstance(call, dict) else None
    try:
        if not isinstance(path, str) or not path.startswith(PREFIX) or set(call) > {"path", "body"}:
            raise Wrong(422, "wrong_field", WRONG_CALL)
        return {
            "status": 200,
            "body": calls.run(kiosk, who, path.removeprefix(PREFIX), call.get("body")),
        }
    except Wrong as error:
        return {"status": error.status, "body": told(error)}


def found_by(kiosk: Kiosk, who: Who, question: str) -> list[dict[str, str]]:
    """Search as far as the role may: who stands before a self-service page finds only themself."""
    db = kiosk.station.reading()
    setup = fairs.setup(db)
    youngest = setup.youngest_birth.isoformat() if setup else ""
    with connect.snapshot(db):
        if who.role == "self_service":
            hits = finding.exact(db, question, youngest=youngest)
        else:
            hits = finding.find(db, question, youngest=youngest)
    return [
        {
            "badge_number": hit.badge_number,
            "name": hit.name,
            "phone": hit.phone,
            "village": hit.village,
            "state": hit.state,
        }
        for hit in hits
    ]


TOO_LARGE = mark("The body is over 256 KiB; nothing was kept. Send less at once.")
TOO_MANY = mark("The field %(field)s must be a list of at most %(most)s calls; nothing was kept.")
WRONG_CALL = mark("A call needs a path below /api/v1 and a body; nothing of it was kept.")
