"""How long the start takes: watches the window until it can be used, says when, and ends the program.

Usable means: the desk page is shown and painted, its unfinished visits have come, the catalogue answers a
search, nothing is asked of the store, and the event loop has nothing left to do. The moment is told in
milliseconds of the machine's monotonic clock, so that whoever started the process can take the difference.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from app.clock import SystemClock

if TYPE_CHECKING:
    from ui.desk import DeskWindow

ROUNDS: Final = 2  # turns of the event loop without work: one may only be between two events


def say_usable() -> None:
    """The moment, for the process that waits for it."""
    print(f"usable {SystemClock().monotonic_ms()}", flush=True)


def bare() -> int:
    """The yardstick: an empty window of the same Qt, shown and idle."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()

    def idle() -> None:
        say_usable()
        app.exit()

    window.showMaximized()
    QTimer.singleShot(0, idle)
    return app.exec()


class StartWatch(QObject):
    """Looks at a desk between its events until it can be used, then says so."""

    def __init__(self, desk: DeskWindow, then: Callable[[], object] = QApplication.quit) -> None:
        super().__init__(desk.window)
        self._desk, self._then = desk, then
        self._idle = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(0)

    def _look(self) -> None:
        window, tasks = self._desk.window, self._desk.tasks
        if not window.isVisible() or window.open_page != "intake" or tasks.waiting:
            self._idle = 0
            return
        self._idle += 1
        if self._idle < ROUNDS:
            return
        self._timer.stop()
        if not self._desk.hall.catalogue.search(self._desk.hall.catalogue.items()[0].code):
            raise RuntimeError("the catalogue does not answer")
        say_usable()
        self._then()
