"""What exported tables hold, row by row, whatever store they come from: the columns' one home.

Times are ISO 8601 with the offset of the fair's zone; several values of a
cell stand with `、` between.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

from fair.badge import number_of
from fair.clock import from_ms
from fair.operation import Operation

Row = tuple[object, ...]
Fields = Mapping[str, Any]
BETWEEN = "、"  # lists are read with it as well


class Employer(NamedTuple):
    """One employer; `public` where no reason holds it back."""

    employer: str
    uscc: str
    booth: str | None
    held: str
    public: bool
    jobs: int
    openings: int
    reserved: int
    industry: object
    contact: object
    phone: object
    employer_id: str


class Job(NamedTuple):
    """One advert; `openings` is None where the list didn't say a number."""

    job: str
    employer: str
    booth: str | None
    title: str
    openings: int | None
    reserved: int
    public: bool
    held: str
    filled: bool
    wage: object
    place: object
    requirements: object
    education: object
    age: object
    employer_id: str


class Seeker(NamedTuple):
    """One person, `registered` so many times; `held` is the reason or empty."""

    badge_number: str | None
    code: str | None
    name: object
    phone: object
    groups: str
    held: str
    sex: object
    birth_date: object
    id_number: object
    certificate: object
    village: object
    community: object
    grid: object
    wish: object
    schooling: object
    note: object
    on_behalf_of: object
    other_groups: str
    came_at: str | None
    registered: int


class CheckIn(NamedTuple):
    """One check-in; `first` is true once for each person who counts."""

    operation: str
    badge_number: str
    at: str | None
    where: str
    undone: bool
    undo_reason: str | None
    first: bool
    code: str
    heard: bool


class Visit(NamedTuple):
    """One person at one booth; `outcome` in the API's words."""

    visit: str
    badge_number: str
    booth: str
    employer: str | None
    first_at: str | None
    outcome: str
    job: str | None
    note: str | None
    title: str | None
    last_at: str | None
    scans: int
    outcome_at: str | None
    conflict: bool


LEAD = (*Visit._fields, "name", "phone", "village")
OPERATION = (
    *("op", "fair", "log", "seq", "at", "kind", "v", "actor", "body", "salt", "body_hash", "hash"),
    *("recorded_at", "quarantined"),
)
# Fields of a registration as they were written; `certificate` is exported as it was typed.
OF_SEEKER = {
    name: "certificate_text" if name == "certificate" else name
    for name in Seeker._fields[Seeker._fields.index("sex") : Seeker._fields.index("other_groups")]
}


def iso(ms: int | None, zone: tzinfo) -> str | None:
    """Write an instant as ISO 8601 with the offset of that zone."""
    return None if ms is None else from_ms(ms).astimezone(zone).isoformat(timespec="milliseconds")


def booths(employer: Fields) -> str | None:
    """Give an employer's booths in the order of its own list; None where it has none."""
    return BETWEEN.join(dict.fromkeys(employer.get("booths") or ())) or None


def employer(
    id_: str, held: str, fields: Fields, *, jobs: int, openings: int, reserved: int
) -> Employer:
    return Employer(
        employer=fields.get("name") or "",
        uscc=fields.get("uscc") or "",
        booth=booths(fields),
        held=held,
        public=held == "",
        jobs=jobs,
        openings=openings,
        reserved=reserved,
        industry=fields.get("industry"),
        contact=fields.get("contact"),
        phone=fields.get("phone"),
        employer_id=id_,
    )


def job(
    id_: str, held: str, fields: Fields, *, employer_id: str, employer_held: str, employer: Fields
) -> Job:
    """Give an advert's row; it is as little public as its employer is."""
    holds = " ".join(each for each in (employer_held, held) if each)
    filled = bool(fields.get("filled"))
    return Job(
        job=id_,
        employer=employer.get("name") or "",
        booth=booths(employer),
        title=fields.get("title") or "",
        openings=fields.get("openings"),
        reserved=fields.get("reserved") or 0,
        public=not holds and not filled,
        held=holds,
        filled=filled,
        wage=fields.get("wage"),
        place=fields.get("place"),
        requirements=fields.get("requirements"),
        education=fields.get("education"),
        age=fields.get("age"),
        employer_id=employer_id,
    )


def seeker(
    said: Sequence[Fields], *, code: str | None, came_ms: int | None, youngest: str, zone: tzinfo
) -> Seeker:
    """Give a person's row; `said` is what was registered of them, the leading seeker's word first.

    `youngest` is the last birth date of whoever may be taken in.
    """
    whole: dict[str, Any] = {}
    for fields in said:
        whole = {**{name: value for name, value in fields.items() if value}, **whole}
    groups = {code for fields in said for code in fields.get("groups") or ()}
    births = [born for fields in said if isinstance(born := fields.get("birth_date"), str)]
    return Seeker(
        badge_number=number_of(code) if code else None,
        code=code,
        name=whole.get("name"),
        phone=whole.get("phone"),
        groups=BETWEEN.join(sorted(groups)),
        held="underage" if max(births, default="") > youngest else "",
        **{column: whole.get(name) for column, name in OF_SEEKER.items()},
        other_groups=BETWEEN.join(whole.get("other_groups") or ()),
        came_at=iso(came_ms, zone),
        registered=len(said),
    )


def lead(visit: Visit, seeker: Fields) -> Row:
    """Give a lead's row: the visit, and who it was."""
    found = (seeker.get(name) for name in ("name", "phone_digits", "village"))
    return (*visit, *(each if isinstance(each, str) else "" for each in found))


def operation(each: Operation, quarantined: str | None, zone: tzinfo) -> Row:
    return (
        *(each.op, each.fair, each.log, each.seq, list(each.at), each.kind, each.v, each.actor),
        *(each.body, each.salt, each.body_hash, each.hash, iso(each.at.ms, zone), quarantined),
    )


def leading_first(person: str, registered: Iterable[tuple[str, Fields]]) -> list[Fields]:
    """Give what was registered of a person, the leading seeker's word first."""
    ordered = sorted(registered, key=lambda pair: pair[0] != person)  # stable
    return [fields for _, fields in ordered]
