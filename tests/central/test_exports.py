"""What central exports of a fair is what the fair's stations export of it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from central.commands.line import main
from central.store import exports, nodes
from central.store.connect import Store
from fair import facts
from fair.visit import visit_id
from kiosk.store import exports as at_station
from kiosk.store.connect import snapshot
from tests.central.fairs import new_fair, report
from tests.central.test_taking import record
from tests.kiosk.conftest import FairDay

EMPLOYER, JOB = "e" * 32, "b" * 32


@pytest.fixture
def day(store: Store, tmp_path: Path) -> Iterator[FairDay]:
    """A fair with everything in it that a row speaks of."""
    made = new_fair(tmp_path / "node")
    record(made, facts.EmployerChanged(EMPLOYER, {"name": "=星河制衣", "booths": ["A02", "A01"]}))
    record(made, facts.EmployerChanged("d" * 32, {"name": "held back", "held": "agency"}))
    record(made, facts.JobChanged(JOB, EMPLOYER, {"title": "缝纫工", "openings": 5, "reserved": 2}))
    record(made, facts.JobChanged("c" * 32, EMPLOYER, {"title": "held", "held": "wage"}))
    anna = made.registers("+Anna", phone="169 0000 0001", groups={"D02": "verified"})
    wang, again = made.registers("王芳"), made.registers("王芳", village="上村")
    record(made, facts.SeekerRegistered("9" * 32, {"name": "Child", "birth_date": "2020-01-01"}))
    made.registers("Nobody came")
    record(made, facts.SeekersMerged("a" * 32, (wang.seeker, again.seeker)))
    for each, at in ((anna, "09:00"), (anna, "09:30"), (wang, "09:10"), (again, "09:20")):
        made.scans(each.code, at=at)
    undone = made.answers(wang.code, at="09:40")
    assert undone.operation is not None
    record(made, facts.CheckInUndone(undone.operation, "mistake"))
    made.scans("A04P000AAAA")
    for each in (anna, wang, again):
        made.visits(each.code, "A01", employer=EMPLOYER)
    fair = made.station.fair.fair
    words = ((anna, {"outcome": "interested", "job": JOB}), (again, {"outcome": "offered"}))
    for each, said in words:
        visit = visit_id(fair, "A01", EMPLOYER, each.code)
        record(made, facts.LeadChanged(visit, said))
        record(made, facts.LeadNoted(visit, "comes on Thursday"))
        record(made, facts.LeadNoted(visit, "with a friend"))
    made.withdraws(anna.code)
    report(store, made)
    yield made
    made.station.close()


def in_any_order(rows: list[tuple[object, ...]]) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False) for row in rows)


@pytest.mark.parametrize("table", list(at_station.TABLES))
def test_every_table_has_the_stations_columns_and_rows(
    store: Store, day: FairDay, table: str
) -> None:
    columns = at_station.TABLES[table].columns
    here = day.station.reading()
    with snapshot(here):
        theirs = [tuple(row) for row in at_station.rows_of(here, table)]
    with store.reading() as db:
        mine = [tuple(row) for row in exports.rows_of(db, table)]
    fair = columns.index("fair") if "fair" in columns else None
    ours = tuple(each for each in columns if each != "fair")
    assert exports.TABLES[table] == ("fair", *ours)
    assert {row[0] for row in mine} == {day.station.fair.fair}
    there = [row if fair is None else (*row[:fair], *row[fair + 1 :]) for row in theirs]
    assert len(there) > 1
    assert in_any_order([row[1:] for row in mine]) == in_any_order(there)


def test_people_stand_in_the_order_of_their_numbers(store: Store, day: FairDay) -> None:
    with store.reading() as db:
        numbers = [str(row[1]) for row in exports.rows_of(db, "seekers") if row[1]]
    assert len(numbers) > 2 and numbers == sorted(numbers)


def test_one_fair_can_be_taken_alone(store: Store, day: FairDay, tmp_path: Path) -> None:
    other = new_fair(tmp_path / "other")
    other.scans(other.registers("Anna Berg").code)
    report(store, other)
    with store.reading() as db:
        assert len(list(exports.rows_of(db, "seekers", other.station.fair.fair))) == 1
        assert len(list(exports.rows_of(db, "fairs", other.station.fair.fair))) == 1
        assert len(list(exports.rows_of(db, "fairs"))) == 2
    other.station.close()


def test_a_fair_without_its_setup_has_its_facts_all_the_same(store: Store) -> None:
    store.write(lambda db: nodes.add_fair(db, "f" * 32, "0" * 64, 0))
    with store.reading() as db:
        assert list(exports.rows_of(db, "fairs")) == [("f" * 32, "", "", "", None)]
        for table in exports.OF_FAIR:
            assert list(exports.rows_of(db, table)) == []


def test_no_cell_is_a_formula(url: str, day: FairDay, tmp_path: Path) -> None:
    def cells(table: str, column: str) -> list[str]:
        out = tmp_path / f"{table}.csv"
        line = ["export", table, "--format", "csv", "--out", str(out), "--database", url]
        assert CliRunner().invoke(main, line).exit_code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            return [row[column] for row in csv.DictReader(file)]

    assert "'=星河制衣" in cells("employers", "employer")
    assert "'+Anna" in cells("leads", "name")
