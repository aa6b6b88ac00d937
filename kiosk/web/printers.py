"""The organizer's printers: find one, add it, try it, set its frame right, see what waits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from kiosk.actions import answer_print, set_up_printer
from kiosk.actions.open_printer import NotAPrinter
from kiosk.actions.set_up_printer import DESK, NoSuchPrinter, NotAdded
from kiosk.actions.try_printer import Tried, try_printer
from kiosk.printer_wording import PRINT_WORDS, trouble_of
from kiosk.settings import Kiosk
from kiosk.store import print_jobs, print_queue, printers
from kiosk.web import door
from kiosk.web.mistake import Mistake
from kiosk.web.printing import add_printing
from pages.gate import allow
from pages.locale import _, mark
from pages.refusal import into_response
from printers import LANGUAGES, Size

if TYPE_CHECKING:
    from printers.finding import FoundPrinter

ORGANIZER = ("organizer",)
# How each language is called on boxes and data sheets; pictures are for files.
LANGUAGE_WORDS: Mapping[str, str] = {
    "escpos": mark("ESC/POS – receipt printers"),
    "zpl": mark("ZPL – Zebra and many label printers"),
    "tspl": mark("TSPL – TSC, Gprinter, Xprinter and many label printers"),
    "brother": mark("Brother QL"),
    "pwg": mark("PWG raster – office printers (IPP, AirPrint)"),
    "pdf": mark("PDF – into a file"),
    "png": mark("PNG picture – into a file"),
}
SIZE_WORDS: Mapping[str, str] = {
    "50x30": mark("Label 50 × 30 mm"),
    "62x29": mark("Label 62 × 29 mm"),
    "80x50": mark("Label 80 × 50 mm"),
    "roll80": mark("Receipt roll, 80 mm"),
    "a4x8": mark("A4, a badge of a page's eighth"),
}
CONDITION_WORDS: Mapping[str, str] = {
    "ready": mark("ready"),
    "near_end": mark("ready, the roll ends soon"),
    "unknown": mark("ready, as far as it says"),
}
USUAL_DPI = {"brother": "300", "pwg": "300"}
MOST_WAITING = 50


def add_printers(setup: Blueprint, kiosk: Kiosk) -> None:
    def page(template: str, wrong: Mistake | None = None, /, **known: Any) -> Response:
        places = [(each, place_word(each)) for each in ("", *places_of(kiosk))]
        made = render_template(
            f"setup/{template}.html",
            wrong=wrong,
            languages=[(each, _(LANGUAGE_WORDS.get(each, each))) for each in LANGUAGES],
            sizes=[(str(each), _(SIZE_WORDS[each])) for each in Size],
            places=places,
            condition_word=condition_word,
            place_word=place_word,
            **known,
        )
        response = make_response(made)
        response.status_code = 422 if wrong else 200
        return response

    def listed(
        typed: Mapping[str, str],
        wrong: Mistake | None = None,
        found: "list[FoundPrinter] | None" = None,
    ) -> Response:
        db = kiosk.station.reading()
        every = [(each, print_queue.waiting_for(db, each.name)) for each in printers.every(db)]
        return page("printers", wrong, every=every, typed=typed, found=found)

    def one(name: str, tried: Tried | None = None, wrong: Mistake | None = None) -> Response:
        db = kiosk.station.reading()
        row = printers.by_name(db, name)
        if row is None:
            door.not_found()
        waiting = [
            job
            for state in ("queued", "sending", "in_doubt", "failed")
            for job in print_jobs.in_state(db, state, most=MOST_WAITING)
            if name in (job.printer or printers.serving(db, job.place))
        ]
        trouble = trouble_of(tried.condition) if tried and tried.delivery is None else None
        words = {state: _(said) for state, said in PRINT_WORDS.items()}
        known = {"row": row, "tried": tried, "trouble": trouble, "waiting": waiting}
        return page("printer", wrong, print_words=words, **known)

    def lead_to_one(name: str, done: str) -> Response:
        return into_response(redirect(url_for("setup.printer", name=name, done=done), 303))

    @setup.get("/printers", endpoint="printers")
    @allow(*ORGANIZER)
    def show() -> Response:
        return listed({})

    @setup.get("/printers/find", endpoint="find_printers")
    @allow(*ORGANIZER)
    def find() -> Response:
        """Look at the cables and the network for a few seconds; what is chosen fills the form."""
        chosen = {name: request.args.get(name, "")[:200] for name in ("uri", "language", "name")}
        if chosen["uri"]:
            return listed(chosen)
        from printers.finding import found_printers  # 6 MB that only who looks needs

        return listed({}, found=found_printers())

    @setup.post("/printers", endpoint="add_printer")
    @allow(*ORGANIZER)
    def add() -> Response:
        typed = {name: door.text(name) for name in ("name", "uri", "language", "size", "entrance")}
        dpi = door.text("dpi", 3) or USUAL_DPI.get(typed["language"], "203")
        try:
            set_up_printer.add_printer(
                kiosk.station, **typed, dpi=int(dpi) if dpi in ("203", "300") else 0
            )
        except NotAdded as why:
            return listed({**typed, "dpi": dpi}, Mistake(why.field, why.message, why.values))
        return lead_to_one(typed["name"].strip(), "printer_added")

    @setup.get("/printers/one", endpoint="printer")
    @allow(*ORGANIZER)
    def show_one() -> Response:
        return one(request.args.get("name", ""))

    @setup.post("/printers/test", endpoint="test_printer")
    @allow(*ORGANIZER)
    def test() -> Response:
        """Print the test label, then ask whether its frame is whole."""
        name = door.text("name")
        try:
            return one(name, try_printer(kiosk.station, name))
        except NoSuchPrinter:
            door.not_found()
        except NotAPrinter as why:
            return one(name, None, Mistake("", set_up_printer.KEPT_NOTHING, {"why": str(why)}))

    @setup.post("/printers/mend", endpoint="mend_printer")
    @allow(*ORGANIZER)
    def mend() -> Response:
        name = door.text("name")
        right, down = millimetres("right_mm"), millimetres("down_mm")
        if right is None or down is None:
            return one(name, None, Mistake("right_mm", NO_LENGTH))
        try:
            set_up_printer.mend_printer(
                kiosk.station, name, size=door.text("size"), right_mm=right, down_mm=down
            )
        except NoSuchPrinter:
            door.not_found()
        except NotAdded as why:
            return one(name, None, Mistake(why.field, why.message, why.values))
        return lead_to_one(name, "kept")

    @setup.post("/printers/remove", endpoint="remove_printer")
    @allow(*ORGANIZER)
    def remove() -> Response:
        try:
            set_up_printer.remove_printer(kiosk.station, door.text("name"))
        except NoSuchPrinter:
            door.not_found()
        return into_response(redirect(url_for("setup.printers", done="printer_gone"), 303))

    @setup.post("/printers/cancel/<int:job>", endpoint="cancel_print")
    @allow(*ORGANIZER)
    def cancel(job: int) -> Response:
        answer_print.cancel(kiosk.station, job)
        return lead_to_one(door.text("name"), "cancelled")

    add_printing(
        setup,
        kiosk,
        path="/organizer",
        home="/organizer/printers",
        roles=ORGANIZER,
        staff=ORGANIZER,
        place=door.printing_place,
    )


def condition_word(row: printers.Printer) -> str:
    trouble = trouble_of(row.condition)
    if trouble is not None:
        return _(trouble.what, name=row.name)
    return _(CONDITION_WORDS.get(row.condition, row.condition))


def place_word(place: str) -> str:
    return {"": _("everybody"), DESK: _("the desk")}.get(place, place)


def places_of(kiosk: Kiosk) -> list[str]:
    return [*door.setup_of(kiosk).entrances, DESK]


def millimetres(name: str) -> float | None:
    """Read a length that a person typed; None where it is none, or moves the picture away."""
    try:
        length = float(door.text(name, 8).replace(",", ".") or "0")
    except ValueError:
        return None
    return length if abs(length) <= 20 else None


NO_LENGTH = mark("Write how far in millimetres, from -20 to 20, such as 1.5.")
