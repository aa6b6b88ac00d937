"""The organizer's live page, the wall, the lists and what can be taken away."""

import hashlib
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from fair.groups import label_of
from kiosk.report import Day, make_report, read_day
from kiosk.settings import Kiosk
from kiosk.store import connect, disputes, exports, operations
from kiosk.web.lists import add_lists
from kiosk.web.needs import Waits, needs, read_paper, read_waits
from kiosk.web.settling import add_settling
from pages.gate import allow, everybody
from pages.htmx import unchanged
from pages.locale import _, language
from sheets.workbook import workbook_bytes
from sheets.writing import MEDIA_TYPES, Format, stream_table

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "jsonl")
QUIET_AFTER = 30 * 60  # seconds without a visit, while others have some


@dataclass(frozen=True, slots=True)
class Look:
    """A day with what waits for a person."""

    day: Day
    waits: Waits


class Live:
    """The latest figures, worked out once however many look at them."""

    def __init__(self, read: Callable[[], Look | None]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._version = ""
        self._look: Look | None = None

    def look(self, version: str) -> Look | None:
        with self._lock:
            if version != self._version:
                self._look, self._version = self._read(), version
            return self._look


def make_organizer(kiosk: Kiosk) -> Blueprint:
    organizer = Blueprint("organizer", __name__, url_prefix="/organizer")

    def read() -> Day | None:
        db = kiosk.station.reading()
        return read_day(db, now=kiosk.now(), language=language())

    def look() -> Look | None:
        day = read()
        db = kiosk.station.reading()
        with connect.snapshot(db):
            return Look(day, read_waits(db, now=kiosk.now())) if day else None

    lives = {spoken: Live(look) for spoken in ("zh-CN", "en")}

    def version() -> str:
        minute = int(kiosk.now().timestamp() // 60)  # "inside" and "quiet" change with time alone
        db = kiosk.station.reading()
        paper = hashlib.sha256(repr(read_paper(db)).encode()).hexdigest()[:8]
        return f"{operations.newest(db)}.{minute}.{paper}"

    def shown(template: str) -> str | Response:
        now = version()
        if request.args.get("seen") and (same := unchanged(now)) is not None:
            return same
        look = lives[language()].look(now)
        if look is None:
            abort(404)
        return render_template(template, version=now, **known(kiosk, look))

    @organizer.get("/")
    @allow("organizer")
    def home() -> str | Response:
        return shown("organizer/home.html")

    @organizer.get("/live")
    @allow("organizer")
    def live() -> str | Response:
        return shown("organizer/_live.html")

    @organizer.get("/wall")
    @everybody
    def wall() -> str | Response:
        """Three numbers and the arrivals, nothing personal: for a projector."""
        return shown("organizer/wall.html")

    @organizer.get("/wall/live")
    @everybody
    def wall_live() -> str | Response:
        return shown("organizer/_wall.html")

    @organizer.get("/report")
    @allow("organizer")
    def report() -> str:
        tables = [(name, label) for name, label in labels().items()]
        return render_template("organizer/report.html", tables=tables, formats=FORMATS)

    @organizer.get("/download/report.xlsx")
    @allow("organizer")
    def take_report() -> Response:
        day = read()
        if day is None:
            abort(404)
        body = workbook_bytes(make_report(day))
        return file_of(body, "report.xlsx", MEDIA_TYPES["xlsx"])

    @organizer.get("/download/<table>.<format_>")
    @allow("organizer")
    def take_table(table: str, format_: str) -> Response:
        chosen = next((each for each in FORMATS if each == format_), None)
        if chosen is None or table not in exports.TABLES:
            abort(404)
        out, db = io.BytesIO(), kiosk.station.reading()
        with connect.snapshot(db):
            stream_table(exports.TABLES[table].columns, exports.rows_of(db, table), out, chosen)
        return file_of(out.getvalue(), f"{table}.{format_}", MEDIA_TYPES[chosen])

    add_lists(organizer, kiosk)
    add_settling(organizer, kiosk, disputes.ABOUT, "organizer")
    return organizer


def labels() -> dict[str, str]:
    return {
        "seekers": _("Registered people"),
        "check-ins": _("Who came, and when"),
        "visits": _("Who met whom"),
        "leads": _("Interested meetings"),
        "employers": _("Employers"),
        "jobs": _("Jobs"),
        "operations": _("The whole log"),
    }


def file_of(body: bytes, name: str, kind: str) -> Response:
    response = Response(body, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def known(kiosk: Kiosk, look: Look) -> dict[str, Any]:
    """Give what the templates show of a day."""
    day = look.day
    now, zone = kiosk.now(), day.setup.zone
    quiet = [
        each
        for each in day.figures.booths
        if each.last_at is not None and (now - each.last_at).total_seconds() > QUIET_AFTER
    ]
    silent = [each.booth for each in quiet] if day.figures.visits else []
    slots = [
        (each.at.astimezone(zone).strftime("%H:%M").lstrip("0"), each.people)
        for each in day.figures.arrivals
    ]
    return {
        "day": day,
        "figures": day.figures,
        "counts": day.counts,
        "slots": slots[-24:],
        "names": day.names,
        "booths": sorted(day.figures.booths, key=lambda each: (-each.visits, each.booth)),
        "quiet": silent,
        "needs": needs(look.waits, quiet=silent, unheard=day.counts.unheard),
        "groups": [
            (label_of(code).zh if language() == "zh-CN" else label_of(code).en, each)
            for code, each in day.groups.items()
            if code
        ],
    }
