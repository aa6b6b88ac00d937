"""`kiosk printer …`: set-up, queue and questions from the shell."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.actions import set_up_printer
from kiosk.commands.carrying import backup, restore
from kiosk.commands.verbs import VERBS, Refused
from kiosk.store import print_jobs, print_queue
from tests.kiosk.conftest import FairDay, new_station


def result(fair: FairDay, verb: str, **arguments: object) -> Any:
    (event,) = VERBS[verb](fair.station, **arguments)
    return event["result"]


def add(fair: FairDay, out: Path, **more: object) -> Any:
    given = {"name": "North", "uri": f"file:{out}", "language": "png", "size": "50x30",
             "dpi": 203, "entrance": "", **more}  # fmt: skip
    return result(fair, "printer_add", **given)


def jobs(fair: FairDay) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result(fair, "printer_jobs")
    return found


def test_a_printer_is_added_listed_tried_and_removed(fair: FairDay, tmp_path: Path) -> None:
    assert add(fair, tmp_path / "b.png") == {"printer": "North"}
    (row,) = result(fair, "printer_list")
    assert (row["name"], row["waiting"], row["confirms"]) == ("North", 0, False)
    assert result(fair, "printer_test", name="North")["delivered"] == "taken"
    assert (tmp_path / "b.png").exists()
    result(fair, "printer_remove", name="North")
    assert result(fair, "printer_list") == []


@pytest.mark.parametrize(
    "wrong",
    [{"uri": "nonsense"}, {"language": "klingon"}, {"size": "9x9"}, {"entrance": "Moon"},
     {"dpi": 600}, {"name": "x" * 61}, {"size": "62x29", "dpi": 203, "language": "brother"}],
)  # fmt: skip
def test_what_can_be_no_printer_is_refused_in_one_sentence(
    fair: FairDay, tmp_path: Path, wrong: dict[str, object]
) -> None:
    with pytest.raises(Refused, match="othing was kept"):
        add(fair, tmp_path / "b.png", **wrong)
    assert result(fair, "printer_list") == []


def test_a_second_printer_of_one_name_is_refused(fair: FairDay, tmp_path: Path) -> None:
    add(fair, tmp_path / "b.png")
    with pytest.raises(Refused, match="already"):
        add(fair, tmp_path / "b.png")


@pytest.mark.parametrize("verb", ["printer_test", "printer_remove"])
def test_an_unknown_printer_is_refused(fair: FairDay, verb: str) -> None:
    with pytest.raises(Refused, match="no printer named South"):
        result(fair, verb, name="South")


def test_a_printer_whose_folder_is_gone_prints_no_test_label(fair: FairDay) -> None:
    add(fair, Path("/nowhere/b.png"))
    with pytest.raises(Refused, match="No test label was printed"):
        result(fair, "printer_test", name="North")


def test_the_queue_is_told_job_by_job(fair: FairDay, tmp_path: Path) -> None:
    add(fair, tmp_path / "b.png")
    fair.scans(fair.registers("Anna Berg").code)
    (job,) = jobs(fair)
    assert job == {
        "job": 1, "badge_number": "A-0001", "copy": 1, "printer": "North", "state": "queued",
        "why": "", "kind": "badge",
    }  # fmt: skip


def test_what_was_cut_off_is_asked_about_where_nothing_serves(
    fair: FairDay, tmp_path: Path
) -> None:
    add(fair, tmp_path / "b.png")
    fair.scans(fair.registers("Anna Berg").code)
    with fair.station.transaction() as db:
        assert print_queue.begin_sending(db, 1, "North", fair.at("09:00"))
    assert jobs(fair)[0]["state"] == "in_doubt"
    assert result(fair, "printer_resolve", job=1, said="again")["follower"] == 2
    assert result(fair, "printer_resolve", job=1, said="again")["follower"] == 2
    with pytest.raises(Refused, match="nothing to answer"):
        result(fair, "printer_resolve", job=2, said="printed")
    with pytest.raises(Refused, match="no print job 9"):
        result(fair, "printer_resolve", job=9, said="printed")


def test_badges_for_a_roll_are_queued_with_their_numbers(fair: FairDay, tmp_path: Path) -> None:
    add(fair, tmp_path / "b.png")
    told = result(fair, "badges_printed", count=3, printer="North")
    assert told == {"first": "A-0001", "last": "A-0003", "count": 3}
    assert [job["state"] for job in jobs(fair)] == ["queued"] * 3
    with pytest.raises(Refused, match="no printer named South"):
        result(fair, "badges_printed", count=3, printer="South")
    assert len(jobs(fair)) == 3


def test_what_waited_in_a_backup_is_asked_about_once_it_is_restored(
    fair: FairDay, tmp_path: Path
) -> None:
    add(fair, tmp_path / "b.png")
    fair.scans(fair.registers("Anna Berg").code)
    backup(fair.station.folder, tmp_path / "fair.backup", None)
    restore(tmp_path / "other", tmp_path / "fair.backup", None)
    other = new_station(tmp_path / "other", fair.clock)
    (job,) = print_jobs.every(other.reading())
    other.close()
    assert (job.state, job.why) == (
        "in_doubt",
        "This comes from a backup; it may have come out since.",
    )


def test_while_the_store_takes_nothing_no_byte_leaves(fair: FairDay, tmp_path: Path) -> None:
    """A full disk: what can't be noted first isn't sent."""
    import sqlite3

    from kiosk.actions.open_printer import open_printer
    from kiosk.actions.print_next import Claims, print_next
    from kiosk.store import printers

    add(fair, tmp_path / "b.png")
    fair.scans(fair.registers("Anna Berg").code)
    row = printers.by_name(fair.station.reading(), "North")
    assert row is not None
    machine = open_printer(uri=row.uri, language=row.language, size=row.size, dpi=row.dpi)
    fair.station.db.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError):
        print_next(fair.station, row, machine, Claims(), lambda text: text)
    fair.station.db.execute("PRAGMA query_only = OFF")
    assert not (tmp_path / "b.png").exists()
    assert jobs(fair)[0]["state"] == "queued"
    set_up_printer.remove_printer(fair.station, "North")
