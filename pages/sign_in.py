"""Signing in: PINs hashed slowly, sessions named by random tokens, the cookie that carries one."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Request, Response

SESSION_LASTS = timedelta(hours=12)  # a fair's day, with what comes before and after
# OWASP password storage: argon2id, 19 MiB, two passes, one lane. One at a time keeps the node under
# 80 MiB.
ARGON2 = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified against when there is no such name, so that a wrong name takes as long as a wrong PIN. No
# PIN opens it.
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$7Wq0rX7mJ0m1p9gqv0c1iXn3l2x5vS8kQ4tY6uZ1aBc"
)


class PinsBusy(Exception):
    """Another PIN is being checked; trying again in `retry_after` seconds helps, nothing was
    counted.
    """

    retry_after = 1


@dataclass(frozen=True, slots=True)
class Matches:
    """The PIN is right; `rehash` when it was kept with older settings and should be kept anew."""

    rehash: bool


@dataclass(frozen=True, slots=True)
class Pins:
    """Hashes PINs, one at a time: more wait `patience` seconds, then `PinsBusy`."""

    patience: float = 2.0
    hasher: PasswordHasher = ARGON2
    _one: threading.Lock = field(default_factory=threading.Lock)

    def kept_form(self, pin: str) -> str:
        """What the store keeps of a PIN. Raises PinsBusy."""
        self._wait()
        try:
            return self.hasher.hash(pin)
        finally:
            self._one.release()

    def check(self, pin: str, kept: str | None) -> Matches | None:
        """Compare; None when it is wrong, or `kept` is None because nobody has that name. Raises
        PinsBusy.
        """
        self._wait()
        try:
            self.hasher.verify(kept or NOBODY, pin)
        except (VerificationError, InvalidHashError):
            return None
        finally:
            self._one.release()
        return None if kept is None else Matches(self.hasher.check_needs_rehash(kept))

    def _wait(self) -> None:
        if not self._one.acquire(timeout=self.patience):
            raise PinsBusy


def session_name(fair: str) -> str:
    """The cookie's name: cookies ignore ports (RFC 6265 8.5), so two fairs on one host need two
    names.
    """
    return f"fair_{hashlib.sha256(fair.encode()).hexdigest()[:8]}"


def session_key(token: str) -> str:
    """What the store keeps of a session's token: SHA-256 as hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_of(request: Request, fair: str) -> str | None:
    """The stored key of the session that the request carries, if any."""
    token = request.cookies.get(session_name(fair))
    return None if not token else session_key(token)


def start_session(response: Response, request: Request, fair: str, token: str) -> None:
    """Give the browser its session. `token` is random, at least 128 bits.

    Secure only where HTTPS serves: a browser drops it on the LAN's plain HTTP. Lax, not Strict:
    apps that open badges come from outside.
    """
    response.set_cookie(
        session_name(fair),
        token,
        max_age=SESSION_LASTS,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def end_session(response: Response, request: Request, fair: str) -> None:
    """Take the session from the browser; the store forgets it as well."""
    response.delete_cookie(
        session_name(fair), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )


def bearer_of(request: Request) -> str | None:
    """The token of `Authorization: Bearer TOKEN`, if any."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
