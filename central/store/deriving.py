"""The derived tables: every touched subject is worked out anew by the rules that stations share.

Nothing here knows a rule: `fair/derive.py` says what the facts about a subject come to, so that
central and stations hold the same rows and the same digest.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, select

from central.store import rows
from central.store.beside import Beside
from central.store.tables import BESIDE, DERIVED, FLAGS, SEEKER_CODE
from fair import derive, derive_people, said
from fair.clock import Stamp
from fair.said import Said
from fair.state import STATE, Row, texts

# Where a subject's rows stand, by which column they are found.
PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "check_in": (("check_in", "op"), ("undo", "check_in")),
    "visit": (("visit", "visit"), ("visit_scan", "visit")),
    "note": (("note", "visit"),),
    "distinct_pair": (),  # two columns: see `forget`
    "fair": (("fair", "fair"),),
    "node": (),  # written whole by nodes.py
}
# From the subjects inwards, one index entry after the other. CROSS JOIN keeps SQLite to this order
# (sqlite.org/optoverview.html#crossjoin), LATERAL with OFFSET 0 PostgreSQL, whose planner else
# reads a whole fair while its statistics are older than the fair (80 ms a chunk instead of 2).
OF_SUBJECTS = {
    "sqlite": """
        SELECT a.subject, o.op, o.at_ms, o.at_n, o.kind, b.text
        FROM json_each(?) AS j
        CROSS JOIN about AS a ON a.fair = ? AND a.subject = j.value
        CROSS JOIN operation AS o ON o.fair = a.fair AND o.log = a.log AND o.seq = a.seq
        CROSS JOIN body AS b ON b.fair = a.fair AND b.log = a.log AND b.seq = a.seq
        WHERE o.quarantined IS NULL
    """,
    "postgresql": """
        SELECT j.subject, o.op, o.at_ms, o.at_n, o.kind, b.text
        FROM unnest(%s::text[]) AS j (subject)
        CROSS JOIN LATERAL (
            SELECT log, seq FROM about
            WHERE fair = %s AND subject = j.subject OFFSET 0
        ) AS a
        CROSS JOIN LATERAL (
            SELECT op, at_ms, at_n, kind FROM operation
            WHERE fair = %s AND log = a.log AND seq = a.seq AND quarantined IS NULL OFFSET 0
        ) AS o
        CROSS JOIN LATERAL (
            SELECT text FROM body WHERE fair = %s AND log = a.log AND seq = a.seq OFFSET 0
        ) AS b
    """,
}
JSON = {"setup", "fields", "others", "heads", "seekers", "cut"}
MERGES = select(DERIVED["merge"].c.seekers).where(
    DERIVED["merge"].c.fair == bindparam("fair"), DERIVED["merge"].c.parted == 0
)
AT_ONCE = 5000  # subjects asked for in one statement


def known(db: Connection, fair: str, subjects: Collection[str]) -> dict[str, list[Said]]:
    """Give what counts about these subjects and is kept already; erased facts are gone."""
    found: dict[str, list[Said]] = {}
    if not subjects:
        return found
    listed: Any = sorted(subjects)
    on_sqlite = db.dialect.name == "sqlite"
    asked = (json.dumps(listed), fair) if on_sqlite else (listed, fair, fair, fair)
    statement = OF_SUBJECTS[db.dialect.name]
    for subject, op, at_ms, at_n, kind, text in db.exec_driver_sql(statement, asked):
        each = said.read(op, Stamp(at_ms, at_n), kind, json.loads(text))
        found.setdefault(subject, []).append(each)
    return found


def write(
    db: Connection,
    fair: str,
    about: Mapping[str, Sequence[Said]],
    *,
    anew: Collection[str],
    beside: Beside,
) -> None:
    """Write the rows of these subjects; `anew` are those that may have rows already."""
    forget(db, fair, anew)
    rows.add_all(db, derived(fair, about, beside))
    if any(subject.startswith("merge:") for subject in (*about, *anew)):
        lead(db, fair)


def derived(
    fair: str, about: Mapping[str, Sequence[Said]], beside: Beside
) -> dict[Table, list[rows.Values]]:
    """Work out the rows of these subjects, for each table sorted by its key."""
    found: dict[str, list[rows.Values]] = {}
    codes: set[rows.Values] = set()
    for subject, facts in about.items():
        ordered = said.in_order(facts) if len(facts) > 1 else facts
        for table, of_table in derive.rows(subject, ordered).items():
            place = found.setdefault(table, [])
            for row in of_table:
                place.append(values(fair, table, row, beside))
                if table == "seeker":
                    codes |= {(fair, row["seeker"], code) for code in beside.codes(row)}
    return {
        **{DERIVED[table]: sorted(many) for table, many in sorted(found.items())},
        SEEKER_CODE: sorted(codes),
    }


@lru_cache(maxsize=64)
def plan(table: str) -> tuple[tuple[str, ...], tuple[int, ...], bool, bool]:
    """Give a table's columns of the state, the places of flags among them, whether some hold JSON,
    and whether more columns stand beside.
    """
    columns = tuple(name for name in STATE[table] if name != "fair")
    flags = tuple(place for place, name in enumerate(columns, 1) if name in FLAGS)
    return columns, flags, not JSON.isdisjoint(STATE[table]), table in BESIDE


def values(fair: str, table: str, row: Row, beside: Beside) -> rows.Values:
    """Put a derived row in its table's column order; COPY wants flags as 0 and 1."""
    columns, flags, written, more = plan(table)
    told = texts(row) if written else row
    if not flags and not more:
        return (fair, *map(told.__getitem__, columns))
    named = [fair, *map(told.__getitem__, columns)]
    for place in flags:
        named[place] = int(named[place])
    return (*named, *beside.of(table, row)) if more else tuple(named)


def forget(db: Connection, fair: str, subjects: Collection[str]) -> None:
    """Take the rows of these subjects away, so that they can be written anew."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for subject in subjects:
        kind, _, about = subject.partition(":")
        if kind == "distinct_pair":
            first, _, second = about.partition(" ")
            pair = DERIVED[kind]
            db.execute(
                delete(pair).where(
                    pair.c.fair == fair, pair.c.first == first, pair.c.second == second
                )
            )
        for table, column in PLACES.get(kind, ((kind, STATE[kind][0]),)):
            by_place.setdefault((table, column), []).append(about if kind != "fair" else fair)
    for (table, column), ids in by_place.items():
        of = DERIVED[table]
        for begin in range(0, len(ids), AT_ONCE):
            some = ids[begin : begin + AT_ONCE]
            db.execute(delete(of).where(of.c.fair == fair, of.c[column].in_(some)))
            if table == "seeker":
                db.execute(
                    delete(SEEKER_CODE).where(
                        SEEKER_CODE.c.fair == fair, SEEKER_CODE.c.seeker.in_(some)
                    )
                )


def lead(db: Connection, fair: str) -> None:
    """Say anew who leads whom."""
    of = DERIVED["leader"]
    db.execute(delete(of).where(of.c.fair == fair))
    merges = [json.loads(row[0]) for row in db.execute(MERGES, {"fair": fair})]
    rows.add(db, of, [(fair, *pair) for pair in derive_people.leaders(merges)])
