"""The sample lists, from file to plan: every row has the outcome that is written beside it."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from fair.employer_list import COLUMNS as EMPLOYER_COLUMNS
from fair.employer_list import plan_employers
from fair.seeker_list import COLUMNS as SEEKER_COLUMNS
from fair.seeker_list import plan_seekers
from sheets.reading import read
from sheets.rows import found, rows
from tests.sheets.lists import as_csv

DATA = Path(__file__).parents[1] / "data"
FAIR = json.loads((DATA / "fair.json").read_text())
FAIR_ON = date.fromisoformat(FAIR["starts_at"][:10])


def employers(data: bytes, name: str = "list") -> dict[str, object]:
    file = found(name, read(data, name), EMPLOYER_COLUMNS)
    return plan_employers(rows(file), booths=FAIR["booths"]).report.as_json()


def seekers(data: bytes, name: str = "list") -> dict[str, object]:
    file = found(name, read(data, name), SEEKER_COLUMNS)
    return plan_seekers(rows(file), fair_on=FAIR_ON, today=FAIR_ON).report.as_json()


def expected(name: str) -> dict[str, object]:
    said = json.loads((DATA / f"{name}.expected.json").read_text())
    return {key: value for key, value in said.items() if key != "totals"}


@pytest.mark.parametrize("name", ["employers.csv", "employers.xlsx"])
def test_the_employers_list_has_its_outcome(name: str) -> None:
    assert employers((DATA / name).read_bytes(), name) == expected("employers")


@pytest.mark.parametrize("name", ["seekers.csv", "seekers.gb18030.csv", "seekers.xlsx"])
def test_the_seekers_list_has_its_outcome(name: str) -> None:
    assert seekers((DATA / name).read_bytes(), name) == expected("seekers")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_change_nothing(encoding: str, delimiter: str) -> None:
    for name, outcome in (("employers", employers), ("seekers", seekers)):
        text = (DATA / f"{name}.csv").read_text("utf-8-sig")
        again = as_csv(list(csv.reader(io.StringIO(text))), encoding=encoding, delimiter=delimiter)
        assert outcome(again) == expected(name)
