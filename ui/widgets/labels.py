"""Lines of text: in a role of the theme, ending in … with the whole as a tip, or as label and value rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from ui import theme
from ui.widgets.painted import repolish


class RoleLabel(QLabel):
    """A label in one of the theme's roles: title, big, strong, small, muted, tag, kpi, link …"""

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = False
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)

    def set_state(self, state: str) -> None:
        """Colour it as ok, bad, warn, share; "" is plain."""
        repolish(self, "state", state)


class ElidedLabel(RoleLabel):
    """A label that shortens itself with … and tells the whole in its tip; never makes the window wider."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, role, parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("国…")), hint.height())

    def _room(self) -> QRect:
        return self.contentsRect()

    def is_elided(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_elided():
            self.setToolTip("")
            super().paintEvent(event)
            return
        self.setToolTip(self.text())
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        room = self._room()
        shown = QFontMetrics(self.font()).elidedText(self.text(), self._mode, room.width())
        self.style().drawItemText(
            painter,
            room,
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )
        painter.end()


class FactGrid(QWidget):
    """Rows of label and value, the labels in one column (身份证 · 手机 · 信用)."""

    def __init__(self, parent: QWidget | None = None, *, value_role: str = "") -> None:
        super().__init__(parent)
        self._role = value_role
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space.4"))
        self._grid.setVerticalSpacing(theme.px(5))
        self._grid.setColumnStretch(1, 1)

    def set_row(self, key: str, label: str, value: str | QWidget, state: str = "") -> None:
        """Add or change a row; a widget as value may stand for itself (an eye button beside a number)."""
        if key in self._rows and isinstance(value, str):
            name, shown = self._rows[key]
            name.setText(label)
            if isinstance(shown, RoleLabel):
                shown.setText(value)
                shown.set_state(state)
                self._show(key, visible=True)
                return
        standing = self._rows.get(key)
        if standing is not None and standing[1] is value:
            standing[0].setText(label)
            return
        self.remove_row(key)
        name = RoleLabel(label, "muted")
        widget: QWidget = ElidedLabel(value, self._role) if isinstance(value, str) else value
        if isinstance(widget, RoleLabel) and state:
            widget.set_state(state)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignVCenter)
        self._rows[key] = (name, widget)

    def set_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show exactly these (key, label, value) rows."""
        wanted = {key for key, _, _ in rows}
        for key in list(self._rows):
            if key not in wanted:
                self.remove_row(key)
        for key, label, value in rows:
            self.set_row(key, label, value)

    def value(self, key: str) -> QWidget | None:
        row = self._rows.get(key)
        return row[1] if row else None

    def remove_row(self, key: str) -> None:
        row = self._rows.pop(key, None)
        if row is None:
            return
        for widget in row:
            self._grid.removeWidget(widget)
            widget.hide()
            # A value that was given as a widget belongs to whoever gave it.
            if isinstance(widget, RoleLabel):
                widget.deleteLater()
            else:
                widget.setParent(None)

    def _show(self, key: str, *, visible: bool) -> None:
        for widget in self._rows[key]:
            widget.setVisible(visible)
