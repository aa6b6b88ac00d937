"""What becomes of a visit and what a person released, in words, as booths and seekers read it."""

from fair import check_in, visit
from fair.badge import number_of
from fair.lead import Conflict, State
from fair.verdict import Answer, word
from kiosk.web.told import Told
from pages.locale import _, mark

# An outcome's word, and how its tag looks. The first three are the booth's buttons.
OUTCOMES: dict[str, tuple[str, str]] = {
    State.MET.value: (mark("talked"), ""),
    State.INTENT.value: (mark("interested"), "yes"),
    State.REJECTED.value: (mark("not a fit"), "no"),
    State.INTERVIEWED.value: (mark("interviewed"), "yes"),
    State.OFFERED.value: (mark("offered a job"), "yes"),
    State.ACCEPTED.value: (mark("accepted"), "yes"),
    State.STARTED.value: (mark("started work"), "yes"),
    State.CONTRACTED.value: (mark("has a contract"), "yes"),
    State.INSURED.value: (mark("insured"), "yes"),
    State.RETAINED_90.value: (mark("still there after 90 days"), "yes"),
    State.DECLINED.value: (mark("declined"), "no"),
    State.NO_REPLY.value: (mark("no reply"), ""),
    State.LEFT.value: (mark("left"), "no"),
}
REPLIES = {"will_go": mark("will come"), "no_reply": mark("has heard nothing yet")}
RELEASED = {
    "name": mark("Name"),
    "phone": mark("Phone"),
    "sex": mark("Sex"),
    "village": mark("Village"),
    "wish": mark("Looks for"),
    "schooling": mark("Schooling"),
}
SEXES = {"male": mark("man"), "female": mark("woman")}


def shown(name: str, value: str) -> str:
    """Write a released value as people read it."""
    return _(SEXES[value]) if name == "sex" and value in SEXES else value


def told_of(answer: Answer) -> Told:
    """Say what came of a scan or a tap at the booth."""
    verdict = answer.verdict
    said = word(verdict)
    match verdict:
        case visit.Recorded(code=code):
            return Told(said, "yes", _("Recorded"), number_of(code), whole=False)
        case visit.SeenBefore(code=code):
            headline = _("This person was here before")
            return Told(said, "look", headline, number_of(code), whole=False)
        case check_in.Unknown("mistyped"):
            again = _("Look at the number once more, or scan the badge.")
            return Told(said, "no", _("This code can't be read"), next=again, whole=False)
        case check_in.Unknown():
            desk = _("Please send the person to the desk.")
            return Told(said, "no", _("This badge isn't known"), next=desk, whole=False)
        case check_in.Withdrawn(code):
            desk = _("Please send the person to the desk.")
            headline = _("This badge was replaced")
            return Told(said, "no", headline, number_of(code), desk, whole=False)
        case check_in.ToDesk():
            desk = _("Please send the person to the desk.")
            return Told(said, "no", _("This badge can't be taken here"), next=desk, whole=False)
        case Conflict():
            choose = _("Please choose once more.")
            headline = _("Two phones said different things")
            return Told(said, "look", headline, next=choose, whole=False)
        case _:
            return Told(said, "yes", _("Saved"), whole=False)
