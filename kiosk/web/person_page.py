"""The desk's page of one person: what is known of them, by need."""

import sqlite3
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from fair import names
from fair.badge import number_of
from fair.clock import to_ms
from fair.consent import LEVELS
from fair.groups import label_of
from kiosk.actions import register_seeker
from kiosk.actions.draw_paper import prints_slips
from kiosk.labels import left_off
from kiosk.printer_wording import PRINT_WORDS
from kiosk.settings import Kiosk
from kiosk.store import (
    badges,
    check_ins,
    devices,
    employers,
    meetings,
    people,
    print_jobs,
    printers,
    seekers,
)
from kiosk.web.desk_form import youngest, zone
from kiosk.web.outcomes import OUTCOMES
from pages.gate import allow
from pages.locale import _, mark


def add_person_page(desk: Blueprint, kiosk: Kiosk, *staff: str) -> None:
    @desk.get("/person/<person>")
    @allow(*staff)
    def person(person: str) -> str:
        return render_template("desk/person.html", **whole(kiosk, person))

    @desk.post("/person/<person>/show")
    @allow(*staff)
    def show(person: str) -> str:
        """Show the sensitive fields, and note who looked at whose (domain.md, section 12)."""
        with kiosk.station.transaction() as db:
            devices.note_access(
                db, at_ms=to_ms(kiosk.now()), actor=g.who.id, what="sensitive", about=person
            )
        return render_template("desk/person.html", **whole(kiosk, person, show=True))


def whole(kiosk: Kiosk, person: str, *, show: bool = False) -> dict[str, Any]:
    db = kiosk.station.reading()
    leader = seekers.leader(db, person)
    fields = seekers.whole(db, leader)
    current = badges.current(db, leader)
    kept = badges.by_code(db, leader)
    if not fields and current is None and kept is None:
        abort(404)
    code = current[0] if current else (leader if kept else "")
    mine = seekers.by_id(db, leader)
    alike = register_seeker.possible_duplicates(db, leader) if mine else ()
    first = check_ins.first_of(db, code, leader) if code else None
    done = DONE.get(request.args.get("done", ""))
    return {
        "person": leader,
        "fields": fields,
        "code": code,
        "number": current[1] if current else (number_of(code) if code else ""),
        "printers": [each.name for each in printers.every(db)],
        "printer_choices": printer_choices(db),
        "slip_choices": [
            (each.name, each.name) for each in printers.every(db) if prints_slips(each)
        ],
        "job": print_jobs.latest_of(db, code),
        "print_words": {state: _(words) for state, words in PRINT_WORDS.items()},
        "first": first,
        "met": meetings.of_person(db, leader),
        "employers": {each.id: each.name for each in employers.every(db)},
        "outcomes": {each: _(said[0]) for each, said in OUTCOMES.items()},
        "levels": [(level, _(LEVEL_WORDS[level])) for level in LEVELS],
        "level": people.level_for(db, leader, ""),
        "alike": alike,
        "left_off": left_off,
        "underage": str(fields.get("birth_date", "")) > youngest(kiosk),
        "merged": len(seekers.same_as(db, leader)) > 1,
        "show": show,
        "masked": names.masked_identity(str(fields.get("id_number", ""))),
        "groups": [(label_of(each), sure) for each, sure in (fields.get("groups") or {}).items()],
        "verdict": request.args.get("verdict", ""),
        "done": _(done) if done else "",
        "new_id": kiosk.station.chance.new_id,
        "now": kiosk.now(),
        "zone": zone(kiosk),
    }


def printer_choices(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Give the printers that a paper of the desk may come out of, its own ones first."""
    own = printers.serving(db, "desk")
    names = [*own, *(each.name for each in printers.every(db) if each.name not in own)]
    return [(name, name) for name in names]


LEVEL_WORDS = {
    "number_only": mark("Employers see the number only"),
    "contact": mark("Employers see name and phone"),
    "profile": mark("Employers see the whole profile"),
}
DONE = {
    "merged": mark("These two are one person now. It can be taken apart again."),
    "apart": mark("Noted: these are two people."),
    "printing": mark("The paper comes out of the printer in a moment."),
    "parted": mark("Taken apart: these are two people again."),
}
