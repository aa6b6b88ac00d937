"""Where and when a fair is: what its rows are written with."""

import json
from datetime import UTC, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection, text

from fair.setup import BadSetup, read_setup

SETUP = text("SELECT setup FROM fair WHERE fair = :fair")


class Place(NamedTuple):
    """A fair's zone, and the last birth date of whoever may be taken in."""

    zone: tzinfo
    youngest: str


UNKNOWN = Place(UTC, "9999-12-31")  # before the setup has come nobody is held for it


def place_of(db: Connection, fair: str) -> Place:
    found = db.execute(SETUP, {"fair": fair}).scalar()
    if found is None:
        return UNKNOWN
    try:
        setup = read_setup(json.loads(found))
    except BadSetup:
        return UNKNOWN
    return Place(setup.zone, setup.youngest_birth.isoformat())
