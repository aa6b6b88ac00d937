"""The counts of one fair, the same as at its stations: people and times are different numbers.

`kiosk status` and `central status` say the same of a fair (interfaces.md); a test holds them to it.
"""

from sqlalchemy import Connection, text

from fair.counts import Counts

GROUPS = text("""
    SELECT code, COUNT(DISTINCT person) AS seekers
    FROM code_of_person
    WHERE fair = :fair AND code LIKE 'D%'
    GROUP BY code
    ORDER BY code
""")
EMPLOYERS = text("SELECT COUNT(*) AS employers FROM employer WHERE fair = :fair")
OFFERS = text("""
    SELECT COUNT(*) AS jobs,
           COALESCE(SUM(j.openings), 0) AS openings,
           COALESCE(SUM(CASE WHEN j.held = '' AND e.held = '' AND j.filled = 0
                             THEN j.openings END), 0) AS openings_public,
           COALESCE(SUM(CASE WHEN j.held = '' AND e.held = '' AND j.filled = 0
                             THEN j.reserved END), 0) AS reserved_public
    FROM job AS j
    JOIN employer AS e ON e.fair = j.fair AND e.employer = j.employer
    WHERE j.fair = :fair
""")
SEEKERS = text("""
    SELECT COUNT(DISTINCT person) AS seekers FROM seeker_of_person WHERE fair = :fair
""")
DOOR = text("""
    SELECT COUNT(*) AS check_ins,
           COUNT(DISTINCT person) AS people,
           COUNT(DISTINCT CASE WHEN heard = 0 THEN code END) AS unheard
    FROM check_in_of_person
    WHERE fair = :fair AND undone = 0
""")
# Interested or further: fair/lead.py, INTERESTED.
MEETINGS = text("""
    WITH met AS (
        SELECT DISTINCT person, booth, employer FROM visit_of_person WHERE fair = :fair
    ), said AS (
        SELECT outcome, ROW_NUMBER() OVER (
                   PARTITION BY person, booth, employer ORDER BY ordered_ms DESC, visit
               ) AS place
        FROM lead_of_person
        WHERE fair = :fair
    )
    SELECT (SELECT COUNT(*) FROM met) AS visits,
           (SELECT COUNT(*) FROM said WHERE place = 1 AND outcome IN (
               'interested', 'offered', 'accepted', 'started', 'contracted', 'insured',
               'retained_90')) AS leads
""")
LOG = text("""
    SELECT COUNT(*) AS operations, COUNT(quarantined) AS quarantined
    FROM operation WHERE fair = :fair
""")


def counts(db: Connection, fair: str) -> Counts:
    """Count one fair; call within `Store.reading`."""
    asked = {"fair": fair}
    offers, door = db.execute(OFFERS, asked).one(), db.execute(DOOR, asked).one()
    meetings, log = db.execute(MEETINGS, asked).one(), db.execute(LOG, asked).one()
    return Counts(
        groups={row.code: row.seekers for row in db.execute(GROUPS, asked)},
        employers=db.execute(EMPLOYERS, asked).scalar_one(),
        jobs=offers.jobs,
        openings=int(offers.openings),
        openings_public=int(offers.openings_public),
        reserved_public=int(offers.reserved_public),
        seekers=db.execute(SEEKERS, asked).scalar_one(),
        operations=log.operations,
        people=door.people,
        unheard=door.unheard,
        check_ins=door.check_ins,
        visits=meetings.visits,
        leads=meetings.leads,
        quarantined=log.quarantined,
    )
