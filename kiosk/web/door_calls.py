"""The calls of the door and the desk: check in and out, register, badges, releases."""

from fair import consent
from fair.groups import COMMON as GROUPS
from fair.names import is_too_long
from fair.seeker import SEXES, Told, describe
from fair.verdict import Answer
from kiosk.actions import (
    bind_badge,
    check_in,
    read_badge,
    register_seeker,
    release_data,
    undo_check_in,
    withdraw_badge,
)
from kiosk.settings import Kiosk
from kiosk.store import seekers
from kiosk.web import answers
from kiosk.web.called import (
    CODE,
    DESK,
    DOOR,
    LONGEST_CODE,
    SCAN,
    STAFF,
    Call,
    Called,
    counted,
    slow_down,
)
from kiosk.web.fields import WRONG_FIELD, Field, Wrong
from pages.locale import mark

DESK_ONLY = ("id_number", "groups", "certificate")  # sensitive: PIPL Art. 28-29
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


DOOR_CALLS = (
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
)
DESK_FIELD = mark(
    "The field %(field)s is taken at the desk only; nothing was kept. Leave it out, "
    "or ask the person to go to the desk."
)
OWN_ONLY = mark("This isn't your own number; nothing was changed.")
