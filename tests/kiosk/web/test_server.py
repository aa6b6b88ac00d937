"""The door stays open: for slow phones, broken requests, too many of them, and at closing time."""

import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from kiosk.web.connections import CROWDED, TOO_LARGE, USUAL, Connection, Patience
from kiosk.web.server import AddressTaken, Server, serve

MIB = 1024 * 1024


def door(environ: WSGIEnvironment, answer: StartResponse) -> Iterable[bytes]:
    """Answer as a small part of a node would; /slow takes 0.6 s, /long sends 8 MiB."""
    path = environ["PATH_INFO"]
    if TOO_LARGE in environ:
        answer("413 Too Large", [("Content-Type", "text/plain")])
        return [b"at most %d" % environ[TOO_LARGE]]
    if path == "/no-news":
        answer("204 No Content", [])
        return []
    if path == "/breaks":
        raise RuntimeError("the secret of the house")
    if path == "/slow":
        time.sleep(0.6)
    size = 0
    while part := environ["wsgi.input"].read(65536):
        size += len(part)
    said = b"x" * 8 * MIB if path == "/long" else b"%d bytes" % size
    answer("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]


@pytest.fixture
def server() -> Iterator[Server]:
    served = serve(door, host="127.0.0.1", port=0, threads=2, upload_paths=("/upload",))
    served.start()
    yield served
    served.stop(1)


class Phone:
    """A client that says byte for byte what it is told to."""

    def __init__(self, server: Server, sends: bytes = b"") -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        self.sends(sends)

    def sends(self, data: bytes) -> None:
        self.socket.sendall(data)

    def hears(self) -> bytes:
        """Read one answer with a Content-Length; empty when the connection has ended."""
        heard = b""
        while b"\r\n\r\n" not in heard:
            if not (part := self.socket.recv(65536)):
                return heard
            heard += part
        head, _, body = heard.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if b"content-length" in line]
        length = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(body) < length and (part := self.socket.recv(65536)):
            body += part
        return head + b"\r\n\r\n" + body

    def hears_all(self) -> bytes:
        heard = b""
        while part := self.socket.recv(65536):
            heard += part
        return heard


GET = b"GET / HTTP/1.1\r\nHost: fair.local\r\n\r\n"


def post(size: int, path: bytes = b"/", *, body: bytes | None = None) -> bytes:
    head = b"POST %s HTTP/1.1\r\nHost: fair.local\r\nContent-Length: %d\r\n\r\n" % (path, size)
    return head + (b"x" * size if body is None else body)


def test_a_connection_is_kept_for_the_next_scan(server: Server) -> None:
    phone = Phone(server)
    for size in (0, 7, 3000):
        phone.sends(post(size))
        assert phone.hears().endswith(b"%d bytes" % size)


