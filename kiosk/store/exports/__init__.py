"""The fair's tables as other programs take them: whole, row by row, as of one moment.

They agree with `kiosk status`: `seekers` has one row for each registered person (merged ones once,
under the leading number; erased ones not at all), `check-ins` one for each check-in (those that
count aren't `undone`, and `first` is true once for each of `people`), `visits` one for each person
at each booth, `leads` those of them that are interested or further, `operations` the whole log.
"""

import sqlite3
from collections.abc import Iterator

from fair import exported
from fair.exported import Row
from fair.setup import Setup
from kiosk.store import fairs, identity, stored
from kiosk.store.exports.offers import EMPLOYER_TABLE, JOB_TABLE
from kiosk.store.exports.people import CHECK_IN_TABLE, SEEKER_TABLE
from kiosk.store.exports.table import Table
from kiosk.store.exports.visits import LEAD_TABLE, VISIT_TABLE


def log(db: sqlite3.Connection, setup: Setup) -> Iterator[Row]:
    who = identity.load(db)
    for each, quarantined in stored.in_order(db, who.fair if who else ""):
        yield exported.operation(each, quarantined, setup.zone)


TABLES: dict[str, Table] = {
    "employers": EMPLOYER_TABLE,
    "jobs": JOB_TABLE,
    "seekers": SEEKER_TABLE,
    "check-ins": CHECK_IN_TABLE,
    "visits": VISIT_TABLE,
    "leads": LEAD_TABLE,
    "operations": Table(exported.OPERATION, log),
}


def rows_of(db: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Give a table's rows; call and read within `connect.snapshot`. Raises KeyError."""
    setup = fairs.setup(db)
    return iter(()) if setup is None else TABLES[table].rows(db, setup)
