"""Take one of two values that nobody had seen together: one more fact, so it settles everywhere."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from fair import facts
from fair.lead import IN_WORDS, Kept
from fair.verdict import Answer
from kiosk.actions.once import About, once
from kiosk.store import answers, disputes, employers, operations
from kiosk.store.station import Station


class NothingToSettle(Exception):
    """No such field waits for a person; perhaps somebody else has settled it meanwhile."""


def settle_field(
    station: Station,
    ask: answers.Ask,
    *,
    about: str,
    id_: str,
    field: str,
    take: str,
    seen: tuple[str, ...],
    actor: str,
) -> Answer:
    """Keep the value that the write `take` gave as the last word on this field.

    `about` is lead, seeker, employer or job; `seen` are the writes that were on the page. One that
    came after it was opened stays in dispute. Raises NothingToSettle, answers.OtherQuestion.
    """

    def act(db: sqlite3.Connection) -> tuple[Answer, About]:
        found = next((each for each in disputes.of(db, about, id_) if each.field == field), None)
        if found is None or take not in {each.op for each in found.values}:
            raise NothingToSettle
        fields, beside = disputes.taken(db, found, take)
        before = tuple(sorted(beside | (set(found.heads) & {take, *seen})))
        fact = fact_of(db, about, id_, fields, before)
        operation = operations.record(station, fact, actor=actor)
        return Answer(Kept(operation.op), operation.op), None

    return once(station, ask, act)


def fact_of(
    db: sqlite3.Connection, about: str, id_: str, fields: Mapping[str, Any], seen: tuple[str, ...]
) -> facts.Fact:
    match about:
        case "lead":
            in_words = fields.keys() <= IN_WORDS
            return (facts.LeadTold if in_words else facts.LeadChanged)(id_, fields, seen)
        case "seeker":
            return facts.SeekerChanged(id_, fields, seen)
        case "employer":
            return facts.EmployerChanged(id_, fields, seen)
        case "job":
            job = employers.job_by_id(db, id_)
            if job is not None:
                return facts.JobChanged(id_, job.employer, fields, seen)
    raise NothingToSettle
