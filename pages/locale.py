"""The language of a page: `?lang=`, else its cookie, else the browser's wish, else the fair's
first.

The texts in the code are plain English sentences; `translations/<lang>/*.po` holds them in other
languages, one file for each room. Views and templates say `_("Your number is %(number)s.",
number=…)` and `ngettext(one, many, n)`.
"""

from __future__ import annotations

import gettext as plurals
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Request, Response, current_app, g, has_request_context, request

ENGLISH = "en"
COOKIE = "lang"
KEPT_FOR = 400 * 24 * 3600  # seconds; browsers keep no cookie longer


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language: a text for each msgid, and for counted ones a form for each plural class."""

    texts: dict[str, str]
    counted: dict[str, tuple[str, ...]]
    plural: Callable[[int], int]


Texts = dict[str, Catalog]


def read_texts(folder: Path) -> Texts:
    """Read `folder/<lang>/*.po` for every language there. `zh_CN` is the language `zh-CN`."""
    found = [path for path in sorted(folder.iterdir()) if path.is_dir() and any(path.glob("*.po"))]
    return {path.name.replace("_", "-"): read_catalog(path) for path in found}


def read_catalog(folder: Path) -> Catalog:
    """Merge the `.po` files of one language. A msgid that two rooms use needs its text in one of
    them.
    """
    from babel.messages.pofile import read_po  # 4 MB that only a start needs

    texts: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    plural = "0"
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=folder.name)
        plural = catalog.plural_expr
        for message in catalog:
            if not message.id or message.fuzzy:
                continue
            if isinstance(message.id, str):
                texts[message.id] = str(message.string)
            else:
                counted[message.id[0]] = tuple(message.string or ())
    return Catalog(texts, counted, plurals.c2py(plural))


def mark(msgid: str) -> str:
    """Mark a text that is translated later, where it is shown: `_(refusal.message)`."""
    return msgid


def _(msgid: str, **values: object) -> str:
    """The text in the language of the request; English outside of one."""
    text = catalog().texts.get(msgid) or msgid
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """The text that fits the count `n`, which the text may show as `%(n)s`."""
    known = catalog()
    forms = known.counted.get(one) or (one, many)
    return forms[min(known.plural(n), len(forms) - 1)] % {"n": n, **values}


def catalog() -> Catalog:
    """The texts of the request's language."""
    texts: Texts = current_app.extensions["texts"] if has_request_context() else {}
    return texts.get(language(), AS_WRITTEN)


def language() -> str:
    """The request's language, as in `<html lang>`."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:  # chosen when first asked for: a scanner's call needs no language
        offered = current_app.extensions["languages"]()
        g.language = choose(request, offered)
    return str(g.language)


def choose(asked: Request, languages: tuple[str, ...]) -> str:
    """Pick one of the fair's `languages` for this request; the first where nothing fits."""
    for wish in (asked.args.get("lang"), asked.cookies.get(COOKIE)):
        if wish in languages:
            return str(wish)
    return negotiated(asked, languages)


def negotiated(asked: Request, languages: tuple[str, ...]) -> str:
    """What the browser wishes: `zh`, `zh-Hans-CN` and `zh-TW` all mean our `zh-CN`."""
    for wish, _quality in asked.accept_languages:
        for known in languages:
            if wish.split("-")[0].lower() == known.split("-")[0].lower():
                return known
    return languages[0]


def in_language(known: str) -> str:
    """The address of this page in another language; of its room, where the page answers a form."""
    path = request.path if request.method == "GET" else "/" + request.path.split("/")[1] + "/"
    asked = request.args.to_dict(flat=False) if request.method == "GET" else {}
    return f"{path}?{urlencode({**asked, 'lang': known}, doseq=True)}"


def install_locale(app: Flask, texts: Texts, languages: Callable[[], tuple[str, ...]]) -> None:
    """Let every view of `app` speak the language of its request, and keep what `?lang=` said."""
    app.extensions["texts"] = texts
    app.extensions["languages"] = languages

    def after(response: Response) -> Response:
        if request.query_string and request.args.get("lang") == language():
            response.set_cookie(COOKIE, language(), max_age=KEPT_FOR, samesite="Lax")
        return response

    app.after_request(after)
    app.jinja_env.globals.update(_=_, ngettext=ngettext, language=language, in_language=in_language)


AS_WRITTEN = Catalog({}, {}, lambda n: int(n != 1))
