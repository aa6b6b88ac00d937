"""Which people of a list look like one person; nothing is merged, staff confirm."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fair.characters import folded
from fair.contacts import phone_digits
from fair.names import comparable

Certainty = Literal["certain", "probable"]
Reason = Literal[
    "same_id_number", "same_certificate", "same_name_and_phone", "same_name_birth_village"
]
CERTAINTY: dict[Reason, Certainty] = {  # the strongest reason first
    "same_id_number": "certain",
    "same_certificate": "certain",
    "same_name_and_phone": "probable",
    "same_name_birth_village": "probable",
}
# Three alike are three pairs; of a crowd this large (a form copied down a whole sheet)
# everybody is paired with one of them only, or 10,000 rows would be 50 million pairs.
CROWD = 40
SHORTEST_PHONE = 4  # at the door the last four digits are enough


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of a person is compared, in comparable form; empty for what isn't known.

    `id_number` only when valid, `certificate` by its first 18 characters, `birth_date` YYYY-MM-DD.
    """

    id_number: str
    certificate: str
    name: str
    phone: str
    birth_date: str
    village: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by their places in the list, the earlier first."""

    first: int
    second: int
    certainty: Certainty
    reason: Reason


def likeness(
    *,
    id_number: str = "",
    certificate: str = "",
    name: str = "",
    phone: str = "",
    birth_date: str = "",
    village: str = "",
) -> Likeness:
    """Bring a person's fields, as they are kept, into the form in which they are compared."""
    digits = phone_digits(phone)
    return Likeness(
        id_number,
        certificate[:18],
        comparable(name),
        digits if len(digits) >= SHORTEST_PHONE else "",
        birth_date,
        folded(village),
    )


def keys(person: Likeness) -> Iterator[tuple[Reason, Hashable]]:
    """What two people must share to be alike, the strongest first."""
    if person.id_number:
        yield "same_id_number", person.id_number
    if person.certificate:
        yield "same_certificate", person.certificate
    if person.name and person.phone:
        yield "same_name_and_phone", (person.name, person.phone)
    if person.name and person.birth_date and person.village:
        yield "same_name_birth_village", (person.name, person.birth_date, person.village)


def are_two_people(one: Likeness, other: Likeness) -> bool:
    """Two valid identity numbers that differ are two people, whatever else agrees."""
    return bool(one.id_number and other.id_number and one.id_number != other.id_number)


def alike(one: Likeness, other: Likeness) -> Reason | None:
    """The strongest reason to think that these are one person."""
    if are_two_people(one, other):
        return None
    theirs = set(keys(other))
    return next((key[0] for key in keys(one) if key in theirs), None)


def find_pairs(people: Sequence[Likeness]) -> list[Pair]:
    """Every pair once, with its strongest reason, in the list's order."""
    blocks: dict[Reason, dict[Hashable, list[int]]] = {
        reason: defaultdict(list) for reason in CERTAINTY
    }
    for at, person in enumerate(people):
        for reason, key in keys(person):
            blocks[reason][key].append(at)
    found: dict[tuple[int, int], Reason] = {}
    for reason, by_key in blocks.items():
        for members in by_key.values():
            for pair in _pairs(people, members):
                found.setdefault(pair, reason)
    return [Pair(*pair, CERTAINTY[reason], reason) for pair, reason in sorted(found.items())]


def _pairs(people: Sequence[Likeness], members: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(members) > CROWD:
        yield from _pairs_in_crowd(people, members)
        return
    for at, first in enumerate(members):
        for second in members[at + 1 :]:
            if not are_two_people(people[first], people[second]):
                yield first, second


def _pairs_in_crowd(
    people: Sequence[Likeness], members: Sequence[int]
) -> Iterator[tuple[int, int]]:
    first_with: dict[str, int] = {}
    for member in members:
        first_with.setdefault(people[member].id_number, member)
    for member in members:
        number = people[member].id_number
        fitting = (first_with.get(number), first_with.get(""), members[0] if not number else None)
        leader = next((each for each in fitting if each is not None and each != member), None)
        if leader is not None:
            yield min(leader, member), max(leader, member)
