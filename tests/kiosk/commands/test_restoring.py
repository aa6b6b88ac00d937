"""A backup holds the fair's key, the node's own, and people's data: nobody else reads it."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.commands.line import main
from tests.kiosk.nodes import organizer


@pytest.mark.skipif(sys.platform == "win32", reason="Windows: files have no modes there")
def test_neither_a_backup_nor_what_is_restored_is_open_to_other_accounts(tmp_path: Path) -> None:
    organizer(tmp_path / "laptop").station.close()
    kept, again = tmp_path / "kept.backup", tmp_path / "again"
    for data, words in (
        (tmp_path / "laptop", ["backup", str(kept)]),
        (again, ["restore", str(kept)]),
    ):
        told = CliRunner().invoke(main, ["--data", str(data), *words])
        assert told.exit_code == 0, told.output
    for file in (kept, *again.iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("words", [["backup"], ["bundle", "write"]])
def test_nothing_takes_the_place_of_a_device(tmp_path: Path, words: list[str]) -> None:
    organizer(tmp_path / "laptop").station.close()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    told = CliRunner().invoke(main, ["--data", str(tmp_path / "laptop"), *words, str(pipe)])
    assert (told.exit_code, pipe.is_fifo()) == (1, True)
    assert "isn't an ordinary file; nothing was written" in told.stderr
