"""A window as its own process: does what it is told on its input, and says what a printer would have printed.

`python -m tests.stories.sync.window_process FOLDER CODE URL BEHIND_S`; BEHIND_S: how far its clock is behind,
so that the hall's working days do not depend on the day of the test.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock, SystemClock
from app.errors import AppError
from app.services.changes import Changes
from app.services.views import SyncState
from app.settings import CentralSettings
from app.sync.storage import Storage
from db.local.crashpoints import VARIABLE
from tests.services.window import NUMBER, Window
from tests.simulator.template import HALL, settings_of

PATIENCE_S = 90.0
LOOK_S = 0.02
PRESS_S = 0.5


class ClockBehind:
    """The machine's clock, some days ago."""

    def __init__(self, behind: timedelta) -> None:
        self._machine, self._behind = SystemClock(), behind

    def now(self) -> datetime:
        return self._machine.now() - self._behind

    def monotonic_ms(self) -> int:
        return self._machine.monotonic_ms()


class Desk:
    """The window and the clerk who sits at it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.storage = Storage(hall.house)
        self._changed = threading.Event()
        hall.subscribe(self._told)

    def _told(self, _changes: Changes) -> None:
        self._changed.set()

    def obey(self, order: str, *words: str) -> None:
        match order:
            case "accept":
                for _ in range(int(words[0])):
                    self._accept()
            case "amend":
                self.hall.cases.amend(words[0], remark=words[1])
                say("amended", *words)
            case "die-at":
                os.environ[VARIABLE] = words[0]
                say("will-die-at", *words)
            case "retry":
                self.hall.outbox.retry()
            case "state":
                self._until(lambda: self.hall.outbox.status().state == words[0], presses=False)
                say("state", words[0])
            case "drain":
                self._until(self._has_sent_everything)
                say("drained")
            case "reach":
                self._until(lambda: self._seq() >= int(words[0]))
                say("reached", json.dumps({"seq": self._seq(), "sums": self.storage.sums()}))
            case _:
                raise ValueError(order)

    def _accept(self) -> None:
        visit = Window(self.hall, FrozenClock(self.hall.clock.now())).visit("yljg", {})
        made = self.hall.intake.accept(visit)
        for notice in made.notices:
            # Behind this line it is on paper and in somebody's hand.
            say("printed", made.case.id, made.case.case_no, notice.id, notice.number)

    def _has_sent_everything(self) -> bool:
        status = self.hall.outbox.status()
        return status.pending == 0 and status.scans_waiting == 0

    def _seq(self) -> int:
        cursor = self.storage.cursor(HALL)
        return -1 if cursor is None else cursor.seq

    def _until(self, is_so: Callable[[], bool], *, presses: bool = True) -> None:
        """Waits; the clerk presses 重试 now and then while the window says that the centre is away."""
        end = time.monotonic() + PATIENCE_S
        pressed = 0.0
        while not is_so():
            status = self.hall.outbox.status()
            if time.monotonic() > end:
                say("gave-up", str(status))
                return
            if presses and status.state is SyncState.OFFLINE and time.monotonic() > pressed + PRESS_S:
                pressed = time.monotonic()
                self.hall.outbox.retry()
            self._changed.wait(LOOK_S)
            self._changed.clear()


def say(*words: str) -> None:
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


def main(folder: Path, code: str, url: str, behind_s: float) -> None:
    hall = open_hall(settings_of(folder, code), ClockBehind(timedelta(seconds=behind_s)))
    hall.session.stand_in(NUMBER)
    for unfinished in hall.recovery.unfinished():
        hall.recovery.keep(unfinished.cmd_id)  # the clerk says: the visitor is still here
        say("kept", unfinished.cmd_id)
    hall.connect(CentralSettings(url=url))
    try:
        desk = Desk(hall)
        say("ready", desk.storage.device().id)
        for line in sys.stdin:
            try:
                desk.obey(*line.split())
            except AppError as error:
                say("refused", error.code)
    finally:
        hall.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]))
