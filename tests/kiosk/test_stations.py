"""Stations join a fair and agree, over the real door."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fair.badge import SERIES
from kiosk import neighbours
from kiosk.actions.add_staff import add_staff
from kiosk.actions.erase_seeker import erase_seeker
from kiosk.actions.exchange_with import backed_up_in
from kiosk.actions.invites import LASTS, Invites
from kiosk.actions.let_join import Joiner, let_join
from kiosk.actions.revoke_node import NotRevoked, revoke_node
from kiosk.actions.take_chunk import Taken, take_chunk
from kiosk.commands.nodes import new_invite
from kiosk.commands.refused import Refused
from kiosk.pairing import NotPaired, pair
from kiosk.store import badges, connect, giving, identity, operations, peers, seekers, state
from kiosk.store.badges import SeriesFull
from pages.sign_in import Pins
from tests.kiosk.nodes import stripped
from tests.kiosk.stations import Member, eventually, make_fair, new_member
from wire import certificate, chunks, invite, messages, pairing, requests, signing
from wire.talking import Line, NoTalk, Place

Members = Callable[[str], Member]


@pytest.fixture
def member(tmp_path: Path) -> Iterator[Members]:
    made: list[Member] = []

    def make(name: str) -> Member:
        made.append(new_member(tmp_path / name))
        return made[-1]

    yield make
    for each in made:
        each.ends()


@pytest.fixture
def organizer(member: Members) -> Member:
    made = member("organizer")
    make_fair(made)
    made.opens()
    return made


def test_a_new_node_becomes_a_station_and_has_the_fair(organizer: Member, member: Members) -> None:
    code = organizer.registers()
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    assert gate.station.fair.series == "B"
    assert gate.station.fair.fair_key == organizer.station.fair.fair_key
    assert gate.digest() == organizer.digest()
    assert gate.registers()[0] == "B"
    assert code[0] == "A"
    done = gate.exchanges(organizer)
    assert (done.received, done.quarantined) == (0, 0)
    assert done.sent >= 3  # the log's opening, the badge, the check-in
    assert gate.digest() == organizer.digest()
    assert gate.exchanges(organizer).sent == 0


def test_a_node_that_serves_exchanges_by_itself_both_ways(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.reachable.start()
    organizer.reachable.loop.start()
    for here in (organizer, gate):
        here.registers()
        assert eventually(lambda: gate.digest() == organizer.digest(), within=6)


def test_two_stations_that_joined_at_a_third_exchange_with_each_other(
    organizer: Member, member: Members
) -> None:
    """Mesh: who joined is known to all by its key, nobody pairs twice."""
    north, south = member("north"), member("south")
    north.joins(organizer, name="North gate")
    south.joins(organizer, name="South gate")
    north.exchanges(organizer)
    south.opens()
    south.registers()
    peer = north.neighbours.peer(south.station.fair.node)
    assert peer is not None
    north.neighbours.found(peer.node, south.reachable.door.addresses())
    assert north.exchanges(south).received >= 3
    assert north.digest() == south.digest()


def test_bodies_that_a_carrier_took_out_are_asked_for_again(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    organizer.registers()
    db, who = organizer.station.reading(), organizer.station.fair
    for chunk in giving.chunks(db, who, giving.vector(gate.station.reading())):
        came = chunks.read(chunks.write(stripped(chunk)))
        assert isinstance(take_chunk(gate.station, came), Taken)
    assert giving.vector(gate.station.reading()) == giving.vector(db)
    assert gate.digest() != organizer.digest()
    gate.exchanges(organizer)
    assert gate.digest() == organizer.digest()
    with connect.snapshot(gate.station.reading()) as at_gate:
        assert state.problems(at_gate, who.fair) == []


def test_a_body_that_a_neighbour_lacked_too_is_asked_for_again(
    organizer: Member, member: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "ASK_EVERY", 0.0)
    middle, end = member("middle"), member("end")
    middle.joins(organizer, name="Middle")
    end.joins(organizer, name="End")
    middle.exchanges(organizer)
    organizer.registers()
    db, who = organizer.station.reading(), organizer.station.fair
    for chunk in giving.chunks(db, who, giving.vector(middle.station.reading())):
        take_chunk(middle.station, chunks.read(chunks.write(stripped(chunk))))
    middle.opens()
    end.neighbours.found(middle.station.fair.node, middle.reachable.door.addresses())
    end.exchanges(middle)
    assert end.digest() != organizer.digest()
    middle.exchanges(organizer)
    end.exchanges(middle)
    assert end.digest() == middle.digest() == organizer.digest()


def test_bodies_of_erased_people_are_asked_for_once_and_never_come_back(
    organizer: Member, member: Members
) -> None:
    north, south = member("north"), member("south")
    north.joins(organizer, name="North gate")
    south.joins(organizer, name="South gate")
    code = north.registers()
    north.exchanges(organizer)
    kept = badges.by_code(north.station.reading(), code)
    assert kept is not None
    erase_seeker(organizer.station, kept.person, actor="test")
    south.exchanges(organizer)
    north.opens()
    south.neighbours.found(north.station.fair.node, north.reachable.door.addresses())
    north_by_south = south.neighbours.peer(north.station.fair.node)
    assert north_by_south is not None
    south.exchanges(north)
    north.exchanges(organizer)
    assert north.digest() == south.digest() == organizer.digest()
    for each in (north, south):
        assert not seekers.whole(each.station.reading(), kept.person)


def test_an_invite_is_good_for_one_node_and_ten_minutes() -> None:
    now = [0.0]
    invites = Invites(lambda: now[0])
    code = invites.issue("station", "North gate", lambda n: 3 % n)
    assert invites.take("0" * 16, "key") is None
    first = invites.take(code, "key")
    assert first is not None
    assert (first.role, first.name) == ("station", "North gate")
    assert invites.take(code, "other key") is None
    assert invites.take(code, "key") is not None, "an answer that was lost is asked for again"
    now[0] = LASTS + 1
    assert invites.take(code, "key") is None


def test_a_wrong_code_or_another_machine_lets_nobody_in(organizer: Member, member: Members) -> None:
    text = new_invite(organizer.neighbours, role="station", name="")
    parts = text.split("/")
    for at, wrong, why in ((3, "0" * 16, "no_code"), (2, "0" * 26, "wrong_key")):
        bad = "/".join([*parts[:at], wrong, *parts[at + 1 :]])
        with pytest.raises(NotPaired) as refused:
            pair(member(f"gate {at}").neighbours, bad, name="gate")
        assert refused.value.code == why
    with pytest.raises(NotPaired) as nothing:
        pair(member("lost").neighbours, "good morning", name="gate")
    assert nothing.value.code == "bad_invite"


def test_a_request_to_join_can_t_be_passed_on_to_another_node(
    organizer: Member, member: Members
) -> None:
    """Somebody invites a gate with the organizer's code to a machine of their own."""
    written = new_invite(organizer.neighbours, role="station", name="")
    text, key = invite.read(written), bytes(range(32))
    theirs = signing.public_key(bytes(range(1, 33)))
    asked = pairing.Request(theirs, text.code, "a" * 32, signing.public_key(key), "gate", (), None)
    body = messages.write(asked.says())
    who = (key, asked.node, "POST", pairing.PATH, body)
    line = Line(Place(text.addresses[0], text.fingerprint))
    for to in (theirs, line.key):
        line.connect()
        with pytest.raises(NoTalk, match="no_code"):
            line.ask(pairing.PATH, body, requests.stamp(*who, nonce="", count=0, to=to))
    pair(member("gate").neighbours, written, name="gate")  # the code is as good as before


