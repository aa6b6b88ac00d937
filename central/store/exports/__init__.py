"""Central's tables as other programs take them: those of the stations, the fair in front.

Every fair's rows are those that `kiosk export` gives at its stations; a test compares.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from central.store import campaigns, judging, nodes
from central.store.exports.offers import employers, jobs
from central.store.exports.people import check_ins, seekers
from central.store.exports.place import Place, place_of
from central.store.exports.visits import leads, visits
from fair import exported
from fair.exported import Row, iso

AT_ONCE = 1000


def operations(db: Connection, fair: str, place: Place) -> Iterator[Row]:
    rows = db.execute(judging.STORED, {"fair": fair}).yield_per(AT_ONCE)
    for proven, quarantined in judging.each_stored(rows, fair):
        yield exported.operation(proven.operation, quarantined, place.zone)


@dataclass(frozen=True, slots=True)
class Table:
    """Column names but the fair's, and what gives the rows of one fair within one snapshot."""

    columns: tuple[str, ...]
    rows: Callable[[Connection, str, Place], Iterator[Row]]


OF_FAIR: dict[str, Table] = {
    "employers": Table(exported.Employer._fields, employers),
    "jobs": Table(exported.Job._fields, jobs),
    "seekers": Table(exported.Seeker._fields, seekers),
    "check-ins": Table(exported.CheckIn._fields, check_ins),
    "visits": Table(exported.Visit._fields, visits),
    "leads": Table(exported.LEAD, leads),
    "operations": Table(exported.OPERATION, operations),
}
FAIRS = ("fair", "name", "campaign", "region", "starts_at")
TABLES: dict[str, tuple[str, ...]] = {
    "fairs": FAIRS,
    **{
        name: ("fair", *(each for each in table.columns if each != "fair"))
        for name, table in OF_FAIR.items()
    },
}


def rows_of(db: Connection, name: str, fair: str = "") -> Iterator[Row]:
    """Give a table's rows, of one fair or of all; read within `Store.reading`. Raises KeyError."""
    if name == "fairs":
        yield from fairs(db, fair)
        return
    table = OF_FAIR[name]
    inside = [at for at, column in enumerate(table.columns) if column != "fair"]
    for each in [fair] if fair else nodes.fairs(db):
        for row in table.rows(db, each, place_of(db, each)):
            yield (each, *(row[at] for at in inside))


def fairs(db: Connection, fair: str) -> Iterator[Row]:
    for each in sorted(campaigns.fairs(db), key=lambda found: found.id):
        if fair in ("", each.id):
            starts_at = iso(each.starts_ms or None, place_of(db, each.id).zone)
            yield (each.id, each.name, each.campaign, each.region, starts_at)
