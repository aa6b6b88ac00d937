"""What needs a person, most urgent first, each with its one action (pages.md, The organizer)."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.printer_wording import trouble_of
from kiosk.store import disputes, finding, print_jobs, printers, waiting
from kiosk.store.finding import Hit
from pages.locale import _, ngettext

WRONG_CLOCK = timedelta(minutes=2)  # less is what a second of daylight or a slow sync makes
BOOTHS_NAMED = 12
PAIRS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Paper:
    """What printers lack, each as name and condition, and how many papers nobody is sure of."""

    ill: tuple[tuple[str, str], ...]
    doubtful: int


@dataclass(frozen=True, slots=True)
class Waits:
    """What the store says is waiting, in figures."""

    offers: int
    disputes: int
    pairs: int
    clock_ahead: timedelta
    paper: Paper


@dataclass(frozen=True, slots=True)
class Need:
    """What happened, what to do, and the one action: its words and where it leads ('' none)."""

    what: str
    then: str
    action: str = ""
    href: str = ""


def read_waits(db: sqlite3.Connection, *, now: datetime) -> Waits:
    return Waits(
        waiting.held_offers(db),
        len(disputes.every(db)),
        len(waiting.alike(db)),
        waiting.clock_ahead(db, now=now),
        read_paper(db),
    )


def read_paper(db: sqlite3.Connection) -> Paper:
    ill = [
        (each.name, each.condition)
        for each in printers.every(db)
        if trouble_of(each.condition) is not None and not each.stand_in
    ]
    return Paper(tuple(ill), print_jobs.pending(db).get("in_doubt", 0))


def needs(waits: Waits, *, quiet: Sequence[str], unheard: int) -> list[Need]:
    """Give the organizer's list; empty when nothing needs anybody."""
    found = []
    if waits.clock_ahead > WRONG_CLOCK:
        minutes = waits.clock_ahead // timedelta(minutes=1)
        what = ngettext(
            "This machine's clock is %(n)s minute behind what it wrote before.",
            "This machine's clock is %(n)s minutes behind what it wrote before.",
            minutes,
        )
        found.append(Need(what, _("Nothing is lost. Set the machine's clock right.")))
    found += paper_needs(waits.paper)
    if n := waits.offers:
        what = ngettext("%(n)s offer waits for a person.", "%(n)s offers wait for a person.", n)
        then = _("Look at the words that were found, then release it or correct the list.")
        found.append(Need(what, then, _("Open"), "/organizer/offers#held"))
    if n := waits.disputes:
        what = ngettext(
            "%(n)s entry says two different things.", "%(n)s entries say two different things.", n
        )
        found.append(Need(what, _("Two wrote at the same time."), _("Settle"), "/organizer/settle"))
    if quiet:
        named = " ".join(quiet[:BOOTHS_NAMED])
        what = _("Quiet for half an hour: %(booths)s", booths=named)
        then = _("Send somebody there, or point to it on the screen.")
        found.append(Need(what, then, _("See the booths"), "#booths"))
    if n := waits.pairs:
        what = ngettext("%(n)s pair may be one person.", "%(n)s pairs may be one person.", n)
        then = _("The desk looks at both and decides.")
        found.append(Need(what, then, _("To the desk"), "/desk/"))
    if unheard:
        what = ngettext(
            "%(n)s badge has no person yet.", "%(n)s badges have no person yet.", unheard
        )
        then = _("Another station gave it out, or it was pre-printed. The check-in counts.")
        found.append(Need(what, then))
    return found


def paper_needs(paper: Paper) -> list[Need]:
    """Say what the printers need a person for."""
    found = []
    for name, condition in paper.ill:
        if (trouble := trouble_of(condition)) is not None:
            what, then = _(trouble.what, name=name), _(trouble.then)
            found.append(Need(what, then, _("Printers"), "/organizer/printers"))
    if n := paper.doubtful:
        what = ngettext(
            "Nobody knows whether %(n)s badge came out.",
            "Nobody knows whether %(n)s badges came out.",
            n,
        )
        then = _("Whoever stands at the printer can see it.")
        found.append(Need(what, then, _("Printers"), "/organizer/printers"))
    return found


@dataclass(frozen=True, slots=True)
class Twins:
    """Two who may be one person, and whether that is certain."""

    one: Hit
    other: Hit
    certain: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """The desk's quiet list."""

    pairs: tuple[Twins, ...]
    more_pairs: int
    underage: tuple[Hit, ...]
    disputes: int

    def __bool__(self) -> bool:
        return bool(self.pairs or self.underage or self.disputes)


def read_to_do(db: sqlite3.Connection, youngest: str) -> ToDo:
    """Give what the desk may settle; names and phones masked as in its search."""
    pairs = waiting.alike(db)

    def hit(person: str) -> Hit:
        return finding.card(db, person, "", youngest)

    shown = [
        Twins(hit(each.first), hit(each.second), each.certainty == "certain")
        for each in pairs[:PAIRS_SHOWN]
    ]
    return ToDo(
        tuple(shown),
        max(0, len(pairs) - PAIRS_SHOWN),
        tuple(hit(each) for each in waiting.underage(db, youngest)),
        len(disputes.every(db, ("seeker",))),
    )