def test_an_address_in_a_hello_that_was_sent_again_is_not_believed(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.opens()
    who, path = gate.station.fair, f"/exchange/v1/{gate.station.fair.fair}/hello"
    peer = gate.neighbours.peer(organizer.station.fair.node)
    assert peer is not None
    body = messages.write({"speaks": [1, 1], "at": ["10.9.8.7:1"], "clock": 0})
    mine = (who.node_key, who.node, "POST", path, body)
    headers = requests.stamp(*mine, nonce="", count=0, to=peer.key)
    with gate.neighbours.reached(peer) as (line, _):
        assert "nonce" in line.ask(path, body, headers).says
    gate.exchanges(organizer)
    known = organizer.neighbours.peer(who.node)
    assert known is not None
    assert "10.9.8.7:1" not in known.addresses
    assert set(gate.reachable.door.addresses()) <= set(known.addresses)


def test_whoever_guesses_codes_keeps_nobody_out_who_has_one(
    organizer: Member, member: Members
) -> None:
    good = new_invite(organizer.neighbours, role="station", name="")
    bad = good.replace(good.split("/")[3], "0" * 16)
    guesser = member("guesser")
    for _ in range(25):
        with pytest.raises(NotPaired):
            pair(guesser.neighbours, bad, name="gate")
    pair(member("gate").neighbours, good, name="gate")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_stranger_s_body_is_not_read(organizer: Member, chunked: bool) -> None:
    """Before its key is known nothing longer than a hello is taken: the answer comes at once."""
    path = f"/exchange/v1/{organizer.station.fair.fair}/give"
    stranger = (bytes(range(32)), "a" * 32, "POST", path, b"")
    stamped = requests.stamp(*stranger, nonce="b" * 32, count=1, to="c" * 64)
    length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 1000000"
    head = [f"POST {path} HTTP/1.1", "Host: x", length, *(f"{n}: {v}" for n, v in stamped.items())]
    address = invite.host_and_port(organizer.reachable.door.addresses()[0])
    with (
        socket.create_connection(address, timeout=10) as door,
        certificate.asking_context().wrap_socket(door) as told,
    ):
        told.sendall("\r\n".join((*head, "", "")).encode())
        if chunked:
            told.sendall(b"1400\r\n" + 0x1400 * b"x" + b"\r\n")
        heard = told.recv(4096)
        assert heard.startswith(b"HTTP/1.1 403 ")
        assert b"no_exchange" in heard + told.recv(4096)


def test_a_central_that_counts_too_high_harms_no_exchange() -> None:
    """SQLite's numbers end at 2^63."""
    told = {"backed_up": {f"log {n}": 2**62 for n in range(9)}}
    kept = backed_up_in(told)
    assert kept is not None
    assert kept < 2**63


def test_a_node_that_two_organizers_let_in_apart_keeps_its_letter(
    organizer: Member, member: Members
) -> None:
    """The one that made the fair hasn't heard of it when it comes there too."""
    second, north, late = member("second"), member("north"), member("late")
    second.joins(organizer, name="Second office", role="organizer")
    second.opens()
    north.joins(second, name="North gate")
    letter = north.station.fair.series
    assert letter == SERIES[-1]
    north.joins(organizer, name="Gate in the north")
    late.joins(second, name="Late gate")
    for _ in range(2):
        second.exchanges(organizer)
        north.exchanges(organizer)
    for each in (organizer, second, north):
        named = {row.node: row.series for row in peers.every(each.station.reading(), "")}
        assert named[north.station.fair.node] == letter == north.station.fair.series
        assert named[late.station.fair.node] == late.station.fair.series != letter
    assert organizer.digest() == second.digest() == north.digest()


def test_guessing_codes_is_slowed_down(organizer: Member, member: Members) -> None:
    text = new_invite(organizer.neighbours, role="station", name="")
    bad = text.replace(text.split("/")[3], "0" * 16)
    gate = member("gate")
    seen = set()
    for _ in range(25):
        with pytest.raises(NotPaired) as refused:
            pair(gate.neighbours, bad, name="gate")
        seen.add(refused.value.code)
    assert seen == {"no_code", "busy"}


def test_only_the_organizers_node_lets_others_in_and_changes_the_setup(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.opens()
    with pytest.raises(Refused, match="Only the organizer's node"):
        new_invite(gate.neighbours, role="station", name="")
    with pytest.raises(operations.NotHere):
        add_staff(gate.station, name="Li", role="desk", pin="2580", pins=Pins(), actor="test")
    second = member("second")
    second.joins(organizer, name="Second office", role="organizer")
    second.opens()
    late = member("late")
    late.joins(second, name="Late gate")
    second.exchanges(organizer)
    late.registers()
    late.exchanges(second)
    second.exchanges(organizer)
    assert organizer.digest() == late.digest() == second.digest()


def test_two_organizers_that_are_apart_give_out_different_letters(
    organizer: Member, member: Members
) -> None:
    second = member("second")
    second.joins(organizer, name="Second office", role="organizer")
    second.opens()
    north, south = member("north"), member("south")
    north.joins(organizer, name="North gate")
    south.joins(second, name="South gate")
    letters = [each.station.fair.series for each in (organizer, second, north, south)]
    assert len(set(letters)) == 4


def test_nodes_that_are_off_hold_nobody_up(organizer: Member, member: Members) -> None:
    """Ten that take the connection and say nothing, and one that is there."""
    deaf = socket.create_server(("127.0.0.1", 0), backlog=64)
    for number in range(10):
        joiner = Joiner(f"{number:032x}", f"{number:064x}", f"off {number}")
        let_join(organizer.station, joiner, role="station", name="", actor="test")
        with organizer.station.transaction() as db:
            peer = next(each for each in peers.every(db, "") if each.node == joiner.node)
            peers.ensure(db, peer, [f"127.0.0.1:{deaf.getsockname()[1]}"])
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.opens()
    organizer.neighbours.found(gate.station.fair.node, gate.reachable.door.addresses())
    organizer.reachable.loop.start()
    time.sleep(1)
    organizer.registers()
    assert eventually(lambda: gate.digest() == organizer.digest(), within=3)
    deaf.close()


def test_the_23rd_node_joins_without_a_letter_and_gives_out_no_numbers(
    organizer: Member, member: Members
) -> None:
    for number in range(len(SERIES) - 1):
        joiner = Joiner(f"{number:032x}", f"{number:064x}", f"gate {number}")
        joined = let_join(organizer.station, joiner, role="station", name="", actor="test")
        assert joined.series == SERIES[number + 1]
    gate = member("gate")
    gate.joins(organizer, name="23rd")
    assert gate.station.fair.series == ""
    with pytest.raises(SeriesFull):
        gate.registers()


def test_a_revoked_node_gets_nothing_and_what_it_says_from_then_on_does_not_count(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.registers()
    gate.exchanges(organizer)
    before = organizer.digest()
    gate.opens()
    revoke_node(organizer.station, node=gate.station.fair.node, actor="test")
    gate.registers()
    organizer.registers()
    with pytest.raises(NoTalk, match="not_paired"):
        gate.exchanges(organizer)
    with pytest.raises(NoTalk, match="revoked"):
        organizer.exchanges(gate)
    assert organizer.digest() != before
    for node, why in (
        (gate.station.fair.node, "already"),
        ("f" * 32, "unknown"),
        (organizer.station.fair.node, "itself"),
    ):
        with pytest.raises(NotRevoked) as refused:
            revoke_node(organizer.station, node=node, actor="test")
        assert refused.value.code == why


def test_nobody_revokes_who_was_there_before(organizer: Member, member: Members) -> None:
    second = member("second")
    second.joins(organizer, name="Second office", role="organizer")
    before = operations.newest(second.station.reading())
    with pytest.raises(NotRevoked, match="before_us"):
        revoke_node(second.station, node=organizer.station.fair.node, actor="test")
    assert operations.newest(second.station.reading()) == before


@pytest.mark.parametrize("years", [-57, 73])
def test_a_clock_in_1970_or_2099_exchanges_and_is_named(
    organizer: Member, member: Members, years: int
) -> None:
    gate = member("gate")
    gate.ahead[0] = timedelta(days=365.2425 * years)
    gate.joins(organizer, name="North gate")
    gate.registers()
    organizer.registers()
    gate.exchanges(organizer)
    assert gate.digest() == organizer.digest()
    seen = organizer.neighbours.peer(gate.station.fair.node)
    assert seen is not None
    assert seen.offset_ms is not None
    assert abs(seen.offset_ms - gate.ahead[0] / timedelta(milliseconds=1)) < 5000


def test_the_door_keeps_its_port(organizer: Member) -> None:
    kept = identity.setting(organizer.station.reading(), "exchange_port")
    assert kept == str(organizer.reachable.door.port)


def test_an_address_that_changed_is_heard_from_the_node_itself(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.opens()
    gate.exchanges(organizer)
    peer = organizer.neighbours.peer(gate.station.fair.node)
    assert peer is not None
    assert peer.addresses == gate.reachable.door.addresses()
    stale = replace(peer, addresses=("127.0.0.1:9", *peer.addresses))
    organizer.neighbours.exchange(stale)
    with organizer.station.transaction() as db:
        assert peers.addresses_of(db, peer.node)[0] == peer.addresses[0]


def test_a_revoked_node_is_told_that_its_folder_cant_join_again(
    organizer: Member, member: Members
) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    revoke_node(organizer.station, node=gate.station.fair.node, actor="test")
    with pytest.raises(NotPaired) as refused:
        gate.joins(organizer, name="North gate")
    assert refused.value.code == "put_out"


def test_a_revoked_organizer_lets_nobody_in(organizer: Member, member: Members) -> None:
    second = member("second")
    second.joins(organizer, name="Second office", role="organizer")
    second.opens()
    text = new_invite(second.neighbours, role="station", name="")
    revoke_node(organizer.station, node=second.station.fair.node, actor="test")
    organizer.opens()
    second.station.reading()
    with organizer.station.transaction() as db:  # the word reaches it by a stick
        told = list(giving.chunks(db, organizer.station.fair, {}))
    for chunk in told:
        take_chunk(second.station, chunk)
    late = member("late")
    with pytest.raises(NotPaired) as refused:
        pair(late.neighbours, text, name="late")
    assert refused.value.code == "not_organizer"


def test_a_clock_that_shows_no_time_at_all_harms_nobody(organizer: Member, member: Members) -> None:
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.opens()
    for clock in (10**30, -(10**30), True, "noon"):
        organizer.neighbours.met(gate.station.fair.node, {"clock": clock})
    peer = organizer.neighbours.peer(gate.station.fair.node)
    assert peer is not None
    assert peer.offset_ms is None or abs(peer.offset_ms) < 5000
