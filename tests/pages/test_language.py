"""The language of a page, its times and its numbers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pages.formats import clock, install_formats, moment, number, when
from pages.gate import everybody
from pages.htmx import unchanged, wants_piece
from pages.locale import _, install_locale, language, ngettext, read_texts
from tests.pages.gallery import ROOT

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 11:00 in Shanghai


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    install_locale(app, read_texts(ROOT / "translations"), lambda: ("zh-CN", "en"))
    install_formats(app)

    @app.get("/")
    @everybody
    def said() -> str:
        return language()

    return app


@pytest.fixture
def fair(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW", "zh-CN"),
        ("zh", "zh-CN"),
        ("ja,en;q=0.3", "en"),
        ("fr", "zh-CN"),
        ("", "zh-CN"),
    ],
)
def test_the_browsers_wish_counts_else_the_fairs_first(
    fair: FlaskClient, wish: str, chosen: str
) -> None:
    assert fair.get("/", headers={"Accept-Language": wish}).text == chosen


def test_a_choice_is_kept_and_one_that_is_not_there_is_not(fair: FlaskClient) -> None:
    assert fair.get("/?lang=en").text == "en"
    assert fair.get("/", headers={"Accept-Language": "zh-CN"}).text == "en"
    assert fair.get("/?lang=xx").text == "en"
    assert fair.get("/?lang=zh-CN").text == "zh-CN"
    assert fair.get("/", headers={"Accept-Language": "en"}).text == "zh-CN"


def test_texts_are_said_whole_with_their_values(app: Flask) -> None:
    with app.test_request_context("/?lang=zh-CN"):
        app.preprocess_request()
        assert _("Such as %(number)s", number="A-0137") == "编号，如 A-0137"
        assert ngettext("%(n)s minute ago", "%(n)s minutes ago", 5) == "5 分钟前"
        assert _("100 % not there") == "100 % not there"
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert ngettext("%(n)s minute ago", "%(n)s minutes ago", 1) == "1 minute ago"
        assert ngettext("%(n)s minute ago", "%(n)s minutes ago", 2) == "2 minutes ago"


def test_outside_of_a_page_texts_are_english() -> None:
    assert _("Check in") == "Check in"


@pytest.mark.parametrize(
    ("lang", "ago", "said"),
    [
        ("zh-CN", timedelta(seconds=20), "刚刚"),
        ("en", timedelta(minutes=59), "59 minutes ago"),
        ("en", timedelta(minutes=61), "9:59"),
        ("zh-CN", timedelta(days=1, hours=1, minutes=55), "11月22日 9:05"),
        ("en", timedelta(days=1, hours=1, minutes=55), "Nov 22 9:05"),
        ("en", timedelta(minutes=-5), "11:05"),
    ],
)
def test_a_time_is_relative_under_an_hour_else_the_clock(
    app: Flask, lang: str, ago: timedelta, said: str
) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        app.preprocess_request()
        assert when(NOW - ago, NOW, SHANGHAI) == said


def test_clocks_days_and_numbers(app: Flask) -> None:
    with app.test_request_context("/?lang=zh-CN"):
        app.preprocess_request()
        assert clock(NOW, SHANGHAI) == "11:00"
        assert moment(NOW, SHANGHAI) == "11月23日 11:00"
        assert number(1933) == "1,933"


def test_without_news_the_answer_is_204(app: Flask) -> None:
    with app.test_request_context("/?seen=7"):
        same = unchanged("7")
        assert same is not None
        assert same.status_code == 204
        assert unchanged("8") is None


def test_history_wants_the_whole_page_again(app: Flask) -> None:
    both = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    with app.test_request_context("/", headers={"HX-Request": "true"}) as context:
        assert wants_piece(context.request)
    with app.test_request_context("/", headers=both) as context:
        assert not wants_piece(context.request)
