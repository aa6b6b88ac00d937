"""Employers and jobs as other programs take them."""

import json
import sqlite3
from collections.abc import Iterator

from fair import exported
from fair.exported import Row
from fair.setup import Setup
from kiosk.store.exports.table import Table

EMPLOYERS = """
    WITH offered AS (
        SELECT employer, COUNT(*) AS jobs, SUM(openings) AS openings, SUM(reserved) AS reserved
        FROM job
        GROUP BY employer
    )
    SELECT e.employer, e.held, e.fields, COALESCE(o.jobs, 0) AS jobs,
           COALESCE(o.openings, 0) AS openings, COALESCE(o.reserved, 0) AS reserved
    FROM employer AS e
    LEFT JOIN offered AS o USING (employer)
    ORDER BY e.name, e.employer
"""
JOBS = """
    SELECT j.job, j.employer, j.held, j.fields, e.held AS employer_held, e.fields AS employer_fields
    FROM job AS j
    JOIN employer AS e USING (employer)
    ORDER BY e.name, j.title, j.job
"""


def employers(db: sqlite3.Connection, _: Setup) -> Iterator[Row]:
    for id_, held, fields, jobs, openings, reserved in db.execute(EMPLOYERS):
        yield exported.employer(
            id_, held, json.loads(fields), jobs=jobs, openings=openings, reserved=reserved
        )


def jobs(db: sqlite3.Connection, _: Setup) -> Iterator[Row]:
    for row in db.execute(JOBS):
        yield exported.job(
            row["job"],
            row["held"],
            json.loads(row["fields"]),
            employer_id=row["employer"],
            employer_held=row["employer_held"],
            employer=json.loads(row["employer_fields"]),
        )


EMPLOYER_TABLE = Table(exported.Employer._fields, employers)
JOB_TABLE = Table(exported.Job._fields, jobs)
