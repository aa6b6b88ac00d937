"""Campaigns: many fairs under one name; people once across fairs where identity is known.

Who somebody is across fairs is the keyed hash of a valid identity number (store/beside.py). Whoever
has none counts once in each fair: `people` is therefore an upper bound, and `known` says of how
many of them the identity is known. Times stand beside people and are never added to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.sql.elements import TextClause


@dataclass(frozen=True, slots=True)
class Total:
    """What several fairs come to; `times` are check-ins, re-entries included."""

    fairs: int
    employers: int
    openings: int
    registered: int
    people: int
    known: int
    times: int
    visits: int
    leads: int


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair as central lists it; `name` and the like are empty before its setup arrived."""

    id: str
    name: str
    campaign: str
    region: str
    starts_ms: int


def among(statement: str) -> TextClause:
    """Ask about a list of fairs; PERSON gives each seeker's leading seeker and identity."""
    return text(statement).bindparams(bindparam("fairs", expanding=True))


FAIRS = text("""
    SELECT k.fair, COALESCE(f.name, '') AS name, COALESCE(f.campaign, '') AS campaign,
           COALESCE(f.region, '') AS region, COALESCE(f.starts_ms, 0) AS starts_ms
    FROM known_fair AS k
    LEFT JOIN fair AS f ON f.fair = k.fair
    ORDER BY COALESCE(f.starts_ms, 0) DESC, k.fair
""")
OFFERED = among("""
    SELECT (SELECT COUNT(*) FROM employer WHERE fair IN :fairs) AS employers,
           (SELECT COALESCE(SUM(openings), 0) FROM job WHERE fair IN :fairs) AS openings
""")
REGISTERED = among("""
    WITH person AS (
        SELECT s.fair, COALESCE(l.leader, s.seeker) AS person, MAX(s.identity) AS identity
        FROM seeker AS s
        LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker
        WHERE s.fair IN :fairs
        GROUP BY s.fair, COALESCE(l.leader, s.seeker)
    )
    SELECT COUNT(DISTINCT CASE identity WHEN '' THEN fair || person ELSE identity END) AS people
    FROM person
""")
CAME = among("""
    WITH person AS (
        SELECT s.fair, COALESCE(l.leader, s.seeker) AS person, MAX(s.identity) AS identity
        FROM seeker AS s
        LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker
        WHERE s.fair IN :fairs
        GROUP BY s.fair, COALESCE(l.leader, s.seeker)
    ), came AS (
        SELECT c.fair, COALESCE(l.leader, b.seeker, c.code) AS person
        FROM check_in AS c
        LEFT JOIN badge AS b ON b.fair = c.fair AND b.code = c.code
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE c.fair IN :fairs AND c.undone = 0
    )
    SELECT COUNT(*) AS times,
           COUNT(DISTINCT CASE COALESCE(p.identity, '') WHEN '' THEN c.fair || c.person
                               ELSE p.identity END) AS people,
           COUNT(DISTINCT CASE COALESCE(p.identity, '') WHEN '' THEN NULL
                               ELSE p.identity END) AS known
    FROM came AS c
    LEFT JOIN person AS p ON p.fair = c.fair AND p.person = c.person
""")
MET = among("""
    WITH met AS (
        SELECT v.fair, COALESCE(l.leader, b.seeker, v.code) AS person, v.booth, v.employer, v.visit
        FROM visit AS v
        LEFT JOIN badge AS b ON b.fair = v.fair AND b.code = v.code
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE v.fair IN :fairs
    ), said AS (
        SELECT d.outcome,
               ROW_NUMBER() OVER (PARTITION BY m.fair, m.person, m.booth, m.employer
                                  ORDER BY d.ordered_ms DESC, d.visit) AS place
        FROM met AS m
        JOIN lead AS d ON d.fair = m.fair AND d.visit = m.visit
    )
    SELECT (SELECT COUNT(*) FROM (SELECT DISTINCT fair, person, booth, employer FROM met) AS pair)
               AS visits,
           (SELECT COUNT(*) FROM said WHERE place = 1 AND outcome IN (
               'interested', 'offered', 'accepted', 'started', 'contracted', 'insured',
               'retained_90')) AS leads
""")
# Registered, of these came, of these met somebody: each person once in each group or trade.
BY_CODE = among("""
    WITH person AS (
        SELECT s.fair, COALESCE(l.leader, s.seeker) AS person, MAX(s.identity) AS identity
        FROM seeker AS s
        LEFT JOIN leader AS l ON l.fair = s.fair AND l.seeker = s.seeker
        WHERE s.fair IN :fairs
        GROUP BY s.fair, COALESCE(l.leader, s.seeker)
    ), coded AS (
        SELECT DISTINCT c.fair, COALESCE(l.leader, c.seeker) AS person,
               CASE :each WHEN 1 THEN c.code ELSE '' END AS code
        FROM seeker_code AS c
        LEFT JOIN leader AS l ON l.fair = c.fair AND l.seeker = c.seeker
        WHERE c.fair IN :fairs AND c.code LIKE :like
    ), came AS (
        SELECT DISTINCT c.fair, COALESCE(l.leader, b.seeker) AS person
        FROM check_in AS c
        JOIN badge AS b ON b.fair = c.fair AND b.code = c.code
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE c.fair IN :fairs AND c.undone = 0
    ), met AS (
        SELECT DISTINCT v.fair, COALESCE(l.leader, b.seeker) AS person
        FROM visit AS v
        JOIN badge AS b ON b.fair = v.fair AND b.code = v.code
        LEFT JOIN leader AS l ON l.fair = b.fair AND l.seeker = b.seeker
        WHERE v.fair IN :fairs
    ), named AS (
        SELECT k.code, k.fair, k.person,
               CASE p.identity WHEN '' THEN k.fair || k.person ELSE p.identity END AS who
        FROM coded AS k
        JOIN person AS p ON p.fair = k.fair AND p.person = k.person
    )
    SELECT n.code, COUNT(DISTINCT n.who) AS registered,
           COUNT(DISTINCT CASE WHEN c.person IS NOT NULL THEN n.who END) AS came,
           COUNT(DISTINCT CASE WHEN c.person IS NOT NULL AND m.person IS NOT NULL
                               THEN n.who END) AS met
    FROM named AS n
    LEFT JOIN came AS c ON c.fair = n.fair AND c.person = n.person
    LEFT JOIN met AS m ON m.fair = n.fair AND m.person = n.person
    GROUP BY n.code
    ORDER BY n.code
""")


