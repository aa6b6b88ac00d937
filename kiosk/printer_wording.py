"""What a printer lacks, in words: what happened, then what to do; and which picture shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pages.locale import mark

Picture = Literal["roll", "lid", "cable", "button", "wait", "look"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` and `then` are msgids; `what` names the printer as `%(name)s`."""

    what: str
    then: str
    picture: Picture


# The words of printers.status.Condition, and two that only a queue can know.
TROUBLES: Mapping[str, Trouble] = {
    "paper_out": Trouble(
        mark("Printer %(name)s has no labels left."),
        mark("Put in a new roll and close the lid."),
        "roll",
    ),
    "cover_open": Trouble(
        mark("The lid of printer %(name)s is open."),
        mark("Close it until it clicks."),
        "lid",
    ),
    "paused": Trouble(
        mark("Printer %(name)s is paused."),
        mark("Press its feed or pause button once."),
        "button",
    ),
    "hot": Trouble(
        mark("Printer %(name)s is too hot."),
        mark("It goes on by itself once it has cooled down."),
        "wait",
    ),
    "wrong_media": Trouble(
        mark("The wrong labels are in printer %(name)s."),
        mark("Put in the ones it is set up for, or change the size on the printers' page."),
        "roll",
    ),
    "ribbon_out": Trouble(
        mark("The ribbon of printer %(name)s is used up."),
        mark("Put in a new ribbon and close the lid."),
        "roll",
    ),
    "jam": Trouble(
        mark("Paper is stuck in printer %(name)s."),
        mark("Open the lid, take it out, and close the lid."),
        "lid",
    ),
    "error": Trouble(
        mark("Printer %(name)s has a fault."),
        mark("Switch it off and on again."),
        "button",
    ),
    "offline": Trouble(
        mark("Printer %(name)s can't be reached."),
        mark("Look whether it is on and its cable is in at both ends."),
        "cable",
    ),
    "silent": Trouble(
        mark("Printer %(name)s does not answer."),
        mark("Look at its lid and its roll, then switch it off and on again."),
        "look",
    ),
}

# How a job stands, by its state.
PRINT_WORDS: Mapping[str, str] = {
    "queued": mark("waits for the printer"),
    "sending": mark("is being printed"),
    "done": mark("is printed"),
    "in_doubt": mark("nobody knows whether it came out"),
    "failed": mark("can't be printed"),
    "cancelled": mark("was taken back"),
}


def trouble_of(condition: str) -> Trouble | None:
    """Give what to say of a printer in this condition; None while it prints."""
    return TROUBLES.get(condition)
