"""The counts that everybody sees: people and times are different numbers (domain.md, section 1)."""

import sqlite3

from fair.counts import Counts

GROUPS = """
    SELECT g.code, COUNT(DISTINCT COALESCE(l.leader, g.seeker)) AS seekers
    FROM seeker_group AS g
    LEFT JOIN leader AS l ON l.seeker = g.seeker
    GROUP BY g.code
    ORDER BY g.code
"""
OFFERS = """
    SELECT (SELECT COUNT(*) FROM employer) AS employers,
           COUNT(*) AS jobs,
           COALESCE(SUM(j.openings), 0) AS openings,
           COALESCE(SUM(j.openings) FILTER (
               WHERE j.held = '' AND e.held = '' AND j.filled = 0), 0) AS openings_public,
           COALESCE(SUM(j.reserved) FILTER (
               WHERE j.held = '' AND e.held = '' AND j.filled = 0), 0) AS reserved_public
    FROM job AS j
    JOIN employer AS e ON e.employer = j.employer
"""
SEEKERS = """
    SELECT COUNT(DISTINCT COALESCE(l.leader, s.seeker)) AS seekers
    FROM seeker AS s
    LEFT JOIN leader AS l ON l.seeker = s.seeker
"""
DOOR = """
    SELECT COUNT(*) AS check_ins,
           COUNT(DISTINCT person) AS people,
           COUNT(DISTINCT CASE WHEN heard = 0 THEN code END) AS unheard
    FROM check_in_of_person
    WHERE undone = 0
"""
VISITS = """
    SELECT COUNT(*) AS visits FROM (
        SELECT DISTINCT person, booth, employer FROM visit_of_person
    )
"""
# Interested or further: fair/lead.py, INTERESTED.
LEADS = """
    SELECT COUNT(*) AS leads FROM meeting
    WHERE outcome IN ('interested', 'offered', 'accepted', 'started', 'contracted', 'insured',
                      'retained_90')
"""
LOG = "SELECT COUNT(*) AS operations, COUNT(quarantined) AS quarantined FROM operation"


def counts(db: sqlite3.Connection) -> Counts:
    """Count the fair as of one moment; call within `connect.snapshot`."""
    offers = db.execute(OFFERS).fetchone()
    door = db.execute(DOOR).fetchone()
    log = db.execute(LOG).fetchone()
    return Counts(
        groups={row["code"]: row["seekers"] for row in db.execute(GROUPS)},
        employers=offers["employers"],
        jobs=offers["jobs"],
        openings=offers["openings"],
        openings_public=offers["openings_public"],
        reserved_public=offers["reserved_public"],
        seekers=db.execute(SEEKERS).fetchone()["seekers"],
        operations=log["operations"],
        people=door["people"],
        unheard=door["unheard"],
        check_ins=door["check_ins"],
        visits=db.execute(VISITS).fetchone()["visits"],
        leads=db.execute(LEADS).fetchone()["leads"],
        quarantined=log["quarantined"],
    )
