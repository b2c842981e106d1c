"""Decisions a crash cut off: a person keeps each of them, or discards it with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from app.errors import AppError
from app.services.views import UnfinishedLine
from ui import messages, theme
from ui.models.hits import Hit
from ui.widgets.hit_list import HitList
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.services.recovery import RecoveryService
    from ui.tasks import Tasks


class UnfinishedPage(Workspace):
    """Enter keeps the chosen one as it was decided; Del asks why, and Enter there discards it."""

    spoke = Signal(str)
    trouble = Signal(object)
    settled = Signal(int)  # how many are left

    def __init__(self, recovery: RecoveryService, tasks: Tasks, back: Callable[[], None]) -> None:
        super().__init__()
        self._recovery, self._tasks = recovery, tasks
        self._panel = Panel(self.tr("Decisions that were cut off"), "alert-octagon-outline", pad=False)
        about = RoleLabel(
            self.tr(
                "The program ended between the receipt journal and the database. The numbers are used"
                " either way. Keep what the applicant was told; discard only what nobody left with."
            ),
            "small",
            wrap=True,
        )
        edge = theme.px("size.pad")
        about.setContentsMargins(edge, edge, edge, edge)
        self.list = HitList()
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Why it is discarded; Enter discards, Esc keeps it here"))
        self.reason.setAccessibleName(self.tr("Why it is discarded"))
        self.reason.hide()
        self._none = EmptyState(self.tr("Nothing was cut off"), icon="check-decagram-outline")
        self._back = self._none.add_act(self.tr("Back to the intake desk"), "Alt+1", back)
        self._panel.body.addWidget(about)
        self._panel.body.addWidget(self.list, 1)
        self._panel.body.addWidget(self._none, 1)
        row = QHBoxLayout()
        row.setContentsMargins(edge, edge, edge, edge)
        self._keep = KeyButton(self.tr("Keep as decided"), "Enter", "pri")
        self._discard = KeyButton(self.tr("Discard…"), "Del")
        row.addWidget(self.reason, 1)
        row.addStretch(0)
        row.addWidget(self._discard)
        row.addWidget(self._keep)
        self._panel.body.addLayout(row)
        column = QVBoxLayout(self)
        gutter = theme.px("size.gutter")
        column.setContentsMargins(gutter, gutter, gutter, gutter)
        column.addWidget(self._panel)
        self.list.taken.connect(lambda _hit: self.keep())
        self._keep.clicked.connect(self.keep)
        self._discard.clicked.connect(self.ask_reason)
        self.reason.returnPressed.connect(self.discard)
        self.show_lines(())

    def begin(self) -> None:
        self._reload()
        (self.list if self.list.hits else self._back).setFocus()

    def _reload(self) -> None:
        self._tasks.run(self._recovery.unfinished, done=self.show_lines, owner=self)

    def show_lines(self, lines: Sequence[UnfinishedLine]) -> None:
        """Show exactly these, oldest first."""
        hits = []
        for line in lines:
            what = messages.decision(line.kind)
            title = f"{line.applicant} · {what}" if line.applicant else what
            hits.append(
                Hit(line.cmd_id, title, line.case_no or "—", messages.moment_of(line.at), "alert-outline")
            )
        had_focus = self.isVisible() and not self.list.hits
        self.list.show_hits(hits)
        for widget in (self.list, self._keep, self._discard):
            widget.setVisible(bool(hits))
        self._none.setVisible(not hits)
        if self.isVisible() and (had_focus or not hits):
            (self.list if hits else self._back).setFocus()
        self.settled.emit(len(hits))

    def keep(self) -> None:
        """Do what was decided, with its numbers and its moment."""
        hit = self.list.current
        if hit is not None:
            call = partial(self._recovery.keep, str(hit.key))
            self._tasks.run(call, done=self._on_kept, failed=self._on_trouble, owner=self)

    def ask_reason(self) -> None:
        if self.list.current is not None:
            self.reason.clear()
            self.reason.show()
            self.reason.setFocus()

    def discard(self) -> None:
        """Drop it for good; the reason stays in the record."""
        hit, why = self.list.current, self.reason.text().strip()
        if hit is None:
            return
        if not why:
            self.spoke.emit(self.tr("Write why it is discarded: it stays in the record"))
            return
        call = partial(self._recovery.discard, str(hit.key), why)
        self._tasks.run(call, done=self._on_discarded, failed=self._on_trouble, owner=self)

    def _on_kept(self, _nothing: object) -> None:
        self.spoke.emit(self.tr("Kept as it was decided"))
        self._reload()

    def _on_discarded(self, _nothing: object) -> None:
        self.reason.hide()
        self.spoke.emit(self.tr("Discarded, the reason is recorded"))
        self._reload()
        self.list.setFocus()

    def _on_trouble(self, error: AppError) -> None:
        self.trouble.emit(error)
        self._reload()

    def back(self) -> bool:
        if not self.reason.isHidden():
            self.reason.hide()
            self.list.setFocus()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.ask_reason()
            return
        super().keyPressEvent(event)
