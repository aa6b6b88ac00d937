"""The gate: refused unless the route says otherwise, and only from our own pages."""

import pytest
from flask import Flask, Request, Response
from flask.testing import FlaskClient

from pages.gate import Gate, Who, allow, everybody, own_origins
from pages.locale import install_locale
from pages.refusal import answer, install_refusals

DESK = Who("desk", "s1", "Chen", "desk", None, None, None, "session")
TURNSTILE = Who("entrance", "d1", "Gate 2", "entrance:2", "North", None, None, "token")
OURS = {"Host": "192.168.1.10:8080"}
OUR_PAGE = {**OURS, "Origin": "http://192.168.1.10:8080"}


def who_of(request: Request) -> Who | None:
    return {"desk": DESK, "turnstile": TURNSTILE}.get(request.headers.get("X-Who", ""))


@pytest.fixture
def fair() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    install_locale(app, {}, lambda: ("en",))
    Gate(who_of, lambda asked: own_origins(asked, frozenset({"fair.local"})), answer).install(app)
    install_refusals(app)

    @app.get("/api/v1/public")
    @everybody
    def public() -> str:
        return "all"

    @app.route("/api/v1/desk", methods=["GET", "POST"])
    @allow("desk", "entrance")
    def desk() -> str:
        return "desk"

    @app.get("/api/v1/forgotten")
    def forgotten() -> str:
        return "nobody said who may"

    return app.test_client()


def code_of(response: object) -> str:
    assert isinstance(response, Response)
    body = response.get_json()
    return str(body["error"]["code"])


def test_a_route_that_declares_nobody_is_refused(fair: FlaskClient) -> None:
    response = fair.get("/api/v1/forgotten", headers=OURS | {"X-Who": "desk"})
    assert (response.status_code, code_of(response)) == (403, "not_allowed")


def test_everybody_may_see_what_is_public(fair: FlaskClient) -> None:
    assert fair.get("/api/v1/public", headers=OURS).status_code == 200


def test_nobody_in_particular_has_to_sign_in(fair: FlaskClient) -> None:
    response = fair.get("/api/v1/desk", headers=OURS)
    assert (response.status_code, code_of(response)) == (401, "sign_in")


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", None, "http://192.168.1.10:9090", "https://192.168.1.10:8080"],
)
def test_a_form_of_another_page_is_refused(fair: FlaskClient, origin: str | None) -> None:
    headers = OURS | {"X-Who": "desk"} | ({"Origin": origin} if origin else {})
    response = fair.post("/api/v1/desk", headers=headers)
    assert (response.status_code, code_of(response)) == (403, "foreign_origin")


def test_our_own_form_is_taken_without_fetch_metadata(fair: FlaskClient) -> None:
    assert fair.post("/api/v1/desk", headers=OUR_PAGE | {"X-Who": "desk"}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_where_a_browser_says_that_it_is_foreign_its_origin_is_not_asked(
    fair: FlaskClient, site: str
) -> None:
    headers = OUR_PAGE | {"X-Who": "desk", "Sec-Fetch-Site": site}
    assert fair.post("/api/v1/desk", headers=headers).status_code == 403


def test_a_turnstile_with_a_token_has_no_origin_and_any_name_for_us(fair: FlaskClient) -> None:
    headers = {"Host": "kiosk.example", "X-Who": "turnstile"}
    assert fair.post("/api/v1/desk", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.10.evil.example", "fair.local.evil"])
def test_a_name_that_somebody_points_at_us_is_refused(fair: FlaskClient, host: str) -> None:
    response = fair.get("/api/v1/public", headers={"Host": host})
    assert (response.status_code, code_of(response)) == (421, "unknown_host")


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "[::1]:8080", "fair.local", "10.0.0.5"])
def test_our_addresses_and_names_are_taken(fair: FlaskClient, host: str) -> None:
    assert fair.get("/api/v1/public", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nope", 404), ("PUT", "/api/v1/desk", 405)]
)
def test_unknown_addresses_and_methods_keep_their_own_answer(
    fair: FlaskClient, method: str, path: str, status: int
) -> None:
    if path.startswith("/api"):
        response = fair.open(path, method=method, headers=OURS)
        assert response.status_code == status
        assert response.headers["Allow"]
