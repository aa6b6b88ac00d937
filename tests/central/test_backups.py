"""A backup of central comes back whole on either database, or is refused."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from central.actions.take_chunk import take_chunk
from central.commands.line import main
from central.store import peers, settings, staff
from central.store.connect import Store, open_store
from fair import facts
from fair.operation import BEGINNING
from kiosk.actions import take_chunk as at_station
from tests.central.conftest import Clock, new_database
from tests.central.fairs import chunks_of, digest_at, digest_of, new_fair, report
from tests.central.test_taking import CODES, Peer, record
from tests.kiosk.conftest import FairDay

Says = Callable[..., Result]


@pytest.fixture
def says(url: str) -> Says:
    def run(*words: str, database: str = "") -> Result:
        return CliRunner().invoke(main, [*words, "--database", database or url])

    return run


@pytest.fixture
def days(store: Store, tmp_path: Path) -> Iterator[list[FairDay]]:
    made = []
    for name in ("one", "two"):
        day = new_fair(tmp_path / name, campaign={"zh-CN": "春风行动"})
        somebody = day.registers("王芳", certificate="990101199003071236")
        day.scans(somebody.code)
        day.visits(somebody.code, employer="e" * 32)
        report(store, day, size=5)
        made.append(day)
    yield made
    for day in made:
        day.station.close()


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    file = tmp_path / "secret.txt"
    file.write_text("eight friendly horses\n", encoding="utf-8")
    return str(file)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another database, to restore into."""
    return new_database(request, request.param, tmp_path / "restored")


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_backup_is_told_to_stations(
    says: Says, store: Store, days: list[FairDay], tmp_path: Path
) -> None:
    done = told(says("backup", str(tmp_path / "central.backup"), "--json"))
    assert (done["fairs"], done["sealed"]) == (2, False)
    with store.reading() as db:
        safe = peers.backed_up(db, days[0].station.fair.fair)
    assert sum(safe.values()) * 2 == done["operations"]


@pytest.mark.parametrize("sealed", [False, True])
def test_a_backup_comes_back_on_either_database_and_the_fairs_go_on_there(
    says: Says,
    store: Store,
    days: list[FairDay],
    empty: str,
    passphrase: str,
    clock: Clock,
    tmp_path: Path,
    sealed: bool,
) -> None:
    file = str(tmp_path / "central.backup")
    how = ("--passphrase-file", passphrase) if sealed else ()
    says("staff", "add", "Li", "--pin", "246810")
    assert told(says("backup", file, "--json", *how))["sealed"] is sealed
    assert told(says("restore", file, "--json", *how, database=empty))["fairs"] == 2
    back = open_store(empty, clock.chance())
    for day in days:
        assert digest_at(back, day) == digest_of(day)
        day.scans(day.registers("Anna Berg").code)  # a day later
        for chunk in chunks_of(day):
            assert take_chunk(back, chunk, giver="test").broken is None
        assert digest_at(back, day) == digest_of(day)
    with back.reading() as here, store.reading() as there:
        assert settings.value(here, "node_key") == settings.value(there, "node_key")
        assert [each.name for each in staff.every(here)] == ["Li"]
    back.close()
    again = says("restore", file, *how, database=empty)  # not into one that holds fairs
    assert again.exit_code == 1 and "nothing was changed" in again.stderr


def test_only_this_account_may_read_a_backup_and_the_file_of_the_database(
    says: Says, url: str, days: list[FairDay], passphrase: str, tmp_path: Path
) -> None:
    for name, how in (("plain", ()), ("sealed", ("--passphrase-file", passphrase))):
        assert says("backup", str(tmp_path / name), *how).exit_code == 0
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    if url.startswith("sqlite"):
        assert stat.S_IMODE(Path(url.removeprefix("sqlite:///")).stat().st_mode) == 0o600


