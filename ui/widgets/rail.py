"""The rail at the left: nine workspaces and the settings, with counts that need a clerk."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.actions import Actions
from ui.key_table import WORKSPACES


class RailButton(QAbstractButton):
    """One workspace: picture over word, a bar at the left when it is open, a count when someone is needed."""

    def __init__(self, text: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._badge = icon, 0
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setToolTip(f"{text}  {key}")
        # Alt and a digit reach it; Tab stays with the visit.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_badge(self, count: int) -> None:
        self._badge = count
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px("size.rail"), theme.px("size.rail.button"))

    def minimumSizeHint(self) -> QSize:
        # Large letters on a low screen: the pictures alone still show where one is.
        return QSize(theme.px("size.rail"), theme.px("size.icon.rail") + theme.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(box, theme.token("bg.railActive"))
            painter.fillRect(QRectF(0, 0, 4, box.height()), theme.token("rail.marker"))
        colour = theme.token("text.onRail" if self.isChecked() or self.underMouse() else "text.onRailMuted")
        face = QFont(theme.font("body.small"))
        face.setBold(self.isChecked())
        side, gap = theme.px("size.icon.rail"), theme.px(3)
        high = QFontMetrics(face).height()
        worded = side + gap + high <= self.height()
        top = (self.height() - side - (gap + high if worded else 0)) // 2
        icons.paint(painter, QRect((self.width() - side) // 2, top, side, side), self._icon, colour)
        if worded:
            self._paint_word(painter, top + side + gap, face, colour)
        if self._badge:
            self._paint_badge(painter, top, side)
        painter.end()

    def _paint_word(self, painter: QPainter, top: int, face: QFont, colour: QColor) -> None:
        painter.setFont(face)
        painter.setPen(colour)
        words = QRect(0, top, self.width(), QFontMetrics(face).height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 10)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), shown)

    def _paint_badge(self, painter: QPainter, top: int, side: int) -> None:
        text = str(self._badge) if self._badge < 100 else "99+"
        painter.setFont(theme.font("counter"))
        high = theme.px(18)
        wide = max(high, painter.fontMetrics().horizontalAdvance(text) + theme.px(8))
        box = QRectF((self.width() + side) / 2 - theme.px(2), top - theme.px(4), wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token("badge.bg"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setPen(theme.token("badge.fg"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QFrame):
    """Shows which workspace is open; `chosen(id)` asks for another."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, RailButton] = {}
        self._brand = QLabel(self.tr("Window Clerk", "brand on the rail, very short"))
        self._brand.setObjectName("brand")
        self._brand.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._brand.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px("space.1"))
        column.setSpacing(0)
        column.addWidget(self._brand)
        for name, _keys, _label, icon in WORKSPACES:
            column.addWidget(self._add(name, actions[f"go_{name}"].label, icon, actions[f"go_{name}"].keys))
        column.addStretch(1)
        column.addWidget(
            self._add("settings", actions["settings"].label, "cog-outline", actions["settings"].keys)
        )
        self.restyle()

    def _add(self, name: str, text: str, icon: str, key: str) -> RailButton:
        button = RailButton(text, icon, key)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        return button

    def restyle(self) -> None:
        """Take the sizes of the present look."""
        self.setFixedWidth(theme.px("size.rail"))
        self._brand.setFixedHeight(theme.px("size.topbar"))

    def show_open(self, name: str) -> None:
        """Mark the open workspace; a view without a button of its own marks none."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)
            return
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def set_badge(self, name: str, count: int) -> None:
        self._buttons[name].set_badge(count)
