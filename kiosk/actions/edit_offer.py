"""Type in or change an employer or a job by hand; close a filled job; release a held one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fair import adverts, identifiers, openings, trades
from fair.facts import EmployerChanged, HoldReleased, JobChanged, JobFilled
from kiosk.store import employers, operations
from kiosk.store.station import Station

LONGEST_REASON = 500


class NotKept(Exception):
    """A field can't be taken: `column` and the reason's code (kiosk/wording.py)."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


class NoSuchOffer(Exception):
    """No employer or job has that id."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A job as a person typed it."""

    title: str
    openings: str
    reserved: str = ""
    wage: str = ""
    place: str = ""
    requirements: str = ""
    education: str = ""
    age: str = ""


def keep_employer(
    station: Station,
    *,
    employer: str | None,
    name: str,
    uscc: str,
    booths: tuple[str, ...],
    contact: str,
    phone: str,
    actor: str,
    new_id: str | None = None,
) -> str:
    """Add an employer (`employer` None) or change one; give its id. Raises NotKept.

    `new_id` is the id of a new one, so that a form that is sent twice adds one.
    """
    if not name.strip():
        raise NotKept("employer", "missing_employer")
    read = identifiers.read_uscc(uscc)
    bad = isinstance(read, identifiers.BadNumber)
    said: dict[str, Any] = {
        "name": name.strip(),
        "uscc": read.code if isinstance(read, identifiers.Uscc) else uscc.strip(),
        "booths": list(booths),
        "contact": contact.strip(),
        "phone": phone.strip(),
    }
    with station.transaction() as db:
        held = ["bad_uscc"] if bad else []
        for booth in booths:
            there = employers.at_booth(db, booth)
            if there is not None and there.id not in (employer, new_id) and not there.held:
                held.append("booth_taken")
                break
        said["held"] = " ".join(held)
        found = employers.by_id(db, employer or new_id or "")
        if employer and found is None:
            raise NoSuchOffer
        changed = differing(said, found.fields if found else {})
        id_ = found.id if found else new_id or station.chance.new_id()
        if changed:
            seen = employers.heads(db, f"employer:{id_}", list(changed))
            operations.record(station, EmployerChanged(id_, changed, seen), actor=actor)
    return id_


def keep_job(
    station: Station,
    *,
    employer: str,
    job: str | None,
    offer: Offer,
    actor: str,
    new_id: str | None = None,
) -> str:
    """Add a job (`job` None) or change one, linted like a list's row; give its id.

    `new_id` is the id of a new one, so that a form that is sent twice adds one. Raises NotKept.
    """
    if not offer.title.strip():
        raise NotKept("title", "missing_title")
    count = openings.read_openings(offer.openings)
    if isinstance(count, openings.BadOpenings):
        raise NotKept("openings", "bad_openings")
    number = count.count if isinstance(count, openings.Openings) else None
    reserved = openings.read_reserved(offer.reserved)
    findings = lint(offer)
    said: dict[str, Any] = {
        "title": offer.title.strip(),
        "openings": number,
        "reserved": reserved if number is None else min(reserved, number),
        "wage": offer.wage.strip(),
        "place": offer.place.strip(),
        "requirements": offer.requirements.strip(),
        "education": offer.education.strip(),
        "age": offer.age.strip(),
        "trades": list(trades.trades_of(offer.title)),
        "held": holding(findings),
        "findings": told(findings),
    }
    with station.transaction() as db:
        found = employers.job_by_id(db, job or new_id or "")
        if employers.by_id(db, employer) is None or (job and found is None):
            raise NoSuchOffer
        if found is not None and found.employer != employer:
            raise NoSuchOffer
        changed = differing(said, found.fields if found else {})
        id_ = found.id if found else new_id or station.chance.new_id()
        if changed:
            seen = employers.heads(db, f"job:{id_}", list(changed))
            operations.record(station, JobChanged(id_, employer, changed, seen), actor=actor)
    return id_


def close_job(
    station: Station, job: str, *, filled: bool, employer: str | None, actor: str
) -> None:
    """Mark a job as filled, or open it again; `employer` is who may, None for the organizer.

    A fact of its own, which any station may say for its booths. Raises NoSuchOffer.
    """
    with station.transaction() as db:
        found = employers.job_by_id(db, job)
        if found is None or (employer is not None and found.employer != employer):
            raise NoSuchOffer
        if found.filled != filled:
            seen = employers.heads(db, f"job:{job}", ["filled"])
            fact = JobFilled(job, found.employer, {"filled": filled}, seen)
            operations.record(station, fact, actor=actor)


def release_hold(station: Station, about: str, *, reason: str, actor: str) -> None:
    """Let a held employer or job through, with a reason that stays in the log.

    Raises NotKept without a reason, NoSuchOffer where nothing is held.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotKept("reason", "missing_reason")
    with station.transaction() as db:
        found = employers.by_id(db, about) or employers.job_by_id(db, about)
        if found is None or not found.held:
            raise NoSuchOffer
        fact = HoldReleased(about, found.held, reason.strip())
        operations.record(station, fact, actor=actor)


def lint(offer: Offer) -> tuple[adverts.Finding, ...]:
    return adverts.lint_job(
        {
            "title": offer.title,
            "requirements": offer.requirements,
            "education": offer.education,
            "age": offer.age,
            "wage": offer.wage,
        }
    )


def holding(findings: tuple[adverts.Finding, ...]) -> str:
    """Give the reasons for which a person has to look before the advert is public."""
    kinds = {finding.kind for finding in findings if finding.kind != "restrictive_advert"}
    return " ".join(sorted(kinds))


def told(findings: tuple[adverts.Finding, ...]) -> list[dict[str, Any]]:
    """Write what the linter found, so that whoever decides sees the words and the article."""
    return [
        {
            "kind": each.kind,
            "column": each.column,
            "words": each.words,
            "article": {"zh-CN": each.article.zh, "en": each.article.en},
        }
        for each in findings
    ]


def differing(said: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if kept.get(name) != value}
