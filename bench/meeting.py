"""Stations that meet: how soon a scan shows, how fast one catches up, what exchanging costs.

Real nodes in processes of their own on loopback; each limit is measured in the same run.
"""

import http.client
import json
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from bench.checking_in import KIOSK, made, running, scans
from bench.clients import Load, load
from bench.figures import Figure, median, percentile
from fair import badge, facts
from kiosk.settings import chance
from kiosk.store import operations
from kiosk.store.station import open_station

NEW, IN_ONE = 20_000, 500
CATCH_UP, SHOWS, IDLE, KEEPS = 5.0, 3.0, 1.0, 0.8  # seconds, seconds, % of a core, share
SHOWN, IDLE_SECONDS, ROUNDS, SECONDS = 10, 20.0, 3, 3.0


def command(folder: Path, *words: str) -> Any:
    done = subprocess.run(
        [*KIOSK, "--data", str(folder), *words, "--json"], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr or done.stdout}")
    return json.loads(done.stdout)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    words = ("--data", str(folder), "serve", "--host", "127.0.0.1", "--port", "0")
    with running(*KIOSK, *words) as (port, pid):
        yield port, psutil.Process(pid)


def live_through(folder: Path, many: int) -> None:
    """Let so many check-ins have happened at a node while nobody serves it."""
    station = open_station(folder, chance())
    who = station.fair
    codes = [
        badge.badge_code(who.series, number, who.fair_key, secrets.randbelow)
        for number in range(1, 2001)
    ]
    for first in range(0, many, IN_ONE):
        with station.transaction():
            for n in range(first, min(first + IN_ONE, many)):
                fact = facts.CheckInRecorded(codes[n % len(codes)], "North gate")
                operations.record(station, fact, actor="bench")
    station.close()


def asked(port: int, token: str, path: str, body: dict[str, Any] | None = None) -> Any:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}"}
    line.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
    answer = json.loads(line.getresponse().read())
    line.close()
    return answer


def shows(here: int, there: int, tokens: tuple[str, str]) -> float:
    """Give how long after somebody came in here they are found there, in seconds."""
    scan = {"scan_id": secrets.token_hex(16)}
    number = asked(here, tokens[0], "/api/v1/seekers", scan)["badge_number"]
    began = time.perf_counter()
    while not asked(there, tokens[1], f"/api/v1/seekers?q={number}")["seekers"]:
        if time.perf_counter() - began > 30:
            return 30.0
        time.sleep(0.02)
    return time.perf_counter() - began


def cpu(processes: list[psutil.Process], seconds: float) -> float:
    """Give what each process took of a core, in percent: the mean."""

    def taken() -> float:
        return sum(sum(each.cpu_times()[:2]) for each in processes)

    before = taken()
    time.sleep(seconds)
    return (taken() - before) / seconds / len(processes) * 100


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as parent:
        organizer, gate = Path(parent) / "organizer", Path(parent) / "gate"
        token = made(organizer)
        with serving(organizer) as (port, _):
            text = command(organizer, "invite", "--name", "North gate")["invite"]
            command(gate, "pair", text)
            theirs = command(gate, "device", "add", "gate", "--role", "entrance")["token"]
            alone: list[Load] = []
            together: list[Load] = []
            first = 1
            for _ in range(ROUNDS):
                for kept in (alone, together):
                    requests = scans(organizer, token, 6000, first)
                    first += 6000
                    if kept is alone:
                        kept.append(load(port, requests, clients=8, seconds=SECONDS))
                    else:
                        with serving(gate):
                            time.sleep(1.0)
                            kept.append(load(port, requests, clients=8, seconds=SECONDS))
        live_through(organizer, NEW)
        with serving(organizer) as (port, here):
            command(gate, "exchange")
        live_through(organizer, NEW)
        with serving(organizer) as (port, here):
            began = time.perf_counter()
            got = command(gate, "exchange")["peers"][0]["received"]
            catching_up = time.perf_counter() - began
            with serving(gate) as (other, there):
                command(gate, "exchange")
                time.sleep(3)
                idle = cpu([here, there], IDLE_SECONDS)
                tokens = (token, theirs)
                ways = ((port, other, tokens), (other, port, tokens[::-1]))
                shown = [shows(*way) for _ in range(SHOWN) for way in ways]
    keeps = median([b.rate for b in together]) / median([a.rate for a in alone])
    return [
        Figure(
            f"a station with {got:,} new operations catches up (the command's start included)",
            f"{catching_up:.1f} s",
            f"< {CATCH_UP:.0f} s",
            catching_up < CATCH_UP,
        ),
        Figure(
            f"who came in at one gate is found at the other, {len(shown)} times",
            f"median {median(shown):.2f} s, longest {max(shown):.2f} s",
            f"≤ {SHOWS:.0f} s",
            max(shown) <= SHOWS,
        ),
        Figure("two idle nodes that exchange, each", f"{idle:.2f} % of a core",
               f"< {IDLE:.0f} %", idle < IDLE),
        Figure(
            "check-ins on a node that exchanges them with another one on the same two cores",
            f"{keeps:.0%} of {median([a.rate for a in alone]):,.0f}/s without; p99 "
            f"{percentile([x for b in together for x in b.latencies], 0.99) * 1000:.0f} ms",
            f"≥ {KEEPS:.0%}",
            keeps >= KEEPS,
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    for figure in run():
        print(figure)
