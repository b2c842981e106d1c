"""One seed as a task of its own process."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from tests.simulator.mutants import entered
from tests.simulator.world import run


@dataclass(frozen=True)
class Ran:
    """What happened under one seed; `broken` is empty when every invariant held."""

    seed: int
    broken: str = ""
    papers: int = 0
    amended: int = 0
    conflicts: int = 0
    crashes: int = 0
    restores: int = 0


def ran(task: tuple[int, int, str]) -> Ran:
    """(seed, steps, rule taken away) → what happened; never raises, so that a pool goes on."""
    seed, steps, without = task
    try:
        with entered(without):
            tally = run(seed, steps)
    except Exception as error:  # noqa: BLE001 (the edge of a process: the seed is reported)
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Ran(seed, f"{type(error).__name__}: {error} ({where.name}:{where.lineno})")
    return Ran(seed, "", tally.papers, tally.amended, tally.conflicts, tally.crashes, tally.restores)
