"""Windows and centre killed at any moment of a busy hour, again and again; a seed tells which."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest

from tests.stories.sync.scene import Scene

pytestmark = [pytest.mark.story, pytest.mark.soak]
LONG = "SOAK_SECONDS" in os.environ
SECONDS = float(os.environ.get("SOAK_SECONDS", "16")) / 4  # the other soaks want time too
SEED = int(os.environ.get("SOAK_SEED", "20261123"))
ROUND = 4  # kills, between two checks
Make = Callable[..., Scene]


def test_whatever_is_killed_every_paper_is_at_the_centre(scene: Make) -> None:
    _killed_again_and_again(scene())


@pytest.mark.skipif(not LONG, reason="make soak")
def test_whatever_is_killed_two_workers_on_postgresql_have_every_paper(
    scene: Make, postgres_url: str
) -> None:
    _killed_again_and_again(scene(database_url=postgres_url, workers=2))


def _killed_again_and_again(hall: Scene) -> None:
    chance = random.Random(SEED)
    hall.start()
    end = time.monotonic() + SECONDS
    kills = 0
    while kills < ROUND or time.monotonic() < end:
        _kill_something(hall, chance)
        kills += 1
        if kills % ROUND == 0:
            hall.check()
    hall.check()
    assert len(hall.papers) > kills


def _kill_something(hall: Scene, chance: random.Random) -> None:
    """In the middle of several cases; everything that was killed begins again."""
    busy = chance.choice(hall.windows)
    for window in hall.windows:
        if window is not busy:
            window.accept(chance.randrange(3))
    busy.tell("accept", "12")
    busy.read_papers(chance.randrange(1, 10))
    if chance.random() < 0.6:
        busy.kill()
        busy.start()
    else:
        hall.centre.kill()
        hall.centre.start()
        busy.press_retry()
    busy.accept()
