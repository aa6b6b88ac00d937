"""Employers and jobs as other programs take them."""

import json
import sqlite3
from collections.abc import Iterator

from fair.setup import Setup
from kiosk.store.exports.table import BETWEEN, Row, Table

EMPLOYERS = """
    WITH stands AS (
        SELECT employer, group_concat(booth, :between) AS booth
        FROM (SELECT employer, booth FROM employer_booth ORDER BY employer, place, booth)
        GROUP BY employer
    ), offered AS (
        SELECT employer, COUNT(*) AS jobs, SUM(openings) AS openings, SUM(reserved) AS reserved
        FROM job
        GROUP BY employer
    )
    SELECT e.employer, e.name, e.uscc, e.held, e.fields, s.booth, COALESCE(o.jobs, 0) AS jobs,
           COALESCE(o.openings, 0) AS openings, COALESCE(o.reserved, 0) AS reserved
    FROM employer AS e
    LEFT JOIN stands AS s USING (employer)
    LEFT JOIN offered AS o USING (employer)
    ORDER BY e.name, e.employer
"""
JOBS = """
    WITH stands AS (
        SELECT employer, group_concat(booth, :between) AS booth
        FROM (SELECT employer, booth FROM employer_booth ORDER BY employer, place, booth)
        GROUP BY employer
    )
    SELECT j.job, j.employer, j.title, j.openings, j.reserved, j.held, j.filled, j.fields,
           e.name, e.held AS employer_held, s.booth
    FROM job AS j
    JOIN employer AS e USING (employer)
    LEFT JOIN stands AS s USING (employer)
    ORDER BY e.name, j.title, j.job
"""


def employers(db: sqlite3.Connection, _: Setup) -> Iterator[Row]:
    for row in db.execute(EMPLOYERS, {"between": BETWEEN}):
        fields = json.loads(row["fields"])
        yield (
            *(row["name"], row["uscc"], row["booth"], row["held"], row["held"] == ""),
            *(row["jobs"], row["openings"], row["reserved"]),
            *(fields.get(name) for name in ("industry", "contact", "phone")),
            row["employer"],
        )


def jobs(db: sqlite3.Connection, _: Setup) -> Iterator[Row]:
    for row in db.execute(JOBS, {"between": BETWEEN}):
        fields = json.loads(row["fields"])
        held = " ".join(each for each in (row["employer_held"], row["held"]) if each)
        yield (
            *(row["job"], row["name"], row["booth"], row["title"], row["openings"]),
            *(row["reserved"], not held and not row["filled"], held, bool(row["filled"])),
            *(fields.get(name) for name in ("wage", "place", "requirements", "education", "age")),
            row["employer"],
        )


EMPLOYER_TABLE = Table(
    (
        *("employer", "uscc", "booth", "held", "public", "jobs", "openings", "reserved"),
        *("industry", "contact", "phone", "employer_id"),
    ),
    employers,
)
JOB_TABLE = Table(
    (
        *("job", "employer", "booth", "title", "openings", "reserved", "public", "held"),
        *("filled", "wage", "place", "requirements", "education", "age", "employer_id"),
    ),
    jobs,
)
