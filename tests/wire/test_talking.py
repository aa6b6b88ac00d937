"""Two nodes talk: pinned, signed, counted; and nobody else does."""

import http.client
import itertools
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator

import pytest

from tests.wire.nodes import FAIR, KEYS, Shelf, key, served
from wire import messages, requests
from wire.certificate import asking_context
from wire.invite import fingerprint
from wire.sessions import MOST, MOST_UNPROVEN, Sessions
from wire.talking import Line, NoTalk, Place, Talk

NOT_PAIRED = {"error": "not_paired"}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def port(shelf: Shelf) -> Iterator[int]:
    with served(shelf) as port:
        yield port


def line_to(port: int, pin: str | None = None) -> Line:
    line = Line(Place(f"127.0.0.1:{port}", pin or key("asked")))
    line.connect()
    return line


def talk(port: int, name: str = "asking", fair: str = FAIR) -> Talk:
    return Talk(line_to(port), fair, name, KEYS[name], to=key("asked"))


def stamp(path: str, body: bytes, *, nonce: str = "", count: int = 0) -> dict[str, str]:
    """Sign a request of "asking" for "asked"."""
    who = (KEYS["asking"], "asking", "POST", path, body)
    return requests.stamp(*who, nonce=nonce, count=count, to=key("asked"))


def raw(port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send a request as anybody on the network can."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", port, context=asking_context(), timeout=10
    )
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def test_a_paired_node_compares_takes_and_gives(port: int, shelf: Shelf) -> None:
    shelf.gives = [b'{"first":1}\n']
    ours = talk(port)
    assert ours.hello({"name": "South gate"})["name"] == "North gate"
    assert ours.say("compare", {"vector": {}}).says["vector"] == {"a": 0}
    assert ours.say("take", {"vector": {}}).lines == b'{"first":1}\n'
    assert ours.say("take", {"vector": {}}).says["end"] is True
    assert ours.say("give", {}, b'{"mine":1}\n' * 1000).says["new"] == 1
    assert shelf.kept == [b'{"mine":1}\n' * 1000]


def test_the_invite_s_fingerprint_is_enough_to_know_the_other_side(port: int) -> None:
    assert line_to(port, fingerprint(key("asked"))).key == key("asked")


def test_another_machine_at_the_address_is_noticed_before_anything_is_sent(
    port: int, shelf: Shelf
) -> None:
    with pytest.raises(NoTalk) as why:
        line_to(port, key("stranger"))
    assert why.value.code == "wrong_key"


def test_an_unpaired_node_gets_the_same_nothing_everywhere(port: int, shelf: Shelf) -> None:
    shelf.gives = [b"people\n"]
    for name, fair in (("stranger", FAIR), ("asking", "0" * 32), ("stranger", "0" * 32)):
        with pytest.raises(NoTalk) as why:
            talk(port, name, fair).hello({})
        assert why.value.code == "not_paired"
    assert shelf.gives == [b"people\n"]


def test_a_paired_node_s_id_with_another_key_opens_nothing(port: int) -> None:
    impostor = Talk(line_to(port), FAIR, "asking", KEYS["stranger"], to=key("asked"))
    with pytest.raises(NoTalk, match="not_paired"):
        impostor.hello({})


def test_a_node_that_is_revoked_in_the_middle_is_out_at_once(port: int, shelf: Shelf) -> None:
    ours = talk(port)
    ours.hello({})
    shelf.paired.clear()
    with pytest.raises(NoTalk, match="not_paired"):
        ours.say("take", {"vector": {}})


def test_a_captured_request_sent_again_is_refused(port: int, shelf: Shelf) -> None:
    ours = talk(port)
    nonce = ours.hello({})["nonce"]
    path, body = f"/exchange/v1/{FAIR}/give", messages.write({}, b"fact\n")
    signed = stamp(path, body, nonce=nonce, count=1)
    assert raw(port, path, body, signed)[0] == 200
    status, answer = raw(port, path, body, signed)
    assert (status, messages.read(answer).says["error"]) == (403, "replayed")
    assert shelf.kept == [b"fact\n"]


def test_a_captured_request_is_worth_nothing_in_another_exchange(port: int, shelf: Shelf) -> None:
    nonce = talk(port).hello({})["nonce"]
    path, body = f"/exchange/v1/{FAIR}/give", messages.write({}, b"fact\n")
    signed = stamp(path, body, nonce=nonce, count=1)
    other = talk(port).hello({})["nonce"]
    status, _ = raw(port, path, body, {**signed, requests.NONCE: other})
    assert status == 403
    assert not shelf.kept


def test_whoever_was_asked_can_t_pass_a_request_on_in_the_sender_s_name() -> None:
    """Both are paired with "asking": what it says to one means nothing at the other."""
    third = Shelf(name="third", gives=[b"people\n"])
    with served(third) as port:
        path, body = f"/exchange/v1/{FAIR}/hello", messages.write({"speaks": [1, 1]})
        assert raw(port, path, body, stamp(path, body)) == (403, messages.write(NOT_PAIRED))
        line = Line(Place(f"127.0.0.1:{port}", key("third")))
        line.connect()
        ours = Talk(line, FAIR, "asking", KEYS["asking"], to=key("third"))
        nonce = ours.hello({})["nonce"]
        path, body = f"/exchange/v1/{FAIR}/take", messages.write({"vector": {}})
        status, _ = raw(port, path, body, stamp(path, body, nonce=nonce, count=1))
        assert status == 403
        assert third.gives == [b"people\n"]


