"""A hall under seeds: real windows, engine and centre, and everything that can go wrong between them.

`make simulate SEEDS=n` runs any number of seeds; `FIRST=s SEEDS=1` runs a failing one again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.simulator.mutants import MUTANTS
from tests.simulator.seeds import Ran, ran

STEPS = 160
# Within so many seeds each rule's absence must show.
TRIES = 24


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Centres out of order and feeds begun anew are what these runs are made of, not news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def nothing_is_lost_doubled_or_hidden(seeds: range) -> None:
    results = [ran((seed, STEPS, "")) for seed in seeds]
    assert [result for result in results if result.broken] == []
    # A hall in which nothing happens proves nothing.
    assert sum(result.papers for result in results) > 4 * len(results)
    assert sum(result.conflicts for result in results) > len(results)
    assert sum(result.crashes for result in results) > len(results)
    assert sum(result.restores for result in results) > 0


# Three classes, so that two processes can share them.
@pytest.mark.slow
class TestTheFirstHundredDays:
    @pytest.mark.parametrize("first", range(0, 100, 20))
    def test_nothing_is_lost_doubled_or_hidden(self, first: int) -> None:
        nothing_is_lost_doubled_or_hidden(range(first, first + 20))


@pytest.mark.slow
class TestTheSecondHundredDays:
    @pytest.mark.parametrize("first", range(100, 200, 20))
    def test_nothing_is_lost_doubled_or_hidden(self, first: int) -> None:
        nothing_is_lost_doubled_or_hidden(range(first, first + 20))


@pytest.mark.slow
class TestTheRules:
    def test_a_seed_is_the_same_day_again(self) -> None:
        assert ran((41, STEPS, "")) == ran((41, STEPS, ""))

    @pytest.mark.parametrize("rule", MUTANTS)
    def test_a_rule_that_is_missing_is_noticed(self, rule: str) -> None:
        def broken(seed: int) -> Ran | None:
            result = ran((seed, STEPS, rule))
            return result if result.broken else None

        assert any(broken(seed) for seed in range(TRIES)), f"nobody notices when {rule}"
