"""Check-ins over HTTP with 8 keep-alive clients, against the two limits measured beside them.

A real node in a process of its own; the clients are two more processes on the same two cores.
"""

import json
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psutil

from bench.clients import Load, get, load, post, weather
from bench.figures import Figure, median, percentile, seconds
from fair import badge
from kiosk.store import connect, identity
from kiosk.store.operations import INSERT

DATA = Path(__file__).parent.parent / "tests" / "data"
ROUNDS, SECONDS = 5, 3.0
LEAST, P99, P99_DRIPPING, MEMORY, STARTS = 0.5, 25.0, 100.0, 80.0, 1.0
KIOSK = (sys.executable, "-m", "kiosk")
EMPTY = "from flask import Flask; from kiosk.web.server import serve; import time\n" \
    "app = Flask('empty')\napp.add_url_rule('/', 'empty', lambda: 'ok')\n" \
    "server = serve(app, host='127.0.0.1', port=0)\nserver.start()\n" \
    "print(server.url, flush=True)\ntime.sleep(600)"  # fmt: skip


@contextmanager
def running(*words: str) -> Iterator[tuple[int, int]]:
    """Start a program that prints its URL first; give its port and process."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline().strip().rpartition(":")[2]), process.pid
    finally:
        process.terminate()
        process.wait(10)


def made(folder: Path) -> str:
    """Make the city fair with both lists; give an entrance's token."""
    data = ("--data", str(folder))
    subprocess.run([*KIOSK, *data, "fair", "create", str(DATA / "fair.json")], check=True,
                   capture_output=True)  # fmt: skip
    for what in ("employers", "seekers"):
        subprocess.run([*KIOSK, *data, "import", what, str(DATA / f"{what}.xlsx")], check=True,
                       capture_output=True)  # fmt: skip
    words = ("device", "add", "gate", "--role", "entrance", "--json")
    added = subprocess.run([*KIOSK, *data, *words], check=True, capture_output=True, text=True)
    token: str = json.loads(added.stdout)["token"]
    return token


def scans(folder: Path, token: str, many: int, first: int) -> list[bytes]:
    """Give requests of badges that nobody has scanned yet, each with its own scan_id."""
    who = identity.load(connect.reader(folder))
    assert who is not None
    requests = []
    for number in range(first, first + many):
        code = badge.badge_code("B", number % 32767 + 1, who.fair_key, secrets.randbelow)
        body = json.dumps({"code": code, "scan_id": secrets.token_hex(16)}).encode()
        requests.append(post("/api/v1/check-ins", body, token=token))
    return requests


def bare_rate() -> float:
    """Give how many bare durable inserts a second SQLite makes here, with the same settings."""
    with tempfile.TemporaryDirectory() as folder:
        db = connect.writer(Path(folder))
        numbers = count(1)

        def loop() -> None:
            for _ in range(1000):
                n = next(numbers)
                op = f"{n:032x}"
                db.execute("BEGIN IMMEDIATE")
                db.execute(INSERT, (op, "a" * 32, n, 1, 1, "k", 1, "d", op, op))
                db.execute("COMMIT")

        taken = seconds(loop)
        db.close()
    return 1000 / taken


def told(each: list[Load]) -> tuple[float, float, float, float]:
    """Give the medians of rate, p50, p99 and p99.9 (ms)."""
    shares = (0.5, 0.99, 0.999)
    times = [median([percentile(one.latencies, share) for one in each]) * 1000 for share in shares]
    return median([one.rate for one in each]), times[0], times[1], times[2]


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "node"
        token = made(folder)
        words = (*KIOSK, "--data", str(folder), "serve", "--host", "127.0.0.1", "--port", "0")
        began = time.perf_counter()
        with running(*words) as (port, pid), running(sys.executable, "-c", EMPTY) as (other, _):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as healthy:
                assert healthy.status == 200
            started = time.perf_counter() - began
            mine, empty, bare, rainy = [], [], [], []
            first = 1
            for _ in range(ROUNDS):
                requests = scans(folder, token, 6000, first)
                first += 6000
                mine.append(load(port, requests, clients=8, seconds=SECONDS))
                empty.append(load(other, [get("/")], clients=8, seconds=SECONDS))
                bare.append(bare_rate())
            rss = psutil.Process(pid).memory_info().rss / 1024 / 1024
            for kind in ("heads", "bodies"):
                with weather(port, kind, 20):
                    requests = scans(folder, token, 6000, first)
                    first += 6000
                    rainy.append(load(port, requests, clients=8, seconds=SECONDS))
    rate, p50, p99, p999 = told(mine)
    limit = min(median([one.rate for one in empty]), median(bare))
    dripping = max(percentile(one.latencies, 0.99) for one in rainy) * 1000
    return [
        Figure(
            "check-ins over HTTP, 8 clients",
            f"{rate:,.0f}/s = {rate / limit:.0%} of the lower limit (empty route "
            f"{median([one.rate for one in empty]):,.0f}/s, bare SQLite {median(bare):,.0f}/s)",
            f"≥ {LEAST:.0%}",
            rate / limit >= LEAST,
        ),
        Figure("… p50, p99, p99.9", f"{p50:.1f}, {p99:.1f}, {p999:.1f} ms", f"p99 ≤ {P99:.0f} ms",
               p99 <= P99),
        Figure("… p99 while 20 senders drip", f"{dripping:.1f} ms", f"≤ {P99_DRIPPING:.0f} ms",
               dripping <= P99_DRIPPING),
        Figure("memory of the node while serving 8 clients", f"{rss:.0f} MiB",
               f"≤ {MEMORY:.0f} MiB", rss <= MEMORY),
        Figure("/healthz is 200 after", f"{started:.2f} s", f"≤ {STARTS:.0f} s", started <= STARTS),
    ]  # fmt: skip


if __name__ == "__main__":
    for figure in run():
        print(figure)
