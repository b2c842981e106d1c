"""Threads of the way to the centre: step after step, a wait when there is nothing, and an end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from app.errors import AppError

log = logging.getLogger(__name__)

_AFTER_TROUBLE_S: Final = 30.0


class Loop:
    """One plain thread that runs `step` for ever; a step gives the seconds until the next (0: at once).

    A step that fails is logged and tried again later: a full disk or a bug must not end the way to the
    centre until the next start of the program, without a word to anybody.
    """

    def __init__(self, name: str, step: Callable[[], float]) -> None:
        self._step = step
        self._woken = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name)
        self.is_busy = False  # between two waits

    @property
    def ends(self) -> bool:
        """Whether it was told to end; long steps look."""
        return self._ends.is_set()

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """The next step now; from any thread."""
        self._woken.set()

    def end(self) -> None:
        """Asks the thread to end after its present step; returns at once."""
        self._ends.set()
        self._woken.set()

    def join(self, limit_s: float) -> bool:
        """Waits for the end; False when it takes longer."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ends.is_set():
            # Cleared before the step, so that a wake during it is not lost.
            self._woken.clear()
            self.is_busy = True
            wait = self._tried()
            if wait > 0:
                self.is_busy = False
                self._woken.wait(wait)
        self.is_busy = False

    def _tried(self) -> float:
        try:
            return self._step()
        except AppError as trouble:
            log.warning("%s waits: %s", self._thread.name, trouble)
        except Exception:
            # The edge of a thread: a bug is told and tried again.
            log.exception("%s met a bug", self._thread.name)
        return _AFTER_TROUBLE_S
