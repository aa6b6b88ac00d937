"""Stations report to central over the line: the same exchange as between gates."""

import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waitress.server import create_server

from central.actions.back_up import back_up
from central.actions.take_chunk import take_chunk
from central.settings import Central
from central.store import giving, invites, nodes, settings
from central.store import state as central_state
from central.store.connect import Store
from central.web.app import make_app
from central.web.exchange import with_exchange
from central.web.incoming import read_bodies_of
from fair.clock import to_ms
from kiosk.actions.take_chunk import Taken
from kiosk.actions.take_chunk import take_chunk as station_takes
from kiosk.pairing import NotPaired, pair
from kiosk.store import giving as at_station
from kiosk.store import peers
from tests.kiosk.nodes import stripped
from tests.kiosk.stations import Member, make_fair, new_member
from wire import certificate, chunks, invite, listener, requests, signing
from wire.sessions import Sessions
from wire.talking import NoTalk

Invite = Callable[[], str]


@contextmanager
def open_central(store: Store) -> Iterator[Invite]:
    """Serve a central in this process; give what makes its invites."""
    with store.reading() as db:
        key = bytes.fromhex(settings.value(db, "node_key"))
    central = Central(store, {})
    sessions = Sessions(time.monotonic, store.chance.new_id)
    app = with_exchange(make_app(central), central, sessions)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    read_bodies_of(server, sessions)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    door = listener.open_door("127.0.0.1", 0)
    nodes_door = listener.Listener(door, certificate.serving_context(key), server.effective_port)
    nodes_door.start()

    def make() -> str:
        code = invite.draw_code(secrets.randbelow)
        store.write(lambda db: invites.issue(db, code, to_ms(store.chance.now())))
        print_ = invite.fingerprint(signing.public_key(key))
        at = (f"127.0.0.1:{nodes_door.port}",)
        return invite.write(invite.Invite(at, print_, code, "central"))

    try:
        yield make
    finally:
        nodes_door.stop()
        server.close()
        server.task_dispatcher.shutdown(timeout=3)


@pytest.fixture
def new_invite(store: Store) -> Iterator[Invite]:
    with open_central(store) as make:
        yield make


@pytest.fixture
def member(tmp_path: Path) -> Iterator[Callable[[str], Member]]:
    made: list[Member] = []

    def make(name: str) -> Member:
        made.append(new_member(tmp_path / name))
        return made[-1]

    yield make
    for each in made:
        each.ends()


@pytest.fixture
def organizer(member: Callable[[str], Member]) -> Member:
    made = member("organizer")
    make_fair(made)
    made.opens()
    return made


def at_central(store: Store, fair: str) -> str:
    with store.reading() as db:
        return central_state.digest_of(db, fair)


def central_of(member: Member) -> peers.Peer:
    return next(each for each in member.neighbours.every() if each.role == "central")


