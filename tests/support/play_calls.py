"""A hall display's announcer as a process of its own: two calls a second apart, then it ends."""

from __future__ import annotations

import sys
from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.clock import SystemClock
from app.devices.speaking import EspeakVoice
from app.rules.board import CENTRE, Board, CallLine
from ui.problems import Problems
from ui.screens.announcer import Announcer, Loudness
from ui.screens.sounding import Loudspeaker
from ui.tasks import Tasks

CALLS = (("A037", "3"), ("B128", "12"))


def main() -> int:
    app = QApplication(sys.argv)
    clock = SystemClock()
    tasks = Tasks(Problems(app))
    speaker = Loudspeaker()
    announcer = Announcer(tasks, clock, EspeakVoice(), speaker, Loudness(repeats=1), least_ms=100)
    made: list[CallLine] = []
    played: list[str] = []

    def call() -> None:
        number, counter = CALLS[len(made)]
        made.insert(0, CallLine(number, number, counter, "", "", "called", clock.now(), 1))
        announcer.see(Board(clock.now() + timedelta(0), CENTRE, tuple(made)))

    def over() -> None:
        played.append("sound" if speaker.presence.ok else speaker.presence.reason)
        if len(played) == len(CALLS):
            sys.stdout.write(" ".join(played) + "\n")
            app.quit()

    speaker.finished.connect(over)
    announcer.start()
    call()
    QTimer.singleShot(1000, app, call)
    app.exec()
    announcer.close()
    tasks.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
