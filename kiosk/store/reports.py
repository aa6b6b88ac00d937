"""The fair in figures as of one moment: who came when, whom the booths met, what became of it.

People and times are different counts (domain.md, section 1): `people` counts persons, `visits`
pairs of a person and a booth, `leads` those pairs that are interested or further (fair/lead.py).
The organizer's page, the wall and the report read the same figures; they agree with `status`.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fair.clock import from_ms, to_ms
from kiosk.store import status

QUARTER = timedelta(minutes=15)
# Nobody is scanned on the way out, so "inside" is who was seen at a door or a booth not long ago.
SEEN_LATELY = timedelta(minutes=45)
LONGEST_PAUSE = timedelta(hours=24)

ARRIVALS = """
    WITH arrival AS (
        SELECT MIN(ordered_ms) AS first_ms FROM check_in_of_person WHERE undone = 0 GROUP BY person
    )
    SELECT first_ms / :quarter_ms * :quarter_ms AS slot_ms, COUNT(*) AS people,
           COUNT(*) FILTER (WHERE first_ms >= :since_ms) AS lately
    FROM arrival
    GROUP BY slot_ms
    ORDER BY slot_ms
"""
INSIDE = """
    WITH came AS (
        SELECT DISTINCT person FROM check_in_of_person WHERE undone = 0
    ), seen AS (
        SELECT person FROM check_in_of_person WHERE undone = 0 AND ordered_ms >= :seen_ms
        UNION
        SELECT v.person
        FROM visit_scan AS s
        JOIN visit_of_person AS v ON v.visit = s.visit
        WHERE s.ordered_ms >= :seen_ms
    )
    SELECT COUNT(*) AS people FROM came JOIN seen USING (person)
"""
# One walk over all meetings says everything: by booth, by job and by person.
# Interested or further: fair/lead.py, INTERESTED.
MEETINGS = """
    WITH met AS MATERIALIZED (
        SELECT person, booth, employer, job, first_ms, last_ms, said_ms,
               outcome IN ('interested', 'offered', 'accepted', 'started', 'contracted',
                           'insured', 'retained_90') AS interested
        FROM meeting
    ), person_met AS (
        SELECT MAX(interested) AS interested,
               MIN(CASE WHEN interested THEN said_ms END) AS interested_ms
        FROM met
        GROUP BY person
    )
    SELECT 'booth' AS about, booth AS name, employer, COUNT(*) AS met,
           SUM(interested) AS interested, MAX(last_ms) AS last_ms,
           COUNT(*) FILTER (WHERE first_ms >= :since_ms) AS lately
    FROM met
    GROUP BY booth, employer
    UNION ALL
    SELECT 'job', job, NULL, COUNT(*), SUM(interested), NULL, NULL
    FROM met
    WHERE job IS NOT NULL
    GROUP BY job
    UNION ALL
    SELECT 'people', NULL, NULL, COUNT(*), COALESCE(SUM(interested), 0), NULL,
           COUNT(*) FILTER (WHERE interested_ms >= :since_ms)
    FROM person_met
"""
# Everybody once in each of their groups; '' is whoever is in any.
GROUPS = """
    WITH member AS (
        SELECT DISTINCT COALESCE(l.leader, g.seeker) AS person, g.code
        FROM seeker_group AS g
        LEFT JOIN leader AS l ON l.seeker = g.seeker
    ), in_group AS (
        SELECT person, code FROM member
        UNION ALL
        SELECT DISTINCT person, '' FROM member
    ), came AS MATERIALIZED (
        SELECT DISTINCT person FROM check_in_of_person WHERE undone = 0
    ), met AS MATERIALIZED (
        SELECT person,
               MAX(outcome IN ('interested', 'offered', 'accepted', 'started', 'contracted',
                               'insured', 'retained_90')) AS interested
        FROM meeting
        GROUP BY person
    )
    SELECT g.code, COUNT(*) AS registered, COUNT(c.person) AS came, COUNT(m.person) AS met,
           COALESCE(SUM(m.interested), 0) AS interested
    FROM in_group AS g
    LEFT JOIN came AS c ON c.person = g.person
    LEFT JOIN met AS m ON m.person = g.person
    GROUP BY g.code
    ORDER BY g.code
