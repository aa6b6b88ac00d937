"""Erasing a person: what is about them goes for good, counts and chain stay (sync.md).

The tombstone outlives everything: whatever arrives later about an erased seeker is swept with the
chunk that brought it.
"""

from sqlalchemy import Connection, text

from fair.subjects import UNREAD, UNREAD_OF_VISIT

ANY = text("SELECT 1 FROM erased WHERE fair = :fair LIMIT 1")
# CROSS JOIN keeps SQLite to this order (deriving.py); without statistics it goes by `fair` alone.
FOUND = text("""
    WITH met AS (
        SELECT v.visit
        FROM erased AS e
        CROSS JOIN link AS k
        CROSS JOIN visit AS v
        WHERE e.fair = :fair AND k.fair = :fair AND k.seeker = e.seeker
          AND v.fair = :fair AND v.code = k.code
        UNION
        SELECT v.visit
        FROM erased AS e
        CROSS JOIN link AS k
        CROSS JOIN visit_aside AS v
        WHERE e.fair = :fair AND k.fair = :fair AND k.seeker = e.seeker
          AND v.fair = :fair AND v.code = k.code
    ), gone AS (
        SELECT 'seeker:' || seeker AS subject FROM erased WHERE fair = :fair
        UNION ALL
        SELECT 'release:' || seeker FROM erased WHERE fair = :fair
        UNION ALL
        SELECT 'secret:' || seeker FROM erased WHERE fair = :fair
        UNION ALL
        SELECT 'unread:' || seeker FROM erased WHERE fair = :fair
        UNION ALL
        SELECT 'note:' || visit FROM met
        UNION ALL
        SELECT 'unread_of_visit:' || visit FROM met
    )
    SELECT DISTINCT a.subject
    FROM gone AS s
    CROSS JOIN about AS a
    WHERE a.fair = :fair AND a.subject = s.subject
""")
# Whether a body was malformed can't be said once it is gone, nor by those whom it never reached.
NOT_MALFORMED = text("""
    UPDATE operation SET quarantined = NULL
    WHERE fair = :fair AND quarantined = 'malformed' AND (log, seq) IN (
        SELECT log, seq FROM about WHERE fair = :fair AND subject = :subject
    )
""")
BODIES = text("""
    DELETE FROM body
    WHERE fair = :fair AND (log, seq) IN (
        SELECT log, seq FROM about WHERE fair = :fair AND subject = :subject
    )
""")
ABOUT = text("DELETE FROM about WHERE fair = :fair AND subject = :subject")


def any_erased(db: Connection, fair: str) -> bool:
    return db.execute(ANY, {"fair": fair}).first() is not None


def sweep(db: Connection, fair: str) -> set[str]:
    """Delete the bodies of all that is about erased people; give the subjects to derive anew."""
    found = set(db.execute(FOUND, {"fair": fair}).scalars())
    for subject in sorted(found):
        asked = {"fair": fair, "subject": subject}
        db.execute(NOT_MALFORMED, asked)
        db.execute(BODIES, asked)
        db.execute(ABOUT, asked)
    return touched(found)


def touched(swept: set[str]) -> set[str]:
    """Give the subjects to derive anew: a lead stays, without what the booth told the person."""
    read = {each for each in swept if not each.startswith((f"{UNREAD}:", f"{UNREAD_OF_VISIT}:"))}
    notes = {each.removeprefix("note:") for each in read if each.startswith("note:")}
    return read | {f"lead:{visit}" for visit in notes}
