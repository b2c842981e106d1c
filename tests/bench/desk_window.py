"""The desk as the bench starts it: the program's own start on a hall, and a word when it can be used.

    python -m tests.bench.desk_window FOLDER [--weigh]

prints `usable SECONDS` (monotonic clock) and, with --weigh, `memory RSS PSS` after a search of the cases.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.desk import DeskWindow

UNTIL_EVERYTHING_IS_LOADED_MS = 4000


def signed_in(hall: Hall) -> Hall:
    """The password is the clerk's time, not the program's: this one is in already."""
    from app.services.views import ClerkView

    with hall.store.read() as unit:
        row = unit.clerks.list()[0]
    hall.house.desk.clerk = ClerkView(row["id"], row["number"], row["name"], row["role"])
    return hall


class Probe:
    """Looks at the desk between its events until it can be used: painted, its data there, nothing waiting."""

    def __init__(self, desk: DeskWindow) -> None:
        from PySide6.QtCore import QTimer

        self._desk = desk
        self._idle = 0
        self._timer = QTimer(desk.window)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        window, hall = self._desk.window, self._desk.hall
        if not window.isVisible() or window.open_page != "intake" or self._desk.tasks.waiting:
            self._idle = 0
            return
        # A timer without interval fires when the event loop has nothing else: twice in a row is idle.
        self._idle += 1
        if self._idle < 2:
            return
        self._timer.stop()
        if not hall.catalogue.search("fwzl"):
            raise AssertionError("the catalogue does not answer")
        print(f"usable {time.perf_counter()}", flush=True)
        if "--weigh" in sys.argv:
            self._desk.tasks.run(lambda: hall.cases.search("王"), done=self._searched)
        else:
            self._end()

    def _searched(self, found: object) -> None:
        from PySide6.QtCore import QTimer

        if not found:
            raise AssertionError("the search of cases does not answer")
        QTimer.singleShot(UNTIL_EVERYTHING_IS_LOADED_MS, self._weigh)

    def _weigh(self) -> None:
        from tests.bench import weight

        print(weight.told(), flush=True)
        self._end()

    def _end(self) -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.exit(0)


def main() -> int:
    from ui.commands import desk as command

    command.hurry()
    from app import demo
    from app.bootstrap import open_hall

    # The demo's own start would check its clerk's well-known password for 30 ms.
    demo.open_demo = lambda settings, clock=None, **_: signed_in(open_hall(settings, clock))
    from ui import desk

    build, probes = desk.build, []

    def watched(*arguments, **more):  # type: ignore[no-untyped-def]
        made = build(*arguments, **more)
        probes.append(Probe(made))
        return made

    desk.build = watched
    return command.main(["--demo", sys.argv[1]])


if __name__ == "__main__":
    sys.exit(main())
