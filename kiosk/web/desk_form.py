"""What the desk's forms say, and what its pages are measured by."""

from datetime import date, tzinfo

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from fair import names
from fair.groups import COMMON as GROUPS
from fair.seeker import SEXES, SURE, Told
from fair.verdict import Answer, word
from kiosk.settings import Kiosk
from kiosk.store import badges, fairs
from pages.locale import _


def youngest(kiosk: Kiosk) -> str:
    """Give the day on which the youngest who may be let in was born; "" before a fair is made."""
    setup = fairs.setup(kiosk.station.reading())
    return setup.youngest_birth.isoformat() if setup else ""


def zone(kiosk: Kiosk) -> tzinfo | None:
    setup = fairs.setup(kiosk.station.reading())
    return setup.zone if setup else None


def today(kiosk: Kiosk) -> date:
    return kiosk.now().astimezone(zone(kiosk)).date()


def code_of(kiosk: Kiosk, person: str) -> str:
    """Give the code of the badge that a person has now; without one it is a 404."""
    current = badges.current(kiosk.station.reading(), person)
    if current is None:
        abort(404)
    return current[0]


def back(person: str, answer: Answer | None = None, done: str = "") -> Redirect:
    """Lead to a person's page, which says what came of the form."""
    verdict = word(answer.verdict) if answer else None
    page = url_for("desk.person", person=person, done=done or None, verdict=verdict)
    return redirect(page, 303)


def said_in_form() -> Told:
    """Read the desk's form; what isn't there wasn't said. A field that can't be read is a 400."""
    form = request.form
    born = form.get("birth_date", "").strip()
    try:
        birth_date = None if not born else date.fromisoformat(born)
    except ValueError:
        abort(400)
    name = form.get("name", "")
    if names.is_too_long(name) or form.get("sex", "") not in SEXES:
        abort(400)
    known = {group.code for group in GROUPS.groups}
    return Told(
        name=name,
        sex=SEXES[form.get("sex", "")],
        phone=form.get("phone", "")[:40],
        id_number=form.get("id_number", "")[:40],
        birth_date=birth_date,
        village=form.get("village", "")[:100],
        groups=tuple(each for each in form.getlist("groups") if each in known),
        certificate=form.get("certificate", "")[:60],
        wish=(form["wish"][:100],) if form.get("wish") else (),
        schooling=form.get("schooling", "")[:100],
        note=form.get("note", "")[:1000],
        on_behalf_of=form.get("on_behalf_of", "")[:100],
        sure=form["sure"] if form.get("sure") in SURE else SURE[0],
    )


def sure_words() -> list[tuple[str, str]]:
    words = (_("as they say"), _("certificate seen"), _("verified"))
    return list(zip(SURE, words, strict=True))
