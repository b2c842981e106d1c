"""A call at a window is pushed to the hall display of another machine, and an outage is told there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.devices.speaking import NoVoice
from app.services.views import SyncState
from tests.services.window import NUMBER, PASSWORD
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import RunningCentre
from tests.sync.conftest import enrolled_line
from tests.sync.watching import connected
from ui.bridge import HallSignals
from ui.problems import Problems
from ui.screens.announcer import Announcer, Loudness
from ui.screens.hall_display import HallDisplay, Place
from ui.screens.sounding import Loudspeaker
from ui.screens.store_boards import StoreBoards
from ui.tasks import Tasks

PATIENCE_MS = 20_000


def until(true: Callable[[], bool], hall: Hall, clock: FrozenClock) -> None:
    """Turns the event loop until something is so; the clock goes on, for the link asks by it."""

    def go_on() -> None:
        clock.advance(timedelta(seconds=1))
        hall.outbox.retry()

    loop = QEventLoop()
    look, on, end = QTimer(interval=5), QTimer(interval=200), QTimer(singleShot=True, interval=PATIENCE_MS)
    look.timeout.connect(lambda: loop.quit() if true() else None)
    on.timeout.connect(go_on)
    end.timeout.connect(loop.quit)
    for timer in (look, on, end):
        timer.start()
    loop.exec()
    assert true()


def test_a_call_is_pushed_to_the_display_and_an_outage_is_told(
    qapp: QApplication, hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    mine = hall.settings
    there = replace(
        mine, data=tmp_path / "display", hall=replace(mine.hall, device_code="D01", counter_no="D1")
    )
    screen_hall = open_hall(there, clock)
    enrolled_line(screen_hall, centre)
    screen_hall.house.unattended = True
    signals = HallSignals()
    screen_hall.subscribe(signals.listener)
    tasks = Tasks(Problems(qapp))
    announcer = Announcer(tasks, clock, NoVoice(), Loudspeaker(), Loudness(silent=True))
    display = HallDisplay(Place("美兰区政务服务中心"), announcer, clock)
    display.resize(960, 540)
    display.show()
    with (
        FaultProxy(centre.port) as line,
        connected(hall, centre.url) as watch,
        connected(screen_hall, line.url) as screen_watch,
    ):
        StoreBoards(screen_hall, tasks, signals, display).start()
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        screen_watch.until_state(SyncState.ONLINE)
        hall.queue.taking.take("A")
        hall.queue.call_next()
        screen_hall.outbox.retry()
        until(lambda: announcer.stage.big is not None, screen_hall, clock)
        assert announcer.stage.big is not None
        assert (announcer.stage.big.number, announcer.stage.big.counter) == ("A001", "3")
        assert not display.is_stale
        line.faults = Faults(refuse=True)
        line.cut()
        screen_hall.outbox.retry()
        until(lambda: bool(display._lost), screen_hall, clock)
        assert announcer.stage.big is not None  # what was called stays, with its age
        line.faults = Faults()
        screen_hall.outbox.retry()
        until(lambda: not display._lost, screen_hall, clock)
    announcer.close()
    display.close()
    tasks.close()
    display.deleteLater()
    screen_hall.close()
