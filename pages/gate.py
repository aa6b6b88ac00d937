"""Who may use which page: refused unless the route says otherwise.

A view declares its people with `@allow("entrance", "desk")` or `@everybody`, below the route's own
decorator. Three checks stand before every view: the address (Host) is ours, the person's role is
allowed, and a writing call with a cookie comes from one of our own pages. Calls with a bearer token
carry no cookie, so nobody can forge them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, g, request
from flask.typing import ResponseReturnValue

from pages.locale import mark
from pages.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R")

EVERYBODY: frozenset[str] = frozenset({"*"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Who:
    """Who is asking: a device with its token or a person with a session."""

    role: str
    id: str
    name: str
    place: str
    entrance: str | None
    booth: str | None
    employer: str | None
    by: Literal["token", "session"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate asks the app.

    `who_of` reads the request's token or session; `origins` are the addresses under which the
    request may reach us, as `scheme://host[:port]`; `refuse` turns a refusal into an answer
    (`pages.refusal.answer` fits most apps).
    """

    who_of: Callable[[Request], Who | None]
    origins: Callable[[Request], frozenset[str]]
    refuse: Callable[[Refusal], ResponseReturnValue]

    def install(self, app: Flask) -> None:
        """Stand before every view of `app`."""

        def guard() -> ResponseReturnValue | None:
            g.who = who = self.who_of(request)
            roles = roles_of(app, request.endpoint)
            # A token's call comes from no page, so nobody asks where it was sent.
            own = who is None or who.by != "token"
            refusal = decide(request, who, roles, self.origins(request) if own else frozenset())
            return None if refusal is None else self.refuse(refusal)

        app.before_request(guard)


def allow(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let these roles use the view; everybody else is refused."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.__dict__["allowed_roles"] = frozenset(roles)
        return view

    return declare


def everybody(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody use the view, signed in or not."""
    view.__dict__["allowed_roles"] = EVERYBODY
    return view


def roles_of(app: Flask, endpoint: str | None) -> frozenset[str] | None:
    """Say who may use an endpoint; None when its view declares nobody."""
    view = app.view_functions.get(endpoint or "")
    roles = getattr(view, "allowed_roles", None)
    return roles if isinstance(roles, frozenset) else None


def decide(
    asked: Request, who: Who | None, roles: frozenset[str] | None, origins: frozenset[str]
) -> Refusal | None:
    """Say why this request is refused; None lets it in."""
    by_token = who is not None and who.by == "token"
    if not by_token and f"{asked.scheme}://{asked.host}" not in origins:
        return Refusal(421, "unknown_host", UNKNOWN_HOST)
    if asked.routing_exception is not None:  # 404 and 405 tell nothing that a role would hide
        return None
    if roles is None:
        return Refusal(403, "not_allowed", UNDECLARED)
    if roles is not EVERYBODY and who is None:
        return Refusal(401, "sign_in", SIGN_IN, roles=roles)
    if roles is not EVERYBODY and who is not None and who.role not in roles:
        return Refusal(403, "not_allowed", NOT_ALLOWED, roles=roles)
    if who is None and asked.path.startswith("/api/"):  # no cookie speaks for anybody here
        return None
    if asked.method not in READING and not by_token and not from_own_page(asked, origins):
        return Refusal(403, "foreign_origin", FOREIGN)
    return None


def from_own_page(asked: Request, origins: frozenset[str]) -> bool:
    """Say whether a writing request was sent by one of our own pages.

    `Sec-Fetch-Site` decides where a browser sends it; on plain HTTP in a LAN only `Origin` is sent,
    and a form of ours always has it. As Go 1.25's CrossOriginProtection, but an absent Origin is
    refused.
    """
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return asked.headers.get("Origin", "null") in origins


def own_origins(asked: Request, names: frozenset[str]) -> frozenset[str]:
    """Take the address that was asked for as ours if it is an IP address or one of our `names`.

    A name that an attacker points at us (DNS rebinding) is neither; an IP address can't be pointed
    elsewhere.
    """
    host = urlsplit(f"//{asked.host}").hostname or ""
    if host not in names and not is_address(host):
        return frozenset()
    return frozenset({f"{asked.scheme}://{asked.host}"})


def is_address(host: str) -> bool:
    """Say whether `host` is an IP address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


UNKNOWN_HOST = mark("This address isn't known here. Open the address on the fair's card.")
UNDECLARED = mark("Nobody may open this page yet.")
SIGN_IN = mark("Please sign in first.")
NOT_ALLOWED = mark("This page is for others. Ask the organizer if you need it.")
FOREIGN = mark(
    "This came from another page, so nothing was kept. Open the fair's own page and try again."
)
