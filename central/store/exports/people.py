"""Registered people of one fair and their check-ins as other programs take them."""

import json
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, text

from central.store.exports.place import Place
from fair import exported
from fair.badge import number_of
from fair.exported import Row, iso

# One pass each and put together here: SQLite makes no index for a join with what it takes for few
# rows, and 3,000 people took 2 s.
SEEKERS = text("SELECT person, seeker, fields FROM seeker_of_person WHERE fair = :fair")
CAME = text("""
    SELECT person, MIN(ordered_ms) AS first_ms FROM check_in_of_person
    WHERE fair = :fair AND undone = 0
    GROUP BY person
""")
# The badge that stands for each person: the last one linked that wasn't withdrawn.
BADGES = text("""
    SELECT person, code
    FROM (
        SELECT COALESCE(l.leader, b.seeker, b.code) AS person, b.code,
               ROW_NUMBER() OVER (
                   PARTITION BY COALESCE(l.leader, b.seeker, b.code)
                   ORDER BY b.withdrawn, b.linked DESC NULLS LAST, b.code
               ) AS place
        FROM badge AS b
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE b.fair = :fair
    ) AS linked
    WHERE place = 1
""")
CHECK_INS = text("""
    SELECT c.op, c.person, c.code, c.entrance, c.ordered_ms, c.undone, c.heard,
           (SELECT MIN(u.reason) FROM undo AS u WHERE u.fair = :fair AND u.check_in = c.op)
               AS reason,
           ROW_NUMBER() OVER (
               PARTITION BY c.person, c.undone ORDER BY c.ordered_ms, c.at_ms, c.at_n, c.op
           ) AS place
    FROM check_in_of_person AS c
    WHERE c.fair = :fair
    ORDER BY c.ordered_ms, c.at_ms, c.at_n, c.op
""")


def badges(db: Connection, fair: str) -> dict[str, str]:
    """Give the code that stands for each person."""
    return dict(tuple(row) for row in db.execute(BADGES, {"fair": fair}))


def seekers(db: Connection, fair: str, place: Place) -> Iterator[Row]:
    came = dict(tuple(row) for row in db.execute(CAME, {"fair": fair}))
    codes = badges(db, fair)
    # A code's first four signs are series and number, in an alphabet that sorts by its values.
    ordered = sorted(
        (codes.get(person, "~")[:4], person, seeker, fields)
        for person, seeker, fields in db.execute(SEEKERS, {"fair": fair})
    )
    for person, rows in groupby(ordered, key=lambda row: row[1]):
        registered = [(seeker, json.loads(fields)) for _, _, seeker, fields in rows]
        yield exported.seeker(
            exported.leading_first(person, registered),
            code=codes.get(person),
            came_ms=came.get(person),
            youngest=place.youngest,
            zone=place.zone,
        )


def check_ins(db: Connection, fair: str, place: Place) -> Iterator[Row]:
    codes = badges(db, fair)
    for row in db.execute(CHECK_INS, {"fair": fair}):
        yield exported.CheckIn(
            operation=row.op,
            badge_number=number_of(codes.get(row.person, row.code)),
            at=iso(row.ordered_ms, place.zone),
            where=row.entrance,
            undone=bool(row.undone),
            undo_reason=row.reason,
            first=not row.undone and row.place == 1,
            code=row.code,
            heard=bool(row.heard),
        )