def fairs(db: Connection) -> list[Fair]:
    """Give every fair that reports to us, the newest first."""
    return [Fair(*row) for row in db.execute(FAIRS)]


def total(db: Connection, ids: Iterable[str]) -> Total:
    """Add several fairs up, people once where we know that they are the same."""
    asked = {"fairs": sorted(set(ids)) or [""]}
    offered, came = db.execute(OFFERED, asked).one(), db.execute(CAME, asked).one()
    met = db.execute(MET, asked).one()
    return Total(
        fairs=len([each for each in asked["fairs"] if each]),
        employers=offered.employers,
        openings=int(offered.openings),
        registered=db.execute(REGISTERED, asked).scalar_one(),
        people=came.people,
        known=came.known,
        times=came.times,
        visits=met.visits,
        leads=met.leads,
    )


def groups(db: Connection, ids: Iterable[str]) -> dict[str, tuple[int, int, int]]:
    """Give registered, came and met for each group, and under '' for whoever is in any."""
    return by_code(db, ids, "D%", with_any=True)


def trades(db: Connection, ids: Iterable[str]) -> dict[str, tuple[int, int, int]]:
    """Give registered, came and met for each trade that people wish for."""
    return by_code(db, ids, "T%", with_any=False)


def by_code(
    db: Connection, ids: Iterable[str], like: str, *, with_any: bool
) -> dict[str, tuple[int, int, int]]:
    asked = {"fairs": sorted(set(ids)) or [""], "like": like}
    found = {row[0]: tuple(row[1:]) for row in db.execute(BY_CODE, {**asked, "each": 1})}
    if with_any:
        found |= {row[0]: tuple(row[1:]) for row in db.execute(BY_CODE, {**asked, "each": 0})}
    return found
