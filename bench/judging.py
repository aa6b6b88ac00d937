"""How long the door waits when a node that has said a lot is let in late, or is put out.

What it said lies here and is judged again, while 8 clients check in as fast as they can. In one
process, as a node is: its exchange and its clients share the writer and the interpreter.
"""

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.exchanging import empty_node, fill, take
from bench.fairs import ask, new_fair
from bench.figures import Figure, percentile
from fair import badge, facts
from kiosk.actions.check_in import check_in
from kiosk.settings import chance
from kiosk.store import giving, identity, operations
from kiosk.store.station import Station, open_station
from wire import chunks, signing

PEOPLE, CLIENTS = 2000, 8  # ten facts a person
MOST = 200.0  # ms that the door may wait (house.md, Decisions)


def stranger(giver: Station, folder: Path) -> Station:
    """Open a node of the giver's fair that nobody has let in."""
    station, mine = open_station(folder, chance()), giver.fair
    who = identity.Identity(
        *(mine.fair, mine.fair_key, chance().new_id(), signing.new_key(), "C"),
        *(mine.starts_ms, mine.root),
    )
    with station.transaction() as db:
        identity.keep(db, who)
    station.who = who
    return station


def said_by(station: Station, theirs: dict[str, int]) -> list[bytes]:
    pieces = giving.chunks(station.reading(), station.fair, theirs)
    return [chunks.write(chunk) for chunk in pieces]


def scanning(station: Station, stop: threading.Event, waits: list[float], letter: int) -> None:
    """Check badges in that nobody has heard of, one after the other."""
    number = letter
    while not stop.is_set():
        number += CLIENTS
        code = badge.badge_code("A", number % 32767 + 1, station.fair.fair_key, lambda n: 7 % n)
        began = time.perf_counter()
        check_in(station, ask(code), where="North gate", actor="gate")
        waits.append(time.perf_counter() - began)
        time.sleep(0.002)


def while_scanning(station: Station, act: Callable[[], object]) -> tuple[float, list[float]]:
    """Act once the clients are busy; give how long it took and what the clients waited, in s."""
    stop, waits = threading.Event(), [list[float]() for _ in range(CLIENTS)]
    clients = [
        threading.Thread(target=scanning, args=(station, stop, waits[n], n)) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    time.sleep(0.5)
    began = time.perf_counter()
    act()
    taken = time.perf_counter() - began
    time.sleep(0.2)
    stop.set()
    for client in clients:
        client.join()
    return taken, [wait for each in waits for wait in each]


def run() -> list[Figure]:
    figures = []
    with new_fair() as giver, empty_node(giver) as station, tempfile.TemporaryDirectory() as folder:
        late = stranger(giver, Path(folder))
        fill(late, PEOPLE)
        first = giving.vector(giver.reading())
        take(station, said_by(giver, {}))
        take(station, said_by(late, first))
        node, pen = late.fair.node, late.pen
        assert pen is not None
        last = pen.last
        _, idle = while_scanning(station, lambda: time.sleep(2))
        joined = facts.NodeJoined(node, signing.public_key(late.fair.node_key), "late", "station")
        revoked = facts.NodeRevoked(node, {last.log: last.seq // 2})
        for fact, what in ((joined, "is let in late"), (revoked, "is put out, half of it cut off")):
            had = giving.vector(giver.reading())
            with giver.transaction():
                operations.record(giver, fact, actor="bench")
            sent = said_by(giver, had)
            taken, waits = while_scanning(station, lambda sent=sent: take(station, sent))  # type: ignore[misc]
            longest = max(waits) * 1000
            figures.append(
                Figure(
                    f"a check-in waits while a node with {last.seq:,} facts {what}",
                    f"at most {longest:.0f} ms, p99 {percentile(waits, 0.99) * 1000:.0f} ms "
                    f"({max(idle) * 1000:.0f} and {percentile(idle, 0.99) * 1000:.0f} ms while "
                    f"nobody is); it takes {taken:.1f} s",
                    f"≤ {MOST:.0f} ms",
                    longest <= MOST,
                )
            )
        late.close()
    return figures


if __name__ == "__main__":
    for figure in run():
        print(figure)
