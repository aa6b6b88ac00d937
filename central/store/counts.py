"""The counts of one fair, the same as at its stations: people and times are different numbers.

`kiosk status` and `central status` say the same of a fair (interfaces.md); a test holds them to it.
"""

from sqlalchemy import Connection, text

from fair.counts import Counts

GROUPS = text("""
    SELECT c.code, COUNT(DISTINCT COALESCE(l.leader, c.seeker)) AS seekers
    FROM seeker_code AS c
    LEFT JOIN leader AS l ON l.fair = c.fair AND l.seeker = c.seeker
    WHERE c.fair = :fair AND c.code LIKE 'D%'
    GROUP BY c.code
    ORDER BY c.code
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
    SELECT COUNT(DISTINCT COALESCE(l.leader, s.seeker)) AS seekers
    FROM seeker AS s
    LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker
    WHERE s.fair = :fair
""")
DOOR = text("""
    SELECT COUNT(*) AS check_ins,
           COUNT(DISTINCT COALESCE(l.leader, b.seeker, c.code)) AS people,
           COUNT(DISTINCT CASE WHEN b.code IS NULL THEN c.code END) AS unheard
    FROM check_in AS c
    LEFT JOIN badge AS b ON b.fair = c.fair AND b.code = c.code
    LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
    WHERE c.fair = :fair AND c.undone = 0
""")
# Interested or further: fair/lead.py, INTERESTED. Of several leads of one person at one booth the
# one that was said last counts.
MEETINGS = text("""
    WITH met AS (
        SELECT COALESCE(l.leader, b.seeker, v.code) AS person, v.booth, v.employer, v.visit
        FROM visit AS v
        LEFT JOIN badge AS b ON b.fair = v.fair AND b.code = v.code
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE v.fair = :fair
    ), said AS (
        SELECT m.person, m.booth, m.employer, d.outcome,
               ROW_NUMBER() OVER (
                   PARTITION BY m.person, m.booth, m.employer ORDER BY d.ordered_ms DESC, d.visit
               ) AS place
        FROM met AS m
        JOIN lead AS d ON d.fair = :fair AND d.visit = m.visit
    )
    SELECT (SELECT COUNT(*) FROM (SELECT DISTINCT person, booth, employer FROM met) AS pair)
               AS visits,
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
