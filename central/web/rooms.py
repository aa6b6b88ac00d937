"""What central shows: campaigns, one fair, several compared, nodes, and who looked at what."""

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, g, render_template, request
from sqlalchemy import Connection

from central import overview
from central.report import make_report
from central.settings import Central
from central.store import campaigns, counts, peers, staff
from central.store.campaigns import Fair
from fair.groups import label_of
from fair.trades import trade_of
from pages.gate import allow
from pages.locale import _, language, ngettext
from sheets.workbook import workbook_bytes
from sheets.writing import MEDIA_TYPES

ZONE = ZoneInfo("Asia/Shanghai")
MOST_COMPARED = 12
LOOKS = 200
CLOCK_OFF_MINUTES = 2


def make_rooms(central: Central) -> Blueprint:
    rooms = Blueprint("central", __name__)
    store = central.store

    def seen(db: Connection) -> list[Fair]:
        """Give the fairs that whoever asks may see: those of their region."""
        return [each for each in campaigns.fairs(db) if g.staff.sees(each.region)]

    def note(what: str, about: str) -> None:
        """Keep who looked at what, before it is shown."""
        name, now = g.staff.name, central.now()
        store.write(lambda db: staff.looked(db, name=name, what=what, about=about, now=now))

    @rooms.get("/campaigns/")
    @allow("viewer", "admin")
    def home() -> str:
        note("campaigns", "")
        with store.reading() as db:
            fairs = seen(db)
            found = [
                (name, campaigns.total(db, [each.id for each in mine]))
                for name, mine in overview.by_name(fairs).items()
            ]
        return render_template("central/campaigns.html", campaigns=found)

    @rooms.get("/campaigns/one")
    @allow("viewer", "admin")
    def campaign() -> str:
        name = request.args.get("name", "")
        with store.reading() as db:
            mine = overview.by_name(seen(db)).get(name)
            if mine is None:
                abort(404)
            found = overview.campaign(db, name, mine)
        note("campaign", name)
        return render_template(
            "central/campaign.html",
            campaign=found,
            groups=[
                (group_name(code), *(hidden(cell) for cell in cells))
                for code, cells in sorted(
                    found.groups.items(), key=lambda pair: (not pair[0], pair[0])
                )
            ],
            trades=[(trade_name(code), *line) for code, line in sorted(found.trades.items())],
            zone=ZONE,
            at=overview.at,
        )

    @rooms.get("/fairs/<fair>")
    @allow("viewer", "admin")
    def one(fair: str) -> str:
        with store.reading() as db:
            mine = next((each for each in seen(db) if each.id == fair), None)
            if mine is None:
                abort(404)
            told = counts.counts(db, fair)
            heard = [each for each in peers.every(db) if each.fair == fair]
            total = campaigns.total(db, [fair])
            backed = peers.backed_up(db, fair)
        note("fair", fair)
        return render_template(
            "central/fair.html",
            fair=mine,
            counts=told,
            total=total,
            nodes=heard,
            backed_up=sum(backed.values()),
            now=central.now(),
            zone=ZONE,
            at=overview.at,
        )

    @rooms.get("/compare")
    @allow("viewer", "admin")
    def compare() -> str:
        asked = request.args.getlist("fair")[:MOST_COMPARED]
        with store.reading() as db:
            chosen = [each for each in seen(db) if each.id in asked]
            found = [(each, campaigns.total(db, [each.id])) for each in chosen]
            together = campaigns.total(db, [each.id for each in chosen]) if chosen else None
        if chosen:
            note("compare", " ".join(each.id for each in chosen))
        return render_template(
            "central/compare.html", fairs=found, together=together, zone=ZONE, at=overview.at
        )

    @rooms.get("/nodes")
    @allow("admin")
    def nodes() -> str:
        with store.reading() as db:
            fairs = {each.id: each for each in seen(db)}
            found = [each for each in peers.every(db) if each.fair in fairs]
        return render_template(
            "central/nodes.html", nodes=found, fairs=fairs, now=central.now(), zone=ZONE
        )

    @rooms.get("/looks")
    @allow("admin")
    def looks() -> str:
        if g.staff.region:
            abort(403)
        with store.reading() as db:
            found = staff.looks(db, LOOKS)
            names = {each.id: named(each) for each in campaigns.fairs(db)}
        told = [
            (look, " · ".join(names.get(each, each) for each in about_of(look))) for look in found
        ]
        return render_template("central/looks.html", looks=told, words=look_words(), zone=ZONE)

    @rooms.get("/report.xlsx")
    @allow("viewer", "admin")
    def report() -> Response:
        note("workbook", "")
        with store.reading() as db:
            fairs = seen(db)
            told = [
                overview.campaign(db, name, mine) for name, mine in overview.by_name(fairs).items()
            ]
            singly = {each.id: campaigns.total(db, [each.id]) for each in fairs}
        body = workbook_bytes(make_report(told, singly, language()))
        response = Response(body, mimetype=MEDIA_TYPES["xlsx"])
        response.headers["Content-Disposition"] = 'attachment; filename="campaigns.xlsx"'
        return response

    @rooms.context_processor
    def words() -> dict[str, Any]:
        return {
            "said_totals": said_totals,
            "figures_of": figures_of,
            "named": named,
            "clock_off": clock_off,
            "roles": node_roles(),
        }

    return rooms


def named(fair: Fair) -> str:
    """Name a fair, also before its setup arrived."""
    return fair.name or _("Fair %(id)s", id=fair.id[:8])


def about_of(look: staff.Look) -> list[str]:
    """Give the fairs that a look was about, or the campaign."""
    return look.about.split() if look.what in ("fair", "compare") else [look.about]


def node_roles() -> dict[str, str]:
    return {
        "station": _("Station"),
        "desk": _("Desk"),
        "organizer": _("Organizer"),
        "central": _("Central"),
    }


def clock_off(node: peers.Peer) -> str:
    """Say how far a node's clock is off; '' where it is right."""
    minutes = round(abs(node.offset_ms or 0) / 60_000)
    if minutes < CLOCK_OFF_MINUTES:
        return ""
    if (node.offset_ms or 0) > 0:
        return ngettext("clock %(n)s minute fast", "clock %(n)s minutes fast", minutes)
    return ngettext("clock %(n)s minute slow", "clock %(n)s minutes slow", minutes)


def group_name(code: str) -> str:
    if not code:
        return _("Any of these, each person once")
    label = label_of(code)
    return label.zh if language() == "zh-CN" else label.en


def trade_name(code: str) -> str:
    try:
        trade = trade_of(code)
    except KeyError:
        return code
    return trade.zh if language() == "zh-CN" else trade.en


def hidden(cell: int | None) -> str:
    """Write a cell; what is left out says why."""
    return "<5" if cell is None else str(cell)


def said_totals() -> list[tuple[str, str]]:
    """Name the columns of a total, in the order of `figures_of`."""
    return [
        (_("Fairs"), "count"),
        (_("Employers"), "count"),
        (_("Openings"), "count"),
        (_("Registered people"), "count"),
        (_("People who came"), "count"),
        (_("Check-ins (times)"), "count"),
        (_("Visits"), "count"),
        (_("Interested"), "count"),
    ]


def figures_of(total: campaigns.Total) -> list[int]:
    told = asdict(total)
    told.pop("known")
    return list(told.values())


def look_words() -> dict[str, str]:
    return {
        "campaigns": _("all campaigns"),
        "campaign": _("a campaign"),
        "fair": _("a fair"),
        "compare": _("fairs compared"),
        "workbook": _("took the workbook"),
    }
