"""The calls of the device API: who may make them, what they take, what they do.

One table serves the routes, the batches and `openapi.json`, so that the three can't disagree.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fair import badge, consent
from fair.groups import COMMON as GROUPS
from fair.lead import WORDS, outcome
from fair.names import is_too_long
from fair.seeker import SEXES, Told, describe
from fair.verdict import Answer
from kiosk.actions import (
    bind_badge,
    change_lead,
    check_in,
    read_badge,
    record_visit,
    register_seeker,
    release_data,
    undo_check_in,
    withdraw_badge,
)
from kiosk.settings import Kiosk
from kiosk.store import badges, operations, seekers
from kiosk.store.answers import Ask, OtherQuestion
from kiosk.web import answers
from kiosk.web.fields import WRONG_FIELD, Field, Wrong, read_fields
from pages.gate import Who
from pages.locale import mark

DOOR = ("self_service", "entrance", "desk", "organizer")
STAFF = ("entrance", "desk", "organizer")
DESK = ("desk", "organizer")
DESK_ONLY = ("id_number", "groups", "certificate")  # sensitive: PIPL Art. 28-29
LONGEST_CODE = 300
SCAN = (Field("scan_id", "scan_id", needed=True), Field("at", "time"))
CODE = Field("code", needed=True, longest=LONGEST_CODE)
PERSON = (
    Field("check_in", "bool"),
    Field("code", longest=LONGEST_CODE),
    Field("name"),
    Field("sex", choices=tuple(SEXES)),
    Field("phone", longest=40),
    Field("id_number", longest=40),
    Field("birth_date", "date"),
    Field("village", longest=100),
    Field("groups", "texts", choices=tuple(group.code for group in GROUPS.groups)),
    Field("certificate", longest=60),
    Field("wish", "texts", longest=100),
    Field("schooling", longest=100),
    Field("note", longest=1000),
    Field("on_behalf_of", longest=100),
)
VERSION = re.compile(r"^([0-9a-f]{32}(\.[0-9a-f]{32})*)?$")


@dataclass(frozen=True, slots=True)
class Called:
    """One call as it came: who makes it, on which path, about which `{id}`, with which fields."""

    who: Who
    path: str
    about: str
    body: Mapping[str, Any]

    @property
    def at(self) -> datetime | None:
        at: datetime | None = self.body.get("at")
        return at

    def ask(self, code: str = "") -> Ask:
        return Ask(self.who.place, self.body["scan_id"], self.path, code)

    @property
    def where(self) -> str:
        return self.who.entrance or self.who.role


@dataclass(frozen=True, slots=True)
class Call:
    path: str  # below /api/v1; `{id}` stands for one part
    roles: tuple[str, ...]
    fields: tuple[Field, ...]
    make: Callable[[Kiosk, Called], Answer]
    summary: str


def make_check_in(kiosk: Kiosk, called: Called) -> Answer:
    code = called.body["code"]
    slow_down(kiosk, called.who, code)
    answer = check_in.check_in(
        kiosk.station, called.ask(code), where=called.where, actor=called.who.id, at=called.at
    )
    return counted(kiosk, called.who, answer)


def make_undo(kiosk: Kiosk, called: Called) -> Answer:
    return undo_check_in.undo_check_in(
        kiosk.station,
        called.ask(),
        check_in=called.about,
        reason=called.body["reason"],
        actor=called.who.id,
        at=called.at,
    )


def make_seeker(kiosk: Kiosk, called: Called) -> Answer:
    body = called.body
    if called.who.role not in DESK:
        for name in DESK_ONLY:
            if body.get(name):
                raise Wrong(403, "not_allowed", DESK_FIELD, field=name)
    if is_too_long(body.get("name", "")):
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="name")
    code = body.get("code", "").strip()
    if code:
        slow_down(kiosk, called.who, code)
    told = Told(
        name=body.get("name", ""),
        sex=SEXES[body.get("sex", "")],
        phone=body.get("phone", ""),
        id_number=body.get("id_number", ""),
        birth_date=body.get("birth_date"),
        village=body.get("village", ""),
        groups=tuple(body.get("groups", ())),
        certificate=body.get("certificate", ""),
        wish=tuple(body.get("wish", ())),
        schooling=body.get("schooling", ""),
        note=body.get("note", ""),
        on_behalf_of=body.get("on_behalf_of", ""),
    )
    today = kiosk.now().astimezone(answers.zone(kiosk)).date()
    described = describe(told, today=today)
    answer = register_seeker.register_seeker(
        kiosk.station,
        called.ask(code),
        register_seeker.Person(described.fields, tuple(described.warnings)),
        check_in=body.get("check_in", True),
        where=called.where,
        actor=called.who.id,
        at=called.at,
    )
    return counted(kiosk, called.who, answer)


def make_bind(kiosk: Kiosk, called: Called) -> Answer:
    code = called.body["code"]
    slow_down(kiosk, called.who, code)
    answer = bind_badge.bind_badge(
        kiosk.station,
        called.ask(code),
        badge_number=called.body["badge_number"],
        actor=called.who.id,
        at=called.at,
    )
    return counted(kiosk, called.who, answer)


def make_withdraw(kiosk: Kiosk, called: Called) -> Answer:
    return withdraw_badge.withdraw_badge(
        kiosk.station,
        called.ask(called.body["code"]),
        reason=called.body["reason"],
        reissue=called.body.get("reissue", True),
        actor=called.who.id,
        at=called.at,
    )


def make_release(kiosk: Kiosk, called: Called) -> Answer:
    if called.who.role == "seeker" and not is_own(kiosk, called):
        raise Wrong(403, "not_allowed", OWN_ONLY)
    return release_data.release_data(
        kiosk.station,
        called.ask(called.body["badge_number"]),
        booth=called.body.get("booth"),
        level=called.body["level"],
        actor=called.who.id,
        at=called.at,
    )


def is_own(kiosk: Kiosk, called: Called) -> bool:
    """Say whether a seeker speaks of their own badge."""
    db = kiosk.station.reading()
    found = read_badge.read_badge(db, kiosk.station.fair, called.body["badge_number"])
    own = seekers.leader(db, called.who.id)
    return isinstance(found, read_badge.Found) and found.person == own


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


def slow_down(kiosk: Kiosk, who: Who, code: str) -> None:
    """Refuse a token that sent many failed codes, but for badges that this station knows.

    So guessing is slow and a queue at the door never is. Raises Wrong(429).
    """
    if (wait := kiosk.limits.wait("code", who.id)) == 0:
        return
    match badge.read(code, kiosk.station.fair.fair_key):
        case badge.Code(text=text) if badges.by_code(kiosk.station.reading(), text) is not None:
            return
        case _:
            raise Wrong(429, "slow_down", SLOW_DOWN, seconds=int(wait) + 1)


def counted(kiosk: Kiosk, who: Who, answer: Answer) -> Answer:
    """Count a failed code against its token."""
    if type(answer.verdict).__name__ == "Unknown":
        kiosk.limits.take("code", who.id)
    return answer


CALLS = (
    Call("/check-ins", DOOR, (CODE, *SCAN), make_check_in, "Check a badge in"),
    Call(
        "/check-ins/{id}/undo",
        STAFF,
        (Field("reason", needed=True), *SCAN),
        make_undo,
        "Take a check-in back",
    ),
    Call("/seekers", DOOR, (*PERSON, *SCAN), make_seeker, "Register a seeker"),
    Call(
        "/badges/bind",
        STAFF,
        (Field("badge_number", needed=True, longest=LONGEST_CODE), CODE, *SCAN),
        make_bind,
        "Bind a pre-printed badge",
    ),
    Call(
        "/badges/withdraw",
        DESK,
        (CODE, Field("reason", needed=True), Field("reissue", "bool"), *SCAN),
        make_withdraw,
        "Withdraw a badge",
    ),
    Call(
        "/releases",
        (*DESK, "seeker"),
        (
            Field("badge_number", needed=True, longest=LONGEST_CODE),
            Field("booth", longest=200),
            Field("level", needed=True, choices=consent.LEVELS),
            *SCAN,
        ),
        make_release,
        "Change what employers may see of a seeker",
    ),
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
PATTERNS = tuple(
    (re.compile("^" + re.escape(call.path).replace(r"\{id\}", "([^/]{1,200})") + "$"), call)
    for call in CALLS
)


def run(kiosk: Kiosk, who: Who | None, path: str, raw: Any) -> dict[str, Any]:
    """Make one call by its path below /api/v1 and give its answer. Raises Wrong."""
    found, call = next(
        ((found, call) for pattern, call in PATTERNS if (found := pattern.match(path))),
        (None, None),
    )
    if found is None or call is None:
        raise Wrong(404, "not_found", NO_CALL)
    if who is None:
        raise Wrong(401, "no_token", NO_TOKEN)
    if who.role not in call.roles:
        raise Wrong(403, "not_allowed", NOT_ALLOWED)
    about = found[1] if found.groups() else ""
    called = Called(who, path, about, read_fields(raw, call.fields))
    try:
        return answers.said(kiosk, call.make(kiosk, called))
    except OtherQuestion:
        raise Wrong(422, "scan_id_used", SCAN_ID_USED, field="scan_id") from None
    except undo_check_in.NoSuchCheckIn:
        raise Wrong(404, "not_found", NO_CHECK_IN) from None
    except change_lead.NoSuchVisit:
        raise Wrong(404, "not_found", NO_VISIT) from None
    except change_lead.NotTheirJob:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="job") from None
    except release_data.NoSuchPerson:
        raise Wrong(404, "not_found", NO_PERSON) from None
    except release_data.NoSuchBooth:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="booth") from None
    except badges.SeriesFull:
        raise Wrong(503, "no_numbers", SERIES_FULL) from None
    except operations.NotHere as why:
        raise Wrong(403, why.code, NOT_HERE[why.code]) from None


NO_CALL = mark("There is no such call; nothing was kept. See openapi.json.")
NO_TOKEN = mark("This needs a device's token; nothing was kept. Ask the organizer for one.")
NOT_ALLOWED = mark("This device may not do that; nothing was kept. Ask the organizer.")
DESK_FIELD = mark(
    "The field %(field)s is taken at the desk only; nothing was kept. Leave it out, "
    "or ask the person to go to the desk."
)
OWN_ONLY = mark("This isn't your own number; nothing was changed.")
SCAN_ID_USED = mark(
    "This scan_id was already used for something else; nothing was kept. Make a new one."
)
NO_CHECK_IN = mark("There is no check-in with this id; nothing was kept.")
NO_VISIT = mark("This booth has no visit with this id; nothing was kept.")
NO_PERSON = mark("Nobody here has this badge number; nothing was kept.")
SERIES_FULL = mark(
    "All badge numbers of this station are given out; nothing was kept. "
    "Use a pre-printed badge or another station."
)
NOT_HERE = {
    "revoked": mark(
        "This station was put out of the fair; nothing is kept here any more. Ask the organizer."
    ),
    "organizer_only": mark(
        "This is changed on the organizer's machine only; nothing was kept. Do it there."
    ),
    "desk_only": mark(
        "This is done on the desk's or the organizer's machine; nothing was kept. Do it there."
    ),
}
SLOW_DOWN = mark(
    "Too many codes were wrong; nothing was kept. Wait %(seconds)s seconds, then try again."
)
