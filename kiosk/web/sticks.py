"""A stick that is put in shows up on the Stations page, with one button."""

import hashlib
from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from kiosk.actions.carry_by_stick import carry_by_stick
from kiosk.mounts import Stick, sticks
from kiosk.settings import Kiosk
from kiosk.web.mistake import lead_to
from pages.gate import allow
from pages.htmx import unchanged
from pages.locale import mark


def add_sticks(setup: Blueprint, kiosk: Kiosk, look: Callable[[], list[Stick]] = sticks) -> None:
    @setup.get("/stations/sticks")
    @allow("organizer")
    def put_in() -> Response:
        """Show the sticks that are in now; the page asks every few seconds."""
        found = look()
        if request.args.get("seen") and (same := unchanged(version_of(found))) is not None:
            return same
        return make_response(render_template("setup/_sticks.html", **shown(found)))

    @setup.post("/stations/stick")
    @allow("organizer")
    def carry() -> Response:
        """Read what others put on the stick, and put all of ours there."""
        asked = request.form["stick"]
        stick = next((each for each in look() if str(each.folder) == asked), None)
        if stick is None:
            return lead_to("stations", "stick_out")
        try:
            carried = carry_by_stick(kiosk.station, stick.folder, stick.bundles)
        except OSError:
            return lead_to("stations", "stick_failed")
        if carried.let_go:
            return lead_to("stations", "stick_let_go")
        if carried.damaged:
            return lead_to("stations", "stick_damaged")
        return lead_to("stations", "stick_strange" if carried.strange else "stick_done")


def shown(found: list[Stick]) -> dict[str, object]:
    """Give what the piece shows."""
    return {"sticks": found, "version": version_of(found)}


def version_of(found: list[Stick]) -> str:
    return hashlib.sha256(repr([each.folder for each in found]).encode()).hexdigest()[:16]


DONE = {
    "stick_done": mark(
        "What was on the stick is taken, and all that is known here is on it now: take it to the "
        "next machine."
    ),
    "stick_damaged": mark(
        "A part of the stick is damaged. What was whole is taken, and all that is known here is on "
        "it now; let the other machine write it again."
    ),
    "stick_let_go": mark(
        "Something on the stick couldn't be kept: what comes before it is missing, and its writer "
        "isn't known here or too much waits already. The rest is taken, and all that is known here "
        "is on it now; exchange with the machine that wrote it."
    ),
    "stick_strange": mark(
        "Some files on the stick are of another fair or not for this machine, and were left. All "
        "that is known here is on it now."
    ),
    "stick_out": mark("The stick is out. Nothing was lost; put it in again."),
    "stick_failed": mark(
        "The stick couldn't be read or written to its end; what was read is kept. Make room on it "
        "or take another, then try again."
    ),
}
