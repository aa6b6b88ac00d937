"""Erasing a person: what is about them goes for good, counts and chain stay (sync.md).

PIPL Art. 47. The tombstone outlives everything, so that an old stick or a restored backup can't
bring the person back: whatever arrives later about an erased seeker is swept at once.
"""

import sqlite3

from fair import facts
from fair.subjects import OF_PERSON, UNREAD, UNREAD_OF_VISIT
from kiosk.store import identity, leads

REMEMBER = "INSERT OR IGNORE INTO erased (seeker) VALUES (:seeker)"
ANY = "SELECT 1 FROM erased LIMIT 1"
IS_ERASED = "SELECT seeker FROM erased WHERE seeker = :seeker"
# By every link that was ever said, not by the one that counts: bodies are deleted for good, so it
# can't depend on which word is heard first.
KEEP_LINK = "INSERT OR IGNORE INTO link (code, seeker) VALUES (:code, :seeker)"
ERASED_OF_CODE = """
    SELECT k.seeker FROM link AS k JOIN erased AS e ON e.seeker = k.seeker WHERE k.code = :code
"""
KEEP_ASIDE = "INSERT OR IGNORE INTO visit_aside (visit, code) VALUES (:visit, :code)"
ERASED_OF_VISIT = """
    WITH shown AS (
        SELECT code FROM visit WHERE visit = :visit
        UNION
        SELECT code FROM visit_aside WHERE visit = :visit
    )
    SELECT k.seeker
    FROM shown AS v
    JOIN link AS k ON k.code = v.code
    JOIN erased AS e ON e.seeker = k.seeker
"""
VISITS = """
    SELECT v.visit FROM link AS k JOIN visit AS v ON v.code = k.code WHERE k.seeker = :seeker
    UNION
    SELECT v.visit FROM link AS k JOIN visit_aside AS v ON v.code = k.code WHERE k.seeker = :seeker
"""
BODIES = """
    DELETE FROM body WHERE operation IN (SELECT operation FROM about WHERE subject = :subject)
"""
# Whether a body was malformed can't be said any more, nor by those whom it never reached.
NOT_MALFORMED = """
    UPDATE operation SET quarantined = NULL
    WHERE quarantined = 'malformed'
      AND id IN (SELECT operation FROM about WHERE subject = :subject)
"""
ABOUT = "DELETE FROM about WHERE subject = :subject"
NOTES = "DELETE FROM note WHERE visit = :visit"
SEEKER = "DELETE FROM seeker WHERE seeker = :seeker"
GROUPS = "DELETE FROM seeker_group WHERE seeker = :seeker"
WORDS = "DELETE FROM word WHERE seeker = :seeker"
RELEASES = "DELETE FROM release WHERE seeker = :seeker"
SECRET = "DELETE FROM secret WHERE seeker = :seeker"
SESSIONS = "DELETE FROM session WHERE kind = 'seeker' AND holder = :seeker"
ANSWERS = """
    DELETE FROM answer WHERE about IN (SELECT code FROM link WHERE seeker = :seeker)
"""
PAPER = """
    UPDATE print_job
    SET name = NULL, person = NULL,
        state = CASE WHEN state IN ('queued', 'failed') THEN 'cancelled' ELSE state END
    WHERE person = :seeker OR code IN (SELECT code FROM badge WHERE seeker = :seeker)
"""
# What a stick brought and isn't taken yet may speak of the person: it is read anew some day.
WAITING = "DELETE FROM waiting_chunk WHERE instr(data, :about) > 0"

# Until the write-ahead log was emptied since: before, it may still hold what was deleted.
SWEPT = "swept"
NEWEST = "SELECT COALESCE(MAX(id), 0) FROM operation"
CLEAN = "DELETE FROM setting WHERE name = :name AND value = :value"


def remember(db: sqlite3.Connection, seeker: str) -> None:
    db.execute(REMEMBER, {"seeker": seeker})


