"""Who may try a PIN how often: per name and browser, and for browsers never seen, per name too.

A browser that has signed in before carries a mark that nobody can make (an HMAC over the person and
a random id), so that somebody who guesses at a name never locks its owner out. A fair sits behind
one address, so addresses are never counted.
"""

import hashlib
import hmac
from dataclasses import dataclass

from flask import Request, Response

from kiosk.settings import Kiosk
from pages.links import draw_secret
from pages.sign_in import session_name

KEPT_FOR = 30 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser before a sign-in page: its id, and whether this person signed in with it before."""

    id: str
    known: bool


def mark_of(kiosk: Kiosk, staff: str, browser: str) -> str:
    said = f"browser {staff} {browser}".encode()
    return hmac.new(kiosk.station.fair.fair_key, said, hashlib.sha256).hexdigest()


def cookie(kiosk: Kiosk) -> str:
    return session_name(kiosk.station.fair.fair) + "_browser"


def browser_of(kiosk: Kiosk, request: Request, staff: str) -> Browser:
    """Read which browser asks; one without a cookie shares its tries with all such."""
    id_, _, mark = request.cookies.get(cookie(kiosk), "").partition(".")
    return Browser(id_[:64], bool(id_) and hmac.compare_digest(mark, mark_of(kiosk, staff, id_)))


def wait_for(kiosk: Kiosk, browser: Browser, staff: str) -> float:
    """Use up one try and give 0, else the seconds until the next one."""
    wait = kiosk.limits.take("pin", f"{staff}:{browser.id}")
    if wait == 0 and not browser.known:
        wait = kiosk.limits.take("pin_of_name", staff)
    return wait


def forgive(kiosk: Kiosk, browser: Browser, staff: str) -> None:
    """Start afresh after a right PIN."""
    kiosk.limits.forgive("pin", f"{staff}:{browser.id}")


def name_browser(kiosk: Kiosk, request: Request, response: Response, staff: str = "") -> None:
    """Give the browser an id, or, once somebody signed in with it, their mark."""
    id_ = request.cookies.get(cookie(kiosk), "").partition(".")[0][:64]
    if id_ and not staff:
        return
    id_ = id_ or draw_secret(kiosk.station.chance.below)
    value = f"{id_}.{mark_of(kiosk, staff, id_)}" if staff else id_
    response.set_cookie(
        cookie(kiosk),
        value,
        max_age=KEPT_FOR,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
