"""Say that two are one person, take it apart again, or say that they aren't the same."""

from fair.facts import SeekersDistinct, SeekersMerged, SeekersParted
from kiosk.store import merges, operations, seekers
from kiosk.store.station import Station


class NotMerged(Exception):
    """There aren't two different people here, or nothing was merged."""


def merge_seekers(station: Station, one: str, other: str, *, actor: str) -> str:
    """Take two registrations as one person; the smallest id leads. Raises NotMerged.

    Gives the merge's id, by which it can be taken apart.
    """
    with station.transaction() as db:
        known = [seekers.by_id(db, each) for each in (one, other)]
        if None in known or seekers.leader(db, one) == seekers.leader(db, other):
            raise NotMerged
        merge = station.chance.new_id()
        fact = SeekersMerged(merge, tuple(sorted((one, other))))
        operations.record(station, fact, actor=actor)
    return merge


def part_seekers(station: Station, person: str, *, actor: str) -> int:
    """Take apart every merge that this person is in; give how many. Raises NotMerged."""
    with station.transaction() as db:
        found = merges.of_person(db, person)
        if not found:
            raise NotMerged
        for merge in found:
            operations.record(station, SeekersParted(merge), actor=actor)
    return len(found)


def tell_apart(station: Station, one: str, other: str, *, actor: str) -> None:
    """Remember that somebody looked and these are two people."""
    with station.transaction():
        fact = SeekersDistinct(tuple(sorted((one, other))))
        operations.record(station, fact, actor=actor)
