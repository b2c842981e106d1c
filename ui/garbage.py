"""Cyclic garbage is looked for on the window's own thread: what holds a widget must not die on a worker.

Python looks for it on whichever thread happens to allocate. A store worker that met a closed page there took
the program down with it (seen: segmentation fault, "Garbage-collecting", on the worker).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 1000
_YOUNG: Final = 700  # Python's own thresholds
_OLDER: Final = 10


class Garbage(QObject):
    """Looks once a second, as deep as Python itself would have looked by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        young, middle, old = gc.get_count()
        if young <= _YOUNG:
            return
        gc.collect(0 if middle <= _OLDER else 1 if old <= _OLDER else 2)

    def stop(self) -> None:
        """The workers have ended: any thread that is left may look again."""
        self._timer.stop()
        gc.enable()
