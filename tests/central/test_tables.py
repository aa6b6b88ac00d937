"""The schema can be distributed by fair: what docs/central.md says of a nation, held to it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, UniqueConstraint, event, inspect, text

from central.actions.take_chunk import take_chunk
from central.store import giving, nodes, peers
from central.store.connect import Store
from central.store.tables import META
from fair import facts
from tests.central.fairs import chunks_of, new_fair, root_of
from tests.central.test_taking import record
from tests.kiosk.conftest import FairDay

OWN = {"setting", "central_staff", "session", "look", "invite"}  # small, and of no fair
DOCS = Path(__file__).parents[2] / "docs" / "central.md"
UNIQUE = text("""
    SELECT c.relname, a.attname
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE n.nspname = 'public' AND i.indisunique
""")
OF_FAIRS = {name for name in META.tables if name not in OWN}
SAID_OF = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+\"?(\w+)\"?", re.IGNORECASE)


@pytest.mark.parametrize("table", META.sorted_tables, ids=lambda table: table.name)
def test_every_key_begins_with_the_fair(table: Table) -> None:
    if table.name in OWN:
        assert "fair" not in table.columns
        return
    assert next(iter(table.primary_key.columns)).name == "fair"
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert next(iter(constraint.columns)).name == "fair"
    for index in table.indexes:
        assert next(iter(index.columns)).name == "fair"


def unique_by(db: Connection) -> Iterator[tuple[str, str]]:
    """Give the first column of everything that the database itself holds unique."""
    if db.dialect.name == "postgresql":
        yield from (tuple(row) for row in db.execute(UNIQUE))
        return
    for table in META.tables:
        for _, index, unique, *_ in db.exec_driver_sql(f'PRAGMA index_list("{table}")').all():
            if unique:
                first = db.exec_driver_sql(f'PRAGMA index_info("{index}")').first()
                assert first is not None
                yield table, first[2]


def test_the_database_itself_holds_nothing_unique_across_fairs(store: Store) -> None:
    with store.reading() as db:
        found = list(unique_by(db))
        assert {table for table, _ in found} >= OF_FAIRS
        assert {column for table, column in found if table in OF_FAIRS} == {"fair"}
        for name in OF_FAIRS:  # a distributed table can't count by itself, nor lean on another
            assert inspect(db).get_foreign_keys(name) == []
            columns = {each["name"]: each for each in inspect(db).get_columns(name)}
            assert not columns["fair"]["nullable"]
            assert not [each for each in columns.values() if each.get("default")]


def test_the_document_names_every_table_that_belongs_to_no_fair() -> None:
    said = DOCS.read_text(encoding="utf-8")
    nation = said[said.index("### A nation") : said.index("## Capacity")]
    assert not [name for name in OWN if not re.search(rf"\b{name}\b", nation)]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[FairDay]:
    made = new_fair(tmp_path / "node")
    yield made
    made.station.close()


def test_every_statement_of_the_exchange_names_one_fair(store: Store, day: FairDay) -> None:
    """So that each runs on the worker that has the fair."""
    fair = day.station.fair.fair
    store.write(lambda db: nodes.add_fair(db, fair, root_of(day), 0))
    anna, wang = day.registers("Anna Berg"), day.registers("王芳")
    day.scans(anna.code)
    day.visits(anna.code, employer="e" * 32)
    record(day, facts.NodeJoined("1" * 32, "a" * 64, "gate", "station", "B"))
    record(day, facts.SeekersMerged("a" * 32, (anna.seeker, wang.seeker)))
    record(day, facts.SeekerErased(wang.seeker))
    said: list[str] = []

    def hear(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", hear)
    for chunk in chunks_of(day, size=5):
        assert take_chunk(store, chunk, giver="test").broken is None
    with store.reading() as db:
        giving.vector(db, fair)
        list(giving.chunks(db, fair, {}))
        peers.backed_up(db, fair)
        peers.key_of(db, fair, day.station.fair.node)
    event.remove(store.engine, "before_cursor_execute", hear)
    about_fairs = [each for each in said if OF_FAIRS & set(SAID_OF.findall(each))]
    assert len(about_fairs) > 20
    for each in about_fairs:
        assert re.search(r"\bfair\s*=|INTO \"?\w+\"? \(\"?fair\b", each), each
