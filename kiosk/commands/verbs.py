"""What the command line can do to a node, whether it serves or not.

Each verb takes the open station and plain values, gives events (`{"progress": [done, of]}`) and
at the end one `{"result": …}`, or raises Refused with one sentence.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sheets.refused
from fair.badge import number_of
from fair.setup import BadSetup, read_setup
from kiosk.actions import add_device, add_staff, create_fair, import_list, print_ahead
from kiosk.commands import bundles, nodes, papers, printing
from kiosk.commands.refused import Refused as Refused
from kiosk.labels import BadAddress
from kiosk.store import badges
from kiosk.store.operations import NotHere
from kiosk.store.station import NoFair, Station
from pages.sign_in import Pins

Events = Iterator[dict[str, Any]]


def create(station: Station, *, setup: Any) -> Events:
    try:
        read = read_setup(setup)
    except BadSetup as bad:
        raise Refused(told(bad)) from bad
    key = bytes(station.chance.below(256) for _ in range(32))
    try:
        fair = create_fair.create_fair(station, read, fair_key=key, name="organizer")
    except create_fair.FairExists:
        raise Refused(
            "This folder already holds a fair; nothing was changed. "
            "Choose another folder with --data for a new fair."
        ) from None
    yield {"result": {"fair": fair}}


SETUP_REASONS = {
    "unknown_key": "isn't known; leave it out",
    "missing": "is missing; add it",
    "empty": "is empty; give at least one",
    "duplicate": "names the same thing twice; leave one out",
    "not_names": "must be a list of short names",
    "too_many": "is too long a list",
    "reversed": "is before starts_at; swap them",
    "too_long": "is more than 400 days after starts_at",
    "not_a_time": "is no time with an offset, such as 2027-01-12T09:00:00+08:00",
    "unknown_kind": "must be one of city, special, roving, market_day, online",
    "unknown_zone": "is no time zone, such as Asia/Shanghai",
    "unknown_language": "may hold zh-CN and en only",
    "not_six_digits": "must be six digits",
    "not_days": "must be a whole number of days, 0 to 400",
    "not_texts": 'must be a text, or texts by language, such as {"zh-CN": "…", "en": "…"}',
    "not_a_text": "must be a short text",
    "bad_address": "makes the badge's code too long; use a shorter name or the IPv4 address",
}


def told(bad: BadSetup) -> str:
    if not bad.key:
        return "The setup is no JSON object; nothing was kept. See the example in the README."
    return f"In the setup, {bad.key} {SETUP_REASONS[bad.why]}. Nothing was kept."


def take_list(
    station: Station, *, what: str, file: str, dry_run: bool, rejects: str | None
) -> Events:
    try:
        yield from import_list.import_list(
            station,
            what,
            Path(file),
            actor=actor(station),
            dry_run=dry_run,
            rejects_to=Path(rejects) if rejects else None,
        )
    except sheets.refused.Refused as why:
        raise Refused(str(why)) from None
    except import_list.CutOff as cut:
        raise Refused(
            f"The import stopped after {cut.done} of {cut.of} ({cut.why}). What was taken is "
            "kept whole; make room, then import the same file again to finish."
        ) from None
    except badges.SeriesFull:
        raise Refused(
            "All 32,767 badge numbers of this station are given out; the rows before are kept."
        ) from None
    except OSError as error:
        raise Refused(
            f"{error.filename or file} can't be read or written ({error.strerror}); "
            "check the path and the right to use it, then import again."
        ) from None


def device_add(
    station: Station, *, name: str, role: str, entrance: str | None, booth: str | None
) -> Events:
    try:
        token = add_device.add_device(
            station, name=name, role=role, entrance=entrance, booth=booth, actor=actor(station)
        )
    except add_device.NotAdded as why:
        raise Refused(str(why)) from None
    yield {"result": {"name": name, "token": token}}


def device_revoke(station: Station, *, name: str) -> Events:
    if not add_device.revoke_device(station, name=name):
        raise Refused(f"There is no device named {name}; nothing was changed.")
    yield {"result": {"name": name}}


def staff_add(station: Station, *, name: str, role: str, pin: str) -> Events:
    try:
        add_staff.add_staff(
            station, name=name, role=role, pin=pin, pins=Pins(), actor=actor(station)
        )
    except add_staff.NotAdded as why:
        raise Refused(str(why)) from None
    yield {"result": {"name": name}}


def staff_reset(station: Station, *, name: str, pin: str) -> Events:
    try:
        add_staff.reset_pin(station, name=name, pin=pin, pins=Pins(), actor=actor(station))
    except add_staff.NotAdded as why:
        raise Refused(str(why)) from None
    yield {"result": {"name": name}}


def cards(station: Station, *, out: str) -> Events:
    yield from on_paper(papers.cards(station, Path(out), actor=actor(station)), out)


def badges_ahead(station: Station, *, count: int, out: str) -> Events:
    yield from on_paper(papers.badges(station, Path(out), count=count, actor=actor(station)), out)


def badges_printed(station: Station, *, count: int, printer: str) -> Events:
    """Queue pre-printed badges for a printer with a roll."""
    try:
        codes = print_ahead.print_ahead(station, count, actor=actor(station), printer=printer)
    except print_ahead.NoSuchPrinter:
        raise Refused(
            f"There is no printer named {printer}; no badge was given out. "
            "See `kiosk printer list`."
        ) from None
    except badges.SeriesFull:
        raise Refused(NO_NUMBERS) from None
    told = {"first": number_of(codes[0]), "last": number_of(codes[-1]), "count": len(codes)}
    yield {"result": told}


def on_paper(events: Events, out: str) -> Events:
    try:
        yield from events
    except BadAddress as bad:
        raise Refused(f"{bad} Nothing was printed.") from None
    except badges.SeriesFull:
        raise Refused(NO_NUMBERS) from None
    except OSError as error:
        raise Refused(
            f"{error.filename or out} can't be written ({error.strerror}); there is no new paper, "
            "and cards that were being replaced may open nothing any more. "
            "Check the path and the free space, then run the command again."
        ) from None


def actor(station: Station) -> str:
    """Name who does it: the node itself, since the shell has no other name. Raises Refused."""
    try:
        return station.fair.node
    except NoFair:
        raise Refused(NO_FAIR) from None


NO_NUMBERS = (
    "This station has fewer badge numbers left than that; nothing was printed. "
    "Ask for fewer, or print them at another station."
)
NO_FAIR = (
    "This folder holds no fair yet, so nothing was done. "
    "Make one with `kiosk fair create FILE.json`, or open the first-start page."
)


NOT_HERE = {
    "revoked": "This station was put out of the fair; nothing is kept here any more.",
    "organizer_only": "This is changed on the organizer's machine only; nothing was kept. "
    "Run the command there; it comes here with the next exchange.",
    "desk_only": "This is done on the desk's or the organizer's machine; nothing was kept. "
    "Run the command there; it comes here with the next exchange.",
}


def carried_out(events: Events) -> Events:
    """Give a verb's events; what this node may not say is refused in a sentence."""
    try:
        yield from events
    except NotHere as why:
        raise Refused(NOT_HERE[why.code]) from None


VERBS: dict[str, Callable[..., Events]] = {
    "create": create,
    "import_list": take_list,
    "device_add": device_add,
    "device_revoke": device_revoke,
    "staff_add": staff_add,
    "staff_reset": staff_reset,
    "cards": cards,
    "badges": badges_ahead,
    "badges_printed": badges_printed,
    **printing.VERBS,
    **nodes.VERBS,
    **bundles.VERBS,
}
