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
    """Ask about a list of fairs."""
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
        SELECT fair, person, MAX(identity) AS identity FROM seeker_of_person
        WHERE fair IN :fairs
        GROUP BY fair, person
    )
    SELECT COUNT(DISTINCT CASE identity WHEN '' THEN fair || person ELSE identity END) AS people
    FROM person
""")
CAME = among("""
    WITH person AS (
        SELECT fair, person, MAX(identity) AS identity FROM seeker_of_person
        WHERE fair IN :fairs
        GROUP BY fair, person
    ), came AS (
        SELECT c.fair, c.person, COALESCE(p.identity, '') AS identity
        FROM check_in_of_person AS c
        LEFT JOIN person AS p ON p.fair = c.fair AND p.person = c.person
        WHERE c.fair IN :fairs AND c.undone = 0
    )
    SELECT COUNT(*) AS times,
           COUNT(DISTINCT CASE identity WHEN '' THEN fair || person ELSE identity END) AS people,
           COUNT(DISTINCT NULLIF(identity, '')) AS known
    FROM came
""")
# Interested or further: fair/lead.py, INTERESTED.
MET = among("""
    WITH met AS (
        SELECT DISTINCT fair, person, booth, employer FROM visit_of_person WHERE fair IN :fairs
    ), said AS (
        SELECT outcome, ROW_NUMBER() OVER (
                   PARTITION BY fair, person, booth, employer ORDER BY ordered_ms DESC, visit
               ) AS place
        FROM lead_of_person
        WHERE fair IN :fairs
    )
    SELECT (SELECT COUNT(*) FROM met) AS visits,
           (SELECT COUNT(*) FROM said WHERE place = 1 AND outcome IN (
               'interested', 'offered', 'accepted', 'started', 'contracted', 'insured',
               'retained_90')) AS leads
""")
# Registered, of these came, of these met somebody: each person once in each group or trade. SQLite
# expects few rows of a list of fairs and makes no index for a join then (3 s instead of 0.3 s):
# CROSS JOIN keeps it to this order, and IN always has an index.
BY_CODE = among("""
    WITH person AS (
        SELECT fair, person, MAX(identity) AS identity FROM seeker_of_person
        WHERE fair IN :fairs
        GROUP BY fair, person
    ), named AS (
        SELECT CASE :each WHEN 1 THEN k.code ELSE '' END AS code,
               CASE p.identity WHEN '' THEN p.fair || p.person ELSE p.identity END AS who,
               (p.fair, p.person) IN (SELECT fair, person FROM check_in_of_person
                                      WHERE fair IN :fairs AND undone = 0) AS came,
               (p.fair, p.person) IN (SELECT fair, person FROM visit_of_person
                                      WHERE fair IN :fairs) AS met
        FROM code_of_person AS k
        CROSS JOIN person AS p
        WHERE k.fair IN :fairs AND k.code LIKE :like AND p.fair = k.fair AND p.person = k.person
    )
    SELECT code, COUNT(DISTINCT who) AS registered,
           COUNT(DISTINCT CASE WHEN came THEN who END) AS came,
           COUNT(DISTINCT CASE WHEN came AND met THEN who END) AS met
    FROM named
    GROUP BY code
    ORDER BY code
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
