"""What `central` answers on the command line: the words of interfaces.md."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from central.commands.line import main
from central.store.connect import Store
from central.store.exports import TABLES
from kiosk.web.status import whole_status
from tests.central.fairs import new_fair, report
from tests.kiosk.conftest import FairDay

Says = Callable[..., Result]


@pytest.fixture
def says(url: str) -> Says:
    def run(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--database", url])

    return run


@pytest.fixture
def days(store: Store, tmp_path: Path) -> Iterator[list[FairDay]]:
    made = []
    for name in ("one", "two"):
        day = new_fair(tmp_path / name, campaign={"zh-CN": "春风行动"})
        somebody = day.registers(
            "王芳", certificate="990101199003071236", groups={"D02": "verified"}
        )
        day.scans(somebody.code)
        day.visits(somebody.code, employer="e" * 32)
        report(store, day)
        made.append(day)
    yield made
    for day in made:
        day.station.close()


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_status_says_of_each_fair_what_its_station_says(says: Says, days: list[FairDay]) -> None:
    fairs = {each["fair"]: each for each in told(says("status", "--json"))["fairs"]}
    for day in days:
        here = whole_status(day.station.reading(), day.station.fair)
        same = set(here) - {"node", "peers", "pending_prints"}
        there = fairs[day.station.fair.fair]
        assert {name: there[name] for name in same} == {name: here[name] for name in same}


def test_a_campaign_counts_who_came_twice_once(says: Says, days: list[FairDay]) -> None:
    (campaign,) = told(says("status", "--json"))["campaigns"]
    assert (campaign["campaign"], campaign["fairs"]) == ("春风行动", 2)
    assert (campaign["people"], campaign["known"], campaign["times"]) == (1, 1, 2)


def test_one_person_of_a_sensitive_group_is_left_out(says: Says, days: list[FairDay]) -> None:
    (campaign,) = told(says("status", "--json"))["campaigns"]
    lines = {line["group"]: line for line in campaign["groups"]}
    assert lines["D02"]["registered"] is None


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_can_be_taken(
    says: Says, days: list[FairDay], tmp_path: Path, table: str
) -> None:
    out = tmp_path / "out.jsonl"
    done = told(says("export", table, "--format", "jsonl", "--out", str(out), "--json"))
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(rows) == done["rows"]
    assert {row["fair"] for row in rows} <= {day.station.fair.fair for day in days}


def test_the_workbook_has_its_sheets(says: Says, days: list[FairDay], tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    assert says("report", "--out", str(out)).exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["汇总", "各场对比", "重点群体", "求职意向"]


def test_staff_can_be_added_once_and_put_out(says: Says) -> None:
    add = ("staff", "add", "Li", "--role", "viewer", "--region", "44", "--pin", "246810")
    assert says(*add).exit_code == 0
    again = says(*add)
    assert again.exit_code == 1 and "already" in again.stderr
    assert says("staff", "add", "Wu", "--pin", "12").exit_code == 1
    assert told(says("staff", "list", "--json"))["staff"] == [
        {"name": "Li", "role": "viewer", "region": "44"}
    ]
    assert says("staff", "remove", "Li").exit_code == 0
    assert says("staff", "remove", "Li").exit_code == 1


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "nonsense", "postgresql://127.0.0.1:1/none", "sqlite:////proc/no/x.db"]
)
def test_a_database_that_cant_be_used_is_one_sentence(url: str) -> None:
    refused = CliRunner().invoke(main, ["status", "--database", url])
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "nothing was" in refused.stderr


def test_the_folder_may_stand_before_or_after_the_word_and_a_named_database_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for words in (["--data", str(one), "status"], ["status", "--data", str(other)]):
        assert CliRunner().invoke(main, words).exit_code == 0
    assert (one / "central.db").exists() and (other / "central.db").exists()
    monkeypatch.setenv("CENTRAL_DATABASE", f"sqlite:///{one / 'named.db'}")
    assert CliRunner().invoke(main, ["status", "--data", str(tmp_path / "unused")]).exit_code == 0
    assert (one / "named.db").exists() and not (tmp_path / "unused").exists()
