"""Thousands of random days, after each of which everybody who met knows the same."""

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from fair import facts
from kiosk.actions.take_chunk import take_one
from kiosk.store import again
from tests.kiosk.schedules import NAMES, Schedule, nodes
from wire import chunks

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


class InStretches(Verified):
    """The same, but that nobody who takes something finishes judging again what it changes."""

    @initialize()
    def opens(self) -> None:
        super().opens()
        for number in range(1, 5):  # the laptop has heard of it before anybody lets it in
            self.checks_in("late", number)
            self.visits("late", number, "code")
        self.gives_all("late", "laptop")

    def takes(self, taker: str, data: bytes) -> None:
        take_one(self.nodes[taker].station, chunks.read(data), "")
        self.is_well(taker)

    def says(self, node: str, fact: facts.Fact) -> str:
        op = super().says(node, fact)
        self.is_well(node)
        return op

    @rule(node=nodes)
    def goes_on(self, node: str) -> None:
        station = self.nodes[node].station
        with station.transaction() as db:
            again.go_on(db, station.fair.fair)
        self.is_well(node)

    def is_well(self, node: str) -> None:
        """Let `verify` look whenever something is left."""
        if again.is_left(self.nodes[node].station.reading()):
            assert self.nodes[node].problems() == []


def test_a_few_random_days_end_in_agreement() -> None:
    run_state_machine_as_test(Verified, settings=settings(QUIET, max_examples=40))


@pytest.mark.slow
def test_a_few_random_days_of_nodes_that_judge_fact_by_fact_end_in_agreement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(again, "AT_ONCE", 1)
    long = settings(QUIET, max_examples=40, stateful_step_count=20)
    run_state_machine_as_test(InStretches, settings=long)


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
