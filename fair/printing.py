"""What becomes of a print job: never twice by itself, never lost (docs/printing.md).

Only a job of which nobody can have a label yet is sent again by a machine; where that isn't
certain, a person looks.
"""

from datetime import timedelta
from typing import Literal

State = Literal["queued", "sending", "done", "in_doubt", "failed", "cancelled"]
Sent = Literal["nothing", "some", "all"]
OPEN: tuple[State, ...] = ("queued", "sending", "in_doubt", "failed")

FEW_LABELS = 20  # from here on the desk shows how many are left
LONGEST_PAUSE = timedelta(seconds=30)
LOOK_AGAIN = timedelta(seconds=5)  # while a printer says what it lacks


def after_delivery(
    *, confirmed: bool, confirms: bool | None, answered: bool
) -> Literal["done", "in_doubt"]:
    """Say what a job is whose bytes all went out.

    `confirms` says whether this printer is known to confirm; `answered` that it answered a status
    question right before, so that somebody read. One that never confirms is believed, or it would
    ask a person 1,200 times an hour; one that usually does, and didn't now, is not.
    """
    if confirmed or confirms is False:
        return "done"
    return "done" if answered and confirms is None else "in_doubt"


def after_error(sent: Sent, *, permanent: bool) -> Literal["queued", "failed", "in_doubt"]:
    """Say what a job is that went wrong after `sent` of its bytes."""
    if sent != "nothing":
        return "in_doubt"
    return "failed" if permanent else "queued"


def pause(failures: int) -> timedelta:
    """Give how long to wait after so many failures in a row: 1, 2, 4 … 30 s."""
    return min(timedelta(seconds=2 ** min(max(failures, 1) - 1, 10)), LONGEST_PAUSE)
