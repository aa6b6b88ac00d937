"""Give a seeker the secret of their own record, for the stub or the slip."""

from fair.facts import SecretGiven
from kiosk.store import devices, operations, seekers
from kiosk.store.station import Station
from pages.links import PAPER_GROUPS, draw_secret, kept_form


class NoSuchPerson(Exception):
    """Nobody is registered under this id, or the person was erased."""


def give_secret(station: Station, person: str, *, actor: str) -> str:
    """Give the secret, this once; the newest counts, and browsers of the one before are put out.

    Raises NoSuchPerson.
    """
    secret = draw_secret(station.chance.below, PAPER_GROUPS)
    with station.transaction() as db:
        if seekers.by_id(db, person) is None:
            raise NoSuchPerson
        operations.record(station, SecretGiven(person, kept_form(secret)), actor=actor)
        devices.close_of_holder(db, person)
    return secret
