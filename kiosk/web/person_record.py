"""What the desk changes of one person's record: who they are, with whom they are one, erasing."""

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from fair import badge
from fair.seeker import describe
from kiosk.actions import admit_held, describe_seeker, erase_seeker, merge_seekers
from kiosk.settings import Kiosk
from kiosk.store import badges, seekers
from kiosk.web import door
from kiosk.web.desk_form import back, code_of, said_in_form, today
from pages.gate import allow


def add_person_record(desk: Blueprint, kiosk: Kiosk, *staff: str) -> None:
    @desk.post("/person/<person>/same")
    @allow(*staff)
    def same(person: str) -> Redirect:
        """Take two as one person, or remember that they aren't."""
        other = badge.read(request.form["number"][:20], b"")
        if not isinstance(other, badge.Number):
            abort(400)
        db = kiosk.station.reading()
        codes = badges.codes_of_number(db, other.series, other.number)
        found = badges.by_code(db, codes[0]) if codes else None
        if found is None:
            abort(404)
        if request.form["same"] == "yes":
            try:
                merge_seekers.merge_seekers(kiosk.station, person, found.person, actor=g.who.id)
            except merge_seekers.NotMerged:
                abort(404)
            leader = seekers.leader(kiosk.station.reading(), person)
            return back(leader, done="merged")
        merge_seekers.tell_apart(kiosk.station, person, found.person, actor=g.who.id)
        return back(person, done="apart")

    @desk.post("/person/<person>/part")
    @allow(*staff)
    def part(person: str) -> Redirect:
        try:
            merge_seekers.part_seekers(kiosk.station, person, actor=g.who.id)
        except merge_seekers.NotMerged:
            abort(404)
        return back(person, done="parted")

    @desk.post("/person/<person>/change")
    @allow(*staff)
    def change(person: str) -> Redirect:
        described = describe(said_in_form(), today=today(kiosk))
        call = door.ask("/change", code_of(kiosk, person))
        answer = describe_seeker.describe_seeker(
            kiosk.station, call, described.fields, actor=g.who.id
        )
        return back(person, answer)

    @desk.post("/person/<person>/admit")
    @allow(*staff)
    def admit(person: str) -> Redirect:
        """Correct what held somebody, and give them a badge if nothing holds them any more."""
        described = describe(said_in_form(), today=today(kiosk))
        try:
            answer = admit_held.admit_held(
                kiosk.station,
                door.ask("/admit", person),
                person,
                described.fields,
                where="desk",
                actor=g.who.id,
            )
        except admit_held.NoSuchHeld:
            abort(404)
        return back(person, answer)

    @desk.post("/person/<person>/erase")
    @allow(*staff)
    def erase(person: str) -> Redirect:
        try:
            erase_seeker.erase_seeker(kiosk.station, person, actor=g.who.id)
        except erase_seeker.NoSuchSeeker:
            abort(404)
        return redirect(url_for("desk.home", erased="yes"), 303)
