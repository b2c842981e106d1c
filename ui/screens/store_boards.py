"""The hall display fed from this machine's own store, where the centre's changes arrive by a poke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError
from app.rules.board import Board
from app.services.changes import Changes, Subject
from app.services.views import SyncState
from ui.bridge import HallSignals
from ui.screens.hall_display import HallDisplay

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

LOOK_MS: Final = 2000
MINUTE_MS: Final = 30_000  # waiting times move on also when nobody is called


class StoreBoards(QObject):
    """Asks for the board when something about the queue changed, and says how the centre stands."""

    def __init__(
        self, hall: Hall, tasks: Tasks, signals: HallSignals, display: HallDisplay, area: str = ""
    ) -> None:
        super().__init__(display)
        self._hall, self._tasks, self._display, self._area = hall, tasks, display, area
        self._asking = self._again = False
        signals.changed.connect(self._on_changed)
        for interval, act in ((LOOK_MS, self._look), (MINUTE_MS, self.refresh)):
            timer = QTimer(self, interval=interval)
            timer.timeout.connect(act)
            timer.start()

    def start(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """The board as it is now; many changes at once are one question."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._tasks.run(
            lambda: self._hall.queue.board(self._area), done=self._show, failed=self._failed, owner=self
        )

    def _show(self, board: Board) -> None:
        self._asking = False
        self._display.show_board(board)
        self._look()
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: AppError) -> None:
        self._asking = False
        self._display.lost(error.code)

    def _on_changed(self, changes: Changes) -> None:
        if Subject.QUEUE in changes:
            self.refresh()
        elif Subject.SYNC in changes:
            self._look()

    def _look(self) -> None:
        link = self._hall.house.sync
        if link is None or link.status().state is SyncState.ONLINE:
            self._display.heard()
        else:
            self._display.lost(str(link.status().state))
