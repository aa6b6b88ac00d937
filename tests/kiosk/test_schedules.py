"""Thousands of random days, after each of which everybody who met knows the same."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kiosk.schedules import Schedule

QUIET = settings(
    deadline=None,
    stateful_step_count=14,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def test_a_few_random_days_end_in_agreement() -> None:
    run_state_machine_as_test(Schedule, settings=settings(QUIET, max_examples=100))


@pytest.mark.slow
def test_two_thousand_random_days_end_in_agreement() -> None:
    run_state_machine_as_test(Schedule, settings=settings(QUIET, max_examples=2000))
