"""A verdict at the door in colour, shape and words: what happened, then what to do."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from fair import check_in, desk
from fair.badge import number_of
from fair.setup import Setup
from fair.trades import ANY
from fair.verdict import word
from kiosk.store import badges, offers, seekers
from pages.formats import clock, moment
from pages.locale import _, language

Look = Literal["yes", "look", "no"]
Verdict = (
    check_in.Verdict
    | desk.Registering
    | desk.Binding
    | desk.Undoing
    | desk.Describing
    | desk.Printing
)
MOST_BOOTHS = 4  # read while walking on


@dataclass(frozen=True, slots=True)
class Told:
    """`verdict` is the API's word; `whole` fills the screen for three seconds."""

    verdict: str
    look: Look
    headline: str
    number: str = ""
    next: str = ""
    whole: bool = True


def told(db: sqlite3.Connection, setup: Setup, verdict: Verdict, now: datetime) -> Told:
    """Say a verdict of the entrance in the language of the request."""
    said = word(verdict)
    match verdict:
        case check_in.Admitted(code):
            return Told(said, "yes", _("Welcome"), number_of(code), way_on(db, setup, code, now))
        case check_in.AlreadyIn(code, first_at, first_where):
            time, place = shown_time(first_at, now, setup), place_word(first_where)
            when = _("You came in at %(time)s, %(place)s", time=time, place=place)
            return Told(said, "look", when, number_of(code), _("Go on in."))
        case check_in.Unknown("mistyped"):
            again = _("Hold the badge there again, or look at the number once more.")
            return Told(said, "no", _("This code can't be read"), next=again)
        case check_in.Unknown():
            get = _("Get a badge here, or ask at the desk.")
            return Told(said, "no", _("This badge isn't of this fair"), next=get)
        case check_in.Withdrawn(code):
            use = _("Please use the new badge, or go to the desk.")
            return Told(said, "no", _("This badge was replaced"), number_of(code), use)
        case check_in.ToDesk("ambiguous_number"):
            scan = _("Hold the badge's code there instead of typing, or go to the desk.")
            return Told(said, "no", _("Two badges bear this number"), next=scan)
        case check_in.ToDesk(code=code):
            number = number_of(code) if code else ""
            return Told(said, "no", _("Please see the desk"), number, _("Somebody will help you."))
        case desk.Registered(code=code):
            take = _("You are checked in. Take your badge along.")
            return Told(said, "yes", _("Your number is"), number_of(code), take, whole=False)
        case desk.Noted(code):
            return Told(said, "yes", _("Thank you"), number_of(code), way_on(db, setup, code, now))
        case desk.Bound(code=code):
            hand = _("Hand it over. The earlier number still finds this person.")
            return Told(said, "yes", _("This badge is theirs now"), number_of(code), hand)
        case desk.Queued(code, copy):
            take = _("It comes out of the printer as copy %(n)s.", n=copy)
            return Told(said, "yes", _("Printed again"), number_of(code), take, whole=False)
        case desk.Taken(code):
            other = _("Take another badge from the sheet.")
            headline = _("Somebody has this badge already")
            return Told(said, "no", headline, number_of(code), other, whole=False)
        case desk.Undone(code):
            kept = _("The next scan of this badge counts as new.")
            return Told(said, "look", _("Taken back"), number_of(code), kept, whole=False)
        case desk.AlreadyUndone(code):
            return Told(said, "look", _("Taken back before"), number_of(code), whole=False)
        case _:
            assert_never(verdict)


def shown_time(at: datetime, now: datetime, setup: Setup) -> str:
    """Say the clock, and the day too where it was another one."""
    same = at.astimezone(setup.zone).date() == now.astimezone(setup.zone).date()
    return clock(at, setup.zone) if same else moment(at, setup.zone)


def place_word(where: str) -> str:
    """Name an entrance as the setup does; what has no entrance is the desk."""
    return _("the desk") if where in ("desk", "organizer") else where


def way_on(db: sqlite3.Connection, setup: Setup, code: str, now: datetime) -> str:
    """Say where to go: to booths with work that this person looks for, else straight on."""
    closed = hours(setup, now)
    booths = booths_for(db, code)
    if booths:
        way = _("Work for you: booths %(booths)s.", booths=" ".join(booths))
    else:
        way = setup.text(setup.directions, language()) or _("Go on in.")
    gap = "" if language().startswith("zh") else " "
    return f"{closed}{gap}{way}" if closed else way


def booths_for(db: sqlite3.Connection, code: str) -> list[str]:
    """Give the first booths with public openings of the trades that a badge's bearer wishes."""
    badge = badges.by_code(db, code)
    if badge is None or badge.seeker is None:
        return []
    trades = [each for each in seekers.whole(db, badge.person).get("trades", ()) if each != ANY]
    if not trades:
        return []
    tables = offers.matching(offers.tables(db), trades)
    return [table.booths[0] for table in tables if table.booths][:MOST_BOOTHS]


def hours(setup: Setup, now: datetime) -> str:
    """Say that the fair isn't open at this moment; '' while it is."""
    if now < setup.starts_at:
        opens = shown_time(setup.starts_at, now, setup)
        return _("The fair opens at %(time)s.", time=opens)
    if now > setup.ends_at:
        closed = shown_time(setup.ends_at, now, setup)
        return _("The fair closed at %(time)s.", time=closed)
    return ""
