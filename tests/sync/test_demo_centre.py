"""The quiet centre of a demo hall: a real child process, known window and clerks, gone with the desk."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import demo
from app.bootstrap import Hall, open_hall
from app.clock import SystemClock
from app.demo_centre import DemoCentre
from app.services.views import SyncState
from app.settings import Settings
from tests.services.window import NUMBER
from tests.sync.watching import Watch

pytestmark = pytest.mark.slow


@pytest.fixture
def demo_hall(settings: Settings) -> Iterator[Hall]:
    """One clerk with the password that a demo hall says aloud."""
    hall = open_hall(settings, SystemClock())
    hall.session.add_clerk(NUMBER, "周示例", demo.PASSWORD, "administrator")
    hall.session.stand_in(NUMBER)
    yield hall
    hall.close()


@contextmanager
def beside(hall: Hall) -> Iterator[DemoCentre]:
    centre = DemoCentre(hall)
    centre.start()
    try:
        yield centre
    finally:
        centre.stop()


def pid_of(centre: DemoCentre) -> int:
    assert centre._child is not None
    return centre._child.pid


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists()


def test_the_demo_hall_is_known_to_its_centre_by_itself(demo_hall: Hall) -> None:
    watch = Watch(demo_hall)
    with beside(demo_hall) as centre:
        watch.until_state(SyncState.ONLINE)
        first = pid_of(centre)
        with demo_hall.store.read() as unit:
            (clerk,) = unit.clerks.list()
        assert clerk["verified_until"] is not None
        assert demo_hall.session.sign_in(NUMBER, demo.PASSWORD).id == clerk["id"]
    assert not is_running(first)
    assert demo_hall.outbox.status().state is SyncState.OFF
    assert demo_hall.session.sign_in(NUMBER, demo.PASSWORD).id == clerk["id"]  # also without it
    with demo_hall.store.read() as unit:
        enrolled = unit.state.enrolment()
    with beside(demo_hall):  # another day, the same centre
        watch.until_state(SyncState.ONLINE)
    with demo_hall.store.read() as unit:
        assert unit.state.enrolment() == enrolled
    watch.leave()


def test_a_desk_that_closes_at_once_leaves_nothing_behind(demo_hall: Hall) -> None:
    with beside(demo_hall) as centre:
        pass
    assert centre._child is None or not is_running(centre._child.pid)
    assert demo_hall.outbox.status().state is SyncState.OFF


@pytest.mark.expects_log("no centre today")
def test_a_centre_that_does_not_start_is_in_nobodys_way(demo_hall: Hall) -> None:
    (demo_hall.settings.data / "centre").write_text("a file where its folder should be")
    with demo_hall.store.unit() as unit:
        unit.state.put_enrolment({"device_id": unit.state.get("device_id"), "hall": "HKML"})
    with beside(demo_hall) as centre:
        centre.wait()
    assert demo_hall.outbox.status().state is SyncState.OFF


def test_a_killed_centre_is_a_centre_that_is_away(demo_hall: Hall) -> None:
    watch = Watch(demo_hall)
    with beside(demo_hall) as centre:
        watch.until_state(SyncState.ONLINE)
        os.kill(pid_of(centre), signal.SIGKILL)
        demo_hall.outbox.retry()
        watch.until_state(SyncState.OFFLINE)
    watch.leave()
