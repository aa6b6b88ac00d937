"""How often somebody may try."""

from dataclasses import dataclass

import pytest

from pages.limits import KEPT, Limits, Rate


@dataclass(slots=True)
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits({"pin": Rate(3, every=10), "code": Rate(2, every=5)}, clock)


def test_after_a_burst_one_try_is_free_now_and_then(limits: Limits, clock: Clock) -> None:
    assert [limits.take("pin", "Chen") for _ in range(3)] == [0, 0, 0]
    assert limits.take("pin", "Chen") == 10
    clock.now += 4
    assert limits.wait("pin", "Chen") == 6
    clock.now += 6
    assert limits.take("pin", "Chen") == 0


def test_waiting_longer_gives_no_more_than_a_burst(limits: Limits, clock: Clock) -> None:
    limits.take("pin", "Chen")
    clock.now += 10_000
    assert [limits.take("pin", "Chen") > 0 for _ in range(4)] == [False, False, False, True]


def test_names_and_kinds_are_counted_apart(limits: Limits) -> None:
    for _ in range(3):
        limits.take("pin", "Chen")
    assert limits.take("pin", "Li") == 0
    assert limits.take("code", "Chen") == 0


def test_many_failed_codes_slow_their_token_down_and_good_ones_never_do(limits: Limits) -> None:
    assert limits.wait("code", "gate 2") == 0
    for _ in range(50):
        limits.spend("code", "gate 2")
    assert 0 < limits.wait("code", "gate 2") <= 15


def test_a_success_starts_afresh(limits: Limits) -> None:
    for _ in range(3):
        limits.take("pin", "Chen")
    limits.forgive("pin", "Chen")
    assert limits.take("pin", "Chen") == 0


def test_made_up_names_fill_no_memory(limits: Limits) -> None:
    for n in range(KEPT + 500):
        limits.take("pin", f"name {n}")
    assert len(limits._buckets) == KEPT
