"""What waits to be uploaded (待传清单, Alt+U), oldest first, as the outbox has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from app.services.changes import Changes, Subject
from app.services.views import PendingLine
from ui import messages, theme
from ui.bridge import HallSignals
from ui.widgets.chip import Chip
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.services.outbox import OutboxService
    from ui.tasks import Tasks


class PendingPage(Workspace):
    """A list to look at; uploading itself comes with the central server."""

    def __init__(
        self, outbox: OutboxService, tasks: Tasks, signals: HallSignals, back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._outbox, self._tasks = outbox, tasks
        self._panel = Panel(self.tr("Waiting to upload"), "cloud-upload-outline", pad=False)
        self._count = Chip("wait", "")
        self._panel.add_to_head(self._count)
        self._table = QTableWidget(0, 4)
        self._table.setHorizontalHeaderLabels(
            [self.tr("No."), self.tr("What"), self.tr("Case number"), self.tr("Since")]
        )
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(theme.px("size.row.dense"))
        head = self._table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self._empty = EmptyState(
            self.tr("Nothing is waiting"),
            self.tr("Every decision of this window is stored and encrypted on this machine."),
            icon="tray-full",
        )
        self._back = self._empty.add_act(self.tr("Back to the intake desk"), "Alt+1", back)
        self._panel.body.addWidget(self._table)
        self._panel.body.addWidget(self._empty)
        column = QVBoxLayout(self)
        edge = theme.px("size.gutter")
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self._panel)
        self.show_lines(())
        signals.changed.connect(self._on_changed)

    def begin(self) -> None:
        self._reload()
        (self._table if self._table.rowCount() else self._back).setFocus()

    def _on_changed(self, changes: Changes) -> None:
        if Subject.OUTBOX in changes and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._tasks.run(self._outbox.pending, done=self.show_lines, owner=self)

    def show_lines(self, lines: Sequence[PendingLine]) -> None:
        """Show exactly these entries."""
        self._count.show_state("wait", self.tr("%n waiting", "", len(lines)))
        self._table.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            texts = (
                str(line.dev_seq),
                messages.decision(line.kind),
                line.case_no or "—",
                messages.moment_of(line.at),
            )
            for column, text in enumerate(texts):
                self._table.setItem(row, column, QTableWidgetItem(text))
