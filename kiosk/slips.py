"""What a seeker's slip of this fair says, as a slip for `printers`: where to go and why, or where
they were and what was said; and the stub that opens their own page (domain.md, section 3)."""

from collections.abc import Callable
from dataclasses import dataclass

from fair.lead import INTERESTED as INTERESTED_STATES
from fair.lead import State
from pages.links import cleaned, link_address
from pages.locale import mark
from printers.slip import Entry, Part, Slip, Stub

Say = Callable[[str], str]

COME = mark("They ask you to come:")
GO = mark("Booths for you")
NO_WISH = mark("Say at the desk what work you look for; these booths want the most people:")
NOWHERE = mark("Look at the screen with the openings, or ask at the desk.")
VISITED = mark("Booths you visited")
NEXT = mark("More booths for you")
SERVICE = mark("Service booth")
OWN_PAGE = mark("Your own page")
TEAR_OFF = mark("Tear this off and show it to nobody. On the fair's Wi-Fi it opens your own page:")
WANTED = mark("%(n)s wanted")
TALKED = mark("You talked. They haven't decided yet.")
INTERESTED = mark("They are interested in you and will get in touch.")
REFUSED = mark("This time it doesn't fit.")


def answer_of(outcome: str, interview: str, say: Say) -> str:
    """Say what an employer answered, as the person reads it."""
    if interview:
        return f"{say(COME)} {interview}"
    wanted = {state.value for state in INTERESTED_STATES} | {State.INTERVIEWED.value}
    if outcome in wanted:
        return say(INTERESTED)
    return say(REFUSED if outcome == State.REJECTED.value else TALKED)


@dataclass(frozen=True, slots=True)
class Way:
    """A booth to go to. `why` is the job that fits; `openings` None where nobody said a number."""

    booth: str
    employer: str
    why: str
    openings: int | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A booth where the person was, and what was said there, in words."""

    booth: str
    employer: str
    answer: str


def seekers_slip(
    *,
    fair_name: str,
    number: str,
    ways: tuple[Way, ...],
    stops: tuple[Stop, ...],
    wished: bool,
    address: str,
    secret: str,
    say: Say,
) -> Slip:
    """Write one slip in the language of `say`. `ways` stand in walking order."""
    parts: list[Part] = []
    if stops:
        entries = tuple(
            Entry(stop.booth, stop.employer or say(SERVICE), stop.answer) for stop in stops
        )
        parts.append(Part(say(VISITED), entries))
    if ways or not stops:
        title = say(NEXT) if stops else say(GO)
        hint = "" if wished and ways else say(NO_WISH) if ways else say(NOWHERE)
        parts.append(Part(title, tuple(entry_of(way, say) for way in ways), hint))
    stub = Stub(say(OWN_PAGE), say(TEAR_OFF), link_address(address, secret), cleaned(secret))
    return Slip(fair_name, number, tuple(parts), stub)


def entry_of(way: Way, say: Say) -> Entry:
    wanted = say(WANTED) % {"n": way.openings} if way.openings else ""
    return Entry(way.booth, way.employer, " · ".join(filter(None, (way.why, wanted))))
