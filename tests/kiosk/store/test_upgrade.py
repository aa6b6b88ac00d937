"""A folder of the first version opens in this one, and every table follows from its log."""

import sqlite3
from pathlib import Path

import pytest

from fair import facts
from kiosk.store import connect
from tests.kiosk.nodes import Node, meet, opened, organizer

COLUMNS = "SELECT name FROM pragma_table_info(?)"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def as_first_version(now: Path, then: Path) -> None:
    """Write what a folder holds as the first version would have: its tables, its columns."""
    then.mkdir()
    old = sqlite3.connect(then / connect.NAME, isolation_level=None)
    old.execute("PRAGMA journal_mode = WAL")
    old.executescript((connect.SCHEMA / "001_log.sql").read_text(encoding="utf-8"))
    old.execute("ATTACH ? AS new", (str(now / connect.NAME),))
    for (table,) in old.execute(TABLES).fetchall():
        names = ", ".join(row[0] for row in old.execute(COLUMNS, (table,)))
        old.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
    old.execute("DELETE FROM setting WHERE name = 'root'")
    old.close()


@pytest.fixture
def first(tmp_path: Path) -> Node:
    node = organizer(tmp_path / "now")
    person, code = "5" * 32, node.code(1)
    node.says(facts.SeekerRegistered(person, {"name": "张伟"}))
    node.says(facts.BadgeIssued(code, person))
    node.says(facts.CheckInRecorded(code, "North gate"))
    node.restarts()
    node.says(facts.CheckInRecorded(node.code(2), "North gate"))
    return node


def test_a_folder_of_the_first_version_opens_and_lets_others_in(
    first: Node, tmp_path: Path
) -> None:
    digest = first.digest()
    first.station.close()
    as_first_version(tmp_path / "now", tmp_path / "then")
    node = opened(tmp_path / "then")
    assert node.problems() == []
    assert node.digest() == digest
    gate = node.lets_in(tmp_path / "gate", "North gate")
    gate.says(facts.CheckInRecorded(gate.code(1), "North gate"))
    meet(node, gate)
    assert node.digest() == gate.digest()
    assert node.problems() == gate.problems() == []
    node.station.close()
    gate.station.close()
