"""How often somebody may try, counted per token, or per name and device; never per address: a fair
sits behind one.

Token buckets in memory. A restart forgives, which is right for a limit that protects against
guessing online.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Forgotten first are those that asked longest ago; each bucket takes about 200 bytes.
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` tries at once, then one more every `every` seconds."""

    burst: int
    every: float


@dataclass(slots=True)
class Bucket:
    left: float
    at: float


class Limits:
    """The buckets of one node. `clock` gives seconds that never go back (`time.monotonic`)."""

    def __init__(self, rates: Mapping[str, Rate], clock: Callable[[], float]) -> None:
        self._rates = dict(rates)
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, kind: str, key: str) -> float:
        """Use up one try. Returns 0, or the seconds to wait when none is left (then nothing is used
        up).
        """
        with self._lock:
            bucket = self._filled(kind, key)
            wait = self._wait(kind, bucket)
            if wait == 0:
                bucket.left -= 1
            return wait

    def wait(self, kind: str, key: str) -> float:
        """Seconds until the next try is free, 0 when it is now. Uses nothing up."""
        with self._lock:
            return self._wait(kind, self._filled(kind, key))

    def spend(self, kind: str, key: str) -> None:
        """Count one failure, whatever is left: so many failed codes slow their token down, good
        ones never do.
        """
        with self._lock:
            bucket = self._filled(kind, key)
            bucket.left = max(bucket.left - 1, -self._rates[kind].burst)

    def forgive(self, kind: str, key: str) -> None:
        """Start afresh, after a success."""
        with self._lock:
            self._buckets.pop((kind, key), None)

    def _filled(self, kind: str, key: str) -> Bucket:
        rate, now = self._rates[kind], self._clock()
        bucket = self._buckets.setdefault((kind, key), Bucket(rate.burst, now))
        bucket.left = min(rate.burst, bucket.left + (now - bucket.at) / rate.every)
        bucket.at = now
        self._buckets.move_to_end((kind, key))
        while len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        return bucket

    def _wait(self, kind: str, bucket: Bucket) -> float:
        return 0.0 if bucket.left >= 1 else (1 - bucket.left) * self._rates[kind].every