"""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """People whose first check-in fell into the quarter hour that begins at `at`."""

    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class AtBooth:
    """What one employer's booth has had; `employer` is '' at a service booth."""

    booth: str
    employer: str
    visits: int
    leads: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfGroup:
    """People of one target group, each once; `code` is '' for people in any group."""

    code: str
    registered: int
    came: int
    met: int
    interested: int


@dataclass(frozen=True, slots=True)
class Lately:
    """What the last quarter hour added."""

    people: int
    visits: int
    interested: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`people`, `inside`, `met` and `interested` are persons, each once.

    `inside` is an estimate; `leads_of_job` says at how many meetings a job was named and wanted.
    """

    people: int
    check_ins: int
    unheard: int
    inside: int
    met: int
    interested: int
    visits: int
    leads: int
    lately: Lately
    arrivals: tuple[Arrivals, ...]
    booths: tuple[AtBooth, ...]
    leads_of_job: dict[str, int]

    @property
    def peak(self) -> Arrivals | None:
        """The quarter hour in which most people came, the first of equals."""
        return max(self.arrivals, key=lambda each: each.people, default=None)


def figures(db: sqlite3.Connection, *, now: datetime) -> Figures:
    """Count the day; call within `connect.snapshot`."""
    since_ms = to_ms(now - QUARTER)
    quarter_ms = QUARTER // timedelta(milliseconds=1)
    slots = db.execute(ARRIVALS, {"quarter_ms": quarter_ms, "since_ms": since_ms}).fetchall()
    door = db.execute(status.DOOR).fetchone()
    by: dict[str, list[sqlite3.Row]] = {"booth": [], "job": [], "people": []}
    for row in db.execute(MEETINGS, {"since_ms": since_ms}):
        by[row["about"]].append(row)
    (person,) = by["people"]
    return Figures(
        people=door["people"],
        check_ins=door["check_ins"],
        unheard=door["unheard"],
        inside=db.execute(INSIDE, {"seen_ms": to_ms(now - SEEN_LATELY)}).fetchone()["people"],
        met=person["met"],
        interested=person["interested"],
        visits=sum(row["met"] for row in by["booth"]),
        leads=sum(row["interested"] for row in by["booth"]),
        lately=Lately(
            people=sum(row["lately"] for row in slots),
            visits=sum(row["lately"] for row in by["booth"]),
            interested=person["lately"],
        ),
        arrivals=filled(Arrivals(from_ms(row["slot_ms"]), row["people"]) for row in slots),
        booths=tuple(at_booth(row) for row in by["booth"]),
        leads_of_job={row["name"]: row["interested"] for row in by["job"]},
    )


def at_booth(row: sqlite3.Row) -> AtBooth:
    last = from_ms(row["last_ms"]) if row["last_ms"] is not None else None
    return AtBooth(row["name"], row["employer"], row["met"], row["interested"], last)


def filled(slots: Iterable[Arrivals]) -> tuple[Arrivals, ...]:
    """Put in the quarter hours in which nobody came; a pause of more than a day stays a gap."""
    every: list[Arrivals] = []
    for slot in slots:
        while every and every[-1].at + QUARTER < slot.at <= every[-1].at + LONGEST_PAUSE:
            every.append(Arrivals(every[-1].at + QUARTER, 0))
        every.append(slot)
    return tuple(every)


def groups(db: sqlite3.Connection) -> dict[str, OfGroup]:
    """Count each target group that somebody is in, and under '' everybody who is in any."""
    return {row["code"]: OfGroup(*row) for row in db.execute(GROUPS)}
