"""Whether a fact from elsewhere holds what its kind needs, so that no store trips over it.

A body that doesn't is kept in its chain, passed on, and set aside as `malformed`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from fair import facts
from fair.authority import NODE_ROLES
from fair.badge import ALPHABET, LENGTH, SERIES
from fair.lead import IN_WORDS
from fair.setup import BadSetup, read_setup
from fair.visit import visit_id

CODE = re.compile(f"[{SERIES}][{ALPHABET}]{{{LENGTH - 1}}}")
KEY = re.compile("[0-9a-f]{64}")
LATEST = 2**53 - 1
MOST_TEXT = 128  # characters of an id or a word; names and notes are fields and not held to it


def a_text(value: Any) -> bool:
    return type(value) is str


def a_text_or_none(value: Any) -> bool:
    return value is None or type(value) is str


def a_count(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 10**9)


def texts(value: Any) -> bool:
    return type(value) is list and all(type(each) is str for each in value)


def an_object(value: Any) -> bool:
    return value is None or type(value) is dict


def a_switch(value: Any) -> bool:
    return type(value) is bool


# What the derived tables and the rules read of each kind's fields; other fields are free.
FIELDS: Mapping[type, Mapping[str, Callable[[Any], bool]]] = {
    facts.EmployerChanged: {"name": a_text, "uscc": a_text, "held": a_text, "booths": texts},
    facts.JobChanged: {
        "title": a_text,
        "openings": a_count,
        "reserved": a_count,
        "held": a_text,
        "trades": texts,
    },
    facts.SeekerRegistered: {"groups": an_object, "known_by": texts, "name": a_text_or_none},
    facts.SeekerChanged: {"groups": an_object, "known_by": texts, "name": a_text_or_none},
    facts.LeadChanged: {"outcome": a_text_or_none, "job": a_text_or_none},
}


def fact_in(fair: str, kind: str, body: Mapping[str, Any]) -> facts.Fact:
    """Read the fact of a body from elsewhere, of a kind that we know. Raises NotAFact."""
    fact = facts.fact_of(kind, body)
    for name in ("happened_at", "ordered_at"):
        if (said := body.get(name)) is not None and (
            type(said) is not int or not 0 <= said <= LATEST
        ):
            raise facts.NotAFact(f"{kind}: {name} is no time")
    if not holds(fair, fact):
        raise facts.NotAFact(kind)
    return fact


def holds(fair: str, fact: facts.Fact) -> bool:
    """Say whether a fact's values can be what they stand for."""
    match fact:
        case facts.CheckInRecorded(code=code, where=where):
            return CODE.fullmatch(code) is not None and len(where) <= MOST_TEXT
        case facts.VisitRecorded():
            said = visit_id(fair, fact.booth, fact.employer, fact.code)
            return CODE.fullmatch(fact.code) is not None and fact.visit == said
        case facts.BadgeIssued(code=code) | facts.BadgeBound(code=code):
            return CODE.fullmatch(code) is not None and is_id(fact.seeker)
        case facts.BadgeWithdrawn(code=code):
            return CODE.fullmatch(code) is not None
        case facts.BadgesPrinted(codes=codes):
            return all(CODE.fullmatch(code) for code in codes)
        case facts.NodeJoined():
            series = fact.series is None or (len(fact.series) == 1 and fact.series in SERIES)
            return series and fact.role in NODE_ROLES and KEY.fullmatch(fact.key) is not None
        case facts.NodeRevoked(cut=cut):
            return all(type(seq) is int and 0 <= seq <= LATEST for seq in cut.values())
        case facts.JobFilled(fields=fields):
            return set(fields) == {"filled"} and a_switch(fields["filled"])
        case facts.LeadTold(fields=fields):
            return set(fields) <= IN_WORDS and all(map(a_text_or_none, fields.values()))
        case facts.FairCreated(setup=setup):
            return reads(setup)
    wanted = FIELDS.get(type(fact), {})
    said_fields: Mapping[str, Any] = getattr(fact, "fields", {})
    return all(wanted[name](value) for name, value in said_fields.items() if name in wanted)


def is_id(text: str) -> bool:
    return 0 < len(text) <= MOST_TEXT


def reads(setup: Mapping[str, Any]) -> bool:
    try:
        read_setup(dict(setup))
    except BadSetup:
        return False
    return True
