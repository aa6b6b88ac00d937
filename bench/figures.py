"""How a figure is told: what was measured, its median, and the limit from the same run."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of docs/benchmarks.md; `holds` says whether the limit was kept, None without one."""

    name: str
    value: str
    limit: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        mark = {True: "yes", False: "NO", None: ""}[self.holds]
        return f"| {self.name} | {self.value} | {self.limit} | {mark} |"


HEAD = "| figure | measured | limit | kept |\n|---|---|---|---|"


def seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` (0 to 1) of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
