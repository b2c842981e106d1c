"""kill -9 of the centre in the middle of a push: nothing printed is lost, nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.sync.scene import Scene
from tests.support.fault_proxy import FaultProxy, Faults

pytestmark = pytest.mark.story
POINTS = ("push_received", "push_decided", "push_written", "push_committed")
COMMIT = ("push_written", "push_committed")
Make = Callable[..., Scene]


def test_a_centre_killed_at_each_point_of_a_push(scene: Make) -> None:
    hall = scene()
    hall.start()
    one, two = hall.windows
    for point in POINTS:
        hall.centre.arm(point)
        one.accept()
        hall.centre.await_death(point)
        two.accept(2)  # the desk goes on
        one.accept()
        hall.centre.start()
        one.press_retry()
    hall.check()
    assert len(hall.papers) == 4 * len(POINTS)


def test_two_workers_on_postgresql_killed_on_both_sides_of_a_commit(scene: Make, postgres_url: str) -> None:
    """Each time one worker dies and the other one answers; at last all is said to both at once."""
    hall = scene(database_url=postgres_url, workers=2)
    hall.start()
    one, two = hall.windows
    for deaths, point in enumerate(COMMIT, 1):
        hall.centre.arm(point)
        one.accept()
        hall.centre.await_death_of_a_worker(point)
        two.accept(2)
        one.accept()
        one.press_retry()
        hall.centre.await_workers(2 + deaths)
    for window in hall.windows:
        window.kill()
    hall.centre.kill()
    hall.centre.start()
    with FaultProxy(hall.centre.port, Faults(double=True)) as line:
        for window in hall.windows:
            window.url = line.url
        hall.start_windows()
        for window in hall.windows:
            window.accept(2)
        hall.check()
        for window in hall.windows:
            window.kill()
    assert len(hall.papers) == 4 * len(COMMIT) + 4