def test_a_fair_reports_by_its_organizers_node_and_by_its_gates(
    store: Store, new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    fair = organizer.station.fair.fair
    organizer.registers()
    answer, first = pair(organizer.neighbours, new_invite(), name="Office")
    assert (answer.role, answer.fair_key) == ("central", "")
    assert first is not None
    assert first.sent > 0
    assert at_central(store, fair) == organizer.digest()
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    gate.registers()
    gate.exchanges(organizer)
    pair(gate.neighbours, new_invite(), name="")
    organizer.neighbours.exchange(central_of(organizer))
    gate.neighbours.exchange(central_of(gate))
    gate.exchanges(organizer)
    assert at_central(store, fair) == organizer.digest() == gate.digest()
    again = organizer.neighbours.exchange(central_of(organizer))
    assert (again.sent, again.received) == (0, 0)


def test_bodies_that_a_carrier_took_out_are_brought_and_given_again(
    store: Store, new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    pair(organizer.neighbours, new_invite(), name="Office")
    organizer.registers()
    db, who = organizer.station.reading(), organizer.station.fair
    with store.reading() as at:
        vector = giving.vector(at, who.fair)
    for chunk in at_station.chunks(db, who, vector):
        assert take_chunk(store, stripped(chunk), giver="test").broken is None
    assert at_central(store, who.fair) != organizer.digest()
    organizer.neighbours.exchange(central_of(organizer))
    assert at_central(store, who.fair) == organizer.digest()

    gate = member("gate")
    gate.joins(organizer, name="North gate")
    organizer.registers()
    for chunk in at_station.chunks(db, who, at_station.vector(gate.station.reading())):
        taken = station_takes(gate.station, chunks.read(chunks.write(stripped(chunk))))
        assert isinstance(taken, Taken)
    organizer.neighbours.exchange(central_of(organizer))
    pair(gate.neighbours, new_invite(), name="")
    gate.neighbours.exchange(central_of(gate))
    assert gate.digest() == at_central(store, who.fair)


def test_what_only_a_gate_could_bring_reaches_the_organizer_by_central(
    store: Store, new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    """Chain: the gate never meets the organizer's node again."""
    pair(organizer.neighbours, new_invite(), name="Office")
    gate = member("gate")
    gate.joins(organizer, name="North gate")
    organizer.neighbours.exchange(central_of(organizer))
    pair(gate.neighbours, new_invite(), name="")
    gate.registers()
    gate.neighbours.exchange(central_of(gate))
    organizer.neighbours.exchange(central_of(organizer))
    assert organizer.digest() == gate.digest()


def test_two_fairs_don_t_see_each_other(
    store: Store, new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    other = member("other")
    make_fair(other)
    for each in (organizer, other):
        each.registers()
        pair(each.neighbours, new_invite(), name="Office")
    with store.reading() as db:
        assert len(nodes.fairs(db)) == 2
    for each in (organizer, other):
        assert at_central(store, each.station.fair.fair) == each.digest()


def test_a_backup_of_central_is_told_to_the_stations(
    store: Store, new_invite: Invite, organizer: Member, tmp_path: Path
) -> None:
    pair(organizer.neighbours, new_invite(), name="Office")
    assert central_of(organizer).backed_up == 0
    back_up(store, tmp_path / "central.backup")
    organizer.neighbours.exchange(central_of(organizer))
    kept = central_of(organizer).backed_up
    assert kept is not None
    assert kept > 0


def test_whoever_guesses_codes_keeps_no_fair_out(
    new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    good = new_invite()
    bad = good.replace(good.split("/")[3], "0" * 16)
    other, heard = member("other"), set()
    make_fair(other)
    for _ in range(12):
        with pytest.raises(NotPaired) as refused:
            pair(other.neighbours, bad, name="Other")
        heard.add(refused.value.code)
    assert heard == {"no_code", "busy"}
    assert pair(organizer.neighbours, good, name="Office")[0].role == "central"


def test_a_stranger_s_body_is_not_read_at_central(new_invite: Invite) -> None:
    path = f"/exchange/v1/{'f' * 32}/give"
    stranger = (bytes(range(32)), "a" * 32, "POST", path, b"")
    stamped = requests.stamp(*stranger, nonce="b" * 32, count=1, to="c" * 64)
    head = [f"POST {path} HTTP/1.1", "Host: x", "Content-Length: 1000000"]
    head += [f"{name}: {value}" for name, value in stamped.items()]
    address = invite.host_and_port(invite.read(new_invite()).addresses[0])
    with (
        socket.create_connection(address, timeout=10) as door,
        certificate.asking_context().wrap_socket(door) as told,
    ):
        told.sendall("\r\n".join((*head, "", "")).encode())
        heard = told.recv(4096) + told.recv(4096)
        assert b"no_exchange" in heard


def test_strangers_get_nothing_and_an_invite_is_good_once(
    store: Store, new_invite: Invite, organizer: Member, member: Callable[[str], Member]
) -> None:
    text = new_invite()
    pair(organizer.neighbours, text, name="Office")
    other = member("other")
    make_fair(other)
    with pytest.raises(NotPaired, match="no_code"):
        pair(other.neighbours, text, name="Other")
    with pytest.raises(NotPaired, match="no_key"):
        pair(member("empty").neighbours, new_invite(), name="Empty")
    stranger = central_of(organizer)
    with pytest.raises(NoTalk, match="not_paired"):
        other.neighbours.exchange(stranger)
