"""Many who mean no good are at the door for nodes; a paired neighbour still gets in."""

import asyncio
import contextlib
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.wire.nodes import FAIR, KEYS, Shelf, key, served
from wire import files, listener
from wire.certificate import asking_context
from wire.guests import Guest, Guests, place_of
from wire.talking import Line, Place, Talk

FLOOD = listener.CONNECTIONS + 88


@pytest.fixture
def port() -> Iterator[int]:
    if files.room(4096) < 4 * FLOOD:
        pytest.skip("this system lets nobody open so many files")
    with served(Shelf()) as port:
        yield port


def neighbour(port: int) -> float:
    """Exchange as the paired neighbour; give how many seconds that took."""
    began = time.monotonic()
    line = Line(Place(f"127.0.0.1:{port}", key("asked")))
    line.connect()
    ours = Talk(line, FAIR, "asking", KEYS["asking"], to=key("asked"))
    assert ours.hello({})["name"] == "North gate"
    assert ours.say("compare", {"vector": {}}).says["vector"] == {"a": 0}
    line.close()
    return time.monotonic() - began


@contextlib.contextmanager
def flood(port: int, *, shake: bool, says: bytes = b"", many: int = FLOOD) -> Iterator[int]:
    """Open connections from 127.0.0.1 and leave them silent; give how many still stand."""
    context = asking_context()
    with contextlib.ExitStack() as stack:
        standing = 0
        for _ in range(many):
            door = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            if shake:
                with contextlib.suppress(OSError):
                    told = stack.enter_context(context.wrap_socket(door))
                    if says:
                        told.sendall(says)
            standing += 1
        yield standing


@pytest.mark.slow
@pytest.mark.parametrize("shake", [False, True])
def test_512_silent_connections_keep_no_neighbour_out(port: int, shake: bool) -> None:
    with flood(port, shake=shake):
        assert neighbour(port) < 3


def test_connections_that_drip_keep_no_neighbour_out(port: int) -> None:
    """They have begun a request, so each would hold one on loopback too."""
    with flood(port, shake=True, says=b"POST /exchange/v1/x/hello HTTP/1.1\r\n"):
        assert neighbour(port) < 3


def test_a_neighbour_that_is_at_it_stays_while_others_flood(port: int) -> None:
    line = Line(Place(f"127.0.0.1:{port}", key("asked")))
    line.connect()
    ours = Talk(line, FAIR, "asking", KEYS["asking"], to=key("asked"))
    ours.hello({})
    with flood(port, shake=False):
        for _ in range(3):
            ours.say("compare", {"vector": {}})
    line.close()


def test_who_never_shakes_hands_or_says_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "HANDSHAKE_SECONDS", 0.3)
    monkeypatch.setattr(listener, "FIRST_SECONDS", 0.3)
    monkeypatch.setattr(listener, "UNKNOWN_SECONDS", 0.6)
    with served(Shelf()) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as mute:
            assert mute.recv(10) == b""
        for says in (b"", b"POST "):
            with (
                socket.create_connection(("127.0.0.1", port), timeout=5) as door,
                asking_context().wrap_socket(door) as silent,
            ):
                silent.sendall(says) if says else None
                with contextlib.suppress(ssl.SSLEOFError, ConnectionResetError):
                    assert silent.recv(10) == b""
        line = Line(Place(f"127.0.0.1:{port}", key("asked")))
        line.connect()
        ours = Talk(line, FAIR, "asking", KEYS["asking"], to=key("asked"))
        ours.hello({})
        time.sleep(0.8)  # whoever was answered has the time of an exchange
        ours.say("compare", {"vector": {}})
        line.close()


def test_a_door_that_may_open_no_more_files_lets_a_neighbour_in_all_the_same() -> None:
    """It runs in a process of its own, which may have 64 files open."""
    asked, pipe = [sys.executable, "-m", "tests.wire.nodes", "64"], subprocess.PIPE
    with subprocess.Popen(asked, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        port = int(process.stdout.readline())
        try:
            with flood(port, shake=False, many=200):
                assert tried(port), "while they hold what there is"
            assert tried(port), "and afterwards"
        finally:
            process.kill()
        assert "no more files may be opened" in process.stderr.read()


def tried(port: int) -> bool:
    """Say whether the neighbour gets in within five seconds, trying again like a node does."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with contextlib.suppress(Exception):
            neighbour(port)
            return True
        time.sleep(0.2)
    return False


def test_the_oldest_silent_one_of_the_largest_crowd_goes_first() -> None:
    async def crowd() -> None:
        guests = Guests(8)
        came = [Guest("wifi", float(n)) for n in range(5)]
        known = Guest("wifi", -1.0, welcome=True)
        came[0].shaken = came[0].asked = True
        here = (known, *came[:4])
        for each in (*here, Guest("cable", 5.0)):
            assert guests.come(each)
            each.task = asyncio.ensure_future(asyncio.sleep(10))
        assert guests.come(came[4])  # the fifth that nobody knows from there: half are enough
        await asyncio.sleep(0)
        gone = [each.task is not None and each.task.cancelled() for each in here]
        assert gone == [False, False, True, False, False]

    asyncio.run(crowd())


def test_a_door_full_of_known_neighbours_lets_none_of_them_go() -> None:
    guests = Guests(4)
    for n in range(4):
        assert guests.come(Guest(f"node {n}", float(n), welcome=True))
    assert not guests.come(Guest("stranger", 9.0))
    assert len(guests) == 4


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2001:db8:1:2:aaaa::7", "2001:db8:1:2::/64"),
        ("fe80::7%eth0", "fe80::/64"),
    ],
)
def test_one_machine_is_one_place_however_many_addresses_it_has(address: str, place: str) -> None:
    assert place_of(address) == place
