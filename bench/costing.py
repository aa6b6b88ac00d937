"""What a check-in costs of the processor, part by part, through the whole app but no server.

CPU time, so that others on the machine count little; of each part the quickest of many batches.
On a disk and in memory: what differs is the commit, and what a sleeping thread finds cold after it.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from wsgiref.types import WSGIEnvironment

from flask import Flask
from werkzeug.test import run_wsgi_app

from bench.checking_in import made
from bench.fairs import ask
from bench.figures import median
from fair import badge, facts
from kiosk.actions.check_in import check_in
from kiosk.settings import Kiosk, chance, shipped
from kiosk.store import operations
from kiosk.store.station import open_station
from kiosk.web.app import make_app
from pages.locale import read_texts

BATCH, BATCHES = 300, 20
IN_MEMORY = Path("/dev/shm")


def cpu(act: Callable[[int], object]) -> tuple[float, float]:
    """Give the µs of one call, the least and the median of all batches."""
    found = []
    for batch in range(BATCHES):
        began = time.process_time()
        for n in range(batch * BATCH, (batch + 1) * BATCH):
            act(n)
        found.append((time.process_time() - began) / BATCH * 1e6)
    return min(found), median(found)


def posted(path: str, body: bytes, token: str) -> WSGIEnvironment:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }


def answered(app: Flask, asked: WSGIEnvironment) -> None:
    _, status, _ = run_wsgi_app(app.wsgi_app, asked)
    assert status.startswith("200"), status


def measure(parent: Path) -> None:
    folder = parent / "node"
    token = made(folder)
    station = open_station(folder, chance())
    app = make_app(Kiosk(station=station, texts=read_texts(shipped("translations"))))
    key = station.fair.fair_key
    empty = Flask("empty")
    empty.add_url_rule("/", "empty", lambda: "ok", methods=["POST"])

    def code(series: str, n: int) -> str:
        return badge.badge_code(series, n % badge.LAST_NUMBER + 1, key, lambda below: n % below)

    def call(n: int) -> None:
        body = json.dumps({"code": code("C", n), "scan_id": f"{n:032d}"}).encode()
        answered(app, posted("/api/v1/check-ins", body, token))

    def record(n: int) -> None:
        with station.transaction():
            fact = facts.CheckInRecorded(code("E", n), "North gate")
            operations.record(station, fact, actor="bench")

    def insert(n: int) -> None:
        with station.transaction() as db:
            db.execute("INSERT INTO setting (name, value) VALUES (?, '')", (f"bench {n}",))

    parts: tuple[tuple[str, Callable[[int], object]], ...] = (
        ("a check-in by the device API", call),
        ("… its scan_id sent again: all but the action", lambda _: call(0)),
        (
            "… the action",
            lambda n: check_in(station, ask(code("D", n)), where="North gate", actor="bench"),
        ),
        ("…… its fact, derived and committed", record),
        ("…… a commit of one row", insert),
        ("an empty Flask route", lambda _: answered(empty, posted("/", b"", token))),
    )
    for name, act in parts:
        least, middle = cpu(act)
        print(f"| {name} | {least:.0f} µs | {middle:.0f} µs |", flush=True)
    station.close()


if __name__ == "__main__":
    for where in (None, IN_MEMORY if IN_MEMORY.is_dir() else None):
        with tempfile.TemporaryDirectory(dir=where) as parent:
            print(f"in {where or 'a folder on the disk'}: | part | least | median |")
            measure(Path(parent))
