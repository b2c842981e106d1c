"""The free desk alone, as the program shows it first: the rest of the page is made a moment later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.services.views import DraftView
from ui import theme
from ui.pages.intake.idle_panel import IdlePanel
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks


class FrontPage(Workspace):
    """Looks and answers as the intake page does while no visit is open; it hands every wish on."""

    next_wanted = Signal()
    resume_wanted = Signal(str)
    discard_wanted = Signal(str)
    spoke = Signal(str)
    trouble = Signal(object)  # AppError

    def __init__(self, hall: Hall, tasks: Tasks, keys: dict[str, str]) -> None:
        super().__init__()
        self._hall, self._tasks = hall, tasks
        self.idle = IdlePanel(keys)
        self.idle.next_wanted.connect(self.next_wanted)
        self.idle.resume_wanted.connect(self.resume_wanted)
        self.idle.discard_wanted.connect(self.discard_wanted)
        self.idle.spoke.connect(self.spoke)
        whole = QVBoxLayout(self)
        edge = theme.px("size.gutter")
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.addWidget(self.idle)

    def list_visits(self) -> None:
        """The unfinished visits, as the store has them."""
        self._tasks.run(self._hall.house.drafts, done=self._show_visits, failed=self.trouble.emit, owner=self)

    def _show_visits(self, visits: Sequence[DraftView]) -> None:
        self.idle.show_visits(visits)

    def begin(self) -> None:
        self.idle.focus_here()
