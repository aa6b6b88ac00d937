"""Central's tables as other programs take them: every fair's rows, the fair in the first column."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from fair.badge import number_of
from fair.clock import from_ms

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and the statement that gives the rows; `codes`, `times` and `json` name columns that
    are written as badge numbers, instants and values.
    """

    columns: tuple[str, ...]
    statement: str
    codes: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


TABLES: dict[str, Table] = {
    "fairs": Table(
        ("fair", "name", "campaign", "region", "starts_at"),
        """
        SELECT k.fair, COALESCE(f.name, ''), COALESCE(f.campaign, ''), COALESCE(f.region, ''),
               f.starts_ms
        FROM known_fair AS k
        LEFT JOIN fair AS f ON f.fair = k.fair
        WHERE :fair = '' OR k.fair = :fair
        ORDER BY k.fair
        """,
        times=frozenset({"starts_at"}),
    ),
    "employers": Table(
        ("fair", "employer_id", "employer", "held", "fields"),
        """
        SELECT fair, employer, name, held, fields FROM employer
        WHERE :fair = '' OR fair = :fair ORDER BY fair, employer
        """,
        values=frozenset({"fields"}),
    ),
    "jobs": Table(
        ("fair", "job", "employer_id", "openings", "reserved", "held", "filled", "fields"),
        """
        SELECT fair, job, employer, openings, reserved, held, filled, fields FROM job
        WHERE :fair = '' OR fair = :fair ORDER BY fair, job
        """,
        values=frozenset({"fields"}),
        flags=frozenset({"filled"}),
    ),
    "seekers": Table(
        ("fair", "seeker", "leader", "fields"),
        """
        SELECT s.fair, s.seeker, COALESCE(l.leader, s.seeker), s.fields
        FROM seeker AS s
        LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker
        WHERE :fair = '' OR s.fair = :fair ORDER BY s.fair, s.seeker
        """,
        values=frozenset({"fields"}),
    ),
    "check-ins": Table(
        ("fair", "operation", "badge_number", "at", "where", "undone"),
        """
        SELECT fair, op, code, ordered_ms, entrance, undone FROM check_in
        WHERE :fair = '' OR fair = :fair ORDER BY fair, ordered_ms, op
        """,
        codes=frozenset({"badge_number"}),
        times=frozenset({"at"}),
        flags=frozenset({"undone"}),
    ),
    "visits": Table(
        ("fair", "visit", "badge_number", "booth", "employer_id", "first_at", "outcome"),
        """
        SELECT v.fair, v.visit, v.code, v.booth, v.employer,
               (SELECT MIN(s.ordered_ms) FROM visit_scan AS s
                WHERE s.fair = v.fair AND s.visit = v.visit),
               COALESCE(l.outcome, 'talked')
        FROM visit AS v
        LEFT JOIN lead AS l ON l.fair = v.fair AND l.visit = v.visit
        WHERE :fair = '' OR v.fair = :fair ORDER BY v.fair, v.visit
        """,
        codes=frozenset({"badge_number"}),
        times=frozenset({"first_at"}),
    ),
    "operations": Table(
        (
            *("fair", "op", "log", "seq", "at_ms", "at_n", "kind", "v", "actor", "body", "salt"),
            *("body_hash", "hash", "quarantined"),
        ),
        """
        SELECT o.fair, o.op, o.log, o.seq, o.at_ms, o.at_n, o.kind, o.v, o.actor, b.text, b.salt,
               o.body_hash, o.hash, o.quarantined
        FROM operation AS o
        LEFT JOIN body AS b ON b.fair = o.fair AND b.log = o.log AND b.seq = o.seq
        WHERE :fair = '' OR o.fair = :fair ORDER BY o.fair, o.log, o.seq
        """,
        values=frozenset({"body"}),
    ),
}


def rows_of(db: Connection, name: str, fair: str = "") -> Iterator[Row]:
    """Give a table's rows, of one fair or of all; read within `Store.reading`. Raises KeyError."""
    table = TABLES[name]
    for row in db.execute(text(table.statement), {"fair": fair}).yield_per(1000):
        yield tuple(
            shown(table, column, value) for column, value in zip(table.columns, row, strict=True)
        )


def shown(table: Table, column: str, value: object) -> object:
    if value is None:
        return None
    if column in table.times and isinstance(value, int):
        return from_ms(value).isoformat(timespec="milliseconds")
    if column in table.codes and isinstance(value, str):
        return number_of(value)
    if column in table.values and isinstance(value, str):
        return json.loads(value)
    return bool(value) if column in table.flags else value
