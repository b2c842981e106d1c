"""The outer parts of the page: the mornings at the left, and parts that may be higher than the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.pages.consultations.day_list import DayList, Legend
from ui.widgets.keys import KeyButton
from ui.widgets.panel import Panel


class DaysColumn(QWidget):
    """The mornings, the ways to their roster and figures, what the signs of the grid mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = DayList()
        self.roster = KeyButton(self.tr("Roster"), "", icon="calendar-week", spread=True)
        self.figures = KeyButton(self.tr("Figures"), "", icon="chart-bar", spread=True)
        mornings = Panel(self.tr("Wednesday mornings · free advice"), "calendar-week", pad=False)
        mornings.body.addWidget(self.days, 1)
        mornings.set_first_focus(self.days)
        below = QHBoxLayout()
        edge = theme.px("space.2")
        below.setContentsMargins(edge, edge, edge, edge)
        below.addWidget(self.roster)
        below.addWidget(self.figures)
        mornings.body.addLayout(below)
        self._legend = Panel(self.tr("Signs"), "shape-outline")
        self._legend.body.addWidget(Legend())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(mornings, 1)
        column.addWidget(self._legend)

    def set_compact(self, compact: bool) -> None:
        """A small screen has no room for the signs; every one of them says its word in the grid anyway."""
        self._legend.setVisible(not compact)


class Scrolled(QScrollArea):
    """Follows the focus: what the keys go to is always in sight."""

    def __init__(self, part: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.addWidget(part)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is self._part:
            self.verticalScrollBar().setValue(0)
        elif new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, theme.px(60))
