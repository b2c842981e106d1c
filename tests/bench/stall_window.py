"""A real desk whose event loop is watched while the changes of a whole hall arrive.

    python -m tests.bench.stall_window FOLDER DEVICE_CODE URL CHANGES

prints `gaps LONGEST P999 TICKS SECONDS` of the arriving, `still LONGEST P999 TICKS SECONDS` of as long a
time before it (in milliseconds), `before RSS PSS` in bytes at its end, and `memory RSS PSS` when everything
is shown.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.settings import CentralSettings
from tests.bench import weight
from tests.bench.figures import quantile
from tests.bench.sync_site import HALL, settings_of
from ui.commands.start_watch import StartWatch
from ui.desk import DeskWindow, open_desk

STILL_S = 8.0
UNTIL_LOADED_MS = 4000
ASK_MS = 250
TICK_MS = 1


class Gaps:
    """How long the event loop let a timer of one millisecond wait, tick by tick."""

    def __init__(self) -> None:
        self._last = self._begun = perf_counter()
        self.gaps: list[float] = []

    def tick(self) -> None:
        now = perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def told(self, what: str) -> str:
        ms = (max(self.gaps) * 1000, quantile(self.gaps, 0.999) * 1000)
        return f"{what} {ms[0]:.1f} {ms[1]:.1f} {len(self.gaps)} {self._last - self._begun:.2f}"


class Arrival:
    """The desk stands still for a moment, then the link is opened and everything comes."""

    def __init__(self, desk: DeskWindow, url: str, changes: int) -> None:
        self._desk, self._url, self._changes = desk, url, changes
        self._timer = QTimer(desk.window)
        self._asking = QTimer(desk.window)
        self._asking.timeout.connect(lambda: desk.tasks.run(self._all_there, done=self._answered))
        self._watch = StartWatch(desk, then=self._wait)

    def _wait(self) -> None:
        QTimer.singleShot(UNTIL_LOADED_MS, self._begin)

    def _begin(self) -> None:
        self._gaps = Gaps()
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        QTimer.singleShot(int(STILL_S * 1000), self._open)

    def _tick(self) -> None:
        self._gaps.tick()

    def _open(self) -> None:
        print(self._gaps.told("still"), weight.told("before"), sep="\n", flush=True)
        self._gaps = Gaps()
        self._desk.tasks.run(lambda: self._desk.hall.connect(CentralSettings(url=self._url)))
        self._asking.start(ASK_MS)

    def _all_there(self) -> bool:
        """On the worker: whether every change came and has its row."""
        with self._desk.hall.store.read() as unit:
            cursor = unit.base.cursor(HALL)
            return cursor is not None and cursor.seq >= self._changes and not unit.base.later(1)

    def _answered(self, there: bool) -> None:
        if there:
            self._timer.stop()
            self._asking.stop()
            print(self._gaps.told("gaps"), flush=True)
            QTimer.singleShot(UNTIL_LOADED_MS, self._weigh)

    def _weigh(self) -> None:
        print(weight.told(), flush=True)
        QApplication.exit(0)


def main() -> int:
    folder, device_code, url, changes = sys.argv[1:]
    settings = settings_of(Path(folder), device_code, None)
    kept: list[Arrival] = []
    return open_desk(settings, shown=lambda desk: kept.append(Arrival(desk, url, int(changes))))


if __name__ == "__main__":
    sys.exit(main())
