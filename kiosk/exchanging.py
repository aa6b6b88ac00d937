"""What a serving node does by itself: exchange with the others (sync.md, Exchange)."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kiosk.actions.leave_no_copy import leave_no_copy
from kiosk.neighbours import Neighbours
from kiosk.store.peers import Peer
from wire.talking import NoTalk

LOOK_SECONDS = 0.25  # how often it is looked whether there is news, at 50 µs each
# Our own news goes out at once, but not more often than this: a chunk for many scans.
OWN_NEWS, OTHERS_NEWS = 0.5, 1.25  # seconds; who brought it may reach the third one by itself
# Who can reach us brings its news itself, so we needn't ask often; who can't, waits for us.
POLL_REACHED, POLL_UNREACHED, POLL_CENTRAL = 20.0, 2.0, 30.0
REACHED_LATELY = 60.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
# Exchanges: 22 nodes and central. One that is off holds its own for 30 s (six addresses, 5 s each)
# and must hold none of the others up; a thread that waits costs next to nothing.
AT_ONCE = 24


@dataclass(slots=True)
class Pace:
    """When a node is due; monotonic seconds."""

    not_before: float = 0.0
    poll_at: float = 0.0
    failures: int = 0
    failed_at: float = 0.0
    running: bool = False


class Exchanging:
    """The loop that looks which node is due and exchanges with it.

    `ready` is called before: it opens the door for the others once this node has a fair.
    """

    def __init__(self, neighbours: Neighbours, ready: Callable[[], None]) -> None:
        self._neighbours = neighbours
        self.ready = ready
        self._paces: dict[str, Pace] = {}
        self._stop = threading.Event()
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="exchange")
        self._thread = threading.Thread(target=self._run, name="exchanging", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        self._stop.set()
        self._workers.shutdown(wait=False, cancel_futures=True)
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                if self._neighbours.station.who is not None:
                    self.ready()
                    self._look()
                    leave_no_copy(self._neighbours.station)
            except sqlite3.Error as error:  # a full or failing disk: it is tried again
                logging.getLogger(__name__).error("exchange: %s", error)
                self._stop.wait(5.0)
            except RuntimeError:
                if not self._stop.is_set():
                    raise

    def _look(self) -> None:
        newest, now = self._neighbours.newest(), time.monotonic()
        for peer in self._neighbours.every():
            pace = self._paces.setdefault(peer.node, Pace())
            if (
                peer.addresses
                and not (peer.revoked or pace.running)
                and self._due(peer.node, pace, newest, now)
            ):
                pace.running = True
                self._workers.submit(self._exchange, peer, pace)

    def _due(self, node: str, pace: Pace, newest: int, now: float) -> bool:
        known = self._neighbours.known(node)
        if pace.failures and known.heard > pace.failed_at:
            pace.failures, pace.not_before = 0, 0.0  # it is back
        if now < pace.not_before or self._neighbours.talking(node):
            return False
        if known.shared == newest or pace.failures:
            return now >= pace.poll_at
        if self._neighbours.foreign == newest:  # others' news only
            if pace.poll_at > now + OTHERS_NEWS:
                pace.poll_at = now + OTHERS_NEWS * self._between(0.6, 1.0)
            return now >= pace.poll_at
        return True

    def _exchange(self, peer: Peer, pace: Pace) -> None:
        try:
            self._neighbours.exchange(peer)
        except NoTalk as why:
            pace.failures += why.code != "busy"
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(pace.failures - 1, 0), 10))
            wait = max(wait * self._between(0.5, 1.5), why.retry_after or 0.0)
            pace.failed_at = time.monotonic()
            pace.not_before = pace.poll_at = pace.failed_at + wait
        except Exception:  # one node's nonsense must not end the exchange with it for good
            if self._stop.is_set():
                return
            logging.getLogger(__name__).exception("exchange")
            pace.failures += 1
            pace.failed_at = time.monotonic()
            pace.not_before = pace.poll_at = pace.failed_at + LONGEST_WAIT
        else:
            pace.failures = 0
            now = time.monotonic()
            pace.not_before = now + OWN_NEWS
            pace.poll_at = now + self._poll_after(peer, now) * self._between(0.8, 1.2)
        finally:
            pace.running = False

    def _poll_after(self, peer: Peer, now: float) -> float:
        if peer.role == "central":
            return POLL_CENTRAL
        heard = self._neighbours.known(peer.node).heard
        return POLL_REACHED if now - heard < REACHED_LATELY else POLL_UNREACHED

    def _between(self, low: float, high: float) -> float:
        """Draw a number, so that nodes that failed together don't come back together."""
        return low + (high - low) * self._neighbours.station.chance.below(1000) / 1000
