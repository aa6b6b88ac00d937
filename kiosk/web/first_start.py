"""First start in the browser, no shell: the fair, then the organizer's PIN (interfaces.md).

On the machine itself the page simply answers; from elsewhere it asks for the one-time code that
`serve` printed, and lets that browser go on. Once an organizer has a PIN it is closed for good.
"""

import hmac
import json
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request

from fair.authority import may_say
from fair.facts import StaffAdded
from fair.setup import BadSetup, Setup, read_setup
from kiosk.actions.add_staff import NotAdded, add_staff
from kiosk.actions.create_fair import FairExists, create_fair
from kiosk.actions.open_session import open_session, staff_holder
from kiosk.labels import BadAddress, check_address
from kiosk.neighbours import Neighbours
from kiosk.settings import Kiosk
from kiosk.store import fairs, peers, people
from kiosk.web import door, fair_form
from kiosk.web.bar import has_organizer
from kiosk.web.joining import LONGEST as LONGEST_INVITE
from kiosk.web.joining import join
from kiosk.web.mistake import BadForm, Mistake
from kiosk.web.tries import name_browser
from pages.gate import everybody
from pages.links import draw_secret
from pages.locale import _, mark
from pages.refusal import into_response
from pages.sign_in import PinsBusy, start_session

HERE = "/organizer/first-start"
COOKIE = "first_start"
LONGEST_FILE = 200 * 1024
# Put there by proxies: then whoever asks is not on this machine, although the proxy is.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def add_first_start(setup: Blueprint, kiosk: Kiosk, neighbours: Neighbours) -> None:
    started = has_organizer(kiosk)
    passed = draw_secret(kiosk.station.chance.below)  # what a browser carries that knew the code

    def page(status: int = 200, wrong: Mistake | None = None, **known: Any) -> Response:
        """Ask for what is missing next: the code, the fair, or the PIN."""
        fair = fairs.setup(kiosk.station.reading())
        if not may_enter():
            step, status = "code", max(status, 403)
        elif joined():
            step, known = "wait", {"inviters": [each.name for each in neighbours.every()]}
        elif fair is None:
            step = "fair"
            usual = fair_form.blank(kiosk.now(), _("Main gate"))
            known = {"typed": usual, "folded": fair_form.FOLDED} | known
        else:
            step = "pin"
        made = render_template(f"setup/first_{step}.html", wrong=wrong, **known)
        response = make_response(made)
        response.status_code = status
        return response

    def joined() -> bool:
        """Say whether this node joined a fair whose organizer's PIN is chosen at another one."""
        who, db = kiosk.station.who, kiosk.station.reading()
        return who is not None and not may_say(peers.own_role(db, who), StaffAdded.KIND)

    def may_enter() -> bool:
        carried = request.cookies.get(COOKIE, "")
        return is_local() or hmac.compare_digest(carried.encode(), passed.encode())

    def closed() -> Response | None:
        """Lead on where there is nothing to do, ask for the code where it is missing."""
        if started():
            return into_response(redirect("/organizer/", 303))
        return None if may_enter() else page(403)

    def made(wanted: Setup) -> Response:
        key = bytes(kiosk.station.chance.below(256) for _ in range(32))
        with suppress(FairExists):  # sent twice, or made by the command line meanwhile
            create_fair(kiosk.station, wanted, fair_key=key, name="organizer")
        return into_response(redirect(HERE, 303))

    @setup.get("/first-start")
    @everybody
    def first_start() -> Response:
        return (closed() if started() else None) or page()

    @setup.post("/first-start/code")
    @everybody
    def try_code() -> Response:
        if started():
            return into_response(redirect("/organizer/", 303))
        typed = "".join(door.text("setup_code").split())
        if wait := kiosk.limits.take("setup_code", ""):
            seconds = int(wait) + 1
            response = page(429, Mistake("setup_code", TOO_OFTEN, {"seconds": seconds}))
            response.headers["Retry-After"] = str(seconds)
            return response
        right = hmac.compare_digest(typed.encode(), kiosk.setup_code.encode())
        if not kiosk.setup_code or not right:
            return page(403, Mistake("setup_code", WRONG_CODE))
        response = into_response(redirect(HERE, 303))
        response.set_cookie(
            COOKIE, passed, path=HERE, secure=request.is_secure, httponly=True, samesite="Lax"
        )
        return response

    @setup.post("/first-start/fair")
    @everybody
    def make_fair() -> Response:
        if (instead := closed()) is not None:
            return instead
        typed = {name: door.text(name, fair_form.LONGEST) for name in fair_form.FIELDS}
        try:
            wanted = fair_form.read(typed)
        except BadForm as bad:
            return page(422, bad.mistake, typed=typed)
        return made(wanted)

    @setup.post("/first-start/file")
    @everybody
    def take_file() -> Response:
        if (instead := closed()) is not None:
            return instead
        try:
            wanted = setup_in(request.files["setup"].stream.read(LONGEST_FILE + 1))
        except BadForm as bad:
            return page(422, bad.mistake)
        return made(wanted)

    @setup.post("/first-start/join")
    @everybody
    def join_fair() -> Response:
        """Become a station of the fair that another machine holds."""
        if (instead := closed()) is not None:
            return instead
        photo, invite = request.files.get("photo"), door.text("invite", LONGEST_INVITE)
        try:
            join(neighbours, invite, photo.stream if photo is not None else None)
        except BadForm as bad:
            return page(422, bad.mistake, invite=invite)
        return into_response(redirect(HERE, 303))

    @setup.post("/first-start/pin")
    @everybody
    def set_pin() -> Response:
        if (instead := closed()) is not None or joined():
            return instead or page()
        name, pin, again = door.text("name"), request.form["pin"], request.form["pin_again"]
        if pin != again:
            return page(422, Mistake("pin_again", PINS_DIFFER), name=name)
        try:
            staff = add_staff(
                kiosk.station,
                name=name,
                role="organizer",
                pin=pin,
                pins=kiosk.pins,
                actor=kiosk.station.fair.node,
            )
        except NotAdded as why:
            return page(422, Mistake(why.field, why.message, why.values), name=name)
        except PinsBusy:
            return page(503, Mistake("pin", mark("The machine is busy. Try again.")), name=name)
        every = people.staff(kiosk.station.reading())
        holder = staff_holder(next(each for each in every if each.id == staff))
        response = into_response(redirect("/organizer/next", 303))
        token = open_session(kiosk.station, holder)
        start_session(response, request, kiosk.station.fair.fair, token)
        name_browser(kiosk, request, response, staff)
        response.delete_cookie(COOKIE, path=HERE)
        return response


def is_local() -> bool:
    """Say whether the browser runs on this machine, as far as can be told."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def setup_in(data: bytes) -> Setup:
    """Read an uploaded `fair.json`. Raises BadForm, with the key in the sentence."""
    if not data:
        raise BadForm("setup", NO_FILE)
    try:
        if len(data) > LONGEST_FILE:
            raise ValueError
        raw = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadForm("setup", NO_JSON) from None
    try:
        wanted = read_setup(raw)
        if wanted.address:
            check_address(wanted.address)
    except BadSetup as bad:
        why = _(fair_form.WHY[bad.why])
        raise BadForm("setup", IN_FILE, key=bad.key or "{", why=why) from None
    except BadAddress as address:
        raise BadForm("setup", address.msgid, **address.values) from None
    return wanted


WRONG_CODE = mark("This code doesn't fit. It stands where the fair's program was started.")
TOO_OFTEN = mark("Too many wrong codes. Wait %(seconds)s seconds.")
NO_FILE = mark("Choose a file first.")
NO_JSON = mark("This file is no setup of a fair. Choose a fair.json.")
IN_FILE = mark("In the file, “%(key)s” can't be taken. %(why)s")
PINS_DIFFER = mark("The two PINs differ. Type the same one twice.")
