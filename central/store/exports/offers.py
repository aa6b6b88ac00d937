"""Employers and jobs of one fair as other programs take them."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, text

from central.store.exports.place import Place
from fair import exported
from fair.exported import Row

EMPLOYERS = text("""
    WITH offered AS (
        SELECT employer, COUNT(*) AS jobs, SUM(openings) AS openings, SUM(reserved) AS reserved
        FROM job
        WHERE fair = :fair
        GROUP BY employer
    )
    SELECT e.employer, e.held, e.fields, COALESCE(o.jobs, 0) AS jobs,
           COALESCE(o.openings, 0) AS openings, COALESCE(o.reserved, 0) AS reserved
    FROM employer AS e
    LEFT JOIN offered AS o ON o.employer = e.employer
    WHERE e.fair = :fair
    ORDER BY e.name, e.employer
""")
JOBS = text("""
    SELECT j.job, j.employer, j.held, j.fields, e.held AS employer_held, e.fields AS employer_fields
    FROM job AS j
    JOIN employer AS e ON e.fair = j.fair AND e.employer = j.employer
    WHERE j.fair = :fair
    ORDER BY e.name, j.employer, j.job
""")


def employers(db: Connection, fair: str, _: Place) -> Iterator[Row]:
    for each in db.execute(EMPLOYERS, {"fair": fair}):
        yield exported.employer(
            each.employer,
            each.held,
            json.loads(each.fields),
            jobs=each.jobs,
            openings=int(each.openings),  # PostgreSQL adds whole numbers up to decimals
            reserved=int(each.reserved),
        )


def jobs(db: Connection, fair: str, _: Place) -> Iterator[Row]:
    for each in db.execute(JOBS, {"fair": fair}):
        yield exported.job(
            each.job,
            each.held,
            json.loads(each.fields),
            employer_id=each.employer,
            employer_held=each.employer_held,
            employer=json.loads(each.employer_fields),
        )
