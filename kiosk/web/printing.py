"""What the printers hold, on the pages of those who stand beside them: what waits, what a person
must say, what a printer lacks and who prints meanwhile."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, request

from fair.printing import FEW_LABELS
from kiosk.actions import answer_print, set_up_printer
from kiosk.actions.answer_print import Said
from kiosk.printer_wording import Trouble, trouble_of
from kiosk.settings import Kiosk
from kiosk.store import print_jobs, print_queue, printers
from kiosk.web import door
from pages.gate import allow
from pages.htmx import page_or_piece, unchanged, wants_piece
from pages.refusal import into_response

MOST_QUESTIONS = 3  # at once on a page; the others come when these are answered
SAID: dict[str, Said] = {"printed": "printed", "again": "again"}


@dataclass(frozen=True, slots=True)
class Ill:
    """A printer that can't print now; `others` could stand in for it."""

    printer: printers.Printer
    trouble: Trouble
    waiting: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of the printers of its place. `asks`: whether a helper stands there."""

    pending: int
    doubtful: tuple[print_jobs.Job, ...]
    more: int
    ill: tuple[Ill, ...]
    standing_in: tuple[printers.Printer, ...]
    low: tuple[printers.Printer, ...]
    asks: bool

    @property
    def version(self) -> str:
        """Name what is shown, so that a page is told only of what has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def seen_at(kiosk: Kiosk, place: str | None, *, asks: bool) -> Seen:
    """Look at the printers that serve a place; `place` None looks at all of this node."""
    db = kiosk.station.reading()
    every = printers.every(db)
    names = {each.name for each in every} if place is None else set(printers.serving(db, place))
    mine = [each for each in every if each.name in names]
    waits = [
        *print_jobs.in_state(db, "in_doubt", place=place, most=100),
        *print_jobs.in_state(db, "failed", place=place, most=100),
    ]
    well = [each.name for each in every if not each.stand_in and not trouble_of(each.condition)]
    ill = []
    for each in mine:
        trouble = trouble_of(each.condition)
        if trouble is not None and not each.stand_in:
            others = tuple(name for name in well if name != each.name)
            ill.append(Ill(each, trouble, print_queue.waiting_for(db, each.name), others))
    return Seen(
        pending=sum(print_jobs.pending(db, place).values()),
        doubtful=tuple(waits[:MOST_QUESTIONS]),
        more=max(0, len(waits) - MOST_QUESTIONS),
        ill=tuple(ill),
        standing_in=tuple(
            each for each in every if each.stand_in and (place is None or each.stand_in in names)
        ),
        low=tuple(
            each for each in mine if each.labels_left is not None and each.labels_left <= FEW_LABELS
        ),
        asks=asks,
    )


def add_printing(
    room: Blueprint,
    kiosk: Kiosk,
    *,
    path: str,
    home: str,
    roles: tuple[str, ...],
    staff: tuple[str, ...],
    place: Callable[[], str | None],
) -> None:
    """Give a room's pages the piece `printing/_printing.html` and what its buttons do.

    `path` is where the room begins, `home` where a browser without scripts goes after a button;
    `place` is the entrance that is shown, None for all of them.
    """

    def seen() -> Seen:
        return seen_at(kiosk, place(), asks=door.who().role in staff)

    @room.context_processor
    def everywhere() -> dict[str, object]:
        return {"printing": seen() if door.is_known() else None, "printing_at": path}

    @room.get("/printing", endpoint="printing")
    @allow(*roles)
    def piece() -> Response:
        now = seen()
        if request.args.get("seen") and (same := unchanged(now.version)) is not None:
            return same
        return page_or_piece("printing", "printing", printing=now, printing_at=path)

    def shown() -> Response:
        if wants_piece(request):
            return page_or_piece("printing", "printing", printing=seen(), printing_at=path)
        return into_response(redirect(home, 303))

    @room.post("/printing/<int:job>", endpoint="answer_print")
    @allow(*staff)
    def answer(job: int) -> Response:
        """Keep what a person saw; the same answer again, from another page too, is harmless."""
        said = SAID.get(request.form["said"])
        if said is None:
            abort(400)
        try:
            answer_print.resolve(kiosk.station, job, said)
        except answer_print.NoSuchJob:
            door.not_found()
        except answer_print.NotAsked:
            pass  # somebody else has answered; the page shows how it stands
        return shown()

    @room.post("/printing/instead", endpoint="print_instead")
    @allow(*staff)
    def instead() -> Response:
        try:
            set_up_printer.let_stand_in(
                kiosk.station, request.form["printer"], request.form["other"]
            )
        except set_up_printer.NoSuchPrinter:
            door.not_found()
        return shown()

    @room.post("/printing/loaded", endpoint="labels_loaded")
    @allow(*staff)
    def loaded() -> Response:
        labels = request.form["labels"].strip()
        if labels and not (labels.isascii() and labels.isdecimal() and len(labels) < 7):
            abort(400)
        try:
            set_up_printer.load_labels(
                kiosk.station, request.form["printer"], int(labels) if labels else None
            )
        except set_up_printer.NoSuchPrinter:
            door.not_found()
        return shown()
