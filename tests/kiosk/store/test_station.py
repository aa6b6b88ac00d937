"""Transactions that meet share a commit; a failing one takes back only its own changes."""

import sqlite3
import threading

import pytest

from fair.facts import CheckInRecorded
from kiosk.store import connect, operations
from kiosk.store.station import Station
from tests.kiosk.conftest import FairDay, new_station


def record(station: Station, code: str) -> None:
    operations.record(station, CheckInRecorded(code, "North gate"), actor="test")


def test_every_third_of_many_writers_fails_and_nobody_waits_for_ever(fair: FairDay) -> None:
    station = fair.station
    kept: list[str] = []

    def write(at: int) -> None:
        code = f"code {at}"
        try:
            with station.transaction():
                record(station, code)
                if at % 3 == 0:
                    raise ValueError(code)
            kept.append(code)
        except ValueError:
            pass

    threads = [threading.Thread(target=write, args=(at,), daemon=True) for at in range(90)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    rows = station.reading().execute("SELECT code FROM check_in").fetchall()
    assert sorted(row["code"] for row in rows) == sorted(kept)
    assert len(kept) == 60
    chain = station.reading().execute("SELECT seq FROM operation ORDER BY log, seq").fetchall()
    assert [row["seq"] for row in chain] == list(range(1, len(chain) + 1))


def test_a_second_process_is_refused_while_one_writes(fair: FairDay) -> None:
    with pytest.raises(connect.Refused) as refused:
        new_station(fair.station.folder, fair.clock)
    assert refused.value.code == "busy"


def test_each_run_opens_a_log_of_its_own_that_names_the_one_before(fair: FairDay) -> None:
    record_in(fair.station, "one")
    fair.station.close()
    again = new_station(fair.station.folder, fair.clock)
    record_in(again, "two")
    logs = again.reading().execute("SELECT log, before, before_seq FROM log").fetchall()
    assert len(logs) == 2
    (first,) = [row["log"] for row in logs if row["before"] is None]
    (second,) = [row for row in logs if row["before"] is not None]
    assert (second["before"], second["before_seq"]) == (first, 4)
    again.close()
    fair.station = new_station(fair.station.folder, fair.clock)


def record_in(station: Station, code: str) -> None:
    with station.transaction():
        record(station, code)


def test_an_idle_run_leaves_nothing_in_the_log(fair: FairDay) -> None:
    before = operations.newest(fair.station.reading())
    fair.station.close()
    fair.station = new_station(fair.station.folder, fair.clock)
    assert operations.newest(fair.station.reading()) == before


def test_a_database_from_a_newer_version_is_left_alone(fair: FairDay) -> None:
    fair.station.close()
    with sqlite3.connect(fair.station.folder / connect.NAME) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(connect.Refused) as refused:
        new_station(fair.station.folder, fair.clock)
    assert refused.value.code == "newer"
    with sqlite3.connect(fair.station.folder / connect.NAME) as db:
        db.execute(f"PRAGMA user_version = {connect.VERSION}")
    fair.station = new_station(fair.station.folder, fair.clock)


def test_the_file_is_opened_as_it_must_be(fair: FairDay) -> None:
    db = fair.station.db
    settings = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in
                ("journal_mode", "synchronous", "foreign_keys", "secure_delete")}  # fmt: skip
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    with pytest.raises(sqlite3.OperationalError):
        fair.station.reading().execute("DELETE FROM operation")