def test_a_sealed_backup_opens_with_its_passphrase_alone(
    says: Says, days: list[FairDay], passphrase: str, tmp_path: Path
) -> None:
    file, empty = tmp_path / "central.backup", f"sqlite:///{tmp_path / 'restored.db'}"
    assert says("backup", str(file), "--passphrase-file", passphrase).exit_code == 0
    assert not file.read_bytes().startswith(b"\x1f\x8b")  # no gzip that anybody could open
    other, short = tmp_path / "other.txt", tmp_path / "short.txt"
    other.write_text("nine friendly horses", encoding="utf-8")
    short.write_text("seven77", encoding="utf-8")
    for how, sentence in (
        ((), "--passphrase-file"),
        (("--passphrase-file", str(other)), "passphrase is wrong"),
        (("--passphrase-file", str(short)), "at least 8"),
        (("--passphrase-file", str(tmp_path / "none.txt")), "can't be read"),
    ):
        refused = says("restore", str(file), *how, database=empty)
        assert refused.exit_code == 1
        assert sentence in refused.stderr and len(refused.stderr.splitlines()) == 1
    absent = says("restore", str(tmp_path / "none"), database=empty)
    assert absent.exit_code == 1 and "no file" in absent.stderr
    store = told(says("status", "--json", database=empty))
    assert store["fairs"] == []


@pytest.mark.slow
@pytest.mark.parametrize("sealed", [False, True])
def test_a_backup_that_is_cut_off_or_changed_is_refused(
    says: Says, days: list[FairDay], passphrase: str, tmp_path: Path, sealed: bool
) -> None:
    file = tmp_path / "central.backup"
    how = ("--passphrase-file", passphrase) if sealed else ()
    assert says("backup", str(file), *how).exit_code == 0
    whole = file.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // (6 if sealed else 25))):
        changed = bytes([whole[place] ^ 0xFF])
        for bad in (whole[:place], whole[:place] + changed + whole[place + 1 :]):
            file.write_bytes(bad)
            empty = f"sqlite:///{tmp_path / f'{place}.db'}"
            refused = says("restore", str(file), *how, database=empty)
            if sealed or bad[10:] != whole[10:]:  # gzip's own head names a system and a time
                assert refused.exit_code == 1, place
                assert "othing was" in refused.stderr


def run_of(node: Peer) -> Peer:
    """Give another log of the same node: another run."""
    run = Peer(node.fair)
    run.key, run.node, run.public = node.key, node.node, node.public
    run.last, run.operations = BEGINNING, []
    run.says(facts.LogOpened(run.node, run.public), 1)
    run.log = run.last.log
    return run


def test_logs_of_a_node_that_is_named_later_in_the_file_come_back_too(
    says: Says, store: Store, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate was let in by a second organizer's machine, whose log stands behind the gate's."""
    day = new_fair(tmp_path / "one")
    fair = day.station.fair.fair
    gate = Peer(fair)
    runs = [gate, *(run_of(gate) for _ in range(3))]
    second = Peer(fair)
    while second.log < max(each.log for each in runs):
        second = Peer(fair)
    record(day, facts.NodeJoined(second.node, second.public, "second", "organizer", None))
    second.says(facts.NodeJoined(gate.node, gate.public, "gate", "station", "B"), 2)
    for n, each in enumerate(runs):
        each.says(facts.CheckInRecorded(CODES[0], f"gate {n}"), 3)
    report(store, day)
    for each in (second, *runs):
        for chunk in each.chunks(500):
            at_station.take_chunk(day.station, chunk)
            assert take_chunk(store, chunk, giver="test").broken is None
    file, empty = str(tmp_path / "central.backup"), f"sqlite:///{tmp_path / 'restored.db'}"
    assert says("backup", file).exit_code == 0
    monkeypatch.setattr("fair.trust.MOST_STRANGE_LOGS", 1)
    assert says("restore", file, database=empty).exit_code == 0
    back = open_store(empty, clock.chance())
    assert digest_at(back, day) == digest_at(store, day) == digest_of(day)
    back.close()
    day.station.close()


def test_a_backup_is_not_written_where_it_could_not_be_read_back(says: Says) -> None:
    refused = says("backup", "/dev/null")
    assert refused.exit_code == 1 and "nothing was written" in refused.stderr
