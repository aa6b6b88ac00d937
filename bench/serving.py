"""How the server holds up: threads, bad Wi-Fi, silent connections, uploads, an export, commits.

/scan costs what a check-in costs without its rules: JSON, 250 us of Python and one durable insert
under the writer's lock. Each line is the median of its rounds, and the rounds take turns.
"""

import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from flask import Flask, request

from bench import commits
from bench.clients import Load, get, load, post, weather
from kiosk.web import server

ROUNDS = 3
SECONDS = 2.0
LIMIT_P99_DRIPPING = 100.0  # ms
EMPTY, SCAN, SHARED = get("/empty"), post("/scan", b'{"code": "A"}'), post("/shared", b"{}")


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a process of its own."""

    port: int
    pid: int

    @property
    def rss_mib(self) -> float:
        return float(psutil.Process(self.pid).memory_info().rss) / 1024 / 1024


def make_app(folder: Path) -> Flask:
    app = Flask("bench")
    db = commits.connect(folder)
    lock = threading.Lock()
    own, shared = commits.OwnCommits(db), commits.SharedCommits(db)
    own.lock = shared.lock = lock

    @app.get("/empty")
    def empty() -> str:
        return "ok"

    @app.post("/scan")
    def scan() -> dict[str, str]:
        request.get_json()
        own.write(commits.decide_and_insert)
        return {"verdict": "admitted"}

    @app.post("/shared")
    def scan_with_others() -> dict[str, str]:
        request.get_json()
        shared.write(commits.decide_and_insert)
        return {"verdict": "admitted"}

    @app.get("/export")
    def export() -> str:
        until = time.perf_counter() + 1
        while time.perf_counter() < until:
            pass
        return "ok"

    @app.post("/upload")
    def upload() -> str:
        return str(len(request.stream.read()))

    return app


@contextmanager
def running(threads: int, switch_seconds: float = server.SWITCH_SECONDS) -> Iterator[Running]:
    words = [sys.executable, "-m", "bench.serving", str(threads), str(switch_seconds)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdout is not None
        try:
            yield Running(int(node.stdout.readline()), node.pid)
        finally:
            node.terminate()


def serve_until_told(threads: int, switch_seconds: float) -> None:
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        node = server.serve(
            app, host="127.0.0.1", port=0, threads=threads, upload_paths=("/upload",)
        )
        node.start()
        sys.setswitchinterval(switch_seconds)
        print(node.port, flush=True)
        ending.wait()
        node.stop()


def median(loads: list[Load]) -> str:
    """Give the medians of rate and percentiles; the worst p99 tells how far to trust them."""
    rate, p50, p99, p999 = (
        statistics.median(column)
        for column in zip(
            *((one.rate, one.ms(0.5), one.ms(0.99), one.ms(0.999)) for one in loads), strict=True
        )
    )
    worst = max(one.ms(0.99) for one in loads)
    failed = sum(one.failed for one in loads)
    return (
        f"{rate:6.0f}/s  p50 {p50:6.2f}  p99 {p99:6.2f} (worst {worst:6.2f})  "
        f"p99.9 {p999:6.2f} ms{f'  {failed} failed' if failed else ''}"
    )


def threads_and_commits() -> None:
    for threads in (1, 2, 3, 4, 8, 16):
        seen: dict[str, list[Load]] = {"empty": [], "scan": [], "scan, shared commits": []}
        with running(threads) as node:
            for _ in range(ROUNDS):
                for name, what in zip(seen, (EMPTY, SCAN, SHARED), strict=True):
                    seen[name].append(load(node.port, [what], seconds=SECONDS))
            rss = node.rss_mib
        for name, loads in seen.items():
            print(f"{threads:2} threads  {name:20}  {median(loads)}", flush=True)
        gain = sorted(
            two.rate / one.rate
            for one, two in zip(seen["scan"], seen["scan, shared commits"], strict=True)
        )
        print(
            f"{threads:2} threads  shared / own commits {gain[ROUNDS // 2]:.2f}, {rss:.0f} MiB RSS"
        )


def bad_company() -> None:
    company = (
        (("heads", 20),),
        (("bodies", 20),),
        (("silent", 60),),
        (("silent", 200),),
        (("uploads", 1),),
        (("heads", 20), ("bodies", 20), ("silent", 200), ("uploads", 1)),
        (("silent", 2000),),
    )
    for kinds in company:
        with running(server.THREADS) as node, ExitStack() as stack:
            for kind, count in kinds:
                stack.enter_context(weather(node.port, kind, count))
            loads = [load(node.port, [SCAN], seconds=SECONDS) for _ in range(ROUNDS)]
            rss = node.rss_mib
        name = ", ".join(f"{count} {kind}" for kind, count in kinds)
        print(f"scan beside {name:47} {median(loads)}  {rss:.0f} MiB", flush=True)
        if len(kinds) == 1 and kinds[0][0] in ("heads", "bodies"):
            p99 = statistics.median(one.ms(0.99) for one in loads)
            verdict = "kept" if p99 <= LIMIT_P99_DRIPPING else "BROKEN"
            print(f"limit: p99 {p99:.1f} ms, at most {LIMIT_P99_DRIPPING:.0f} ms: {verdict}")


def beside_an_export() -> None:
    for switch_seconds in (0.005, 0.001, 0.0005, 0.0002):
        alone, beside = [], []
        with running(server.THREADS, switch_seconds) as node:
            for _ in range(ROUNDS):
                alone.append(load(node.port, [SCAN], seconds=SECONDS))
                with weather(node.port, "exports", 1):
                    beside.append(load(node.port, [SCAN], seconds=SECONDS))
        for name, loads in (("alone", alone), ("beside an export", beside)):
            print(
                f"switch {switch_seconds * 1e3:.1f} ms, scan {name:17} {median(loads)}", flush=True
            )


def run() -> None:
    threads_and_commits()
    bad_company()
    beside_an_export()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        serve_until_told(int(sys.argv[1]), float(sys.argv[2]))
    else:
        run()
