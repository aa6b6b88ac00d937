"""The calls of a booth: whom it met, and what became of it."""

import re

from fair.lead import WORDS, outcome
from fair.verdict import Answer
from kiosk.actions import change_lead, record_visit
from kiosk.settings import Kiosk
from kiosk.web.called import CODE, SCAN, Call, Called, counted, slow_down
from kiosk.web.fields import WRONG_FIELD, Field, Wrong
from pages.gate import Who

VERSION = re.compile(r"^([0-9a-f]{32}(\.[0-9a-f]{32})*)?$")


def make_visit(kiosk: Kiosk, called: Called) -> Answer:
    code = called.body["code"]
    slow_down(kiosk, called.who, code)
    answer = record_visit.record_visit(
        kiosk.station, called.ask(code), booth_of(called.who), actor=called.who.id, at=called.at
    )
    return counted(kiosk, called.who, answer)


def make_outcome(kiosk: Kiosk, called: Called) -> Answer:
    body = called.body
    fields = {name: body[name] for name in ("job", "interview") if body.get(name)}
    if body.get("outcome"):
        fields["outcome"] = outcome(body["outcome"])
    seen = body.get("seen")
    if seen is not None and VERSION.match(seen) is None:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="seen")
    return change_lead.change_lead(
        kiosk.station,
        called.ask(),
        booth_of(called.who),
        visit=called.about,
        fields=fields,
        note=body.get("note"),
        seen=seen,
        actor=called.who.id,
        at=called.at,
    )


def booth_of(who: Who) -> record_visit.Booth:
    return record_visit.Booth(who.booth or "", who.employer or "")


BOOTH_CALLS = (
    Call("/visits", ("booth",), (CODE, *SCAN), make_visit, "Record a visit at this booth"),
    Call(
        "/visits/{id}/outcome",
        ("booth",),
        (
            Field("outcome", choices=tuple(WORDS)),
            Field("job", longest=64),
            Field("interview", longest=200),
            Field("note", longest=2000),
            Field("seen", longest=2000),
            *SCAN,
        ),
        make_outcome,
        "Say what became of a visit",
    ),
)
