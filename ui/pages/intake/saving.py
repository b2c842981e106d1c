"""Keeping the visit on disk: every change is stored at once, the latest wins while one is running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.rules.visit import Draft

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks


class DraftSaver(QObject):
    """Stores drafts one after the other; a visit that became a case is not stored again."""

    trouble = Signal(object)  # AppError

    def __init__(self, hall: Hall, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._tasks = tasks
        self._next: dict[str, Draft] = {}
        self._running = False

    def save(self, draft: Draft) -> None:
        """Store this state of the visit; one that was not begun yet gives way to it."""
        if draft.is_empty:
            return
        self._next[draft.id] = draft
        if not self._running:
            self._store_next()

    def forget(self) -> None:
        """Nothing that is still waiting shall be stored."""
        self._next.clear()

    def _store_next(self) -> None:
        if not self._next:
            return
        draft = self._next.pop(next(iter(self._next)))
        self._running = True
        self._tasks.run(
            lambda: self._hall.intake.save(draft), done=self._stored, failed=self._not_stored, owner=self
        )

    def _stored(self, _: object) -> None:
        self._running = False
        self._store_next()

    def _not_stored(self, error: AppError) -> None:
        self._running = False
        self.trouble.emit(error)
