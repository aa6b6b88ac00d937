"""An error, told in the form that the asker can read: JSON, a piece for the live region, or a page.

htmx swaps error answers too, so a piece never replaces the form that was sent: it goes into the
live region, where it is seen and read aloud, and what was typed stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template
from flask import request as asked
from werkzeug.exceptions import HTTPException

from pages.htmx import wants_piece
from pages.locale import _, mark

API = "/api/"
LIVE_REGION = "told"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error answer. `message` is a msgid with `values`; `retry` says whether the same call may
    help later.
    """

    status: int
    code: str
    message: str
    retry: bool = False
    retry_after: int | None = None  # seconds
    roles: frozenset[str] = frozenset()  # who may, where signing in would help
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self) -> str:
        """The message in the language of the request."""
        return _(self.message, **dict(self.values))


def answer(refusal: Refusal, *, sign_in_page: str | None = None) -> Response:
    """Make the answer. `sign_in_page` is where a page's 401 leads to, with `next` to come back."""
    if asked.path.startswith(API):
        response = jsonify(as_json(refusal))
    elif refusal.status == 401 and sign_in_page is not None and not wants_piece(asked):
        return into_response(redirect(with_next(sign_in_page), 303))
    elif wants_piece(asked):
        response = make_response(
            render_template("_refusal.html", refusal=refusal, sign_in=sign_in_page)
        )
        response.headers["HX-Retarget"] = f"#{LIVE_REGION}"
        response.headers["HX-Reswap"] = "innerHTML"
    else:
        response = make_response(
            render_template("refusal.html", refusal=refusal, sign_in=sign_in_page)
        )
    response.status_code = refusal.status
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def as_json(refusal: Refusal) -> dict[str, object]:
    """The body of an API error."""
    return {
        "error": {
            "code": refusal.code,
            "message": refusal.sentence(),
            "retry": refusal.retry,
        }
    }


def with_next(sign_in_page: str) -> str:
    """Lead to the sign-in page and back to where a reading request wanted to go."""
    if asked.method != "GET":  # a form's answer is no page to come back to
        return sign_in_page
    return f"{sign_in_page}?{urlencode({'next': asked.full_path.rstrip('?')})}"


def safe_next(target: str | None) -> str | None:
    """Take `next` only if it is a path of ours: `//host`, `/\\host` and control characters lead
    elsewhere.
    """
    if target is None or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return None
    return target if target.isprintable() else None


def install_refusals(app: Flask) -> None:
    """Tell every error of `app`, expected or not, as a sentence without a trace."""

    def known(error: HTTPException) -> Response:
        status = error.code or 500
        if error.response is not None or status < 400:  # a redirect, or an answer made elsewhere
            return into_response(error.get_response())
        code, message = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
        response = answer(Refusal(status, code, message, retry=status in {429, 503}))
        if status == 405:
            response.headers["Allow"] = ", ".join(
                sorted(getattr(error, "valid_methods", None) or ())
            )
        return response

    def unexpected(error: Exception) -> Response:
        current_app.logger.error("unexpected error on %s", asked.path, exc_info=error)
        return answer(Refusal(500, "unexpected", SENTENCES[500][1], retry=True))

    app.register_error_handler(HTTPException, known)
    app.register_error_handler(Exception, unexpected)


def into_response(answer: object) -> Response:
    """Flask's own response class for what Werkzeug made."""
    return current_app.make_response(answer)  # type: ignore[arg-type]


SENTENCES: dict[int, tuple[str, str]] = {
    400: (
        "not_understood",
        mark("This could not be read, so nothing was kept. Go back and try again."),
    ),
    404: ("not_found", mark("There is no such page. Go back, or start again from the first page.")),
    405: ("wrong_method", mark("This address doesn't take that. Nothing was kept.")),
    413: ("too_large", mark("This is too large, so nothing was kept.")),
    415: (
        "wrong_type",
        mark("This kind of file can't be read here. Nothing was kept."),
    ),
    429: ("slow_down", mark("That was too often. Wait a moment, then try again.")),
    500: (
        "unexpected",
        mark("Something went wrong on this side. Try again, or ask at the desk."),
    ),
    503: ("busy", mark("The fair's machine is busy. Wait a moment, then try again.")),
}
