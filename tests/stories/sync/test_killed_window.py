"""kill -9 of windows in the middle of a decision or of an answer: no paper is without its case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.sync.scene import Scene

pytestmark = pytest.mark.story
Make = Callable[..., Scene]
DECIDING = ("before_journal", "after_journal", "before_commit", "after_commit", "after_mark")


def test_a_window_killed_at_each_point_of_a_decision(scene: Make) -> None:
    hall = scene(windows=1)
    hall.start()
    (desk,) = hall.windows
    for point in DECIDING:
        desk.accept()
        desk.die_at(point)
        desk.tell("accept", "1")
        desk.await_death()
        desk.start()
    hall.check()
    assert len(desk.kept) == 2, "what the journal has and the store has not is offered at the next start"
    assert len(hall.papers) == len(DECIDING)


def test_windows_killed_with_an_answer_of_the_centre_half_kept(scene: Make) -> None:
    """Twice their own results, then what the other one did."""
    hall = scene()
    hall.start()
    one, two = hall.windows
    for point in ("before_settle", "in_slice", "after_slice"):
        for desk in hall.windows:
            desk.die_at(point)
            desk.tell("accept", "1")
        for desk in hall.windows:
            desk.await_death()
        hall.start_windows()
    for point in ("in_slice", "after_slice"):
        two.die_at(point)
        one.accept()
        two.await_death()
        two.start()
    hall.check()
