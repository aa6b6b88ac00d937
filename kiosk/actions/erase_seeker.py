"""Erase a person: what is about them goes for good at once, the counts stay (PIPL Art. 47)."""

from fair.clock import to_ms
from fair.facts import SeekerErased
from kiosk.actions.leave_no_copy import leave_no_copy
from kiosk.store import devices, operations, seekers
from kiosk.store.station import Station


class NoSuchSeeker(Exception):
    """Nobody here has that id, or they were erased already."""


def erase_seeker(station: Station, person: str, *, actor: str) -> None:
    """Erase a person with everybody they were merged with. Raises NoSuchSeeker.

    `secure_delete` overwrites what is deleted; the write-ahead log is emptied, so that no copy
    stays there either.
    """
    with station.transaction() as db:
        same = seekers.same_as(db, seekers.leader(db, person))
        if all(seekers.by_id(db, each) is None for each in same):
            raise NoSuchSeeker
        for each in same:
            operations.record(station, SeekerErased(each), actor=actor)
        now = to_ms(station.chance.now())
        devices.note_access(db, at_ms=now, actor=actor, what="seeker.erased", about=person)
    leave_no_copy(station)
