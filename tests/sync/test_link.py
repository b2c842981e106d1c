"""A window and its centre for real: threads, sockets, the whole way of a decision and its papers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import Hall
from app.services.changes import Changes
from app.services.views import SyncState
from app.settings import CentralSettings
from tests.services.window import NUMBER, PASSWORD, Window
from tests.support.running_centre import RunningCentre
from tests.sync.conftest import enrolled_line

PATIENCE_S = 20.0


class Watch:
    """Waits for what a hall tells, without asking again and again."""

    def __init__(self, hall: Hall) -> None:
        self._changed = threading.Condition()
        self._leave = hall.subscribe(self._told)

    def _told(self, changes: Changes) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, PATIENCE_S), what

    def leave(self) -> None:
        self._leave()


@contextmanager
def connected(hall: Hall, url: str) -> Iterator[Watch]:
    watch = Watch(hall)
    hall.connect(CentralSettings(url=url))
    try:
        yield watch
    finally:
        watch.leave()
        hall.disconnect()


def is_online(hall: Hall) -> bool:
    return hall.outbox.status().state is SyncState.ONLINE


def test_a_window_that_is_not_enrolled_says_so(hall: Hall, centre: RunningCentre) -> None:
    with connected(hall, centre.url) as watch:
        watch.until(lambda: hall.outbox.status().state is SyncState.NEEDS_ENROLMENT, "not enrolled")
        assert hall.session.sign_in(NUMBER, PASSWORD).number == NUMBER  # as ever, until it is


def test_a_decision_arrives_at_the_centre_with_its_papers(
    hall: Hall, window: Window, centre: RunningCentre
) -> None:
    enrolled_line(hall, centre)
    with connected(hall, centre.url) as watch:
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until(lambda: is_online(hall), "online")
        made = hall.intake.accept(window.visit())
        watch.until(lambda: hall.outbox.status().pending == 0, "nothing waits")
        watch.until(lambda: hall.outbox.status().scans_waiting == 0, "the notices have arrived")
        progress = hall.scans.progress(made.case.id)
        assert progress.is_whole
        assert progress.total == len(made.notices) > 0
        assert hall.outbox.status().conflicts == 0