def keep_link(db: sqlite3.Connection, fact: facts.BadgeIssued | facts.BadgeBound) -> None:
    db.execute(KEEP_LINK, {"code": fact.code, "seeker": fact.seeker})


def keep_aside(db: sqlite3.Connection, fact: facts.VisitRecorded) -> None:
    """Remember whose visit it was, although it doesn't count: its notes may have to go."""
    db.execute(KEEP_ASIDE, {"visit": fact.visit, "code": fact.code})


def is_erased(db: sqlite3.Connection, seeker: str) -> bool:
    return db.execute(IS_ERASED, {"seeker": seeker}).fetchone() is not None


def any_erased(db: sqlite3.Connection) -> bool:
    return db.execute(ANY).fetchone() is not None


def sweep(db: sqlite3.Connection, seeker: str) -> None:
    """Delete the bodies and rows that are about an erased person."""
    for kind in (*OF_PERSON, UNREAD):
        forget(db, f"{kind}:{seeker}")
    for row in db.execute(VISITS, {"seeker": seeker}).fetchall():
        for kind in ("note", UNREAD_OF_VISIT):
            forget(db, f"{kind}:{row['visit']}")
        db.execute(WAITING, {"about": row["visit"]})
        db.execute(NOTES, {"visit": row["visit"]})
        leads.derive(db, row["visit"])  # without what the booth told the person in words
    db.execute(WAITING, {"about": seeker})
    for statement in (SEEKER, GROUPS, WORDS, RELEASES, SECRET, SESSIONS, ANSWERS, PAPER):
        db.execute(statement, {"seeker": seeker})
    identity.keep_setting(db, SWEPT, str(db.execute(NEWEST).fetchone()[0]))


def swept(db: sqlite3.Connection) -> str:
    """Give which sweep the write-ahead log may still hold the deleted pages of; '' for none."""
    return identity.setting(db, SWEPT) or ""


def is_clean(db: sqlite3.Connection, sweep: str) -> None:
    """Take note that the log was emptied after this sweep; another one since stays noted."""
    db.execute(CLEAN, {"name": SWEPT, "value": sweep})


def forget(db: sqlite3.Connection, subject: str) -> None:
    db.execute(NOT_MALFORMED, {"subject": subject})
    db.execute(BODIES, {"subject": subject})
    db.execute(ABOUT, {"subject": subject})


def sweep_unread(db: sqlite3.Connection, subject: str) -> None:
    """Sweep again where a body that can't be read is about somebody who was erased."""
    kind, _, named = subject.partition(":")
    if kind == UNREAD_OF_VISIT:
        found = db.execute(ERASED_OF_VISIT, {"visit": named}).fetchone()
    else:
        found = db.execute(IS_ERASED, {"seeker": named}).fetchone()
    if found is not None:
        sweep(db, found["seeker"])


def sweep_after(db: sqlite3.Connection, fact: facts.Fact) -> None:
    """Sweep again where a fact that was kept, counting or not, touches somebody who was erased."""
    if not any_erased(db):
        return
    match fact:
        case (
            facts.SeekerErased(seeker=seeker)
            | facts.SeekerRegistered(seeker=seeker)
            | facts.SeekerChanged(seeker=seeker)
            | facts.ReleaseChanged(seeker=seeker)
            | facts.SecretGiven(seeker=seeker)
            | facts.BadgeExplained(seeker=seeker)
        ):
            seeker = seeker if is_erased(db, seeker) else ""
        case (
            facts.BadgeIssued(code=code)
            | facts.BadgeBound(code=code)
            | facts.VisitRecorded(code=code)
        ):
            found = db.execute(ERASED_OF_CODE, {"code": code}).fetchone()
            seeker = found["seeker"] if found else ""
        case facts.LeadNoted(visit=visit) | facts.LeadTold(visit=visit):
            found = db.execute(ERASED_OF_VISIT, {"visit": visit}).fetchone()
            seeker = found["seeker"] if found else ""
        case _:
            return
    if seeker:
        sweep(db, seeker)
