"""Importing on the page: upload, look, confirm, then what to do next (domain.md, section 4)."""

from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

from flask import Blueprint, Response, make_response, render_template, request, send_file
from werkzeug.datastructures import FileStorage

from kiosk.settings import Kiosk
from kiosk.web import door
from kiosk.web.connections import TOO_LARGE
from kiosk.web.importing import Busy, Import, Imports
from kiosk.web.mistake import Mistake, lead_to
from kiosk.wording import COLUMNS, REASONS
from pages.gate import allow
from pages.htmx import page_or_piece, unchanged
from pages.locale import AS_WRITTEN, _, language, mark

KINDS = ("employers", "seekers")
ENDED = ("kept", "refused")
MOST_SHOWN = 200  # rows of one table; the rejects file has all of them
LONGEST_NAME = 80


def add_imports(setup: Blueprint, kiosk: Kiosk) -> None:
    def say(language: str) -> Callable[[str], str]:
        texts = kiosk.texts.get(language, AS_WRITTEN).texts
        return lambda sentence: texts.get(sentence) or sentence

    imports = Imports(kiosk.station, say)

    def page(wrong: Mistake | None = None, what: str = "", status: int = 422) -> Response:
        response = make_response(
            render_template("setup/import.html", **shown(imports.current), wrong=wrong, what=what)
        )
        response.status_code = status if wrong else 200
        return response

    @setup.get("/import/", endpoint="imports")
    @allow("organizer")
    def show() -> Response:
        """Show the list on its way; whoever comes to import the other kind finds the form."""
        what, current = request.args.get("what", ""), imports.current
        if current and current.phase in ENDED and what in KINDS and what != current.what:
            return make_response(
                render_template("setup/import.html", **shown(None), wrong=None, what=what)
            )
        return page(what=what)

    @setup.get("/import/progress")
    @allow("organizer")
    def progress() -> Response:
        current = imports.current
        same = unchanged(current.version) if current else None
        return same or page_or_piece("setup", "import", **shown(current), wrong=None, what="")

    @setup.post("/import/")
    @allow("organizer")
    def upload() -> Response:
        if TOO_LARGE in request.environ:  # the server has thrown the body away
            return page(Mistake("list", TOO_BIG), status=413)
        what, sent = door.text("what"), request.files["list"]
        if what not in KINDS:
            return page(Mistake("what", NO_KIND))
        if not sent.filename:
            return page(Mistake("list", NO_FILE), what)
        new = Import(
            id=kiosk.station.chance.new_id(),
            what=what,
            name=file_name(sent),
            actor=door.who().id,
            language=language(),
        )
        try:
            imports.read(new, sent.stream)
        except Busy:
            return page(Mistake("", BUSY), what, 409)
        except OSError:
            return page(Mistake("list", NO_ROOM), what, 507)
        return lead_to("import/")

    @setup.post("/import/keep")
    @allow("organizer")
    def keep_list() -> Response:
        imports.keep(door.text("import"))
        return lead_to("import/")

    @setup.post("/import/away")
    @allow("organizer")
    def put_away() -> Response:
        try:
            imports.put_away()
        except Busy:
            return page(Mistake("", BUSY), status=409)
        return lead_to("import/")

    @setup.get("/import/rejects.csv")
    @allow("organizer")
    def rejects() -> Response:
        current = imports.current
        if current is None or not imports.rejects.exists():
            door.not_found()
        name = f"{PurePath(current.name).stem}-rejects.csv"
        path = imports.rejects.absolute()
        return send_file(path, mimetype="text/csv", as_attachment=True, download_name=name)


def file_name(sent: FileStorage) -> str:
    """Give the file's own name, as it is said in sentences."""
    name = PurePath((sent.filename or "").replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:] or "list"


def shown(current: Import | None) -> dict[str, object]:
    """Give what the page needs: the list, its sentences, and tables that a person can read."""
    if current is None:
        return {"list": None}
    told = current.result
    tables = {
        kind: [
            (
                where(each),
                _(COLUMNS.get(each["column"], each["column"])),
                _(REASONS[each["reason"]]),
            )
            for each in told.get(kind, ())[:MOST_SHOWN]
        ]
        for kind in ("rejected", "held", "warnings")
    }
    pairs = [
        (" · ".join(str(row) for row in each["rows"]), _(REASONS[each["reason"]]))
        for each in told.get("duplicates", ())[:MOST_SHOWN]
    ]
    rows = {kind: len({where(each) for each in told.get(kind, ())}) for kind in tables}
    fates = Counter(sheet["fate"] for sheet in told.get("sheets", ()))
    left = [each for each in told.get("sheets", ()) if each["fate"] != "read"]
    return {
        "list": current,
        "tables": tables,
        "pairs": pairs,
        "rows": rows,
        "several": fates["read"] > 1,
        "left": [_(FATES[each["fate"]], name=each["name"]) for each in left],
        "why": _(current.why, **current.values) if current.why else "",
    }


def where(told: dict[str, object]) -> str:
    """Name a row as the spreadsheet program does, with its sheet where there are several."""
    return f"{told['sheet']} · {told['row']}" if told.get("sheet") else str(told["row"])


FATES = {
    "hidden": mark("The sheet “%(name)s” is hidden, so it was left out."),
    "blank": mark("The sheet “%(name)s” is empty."),
    "no_header": mark("The sheet “%(name)s” names no columns, so it was left out."),
}
NO_KIND = mark("Choose what the list holds.")
NO_FILE = mark("Choose a file first.")
BUSY = mark("Another list is being imported right now. Wait until it is done.")
TOO_BIG = mark(
    "The file is too big: 32 MB are the most, so nothing was kept. "
    "Split the list and send its parts one after the other."
)
NO_ROOM = mark("The disk of the fair's machine is full; nothing was kept. Make room, try again.")
