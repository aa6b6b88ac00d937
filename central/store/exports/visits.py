"""Visits and leads of one fair as other programs take them."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from central.store.exports.people import badges
from central.store.exports.place import Place
from fair import exported
from fair.badge import number_of
from fair.exported import Row, iso
from fair.lead import INTERESTED

# One row for each person at each booth: the smallest visit's id leads, the last word counts.
MEETINGS = text("""
    WITH scanned AS (
        SELECT v.visit, v.code, v.person, v.booth, v.employer,
               (SELECT MIN(ordered_ms) FROM visit_scan WHERE fair = :fair AND visit = v.visit)
                   AS first_ms,
               (SELECT MAX(ordered_ms) FROM visit_scan WHERE fair = :fair AND visit = v.visit)
                   AS last_ms,
               (SELECT COUNT(*) FROM visit_scan WHERE fair = :fair AND visit = v.visit) AS scans,
               l.outcome, l.fields, l.others, l.ordered_ms AS said_ms
        FROM visit_of_person AS v
        LEFT JOIN lead AS l ON l.fair = v.fair AND l.visit = v.visit
        WHERE v.fair = :fair
    ), met AS (
        SELECT visit, code, person, booth, employer,
               MIN(visit) OVER pair AS leading, MIN(first_ms) OVER pair AS first_ms,
               MAX(last_ms) OVER pair AS last_ms, SUM(scans) OVER pair AS scans,
               FIRST_VALUE(outcome) OVER said AS outcome, FIRST_VALUE(fields) OVER said AS fields,
               FIRST_VALUE(others) OVER said AS others, FIRST_VALUE(said_ms) OVER said AS said_ms
        FROM scanned
        WINDOW pair AS (PARTITION BY person, booth, employer),
               said AS (PARTITION BY person, booth, employer
                        ORDER BY said_ms DESC NULLS LAST, visit)
    )
    SELECT m.visit, m.code, m.person, m.booth, m.employer, m.first_ms, m.last_ms, m.scans,
           m.outcome, m.fields, m.others, m.said_ms, e.name, s.fields AS seeker_fields
    FROM met AS m
    LEFT JOIN employer AS e ON e.fair = :fair AND e.employer = m.employer
    LEFT JOIN seeker AS s ON s.fair = :fair AND s.seeker = m.person
    WHERE m.visit = m.leading
    ORDER BY m.first_ms, m.visit
""")
NOTES = text("""
    SELECT v.person, v.booth, v.employer, n.note
    FROM note AS n
    JOIN visit_of_person AS v ON v.fair = n.fair AND v.visit = n.visit
    WHERE n.fair = :fair
    ORDER BY n.visit, n.ordered_ms, n.at_ms, n.at_n, n.op
""")
TITLES = text("SELECT job, fields FROM job WHERE fair = :fair")


def visits(db: Connection, fair: str, place: Place) -> Iterator[Row]:
    return (visit for visit, _ in meetings(db, fair, place))


def leads(db: Connection, fair: str, place: Place) -> Iterator[Row]:
    wanted = {state.value for state in INTERESTED}
    for visit, seeker in meetings(db, fair, place):
        if visit.outcome in wanted:
            yield exported.lead(visit, json.loads(seeker or "{}"))


def meetings(
    db: Connection, fair: str, place: Place
) -> Iterator[tuple[exported.Visit, str | None]]:
    """Give each meeting with the fields of who it was."""
    codes = badges(db, fair)
    notes: dict[tuple[str, str, str], list[str]] = {}
    for *pair, note in db.execute(NOTES, {"fair": fair}):
        notes.setdefault((pair[0], pair[1], pair[2]), []).append(note)
    jobs = db.execute(TITLES, {"fair": fair})
    titles = {job: json.loads(fields).get("title", "") for job, fields in jobs}
    for row in db.execute(MEETINGS, {"fair": fair}):
        said: dict[str, Any] = json.loads(row.fields or "{}")
        noted = notes.get((row.person, row.booth, row.employer))
        yield (
            exported.Visit(
                visit=row.visit,
                badge_number=number_of(codes.get(row.person, row.code)),
                booth=row.booth,
                employer=row.name,
                first_at=iso(row.first_ms, place.zone),
                outcome=row.outcome or "talked",
                job=said.get("job"),
                note="\n".join(noted) if noted is not None else None,
                title=titles.get(said.get("job")),
                last_at=iso(row.last_ms, place.zone),
                scans=int(row.scans),
                outcome_at=iso(row.said_ms, place.zone),
                conflict=(row.others or "{}") != "{}",
            ),
            row.seeker_fields,
        )
