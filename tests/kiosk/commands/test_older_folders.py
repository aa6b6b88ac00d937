"""A folder that an earlier version wrote, read by this one."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.commands.line import main
from kiosk.store import connect
from kiosk.web.control import FILE
from tests.kiosk.nodes import organizer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fair whose file has the tables of the version before."""
    organizer(tmp_path / "laptop").station.close()
    make_older(tmp_path / "laptop")
    return tmp_path / "laptop"


def make_older(folder: Path) -> None:
    db = sqlite3.connect(folder / connect.NAME)
    db.executescript(f"DROP TABLE bodiless; PRAGMA user_version = {connect.VERSION - 1};")
    db.close()


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(folder), *words])


def test_commands_that_only_read_bring_it_up(folder: Path) -> None:
    told = run(folder, "verify")
    assert told.exit_code == 0, told.output
    db = sqlite3.connect(folder / connect.NAME)
    assert db.execute("PRAGMA user_version").fetchone()[0] == connect.VERSION


def test_a_node_of_an_earlier_version_that_serves_it_is_named(tmp_path: Path) -> None:
    node = organizer(tmp_path / "laptop")
    make_older(node.folder)
    serving = {"port": 1, "token": "t", "version": connect.VERSION - 1}
    (node.folder / FILE).write_text(json.dumps(serving), encoding="ascii")
    told = run(node.folder, "verify")
    assert told.exit_code == 1
    assert "of an earlier version; nothing was done" in told.stderr
    node.station.close()