def test_an_answer_without_news_keeps_the_connection(server: Server) -> None:
    phone = Phone(server, b"GET /no-news HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"connection: close" not in phone.hears().lower()
    phone.sends(GET)
    assert b"200 OK" in phone.hears()


def test_requests_sent_at_once_are_answered_in_their_order(server: Server) -> None:
    phone = Phone(server, post(1) + post(2) + post(3))
    answers = b""
    while answers.count(b" bytes") < 3:  # they may come in any pieces
        part = phone.socket.recv(65536)
        assert part, answers
        answers += part
    assert answers.index(b"1 bytes") < answers.index(b"2 bytes") < answers.index(b"3 bytes")


def test_an_old_client_is_answered_and_let_go(server: Server) -> None:
    assert b"0 bytes" in Phone(server, b"GET / HTTP/1.0\r\n\r\n").hears_all()


def test_nobody_learns_which_program_answers(server: Server) -> None:
    heard = Phone(server, GET).hears().lower()
    assert b"\r\nserver:" not in heard
    assert b"waitress" not in heard + Phone(server, b"rubbish\r\n\r\n").hears_all().lower()


def test_a_client_that_asks_first_may_go_on(server: Server) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    phone = Phone(server, head)
    assert b"100 Continue" in phone.hears()
    phone.sends(b"12345")
    assert b"5 bytes" in phone.hears()


def test_a_client_that_asks_first_is_told_that_it_is_too_much(server: Server) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
    assert Phone(server, head % 300_000).hears().startswith(b"HTTP/1.1 413")


def test_a_body_in_chunks_arrives_whole(server: Server) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    phone = Phone(server, head + b"3\r\nabc\r\n" + b"4;a=b\r\ndefg\r\n" + b"0\r\n\r\n")
    assert b"7 bytes" in phone.hears()


@pytest.mark.parametrize(
    ("path", "size", "limit"),
    [
        (b"/", 256 * 1024 + 1, 256 * 1024),
        (b"/", 3 * MIB, 256 * 1024),
        (b"/upload/jobs", 32 * MIB + 1, 32 * MIB),
        (b"/upload/jobs", 40 * MIB, 32 * MIB),
    ],
)
def test_too_large_a_body_is_refused_by_the_application_and_the_answer_arrives(
    server: Server, path: bytes, size: int, limit: int
) -> None:
    heard = Phone(server, post(size, path)).hears()
    assert heard.startswith(b"HTTP/1.1 413")
    assert heard.endswith(b"at most %d" % limit)


@pytest.mark.parametrize(("path", "size"), [(b"/", 256 * 1024), (b"/upload/jobs", 32 * MIB)])
def test_a_body_of_just_the_limit_is_taken(server: Server, path: bytes, size: int) -> None:
    assert Phone(server, post(size, path)).hears().endswith(b"%d bytes" % size)


def test_a_body_in_chunks_may_not_be_longer_than_another(server: Server) -> None:
    phone = Phone(server, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    phone.sends((b"10000\r\n" + b"x" * 65536 + b"\r\n") * 5)
    assert phone.hears().startswith(b"HTTP/1.1 413")


def test_the_ninth_upload_at_the_same_moment_is_asked_to_wait(server: Server) -> None:
    begun = [Phone(server, post(MIB, b"/upload", body=b"x")) for _ in range(8)]
    time.sleep(0.2)
    ninth = Phone(server, post(MIB, b"/upload", body=b"x")).hears()
    assert ninth.startswith(b"HTTP/1.1 503")
    assert b"Retry-After" in ninth
    for phone in begun:
        phone.sends(b"x" * (MIB - 1))
        assert phone.hears().endswith(b"%d bytes" % MIB)
    assert Phone(server, post(MIB, b"/upload")).hears().endswith(b"%d bytes" % MIB)


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),  # TLS to an HTTP port
        (b"rubbish\r\n\r\n", b"400"),
        (b"get / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (b"GET http://[ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n : nameless\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1_0\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
        (CHUNKED + b"zz\r\nabc\r\n", b"400"),
        (CHUNKED + b"-3\r\nabc\r\n", b"400"),
        (CHUNKED + b"3\r\nabcdef\r\n", b"400"),
        (CHUNKED + b"\r\n" * 20_000, b"400"),
        (CHUNKED + b"9" * 20_000, b"400"),
        (b"GET /" + b"x" * 17_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 17_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"A: x\r\n" * 90_000, b"431"),
    ],
    ids=range(23),
)
def test_a_broken_request_gets_one_plain_sentence(
    server: Server, broken: bytes, status: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    heard = Phone(server, broken).hears_all()
    assert heard.startswith((b"HTTP/1.0 " + status, b"HTTP/1.1 " + status))
    assert heard.endswith(b"Nothing was kept.")
    assert Phone(server, GET).hears().endswith(b"0 bytes")
    assert capfd.readouterr().err == ""


def test_a_fault_in_the_application_is_not_told_to_the_phone(server: Server) -> None:
    heard = Phone(server, b"GET /breaks HTTP/1.1\r\nHost: x\r\n\r\n").hears()
    assert heard.startswith(b"HTTP/1.1 500")
    assert b"secret" not in heard
    assert Phone(server, GET).hears().endswith(b"0 bytes")


def test_a_phone_on_bad_wifi_is_served_and_holds_nobody_up(server: Server) -> None:
    slow = Phone(server)
    others = [Phone(server, post(5000, body=b"x")) for _ in range(20)]
    silent = [Phone(server) for _ in range(100)]
    for byte in post(8):
        slow.sends(bytes([byte]))
        began = time.monotonic()
        assert Phone(server, GET).hears().endswith(b"0 bytes")
        assert time.monotonic() - began < 1
    assert slow.hears().endswith(b"8 bytes")
    assert len(others) + len(silent) == 120


def test_a_reader_that_stops_reading_holds_no_thread(server: Server) -> None:
    stuck = [Phone(server, b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(6)]
    for _ in range(3):
        assert Phone(server, GET).hears().endswith(b"0 bytes")
    assert len(stuck[0].hears()) > 8 * MIB


@pytest.mark.parametrize(
    ("sent", "after", "patience", "overdue"),
    [
        (b"", 29, USUAL, False),
        (b"", 31, USUAL, True),
        (b"", 3, CROWDED, True),
        (b"GET / HT", 59, USUAL, False),
        (b"GET / HT", 61, USUAL, True),
        (b"GET / HT", 11, CROWDED, True),
        (post(32 * MIB, b"/upload", body=b"x"), 1000, USUAL, False),
        (post(32 * MIB, b"/upload", body=b"x"), 1100, USUAL, True),
    ],
)
def test_who_is_too_slow_is_let_go(
    server: Server, sent: bytes, after: float, patience: Patience, overdue: bool
) -> None:
    phone = Phone(server, sent)
    connection = only_connection(server)
    if sent:
        until(lambda: connection.request is not None)
    assert connection.overdue(time.monotonic() + after, patience) is overdue
    phone.socket.close()


def test_dripping_on_does_not_buy_more_time(server: Server) -> None:
    phone = Phone(server, b"GET / HTTP/1.1\r\n")
    connection = only_connection(server)
    until(lambda: connection.request is not None)
    began = connection.request_since
    phone.sends(b"A: b\r\n")
    until(lambda: connection.heard > began)
    assert connection.request_since == began


def test_who_was_let_go_is_gone(server: Server) -> None:
    phone = Phone(server, b"GET / HT")
    connection = only_connection(server)
    until(lambda: connection.request is not None)
    connection.request_since -= 61
    assert phone.hears_all() == b""


def test_a_second_server_on_the_same_port_is_one_clear_exception(server: Server) -> None:
    with pytest.raises(AddressTaken):
        serve(door, host="127.0.0.1", port=server.port)


def test_who_comes_before_the_start_is_answered_after_it() -> None:
    served = serve(door, host="127.0.0.1", port=0)
    early = Phone(served, GET)
    served.start()
    assert early.hears().endswith(b"0 bytes")
    served.stop(1)


def test_a_server_that_never_started_can_be_stopped() -> None:
    served = serve(door, host="127.0.0.1", port=0)
    served.stop(1)
    with pytest.raises(OSError):
        Phone(served)


class Nap:
    """Something that a worker is slow with."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def service(self) -> None:
        self.begun.set()
        time.sleep(0.8)


def test_a_server_that_never_started_shuts_its_door_however_slow_its_workers_end() -> None:
    served = serve(door, host="127.0.0.1", port=0)
    nap = Nap()
    served._listener.add_task(nap)
    assert nap.begun.wait(10)
    served.stop(0)
    with pytest.raises(OSError):
        Phone(served)


FEW_FILES = """
import resource, sys
from tests.kiosk.web.test_server import door
from kiosk.web.server import serve
resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48))
server = serve(door, host="127.0.0.1", port=0)
server.start()
print(server.port, flush=True)
sys.stdin.read()
"""


def test_where_no_more_files_may_be_opened_the_silent_make_room() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", FEW_FILES], stdin=pipe, stdout=pipe) as node:
        try:
            assert node.stdout is not None
            address = ("127.0.0.1", int(node.stdout.readline()))
            silent = [socket.create_connection(address, timeout=10) for _ in range(60)]
            began = resource.getrusage(resource.RUSAGE_CHILDREN)
            with socket.create_connection(address, timeout=10) as phone:
                phone.sendall(GET)
                assert phone.recv(1000).startswith(b"HTTP/1.1 200")
            for each in silent:
                each.close()
        finally:
            node.kill()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.ru_utime - began.ru_utime < 2.5, "it waits, it doesn't ask without end"


def test_closing_time_finishes_what_has_arrived(server: Server) -> None:
    waiting = [Phone(server, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(4)]
    until(lambda: len(server._listener.task_dispatcher.queue) == 2)  # two in work, two wait
    stopping = threading.Thread(target=server.stop, args=(4,))
    stopping.start()
    for phone in waiting:
        heard = phone.hears()
        assert heard.startswith(b"HTTP/1.1 200")
        assert b"Connection: close" in heard
    stopping.join(5)
    with pytest.raises(OSError):
        Phone(server)


NODE = """
import signal, sys, threading
from tests.kiosk.web.test_server import door
from kiosk.web.server import serve
ending = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ending.set())
server = serve(door, host="127.0.0.1", port=0)
server.start()
print(server.port, flush=True)
ending.wait()
server.stop()
"""


@pytest.mark.slow
def test_sigterm_ends_the_node_within_five_seconds_whoever_is_connected(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", NODE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as node:
        assert node.stdout is not None and node.stderr is not None
        port = int(node.stdout.readline())

        def connect(sent: bytes) -> socket.socket:
            phone = socket.create_connection(("127.0.0.1", port), timeout=10)
            phone.sendall(sent)
            return phone

        idle = [connect(GET) for _ in range(5)]
        for phone in idle:
            assert b"200 OK" in phone.recv(1000)
        dripping = [connect(b"GET / HTTP/1.1\r\n"), connect(post(9, body=b"x")), connect(b"")]
        stuck = connect(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        began = time.monotonic()
        node.terminate()
        assert node.wait(10) == 0
        assert time.monotonic() - began < 5
        assert node.stderr.read() == ""
        for phone in [*idle, *dripping, stuck]:
            phone.close()


def only_connection(server: Server) -> Connection:
    until(lambda: len(server._listener.active_channels) == 1)
    found = next(iter(server._listener.active_channels.values()))
    assert isinstance(found, Connection)
    return found


def until(true: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
