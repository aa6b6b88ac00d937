"""Errors are told in the form that the asker can read."""

import pytest
from flask import Flask, Response, abort
from flask.testing import FlaskClient

from pages.assets import install_assets
from pages.formats import install_formats
from pages.locale import install_locale, mark, read_texts
from pages.refusal import Refusal, answer, install_refusals, safe_next
from tests.pages.gallery import ROOT

WAIT = mark("That was too often. Wait a moment, then try again.")


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    install_locale(app, read_texts(ROOT / "translations"), lambda: ("zh-CN", "en"))
    install_formats(app)
    install_refusals(app)
    install_assets(app, ROOT / "static")

    def refuse() -> Response:
        return answer(Refusal(429, "slow_down", WAIT, retry=True, retry_after=7))

    def breaks() -> Response:
        raise RuntimeError("secret detail")

    def sign_in() -> Response:
        return answer(Refusal(401, "sign_in", WAIT), sign_in_page="/desk/sign-in")

    def too_large() -> Response:
        abort(413)

    for prefix in ("", "/api"):
        for view in (refuse, breaks, sign_in, too_large):
            app.add_url_rule(
                f"{prefix}/{view.__name__}",
                f"{prefix}{view.__name__}",
                view,
                methods=["GET", "POST"],
            )
    return app


@pytest.fixture
def fair(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_api_says_it_as_json(fair: FlaskClient) -> None:
    response = fair.get("/api/refuse?lang=en")
    assert response.get_json() == {"error": {"code": "slow_down", "message": WAIT, "retry": True}}
    assert response.headers["Retry-After"] == "7"


def test_a_sentence_is_in_the_language_of_the_one_who_asks(fair: FlaskClient) -> None:
    assert "试得太快了" in fair.get("/refuse?lang=zh-CN").text
    assert WAIT in fair.get("/refuse?lang=en").text


def test_a_piece_goes_into_the_live_region_and_leaves_the_form(fair: FlaskClient) -> None:
    response = fair.post("/refuse?lang=en", headers={"HX-Request": "true"})
    assert response.headers["HX-Retarget"] == "#told"
    assert response.headers["HX-Reswap"] == "innerHTML"
    assert WAIT in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize(("path", "code"), [("too_large", 413), ("breaks", 500), ("nope", 404)])
def test_every_error_is_a_page_without_a_trace(fair: FlaskClient, path: str, code: int) -> None:
    fair.application.config["PROPAGATE_EXCEPTIONS"] = False
    response = fair.get(f"/{path}?lang=en")
    assert response.status_code == code
    assert "<h1>" in response.text
    assert "secret detail" not in response.text


def test_a_page_leads_to_its_sign_in_and_back(fair: FlaskClient) -> None:
    response = fair.get("/sign_in?q=a%20b")
    assert response.status_code == 303
    assert response.headers["Location"] == "/desk/sign-in?next=%2Fsign_in%3Fq%3Da%2520b"


def test_a_form_comes_back_to_the_sign_in_page_only(fair: FlaskClient) -> None:
    assert fair.post("/sign_in").headers["Location"] == "/desk/sign-in"


@pytest.mark.parametrize(
    "target",
    [None, "", "desk", "//evil.example", "/\\evil.example", "https://evil", "/a\nb", "/\tx"],
)
def test_next_leads_nowhere_else(target: str | None) -> None:
    assert safe_next(target) is None


def test_next_leads_back() -> None:
    assert safe_next("/desk/?q=zhang") == "/desk/?q=zhang"
