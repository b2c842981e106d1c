"""What the window says of the centre: chip, banner with countdown, badge, the question before closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.errors import AppError
from app.services.changes import Changes, Subject
from app.services.views import SyncState, SyncView
from ui import sync_words
from ui.actions import Blocked
from ui.bridge import HallSignals
from ui.main_window import MainWindow
from ui.widgets.bars import BannerAct, BannerNews

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

CONCERNED: Final = frozenset({Subject.OUTBOX, Subject.SYNC, Subject.ATTENTION})
CLOSING: Final = "closing"
CLOSING_RANK: Final = 95
FRESH: Final = timedelta(minutes=1)


class SyncDesk(QObject):
    """Asks the outbox how things stand whenever they changed, and never moves the focus about it."""

    shown = Signal(object)  # SyncView

    def __init__(self, window: MainWindow, hall: Hall, tasks: Tasks, signals: HallSignals) -> None:
        super().__init__(window)
        self._window, self._hall, self._tasks = window, hall, tasks
        self._view: SyncView | None = None
        self._asked_at = hall.clock.now()
        self._asking = self._again = self._asked_to_close = False
        actions = window.actions_table
        self._retry = BannerAct(self.tr("Try now"), actions["retry_sync"].keys, actions["retry_sync"].trigger)
        self._waiting = BannerAct(
            self.tr("See what waits"), actions["pending"].keys, actions["pending"].trigger
        )
        self._settle = BannerAct(self.tr("Settle"), actions["attention"].keys, actions["attention"].trigger)
        actions.on("retry_sync", self.retry, guard=self._nowhere)
        window.topbar.sync_wanted.connect(self._open_what_matters)
        window.ticked.connect(self._on_tick)
        signals.changed.connect(self._on_changed)

    @property
    def view(self) -> SyncView | None:
        """How things stood when last asked."""
        return self._view

    def begin(self) -> None:
        """Ask for the first time; later answers follow what changes."""
        self._ask()

    def _on_changed(self, changes: Changes) -> None:
        if CONCERNED & changes:
            self._ask()

    def _ask(self) -> None:
        """One question at a time: thousands of changes may come down in a row."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._asked_at = self._hall.clock.now()
        self._tasks.run(self._hall.outbox.status, done=self._show, failed=self._not_told, owner=self)

    def _not_told(self, error: AppError) -> None:
        self._asking = False
        self._window.show_trouble(error)

    def _show(self, view: SyncView) -> None:
        self._asking = False
        self._view = view
        self._window.show_sync(view)
        self._window.rail.set_badge("cases", view.conflicts)
        self._show_news()
        if not view.pending:
            self._asked_to_close = False
            self._window.banner.withdraw(CLOSING)
        self.shown.emit(view)
        if self._again:
            self._again = False
            self._ask()

    def _show_news(self) -> None:
        if self._view is None:
            return
        told = sync_words.news(
            self._view,
            self._hall.clock.now(),
            retry=self._retry,
            waiting=self._waiting,
            settle=self._settle,
        )
        if told is None:
            self._window.banner.withdraw(sync_words.NEWS)
        else:
            self._window.banner.tell(told)

    def _on_tick(self) -> None:
        """The countdown, ages that pass a limit, and once a minute when the centre last answered."""
        if self._view is None or not self._view.central:
            return
        self._window.show_sync(self._view)
        self._show_news()
        if self._hall.clock.now() - self._asked_at >= FRESH:
            self._ask()

    # -- acts ------------------------------------------------------------------------------------

    def _nowhere(self) -> Blocked | None:
        if self._hall.house.sync is None:
            return Blocked(self.tr("No central server is set up: nowhere to upload to."))
        return None

    def retry(self) -> None:
        """Alt+R: now instead of at the end of the countdown."""
        self._tasks.run(self._hall.outbox.retry, failed=self._window.show_trouble, owner=self)
        link, view = self._hall.house.sync, self._view
        online = link is not None and link.status().state is SyncState.ONLINE
        if online and view is not None and not view.pending:
            self._window.say(self.tr("Everything is uploaded; looked for news once more"), "ok")
        else:
            self._window.say(self.tr("Trying the centre now…"))

    def _open_what_matters(self) -> None:
        """The chip was clicked: what needs a person goes before what merely waits."""
        name = "attention" if self._view is not None and self._view.conflicts else "pending"
        self._window.actions_table[name].trigger()

    # -- closing ----------------------------------------------------------------------------------

    def may_close(self, elsewhere: Callable[[str], object] | None = None) -> bool:
        """Whether the window may go now. With work not uploaded it asks once, in the banner; nothing is lost
        either way. `elsewhere` says it while the window is locked.
        """
        view = self._view
        if (
            view is None
            or not view.central
            or not view.pending
            or self._asked_to_close
            or _system_goes_down()
        ):
            return True
        self._asked_to_close = True
        strong = self.tr("%n are not uploaded yet", "", view.pending)
        text = self.tr("They are stored here, encrypted, and go up at the next start. Close again to leave.")
        if self._window.is_covered:
            if elsewhere is not None:
                elsewhere(f"{strong} · {text}")
        else:
            leave = BannerAct(self.tr("Leave"), "", partial(self._window.close))
            self._window.banner.tell(
                BannerNews(CLOSING, CLOSING_RANK, "cloud-upload-outline", strong, text, (self._retry, leave))
            )
        return False


def _system_goes_down() -> bool:
    """The desktop is ending the session: it asks nobody and must not be held up."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
