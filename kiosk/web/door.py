"""What every page of the entrance needs: the `scan_id`, the answer in words, the way back."""

from typing import Any, NoReturn

from flask import Response, abort, g, redirect, request, url_for

from fair.setup import Setup
from fair.verdict import Answer, read
from kiosk.settings import Kiosk
from kiosk.store import answers, fairs
from kiosk.store.station import NoFair
from kiosk.web.fields import SCAN_ID, Field, Wrong, is_text
from kiosk.web.told import Told, Verdict, told
from pages.gate import Who
from pages.locale import mark
from pages.refusal import Refusal, answer, into_response


def who() -> Who:
    """Give who asks; the gate let them in."""
    found: Who = g.who
    return found


def is_staff() -> bool:
    """Say whether somebody of the fair stands at this page, not the seekers alone."""
    found: Who | None = g.get("who")  # an error may come before the gate
    return found is not None and found.role != "self_service"


def is_known() -> bool:
    """Say whether the gate let somebody in: an error may come before it."""
    return g.get("who") is not None


def where() -> str:
    return who().entrance or who().role


def printing_place() -> str | None:
    """Give the entrance whose printers a page shows; None, all of them, to the desk and the
    organizer."""
    return who().entrance if who().role in ("entrance", "self_service") else None


def setup_of(kiosk: Kiosk) -> Setup:
    setup = fairs.setup(kiosk.station.reading())
    if setup is None:
        raise NoFair
    return setup


def text(name: str, longest: int = 200) -> str:
    """Read a field of the form; a missing one, or one that can't be kept, is a 400."""
    value = request.form[name].strip()
    if not is_text(value, Field(name, longest=longest)):
        abort(400)
    return value


def scan_id() -> str:
    given = request.form["scan_id"]
    if SCAN_ID.match(given) is None:
        abort(400)
    return given


def ask(path: str, code: str = "") -> answers.Ask:
    """Name this call as the device API does, so that a `scan_id` means one thing on both."""
    return answers.Ask(who().place, scan_id(), path, code)


def say(kiosk: Kiosk, said: Answer) -> Told | None:
    """Say an answer; None for one that isn't of the entrance."""
    if not isinstance(said.verdict, Verdict):
        return None
    return told(kiosk.station.reading(), setup_of(kiosk), said.verdict, kiosk.now())


def said(kiosk: Kiosk) -> Told | None:
    """Say again what the form before this page was answered (`?said=` is its scan_id)."""
    given = request.args.get("said", "")
    kept = answers.by_scan_id(kiosk.station.reading(), who().place, given) if given else None
    return say(kiosk, read(kept)) if kept else None


def lead_to(page: str, **values: Any) -> Response:
    """Lead to a page that says what came of this form; a reload there sends nothing again."""
    return into_response(redirect(url_for(f"entrance.{page}", said=scan_id(), **values), 303))


def refuse(error: Wrong) -> Response:
    """Tell a refused call as a page or a piece does."""
    seconds = error.values.get("seconds")
    return answer(
        Refusal(
            error.status,
            error.code,
            error.message,
            retry=error.status in (429, 503),
            retry_after=seconds if isinstance(seconds, int) else None,
            values=tuple(error.values.items()),
        )
    )


def other_question(_error: answers.OtherQuestion) -> Response:
    return answer(Refusal(422, "scan_id_used", ANOTHER))


def not_found() -> NoReturn:
    raise Wrong(404, "not_found", GONE)


ANOTHER = mark("This page was already used for somebody else, so nothing was kept. Open it again.")
GONE = mark("That isn't here any more; nothing was kept. Go back to the first page.")
