"""Stations in processes of their own: cut off, copied, killed, revoked; then they agree."""

import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Made
from tests.faults.node import Node, Phone, kiosk, kiosk_json, serve
from tests.faults.stations import (
    BadLine,
    digests,
    door_of,
    eventually,
    gate,
    invite,
    join,
    walk_ins,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def organizer(made: Made) -> Node:
    return serve(made.folder)


def checked_in(folder: Path) -> int:
    people: int = kiosk_json(folder, "status")["people"]
    return people


def test_a_scan_at_one_gate_shows_at_the_other_within_three_seconds(
    organizer: Node, made: Made, tmp_path: Path
) -> None:
    join(made.folder, tmp_path / "south", "South gate")
    south = serve(tmp_path / "south")
    north_gate, south_gate = made.gate, gate(tmp_path / "south")
    try:
        for here, there in ((organizer, south), (south, organizer)):
            tokens = {organizer.port: north_gate, south.port: south_gate}
            far = Phone(there.port, tokens[there.port])
            before = far.get("/api/v1/status")[1]["check_ins"]
            code = walk_ins(here, tokens[here.port], 1)[0]
            at = time.monotonic()
            assert eventually(
                lambda far=far, before=before: far.get("/api/v1/status")[1]["check_ins"] > before
            )
            took = time.monotonic() - at
            assert far.post("/check-ins", code=code)[1]["verdict"] == "already_in"
            assert took < 3.0, f"after {took:.1f} s"
        kiosk(tmp_path / "south", "exchange")
    finally:
        south.stop()
    organizer.stop()
    assert len(digests(made.folder, tmp_path / "south")) == 1


def test_an_exchange_of_nothing_new_makes_no_operations(
    organizer: Node, made: Made, tmp_path: Path
) -> None:
    join(made.folder, tmp_path / "south", "South gate")
    kiosk(tmp_path / "south", "exchange")
    before = [
        kiosk_json(each, "status")["operations"] for each in (made.folder, tmp_path / "south")
    ]
    for _ in range(3):
        done = kiosk_json(tmp_path / "south", "exchange", "organizer")["peers"]
        assert [(each["sent"], each["received"], each["error"]) for each in done] == [(0, 0, None)]
    after = [kiosk_json(each, "status")["operations"] for each in (made.folder, tmp_path / "south")]
    assert after == before


def test_three_nodes_cut_off_one_of_them_restored_from_a_copy_agree_after_one_exchange_each(
    made: Made, tmp_path: Path
) -> None:
    """Star: both gates know the organizer only. South's disk is copied in the middle of the day."""
    organizer = serve(made.folder)
    north, south, old = tmp_path / "north", tmp_path / "south", tmp_path / "old"
    for folder, name in ((north, "North gate"), (south, "South gate")):
        join(made.folder, folder, name)
        kiosk(folder, "exchange")
    organizer.stop()

    came = 0
    for folder, many in ((made.folder, 5), (north, 7), (south, 4)):
        node = serve(folder)
        came += len(walk_ins(node, gate(folder, "first"), many))
        node.stop()
    shutil.copytree(south, old)
    node = serve(south)
    came += len(walk_ins(node, gate(south, "second"), 3))
    node.kill()  # its disk dies; what was exchanged by nobody is on that disk
    saved = tmp_path / "saved"
    shutil.copytree(south, saved)
    shutil.rmtree(south)
    shutil.copytree(old, south)  # the copy goes on
    node = serve(south)
    came += len(walk_ins(node, gate(south, "third"), 2))
    node.stop()

    organizer = serve(made.folder)
    for folder in (north, south, saved, north, south):
        done = kiosk_json(folder, "exchange")["peers"]
        assert [each["error"] for each in done] == [None], done
    organizer.stop()
    assert len(digests(made.folder, north, south)) == 1
    for folder in (made.folder, north, south):
        status = kiosk_json(folder, "status")
        assert (status["people"], status["quarantined"], status["unheard"]) == (came, 0, 0)
        assert kiosk_json(folder, "verify")["ok"]


def test_a_chain_carries_facts_from_one_end_to_the_other(made: Made, tmp_path: Path) -> None:
    """A meets B, B meets C; A and C never meet."""
    a, b, c = made.folder, tmp_path / "b", tmp_path / "c"
    organizer = serve(a)
    for folder in (b, c):
        join(a, folder, folder.name)
        kiosk(folder, "exchange")
    codes = walk_ins(organizer, made.gate, 3)
    kiosk(b, "exchange")
    organizer.stop()
    middle, end = serve(b), serve(c)
    try:
        kiosk(c, "exchange", f"127.0.0.1:{port_of(b)}")
        scanner = Phone(end.port, gate(c))
        assert [scanner.post("/check-ins", code=code)[1]["verdict"] for code in codes] == [
            "already_in"
        ] * 3
    finally:
        middle.stop()
        end.stop()


def port_of(folder: Path) -> int:
    """Give the port of a station's door, as its page shows it."""
    db = sqlite3.connect(f"file:{folder / 'fair.db'}?mode=ro", uri=True)
    (port,) = db.execute("SELECT value FROM setting WHERE name = 'exchange_port'").fetchone()
    db.close()
    return int(port)


def test_killed_in_the_middle_of_an_exchange_nothing_is_lost_and_nothing_twice(
    made: Made, tmp_path: Path
) -> None:
    organizer = serve(made.folder)
    join(made.folder, tmp_path / "south", "South gate")
    walk_ins(organizer, made.gate, 300)
    for kill in range(8):
        south = serve(tmp_path / "south")
        walk_ins(south, gate(tmp_path / "south", f"gate {kill}"), 20)
        time.sleep(0.05 * kill)
        (south if kill % 2 else organizer).kill()
        if kill % 2:
            continue
        south.process.send_signal(signal.SIGTERM)
        south.process.wait(10)
        organizer = serve(made.folder)
    kiosk(tmp_path / "south", "exchange")
    organizer.stop()
    assert len(digests(made.folder, tmp_path / "south")) == 1
    assert checked_in(made.folder) == 300 + 8 * 20
    for folder in (made.folder, tmp_path / "south"):
        assert kiosk_json(folder, "verify")["ok"]


def test_a_line_that_cuts_and_delays_only_costs_time(made: Made, tmp_path: Path) -> None:
    organizer = serve(made.folder)
    line = BadLine(door_of(invite(made.folder)), cut_after=[])
    join(made.folder, tmp_path / "south", "South gate", through=line.own)
    kiosk(tmp_path / "south", "exchange")
    organizer.stop()
    south = serve(tmp_path / "south")
    walk_ins(south, gate(tmp_path / "south"), 150)
    south.stop()
    organizer = serve(made.folder)
    walk_ins(organizer, made.gate, 150)
    line.delay = 0.01
    line.cut_after = [300, 2_000, 4_000, 6_000, 9_000, 15_000, 30_000]
    for _ in range(40):
        done = kiosk(tmp_path / "south", "exchange", "--json", check=False)
        if done.returncode == 0:
            break
    else:
        pytest.fail(f"never went through: {done.stdout}")
    assert line.cuts >= 4
    organizer.stop()
    line.close()
    assert len(digests(made.folder, tmp_path / "south")) == 1
    assert checked_in(made.folder) == 300


def test_a_revoked_node_gets_nothing_any_more(made: Made, tmp_path: Path) -> None:
    organizer = serve(made.folder)
    south = tmp_path / "south"
    join(made.folder, south, "South gate")
    kiosk(south, "exchange")
    revoked = kiosk_json(made.folder, "revoke", "South gate")
    assert revoked["name"] == "South gate"
    walk_ins(organizer, made.gate, 3)
    before = kiosk_json(south, "status")["operations"]
    done = kiosk(south, "exchange", "--json", check=False)
    assert done.returncode == 1
    assert "doesn't exchange with this node" in done.stdout
    assert kiosk_json(south, "status")["operations"] == before
    organizer.stop()
    assert kiosk_json(made.folder, "status")["peers"][0]["revoked"] is True


def test_an_invite_lets_one_node_in_once(made: Made, tmp_path: Path) -> None:
    organizer = serve(made.folder)
    text = invite(made.folder)
    kiosk(tmp_path / "one", "pair", text)
    refused = kiosk(tmp_path / "two", "pair", text, check=False)
    assert refused.returncode == 1
    assert "doesn't take this invite" in refused.stderr
    assert not kiosk(tmp_path / "one", "pair", text, check=False).returncode, "it may ask again"
    organizer.stop()
    nothing = kiosk(made.folder, "invite", check=False)
    assert nothing.returncode == 1
    assert "Nothing serves" in nothing.stderr


def test_the_port_stays_the_same_over_restarts(made: Made, tmp_path: Path) -> None:
    first = serve(made.folder)
    port = door_of(invite(made.folder))
    first.kill()
    again = serve(made.folder)
    assert door_of(invite(made.folder)) == port
    again.stop()


def test_a_node_joins_by_stick_with_no_network_at_all(made: Made, tmp_path: Path) -> None:
    new, request, answer = tmp_path / "new", tmp_path / "request", tmp_path / "answer"
    kiosk(new, "pair", "--request", str(request), "--name", "East gate")
    kiosk(made.folder, "invite", "--answer", str(request), "--out", str(answer))
    joined = kiosk_json(new, "pair", str(answer))
    assert (joined["name"], joined["series"]) == ("East gate", "B")
    assert kiosk_json(new, "status")["seekers"] == kiosk_json(made.folder, "status")["seekers"]
    assert len(digests(made.folder, new)) == 1
    stranger = kiosk(tmp_path / "other", "pair", str(answer), check=False)
    assert stranger.returncode == 1
    assert "can't be used here" in stranger.stderr
