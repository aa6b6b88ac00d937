"""A database of the first version opens in this one, on either engine, and goes on."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, inspect, text
from sqlalchemy.engine import make_url

from central.actions.read_after_upgrade import read_after_upgrade
from central.actions.take_chunk import take_chunk
from central.commands.shown import Refused, opened
from central.store import counts, migrating, nodes, staff, state
from central.store.connect import NoStore, Store, open_store
from central.store.tables import META
from fair import facts
from fair.visit import visit_id
from kiosk.actions import take_chunk as at_station
from tests.central.conftest import Clock
from tests.central.fairs import chunks_of, digest_at, digest_of, new_fair, report, root_of
from tests.central.test_erasing import same
from tests.central.test_taking import CODES, Peer, record
from tests.kiosk.conftest import DATA

# Written by the first version: one fair, whose station said this digest. It had a badge's
# withdrawal in it, which that central is made to have kept without knowing the word.
FIRST = DATA / "central"
FAIR = "7f260b842575416991fdb3a3c5abc45c"
DIGEST = "e95e264b1144f2c0575aa1c3849a60707b47f0dacb618afa69ef702e55c22bc9"


def run(url: str, script: str) -> None:
    if url.startswith("sqlite"):
        path = Path(str(make_url(url).database))
        path.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(path) as file:
            file.executescript(script)
        file.close()
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(script.encode())


@pytest.fixture
def first(url: str) -> str:
    """Give a database as the first version left it."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    for name in (f"schema_1.{kind}.sql", "schema_1.rows.sql"):
        run(url, (FIRST / name).read_text(encoding="utf-8"))
    return url


def shape(table: Table, found: Any) -> dict[str, Any]:
    columns = {each["name"]: bool(each["nullable"]) for each in found.get_columns(table.name)}
    return {
        "columns": columns,
        "key": found.get_pk_constraint(table.name)["constrained_columns"],
        "indexes": sorted(
            (each["name"], each["column_names"], bool(each["unique"]))
            for each in found.get_indexes(table.name)
        ),
    }


def declared(table: Table) -> dict[str, Any]:
    return {
        "columns": {each.name: bool(each.nullable) for each in table.columns},
        "key": [each.name for each in table.primary_key.columns],
        "indexes": sorted(
            (str(each.name), [column.name for column in each.columns], bool(each.unique))
            for each in table.indexes
        ),
    }


def holds_what_is_declared(store: Store) -> None:
    with store.reading() as db:
        found = inspect(db)
        assert set(found.get_table_names()) == set(META.tables)
        for table in META.sorted_tables:
            # SQLite takes a rowid's column for one that may be NULL.
            here = shape(table, found)
            if table.name == "look":
                here["columns"]["id"] = False
            assert here == declared(table), table.name


def test_each_step_has_a_number_of_its_own() -> None:
    assert [step.version for step in migrating.steps()] == list(
        range(1, len(migrating.steps()) + 1)
    )


def test_a_new_database_has_the_tables_that_statements_speak_of(store: Store) -> None:
    holds_what_is_declared(store)


def test_a_database_of_the_first_version_has_the_same_tables_and_the_stations_digest(
    first: str,
) -> None:
    store = opened(first)
    holds_what_is_declared(store)
    with store.reading() as db:
        assert migrating.version(db) == migrating.steps()[-1].version
        assert state.digest_of(db, FAIR) == DIGEST
        assert counts.counts(db, FAIR).people == 2
        assert [each.name for each in staff.every(db)] == ["Li"]
        assert [look.what for look in staff.looks(db, 9)] == ["campaigns"]
    store.close()


def test_a_database_of_the_first_version_takes_in_other_fairs(first: str, tmp_path: Path) -> None:
    store, day = opened(first), new_fair(tmp_path / "node")
    day.scans(day.registers("Anna Berg").code)
    report(store, day)
    assert digest_at(store, day) == digest_of(day)
    day.station.close()
    store.close()


def test_a_step_that_fails_leaves_the_version_before(
    url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrating.steps()
    bad = migrating.Step(99, "CREATE TABLE half (x TEXT);\nCREATE TABLE half (x TEXT);\n")
    monkeypatch.setattr(migrating, "steps", lambda: [*steps, bad])
    with pytest.raises(NoStore):
        open_store(url, clock.chance())
    monkeypatch.setattr(migrating, "steps", lambda: steps)
    store = open_store(url, clock.chance())
    holds_what_is_declared(store)
    store.close()


def test_a_database_of_a_later_version_is_refused_with_one_sentence_and_left_alone(
    url: str, store: Store
) -> None:
    store.write(
        lambda db: db.execute(text("UPDATE setting SET value = '999' WHERE name = 'version'"))
    )
    with pytest.raises(Refused) as refused:
        opened(url)
    assert "newer version" in str(refused.value) and "nothing was changed" in str(refused.value)
    with store.reading() as db, pytest.raises(migrating.Newer):
        migrating.version(db)


Kinds = Callable[[str], None]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Make this a version that doesn't know some kinds: `without("check_in")`; '' knows all."""
    kinds = dict(facts.KINDS)

    def forget(word: str) -> None:
        left = {kind: fact for kind, fact in kinds.items() if not word or word not in kind}
        monkeypatch.setattr(facts, "KINDS", left)

    return forget


@pytest.mark.parametrize("word", ["check_in", "badge", "seeker", "visit", "lead", "node.joined"])
def test_facts_of_tomorrow_are_kept_and_read_after_an_upgrade(
    store: Store, tmp_path: Path, without: Kinds, word: str
) -> None:
    day = new_fair(tmp_path / "node")
    anna = day.registers("Anna Berg")
    gone = day.registers("Nobody")
    day.scans(anna.code)
    day.visits(anna.code, employer="e" * 32)
    visit = visit_id(day.station.fair.fair, "A01", "e" * 32, anna.code)
    record(day, facts.LeadChanged(visit, {"outcome": "interested"}))
    day.withdraws(anna.code)
    gate = Peer(day.station.fair.fair)
    gate.says(facts.CheckInRecorded(CODES[0], "North gate"), 1)
    record(day, facts.NodeJoined(gate.node, gate.public, "gate", "station", "B"))
    record(day, facts.SeekerErased(gone.seeker))
    brought = [*gate.chunks(500), *chunks_of(day, size=3)]
    for chunk in gate.chunks(500):
        at_station.take_chunk(day.station, chunk)
    without(word)
    store.write(lambda db: nodes.add_fair(db, gate.fair, root_of(day), 0))
    for chunk in brought:
        assert take_chunk(store, chunk, giver="test").broken is None
    assert digest_at(store, day) != digest_of(day)
    without("")
    assert read_after_upgrade(store) > 0
    assert read_after_upgrade(store) == 0
    same(store, day)
    day.station.close()
