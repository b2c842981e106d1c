"""A hall that is connected for the length of a block, and waiting for what it tells."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import Hall
from app.services.changes import Changes
from app.services.views import SyncState
from app.settings import CentralSettings

PATIENCE_S = 20.0


class Watch:
    """Waits for what a hall tells, without asking again and again."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._changed = threading.Condition()
        self.leave = hall.subscribe(self._told)

    def _told(self, changes: Changes) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, PATIENCE_S), what

    def until_state(self, state: SyncState) -> None:
        self.until(lambda: self._hall.outbox.status().state is state, f"the link is {state}")

    def until_sent(self) -> None:
        """Commands and papers."""
        self.until(lambda: self._hall.outbox.status().pending == 0, "no command waits")
        self.until(lambda: self._hall.outbox.status().scans_waiting == 0, "no scan waits")


@contextmanager
def connected(hall: Hall, url: str) -> Iterator[Watch]:
    watch = Watch(hall)
    hall.connect(CentralSettings(url=url))
    try:
        yield watch
    finally:
        hall.disconnect()
        watch.leave()
