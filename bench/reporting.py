"""200 stations report to one central at once: all served, none starved.

Central is a process of its own; the stations are real stores in this one, each in a thread.
"""

import json
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from bench.checking_in import DATA, running
from bench.figures import Figure, percentile
from fair import badge, facts
from fair.setup import read_setup
from kiosk.actions import create_fair
from kiosk.actions.join_fair import join_fair, own_keys
from kiosk.actions.let_join import Joiner, answer_of, let_join
from kiosk.commands.nodes import exchange_once
from kiosk.neighbours import Neighbours
from kiosk.pairing import pair
from kiosk.settings import chance
from kiosk.store import operations, peers
from kiosk.store.station import Station, open_station
from wire import signing

STATIONS, OF_A_FAIR, SCANS, SLOWEST = 200, 10, 100, 60.0
IDLE = 100  # exchanges
CENTRAL = (sys.executable, "-m", "central")


def joined(folder: Path, organizer: Station, central: peers.Peer) -> Neighbours:
    """Make a station of the fair that knows central's address, and let badges be scanned there."""
    station = open_station(folder, chance())
    node, key = own_keys(station)
    joiner = Joiner(node, signing.public_key(key), folder.name)
    answer = answer_of(
        organizer, let_join(organizer, joiner, role="station", name="", actor="bench")
    )
    join_fair(station, answer)
    with station.transaction() as db:
        peers.ensure(db, central, central.addresses)
    scan(station)
    return Neighbours(station, lambda: ())


def scan(station: Station) -> None:
    """Let badges have been scanned at a station."""
    with station.transaction():
        for number in range(1, SCANS + 1):
            code = badge.badge_code("A", number, station.fair.fair_key, secrets.randbelow)
            operations.record(station, facts.CheckInRecorded(code, "North gate"), actor="bench")


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as parent:
        database = f"sqlite:///{parent}/central/central.db"
        with running(*CENTRAL, "--database", database, "serve", "--port", "0") as (_, process):
            said = [*CENTRAL, "--database", database, "invite", "--json"]
            gates: list[tuple[Neighbours, peers.Peer]] = []
            for number in range(STATIONS // OF_A_FAIR):
                done = subprocess.run(said, check=True, capture_output=True, text=True)
                text = json.loads(done.stdout)["invite"]
                gates += one_fair(Path(parent) / f"fair {number}", text)
            took, errors, sent = meet(gates)
            idle_ms = idle(*gates[0], process)
            for gate, _ in gates:
                gate.station.close()
    whole = max(took)
    return [
        Figure(
            f"{STATIONS} stations of {STATIONS // OF_A_FAIR} fairs report to one central at once "
            f"({sent:,} operations)",
            f"{len(took)} served in {whole:.1f} s, {sent / whole:,.0f} operations/s; each waited "
            f"p50 {percentile(took, 0.5):.1f} s, p99 {percentile(took, 0.99):.1f} s",
            f"all served, none after {SLOWEST:.0f} s",
            not errors and len(took) == STATIONS and whole <= SLOWEST,
        ),
        Figure("central's CPU for an exchange that brings nothing", f"{idle_ms:.1f} ms"),
    ]


def idle(gate: Neighbours, central: peers.Peer, process: int) -> float:
    """Give the milliseconds of central's CPU for each exchange of nothing new."""

    def spent() -> float:
        times = psutil.Process(process).cpu_times()
        return float(times.user + times.system)

    before = spent()
    for _ in range(IDLE):
        assert not exchange_once(gate, central)["error"]
    return (spent() - before) * 1000 / IDLE


def one_fair(folder: Path, invite: str) -> list[tuple[Neighbours, peers.Peer]]:
    """Make a fair that reports to central, with its gates; each has scanned badges since."""
    station = open_station(folder / "organizer", chance())
    setup = read_setup(json.loads((DATA / "fair.json").read_text(encoding="utf-8")))
    key = secrets.token_bytes(32)
    create_fair.create_fair(station, setup, fair_key=key, name="organizer")
    organizer = Neighbours(station, lambda: ())
    pair(organizer, invite, name="organizer")
    central = next(each for each in organizer.every() if each.role == "central")
    gates = [joined(folder / f"gate {n}", station, central) for n in range(1, OF_A_FAIR)]
    organizer.exchange(central)  # so that central knows whom it let in
    scan(station)
    return [(each, central) for each in (organizer, *gates)]


def meet(gates: list[tuple[Neighbours, peers.Peer]]) -> tuple[list[float], list[str], int]:
    """Let all begin at the same moment; give how long each took, what failed, what was sent."""
    took: list[float] = []
    errors: list[str] = []
    sent: list[int] = []
    together = threading.Barrier(len(gates))

    def report(gate: Neighbours, central: peers.Peer) -> None:
        together.wait()
        began = time.perf_counter()
        done = exchange_once(gate, central)
        if done["error"]:
            errors.append(done["error"])
            return
        took.append(time.perf_counter() - began)
        sent.append(done["sent"])

    threads = [threading.Thread(target=report, args=each) for each in gates]
    for each in threads:
        each.start()
    for each in threads:
        each.join(180)
    return took, errors, sum(sent)


if __name__ == "__main__":
    for figure in run():
        print(figure)
