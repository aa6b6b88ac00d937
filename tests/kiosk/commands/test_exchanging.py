"""`kiosk exchange` where the other node is off."""

import json
from pathlib import Path

from click.testing import CliRunner

from kiosk.commands.line import main
from tests.kiosk.stations import make_fair, new_member


def test_a_node_that_is_off_is_one_sentence_beside_the_json(tmp_path: Path) -> None:
    organizer, gate = new_member(tmp_path / "organizer"), new_member(tmp_path / "gate")
    make_fair(organizer)
    organizer.opens()
    gate.joins(organizer, name="North gate")
    organizer.ends()
    gate.ends()
    told = CliRunner().invoke(main, ["--data", str(tmp_path / "gate"), "exchange", "--json"])
    assert told.exit_code == 1
    (peer,) = json.loads(told.stdout)["peers"]
    assert (peer["name"], peer["sent"], peer["received"]) == ("organizer", 0, 0)
    assert told.stderr.strip() == peer["error"]
    assert "can't be reached" in peer["error"]
