"""Clients that load a server from processes of their own: keep-alive, dripping, silent, uploading.

Plain sockets, so that the client takes as little as possible of a machine that it shares.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

WARM_UP = 0.5  # seconds that don't count


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients saw. `seconds` is how long they measured, `latencies` is sorted."""

    seconds: float
    latencies: list[float]
    failed: int

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def ms(self, share: float) -> float:
        """Give the latency in ms that `share` of all requests stayed under."""
        if not self.latencies:
            return float("inf")
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1e3

    def __str__(self) -> str:
        tail = f"p50 {self.ms(0.5):6.2f}  p99 {self.ms(0.99):6.2f}  p99.9 {self.ms(0.999):6.2f} ms"
        return f"{self.rate:6.0f}/s  {tail}" + (f"  {self.failed} failed" if self.failed else "")


def post(path: str, body: bytes, *, token: str = "none") -> bytes:
    """Give the bytes of a JSON request as a scanner sends it."""
    head = f"POST {path} HTTP/1.1\r\nHost: fair.local\r\nAuthorization: Bearer {token}\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + kind).encode() + body


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: fair.local\r\n\r\n".encode()


def load(
    port: int, requests: list[bytes], *, clients: int = 8, processes: int = 2, seconds: float = 3
) -> Load:
    """Let `clients` keep-alive connections send `requests`, over and over, each after its answer.

    The `requests` are dealt out in turn; each process has its own share of them.
    """
    running = [
        _started("keep-alive", str(port), str(clients // processes), str(seconds), feed=share)
        for share in (requests[n::processes] or requests for n in range(processes))
    ]
    heard = [json.loads(client.communicate()[0]) for client in running]
    latencies = sorted(latency for said in heard for latency in said["latencies"])
    return Load(seconds, latencies, sum(said["failed"] for said in heard))


@contextmanager
def weather(port: int, kind: str, count: int) -> Iterator[None]:
    """Have `count` clients around that are a nuisance.

    `heads` and `bodies` drip 100 bytes every half second, `silent` ones say nothing, `uploads`
    send 32 MiB and `exports` keep a thread at work, one after the other.
    """
    client = _started("weather", str(port), kind, str(count))
    assert client.stdout is not None
    try:
        client.stdout.readline()
        time.sleep(0.5)
        yield
    finally:
        client.kill()
        client.communicate()


def _started(*words: str, feed: list[bytes] | None = None) -> subprocess.Popen[str]:
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.clients", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin is not None
    client.stdin.write(json.dumps([request.decode("latin-1") for request in feed or []]))
    client.stdin.close()
    client.stdin = None
    return client


def _keep_alive(port: int, count: int, seconds: float, requests: list[bytes]) -> None:
    watch, turn = selectors.DefaultSelector(), 0
    sent_at: dict[socket.socket, float] = {}
    clock = time.perf_counter
    begin = clock() + WARM_UP
    latencies: list[float] = []
    failed = 0
    for _ in range(count):
        client = _connected(port)
        watch.register(client, selectors.EVENT_READ)
        sent_at[client] = clock()
        client.sendall(requests[turn % len(requests)])
        turn += 1
    while clock() < begin + seconds:
        for key, _ in watch.select(0.1):
            answering = key.fileobj
            assert isinstance(answering, socket.socket)
            good = _whole_answer(answering).startswith(b"HTTP/1.1 200")
            now = clock()
            failed += not good
            if good and now > begin:
                latencies.append(now - sent_at[answering])
            sent_at[answering] = now
            answering.sendall(requests[turn % len(requests)])
            turn += 1
    stuck = [clock() - at for at in sent_at.values() if clock() - at > 1]  # they count as well
    print(json.dumps({"latencies": latencies + stuck, "failed": failed}))


def _whole_answer(client: socket.socket) -> bytes:
    head, _, body = client.recv(65536).partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += client.recv(65536)
    return head


def _weather(port: int, kind: str, count: int) -> None:
    head = b"POST /upload HTTP/1.1\r\nHost: fair.local\r\nContent-Length: %d\r\n"
    begun = {"heads": head % 9, "bodies": head % 200_000 + b"\r\n", "silent": b""}
    drop = {"heads": b"X: " + b"x" * 95 + b"\r\n", "bodies": b"x" * 100, "silent": b""}
    clients: list[socket.socket] = []
    while True:
        if kind in ("uploads", "exports"):
            print("up", flush=True)
            (_upload if kind == "uploads" else _export)(port)
            continue
        while len(clients) < count:
            clients.append(_connected(port))
            clients[-1].sendall(begun[kind])
        print("up", flush=True)
        time.sleep(0.5)
        for client in list(clients):
            try:
                client.sendall(drop[kind])
            except OSError:
                clients.remove(client)


def _export(port: int) -> None:
    with _connected(port) as client:
        client.sendall(get("/export"))
        client.recv(1000)


def _upload(port: int) -> None:
    with _connected(port) as client:
        client.sendall(b"POST /upload HTTP/1.1\r\nHost: fair.local\r\n")
        client.sendall(b"Content-Length: %d\r\n\r\n" % (32 * 1024 * 1024))
        for _ in range(512):
            client.sendall(b"x" * 65536)
        client.recv(1000)


def _connected(port: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


if __name__ == "__main__":
    what, port_, *rest = sys.argv[1:]
    fed = [request.encode("latin-1") for request in json.load(sys.stdin)]
    if what == "weather":
        _weather(int(port_), rest[0], int(rest[1]))
    else:
        _keep_alive(int(port_), int(rest[0]), float(rest[1]), fed)
