"""From a check-in to the first byte at an idle printer, while 8 clients scan as fast as they can.

A real node; the printer is a socket of this process that answers the status question and notes
when a job begins. Measured from the moment in which the walk-in's request is sent.
"""

import json
import secrets
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

from bench.checking_in import KIOSK, made, running, scans
from bench.clients import load
from bench.figures import Figure, median, percentile

MOST = 100.0  # ms
BADGES, SECONDS = 300, 25.0
QUESTION = b"\x1b!?"  # TSPL's status request, and below "ready"
READY = b"\0"


@contextmanager
def idle_printer() -> Iterator[tuple[int, "Queue[float]"]]:
    """Give a port, and when each job's first byte came."""
    begun: Queue[float] = Queue()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=attend, args=(listener, begun), daemon=True).start()
        yield listener.getsockname()[1], begun


def attend(listener: socket.socket, begun: "Queue[float]") -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line:
            first = True
            while data := line.recv(65536):
                if data == QUESTION:
                    line.sendall(READY)
                elif first:
                    begun.put(time.perf_counter())
                    first = False


def walk_in(port: int, token: str) -> None:
    body = json.dumps({"scan_id": secrets.token_hex(16)}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/seekers", body, headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


def measured(port: int, token: str, begun: "Queue[float]", busy: threading.Thread) -> list[float]:
    """Give the ms from each walk-in to its badge's first byte, while the clients are busy."""
    found: list[float] = []
    while busy.is_alive() and len(found) < BADGES:
        began = time.perf_counter()
        walk_in(port, token)
        found.append((begun.get(timeout=30) - began) * 1000)
        time.sleep(0.05)  # the printer is idle again
    return found


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as parent, idle_printer() as (paper, begun):
        folder = Path(parent) / "node"
        token = made(folder)
        add = ("printer", "add", "P", f"tcp://127.0.0.1:{paper}", "--language", "tspl")
        words = (*KIOSK, "--data", str(folder), *add, "--size", "50x30")
        subprocess.run(words, check=True, capture_output=True)
        serving = (*KIOSK, "--data", str(folder), "serve", "--host", "127.0.0.1", "--port", "0")
        with running(*serving) as (port, _):
            walk_in(port, token)
            begun.get(timeout=30)  # fonts are open
            requests = scans(folder, token, 20_000, 1)

            def scan() -> None:
                load(port, requests, clients=8, seconds=SECONDS)

            busy = threading.Thread(target=scan, daemon=True)
            busy.start()
            time.sleep(2)
            found = measured(port, token, begun, busy)
            busy.join()
    worst = percentile(found, 0.99)
    return [
        Figure(
            "from a check-in to the first byte at an idle printer, 8 clients scanning",
            f"median {median(found):.0f}, p99 {worst:.0f} ms ({len(found)} badges)",
            f"p99 ≤ {MOST:.0f} ms",
            worst <= MOST,
        )
    ]


if __name__ == "__main__":
    for figure in run():
        print(figure)
