"""PINs, sessions and secret links."""

import itertools
import threading

import pytest
from argon2 import PasswordHasher
from flask import Flask, Response, request
from hypothesis import given
from hypothesis import strategies as st

from pages.links import ALPHABET, CODE_GROUPS, cleaned, draw_secret, kept_form, link_address, opens
from pages.sign_in import (
    Matches,
    Pins,
    PinsBusy,
    bearer_of,
    end_session,
    session_key,
    session_name,
    session_of,
    start_session,
)

APP = Flask(__name__)


def test_a_pin_is_kept_with_19_mib_and_opens_again() -> None:
    pins = Pins()
    kept = pins.kept_form("482913")
    assert "m=19456,t=2,p=1" in kept
    assert pins.check("482913", kept) == Matches(rehash=False)
    assert pins.check("482914", kept) is None


def test_nobody_has_no_pin_that_opens() -> None:
    assert Pins().check("482913", None) is None


def test_a_pin_with_older_settings_is_to_be_kept_anew() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("1234")
    assert Pins().check("1234", old) == Matches(rehash=True)


def test_a_damaged_hash_opens_nothing() -> None:
    assert Pins().check("1234", "$argon2id$damaged") is None


def test_one_pin_is_checked_at_a_time_and_the_others_hear_so() -> None:
    pins = Pins(patience=0.01)
    busy, done = threading.Event(), threading.Event()

    def check_slowly() -> None:
        with pins._one:
            busy.set()
            done.wait(5)

    other = threading.Thread(target=check_slowly)
    other.start()
    busy.wait(5)
    with pytest.raises(PinsBusy):
        pins.check("1234", None)
    done.set()
    other.join()
    assert pins.check("1234", None) is None


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_the_cookie_is_out_of_reach_for_scripts_and_secure_where_it_can_be(
    scheme: str, secure: bool
) -> None:
    with APP.test_request_context("/", base_url=f"{scheme}://192.168.1.10"):
        response = Response()
        start_session(response, request, "fair-1", "token")
        cookie = response.headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=43200"} <= set(cookie.split("; "))
    assert cookie.startswith(f"{session_name('fair-1')}=token")


def test_a_session_is_of_one_fair_and_kept_as_a_hash() -> None:
    cookie = {"Cookie": f"{session_name('fair-1')}=token"}
    with APP.test_request_context("/", headers=cookie):
        assert session_of(request, "fair-1") == session_key("token") != "token"
        assert session_of(request, "fair-2") is None
        response = Response()
        end_session(response, request, "fair-1")
        assert "Max-Age=0" in response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", None),
        ("Bearer ", None),
        ("", None),
    ],
)
def test_a_token_is_read_from_its_header(header: str, token: str | None) -> None:
    with APP.test_request_context("/", headers={"Authorization": header}):
        assert bearer_of(request) == token


def test_a_secret_is_drawn_in_groups_of_four() -> None:
    drawn = itertools.count()
    secret = draw_secret(lambda below: next(drawn) % below, CODE_GROUPS)
    assert secret == "0123-4567-89AB"
    assert link_address("http://192.168.1.10", secret).endswith("/enter#0123-4567-89AB")


@given(st.text(ALPHABET, min_size=12, max_size=12), st.randoms(use_true_random=False))
def test_a_code_opens_however_it_is_typed(secret: str, chance: object) -> None:
    typed = " " + secret.lower().replace("0", "o").replace("1", "l") + " "
    spaced = "-".join(typed.strip()[at : at + 4] for at in range(0, 12, 4))
    assert opens(typed, kept_form(secret))
    assert opens(spaced, kept_form(secret))
    assert cleaned(spaced) == secret


def test_another_code_opens_nothing() -> None:
    assert not opens("0123-4567-89AC", kept_form("0123-4567-89AB"))
