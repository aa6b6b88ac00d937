"""Erasing a person: what is about them goes for good, counts and chain stay (sync.md).

PIPL Art. 47. The tombstone outlives everything, so that an old stick or a restored backup can't
bring the person back: whatever arrives later about an erased seeker is swept at once.
"""

import sqlite3

from fair import facts

REMEMBER = "INSERT OR IGNORE INTO erased (seeker) VALUES (:seeker)"
ANY = "SELECT 1 FROM erased LIMIT 1"
IS_ERASED = "SELECT 1 FROM erased WHERE seeker = :seeker"
ERASED_OF_CODE = """
    SELECT b.seeker FROM badge AS b JOIN erased AS e ON e.seeker = b.seeker WHERE b.code = :code
"""
ERASED_OF_VISIT = """
    SELECT b.seeker
    FROM visit AS v
    JOIN badge AS b ON b.code = v.code
    JOIN erased AS e ON e.seeker = b.seeker
    WHERE v.visit = :visit
"""
VISITS = """
    SELECT v.visit FROM badge AS b JOIN visit AS v ON v.code = b.code WHERE b.seeker = :seeker
"""
BODIES = """
    DELETE FROM body WHERE operation IN (SELECT operation FROM about WHERE subject = :subject)
"""
ABOUT = "DELETE FROM about WHERE subject = :subject"
NOTES = "DELETE FROM note WHERE visit = :visit"
SEEKER = "DELETE FROM seeker WHERE seeker = :seeker"
GROUPS = "DELETE FROM seeker_group WHERE seeker = :seeker"
WORDS = "DELETE FROM word WHERE seeker = :seeker"
RELEASES = "DELETE FROM release WHERE seeker = :seeker"
SECRET = "DELETE FROM secret WHERE seeker = :seeker"
ANSWERS = """
    DELETE FROM answer WHERE about IN (SELECT code FROM badge WHERE seeker = :seeker)
"""
PAPER = """
    UPDATE print_job
    SET name = NULL, person = NULL,
        state = CASE WHEN state IN ('queued', 'failed') THEN 'cancelled' ELSE state END
    WHERE person = :seeker OR code IN (SELECT code FROM badge WHERE seeker = :seeker)
"""


def remember(db: sqlite3.Connection, seeker: str) -> None:
    db.execute(REMEMBER, {"seeker": seeker})


def sweep(db: sqlite3.Connection, seeker: str) -> None:
    """Delete the bodies and rows that are about an erased person."""
    for subject in (f"seeker:{seeker}", f"release:{seeker}", f"secret:{seeker}"):
        forget(db, subject)
    for row in db.execute(VISITS, {"seeker": seeker}).fetchall():
        forget(db, f"note:{row['visit']}")
        db.execute(NOTES, {"visit": row["visit"]})
    for statement in (SEEKER, GROUPS, WORDS, RELEASES, SECRET, ANSWERS, PAPER):
        db.execute(statement, {"seeker": seeker})


def forget(db: sqlite3.Connection, subject: str) -> None:
    db.execute(BODIES, {"subject": subject})
    db.execute(ABOUT, {"subject": subject})


def sweep_after(db: sqlite3.Connection, fact: facts.Fact) -> None:
    """Sweep again where a fact that has just been kept touches somebody who was erased."""
    if db.execute(ANY).fetchone() is None:
        return
    match fact:
        case (
            facts.SeekerErased(seeker=seeker)
            | facts.SeekerRegistered(seeker=seeker)
            | facts.SeekerChanged(seeker=seeker)
            | facts.ReleaseChanged(seeker=seeker)
            | facts.SecretGiven(seeker=seeker)
        ):
            found = db.execute(IS_ERASED, {"seeker": seeker}).fetchone()
            seeker = seeker if found else ""
        case (
            facts.BadgeIssued(code=code)
            | facts.BadgeBound(code=code)
            | facts.VisitRecorded(code=code)
        ):
            found = db.execute(ERASED_OF_CODE, {"code": code}).fetchone()
            seeker = found["seeker"] if found else ""
        case facts.LeadNoted(visit=visit):
            found = db.execute(ERASED_OF_VISIT, {"visit": visit}).fetchone()
            seeker = found["seeker"] if found else ""
        case _:
            return
    if seeker:
        sweep(db, seeker)
