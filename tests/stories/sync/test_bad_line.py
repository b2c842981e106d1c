"""A line between windows and centre that drops, cuts, doubles and narrows: all comes through, and once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.template import memory_folder
from tests.stories.sync.scene import Scene
from tests.support.fault_proxy import FaultProxy, Faults

pytestmark = pytest.mark.story
LONG = "SOAK_SECONDS" in os.environ
LONGEST_S = 600
FAULTS = {
    "half of the connections are refused": Faults(refuse=True, chance=0.5),
    "cut in the middle of a question": Faults(cut_request_after=2000, chance=0.8),
    "cut in the head of an answer": Faults(cut_answer_after=60, chance=0.6),
    "cut in the middle of an answer": Faults(cut_answer_after=1500, chance=0.8),
    "everything arrives twice": Faults(double=True),
    "50 KB/s": Faults(rate=50 * 1024, delay_ms=20),
}


@pytest.fixture(scope="module")
def hall(hall_template: Path) -> Iterator[Scene]:
    """One hall for all of these: what one left behind is looked at by the next one too."""
    folder = memory_folder("window-clerk-line-")
    made = Scene.of(hall_template, folder)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def line(hall: Scene) -> Iterator[FaultProxy]:
    with FaultProxy(hall.centre.port, seed=7, seconds=LONGEST_S) as proxy:
        for window in hall.windows:
            window.url = proxy.url
        hall.start()
        yield proxy


@pytest.mark.parametrize("fault", FAULTS)
def test_everything_comes_through_once(hall: Scene, line: FaultProxy, fault: str) -> None:
    line.faults = FAULTS[fault]
    line.cut()
    before, connections = len(hall.papers), line.connections
    for window in hall.windows:
        case_id = window.accept(3)[0].case_id
        window.amend(case_id, fault.replace(" ", "-"))
    hall.check()
    assert len(hall.papers) == before + 6
    assert line.connections > connections


@pytest.mark.soak
@pytest.mark.skipif(not LONG, reason="make soak: questions hang until the window gives up")
def test_a_line_that_takes_everything_and_gives_nothing(hall: Scene, line: FaultProxy) -> None:
    """Nobody presses anything: the window finds out by itself, and by itself finds the way again."""
    one, two = hall.windows
    line.faults = Faults(silent=True)
    line.cut()
    one.accept(2)
    one.await_state("offline")
    line.faults = Faults()
    two.accept()
    one.await_state("online")
    hall.check()