def test_a_hello_that_is_sent_again_opens_nothing_and_says_nothing(port: int, shelf: Shelf) -> None:
    """It gets a nonce that only the node itself can sign, and takes nothing from that node."""
    path = f"/exchange/v1/{FAIR}/hello"
    body = messages.write({"speaks": [1, 1], "at": ["10.0.0.66:1"], "clock": 0})
    captured = stamp(path, body)
    ours = talk(port)
    ours.hello({"name": "South gate"})
    ours.say("compare", {"vector": {}})
    for _ in range(MOST_UNPROVEN + 5):
        assert raw(port, path, body, captured)[0] == 200
    assert ours.say("compare", {"vector": {}}).says["vector"] == {"a": 0}
    assert [each.get("name") for each in shelf.heard] == ["South gate"]


def test_exchanges_that_nobody_proved_are_few_and_go_first() -> None:
    now = [0.0]
    drawn = (f"{n}" for n in itertools.count())
    sessions = Sessions(lambda: now[0], lambda: next(drawn))
    proven = sessions.open(FAIR, "north", 1, {})
    found = sessions.find(proven)
    assert found is not None
    assert sessions.step(found, 1)
    for n in range(3 * MOST):
        sessions.open(FAIR, f"node {n // 100}", 1, {})
    assert sessions.find(proven) is found
    assert sessions.active("north", 1.0)
    assert not sessions.active("node 0", 1.0), "a hello alone is nobody's word"
    assert len(sessions) <= MOST


@pytest.mark.parametrize("what", ["path", "body", "count"])
def test_a_request_that_was_changed_on_the_way_is_refused(
    port: int, shelf: Shelf, what: str
) -> None:
    nonce = talk(port).hello({})["nonce"]
    path, body = f"/exchange/v1/{FAIR}/give", messages.write({}, b"fact\n")
    signed = stamp(path, body, nonce=nonce, count=1)
    match what:
        case "path":
            path = path.replace("give", "take")
        case "body":
            body = body.replace(b"fact", b"fake")
        case "count":
            signed[requests.COUNT] = "2"
    assert raw(port, path, body, signed)[0] == 403
    assert not shelf.kept


def test_a_zip_bomb_is_refused_unread(port: int, shelf: Shelf) -> None:
    nonce = talk(port).hello({})["nonce"]
    path, bomb = f"/exchange/v1/{FAIR}/give", zlib.compress(b"0" * 60_000_000, 9)
    assert len(bomb) < messages.LARGEST_PACKED
    signed = stamp(path, bomb, nonce=nonce, count=1)
    status, answer = raw(port, path, bomb, {**signed, "Content-Encoding": "deflate"})
    assert (status, messages.read(answer).says["error"]) == (400, "bad_message")
    assert not shelf.kept


def test_nonsense_is_refused_in_one_word_and_the_exchange_goes_on(port: int, shelf: Shelf) -> None:
    ours = talk(port)
    nonce = ours.hello({})["nonce"]
    path = f"/exchange/v1/{FAIR}/take"
    deep = b'{"protocol":1,"vector":' + b'{"a":' * 100_000
    for count, body in enumerate((b"", b"\xff\xfe", b"[]\n", b'{"protocol":"1"}\n', deep), 1):
        signed = stamp(path, body, nonce=nonce, count=count)
        status, answer = raw(port, path, body, signed)
        assert (status, messages.read(answer).says["error"]) == (400, "bad_message")
    senseless: tuple[object, ...] = ({"a": -1}, {"a": True}, {"a": 1.5}, [], None, {"a" * 100: 1})
    for vector in senseless:
        with pytest.raises(NoTalk, match="bad_message"):
            again = talk(port)
            again.hello({})
            again.say("take", {"vector": vector})


def test_a_busy_node_says_when_to_come_again(port: int, shelf: Shelf) -> None:
    shelf.busy = 7
    with pytest.raises(NoTalk) as why:
        talk(port).hello({})
    assert (why.value.code, why.value.retry_after) == ("busy", 7.0)


def test_a_version_that_has_nothing_in_common_is_told_so(port: int) -> None:
    ours = talk(port)
    path, body = f"/exchange/v1/{FAIR}/hello", messages.write({"speaks": [7, 9]})
    signed = stamp(path, body)
    status, answer = raw(port, path, body, signed)
    assert (status, messages.read(answer).says["error"]) == (400, "other_protocol")
    assert messages.spoken([1, 9]) == messages.SPEAKS[1]
    assert ours.protocol == messages.SPEAKS[1]


def test_a_hundred_silent_connections_hold_nobody_up(port: int) -> None:
    """A slow handshake holds no worker: the exchange beside them goes on."""
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    try:
        began = time.monotonic()
        assert talk(port).hello({})["name"] == "North gate"
        assert time.monotonic() - began < 3
    finally:
        for each in silent:
            each.close()


def test_plain_http_and_old_tls_are_let_go(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not plain.recv(100).startswith(b"HTTP")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    door = socket.create_connection(("127.0.0.1", port), timeout=10)
    with door, pytest.raises(ssl.SSLError):
        old.wrap_socket(door)


def test_many_at_once_are_all_served(port: int) -> None:
    heard: list[str] = []

    def ask() -> None:
        heard.append(talk(port).hello({})["name"])

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert heard == ["North gate"] * 40
