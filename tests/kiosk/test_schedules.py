"""Thousands of random days, after each of which everybody who met knows the same."""

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kiosk.schedules import NAMES, Schedule

QUIET = settings(
    deadline=None,
    stateful_step_count=10,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


class Verified(Schedule):
    """The same, every node's tables worked out anew at the end."""

    verified = NAMES


def test_a_few_random_days_end_in_agreement() -> None:
    run_state_machine_as_test(Verified, settings=settings(QUIET, max_examples=40))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_thousand_random_days_end_in_agreement() -> None:
    run_state_machine_as_test(Schedule, settings=settings(QUIET, max_examples=2000))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("thousand", range(1, 21))
def test_twenty_thousand_random_days_end_in_agreement(thousand: int) -> None:
    """Each thousand has its number as its seed; docs/exchange.md says when all of them ran."""
    drawn = settings(QUIET, max_examples=1000, derandomize=False, stateful_step_count=20)
    run_state_machine_as_test(seed(thousand)(Schedule), settings=drawn)
