"""One answer out of a few, side by side; digits choose, arrows move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.painted import Painted


def digit_of(event: QKeyEvent) -> int | None:
    """The digit of a key press from either row of the keyboard; None with Ctrl, Alt or Shift."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return event.key() - Qt.Key.Key_0 if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else None


class SegmentedChoice(Painted):
    """A row (or rows, when narrow) of segments of which at most one is chosen.

    `chosen(value)` is emitted for each act of the person, also when the same segment is taken again: a
    prefilled answer is confirmed this way. Digits count from 1.
    """

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), value: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._options: tuple[tuple[str, str], ...] = ()
        self._value: str | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Digits must arrive even while the input method is in Chinese mode.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options, value)

    def set_options(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """The (value, text) pairs to choose from."""
        self._options = tuple(options)
        self.set_value(value)
        self.updateGeometry()

    def options(self) -> tuple[tuple[str, str], ...]:
        return self._options

    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a choice without telling anyone."""
        self._value = value
        for index, (key, _) in enumerate(self._options):
            if key == value:
                self._at = index
        self._at = min(self._at, max(len(self._options) - 1, 0))
        chosen = dict(self._options).get(value or "", "")
        self.setAccessibleDescription(chosen)
        self.update()

    def choose(self, index: int) -> bool:
        """Choose the segment at an index, as the person does; False when there is none."""
        if not 0 <= index < len(self._options):
            return False
        self._at = index
        self.set_value(self._options[index][0])
        self.chosen.emit(self._options[index][0])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and self.choose(digit - 1):
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._options:
            step = -1 if event.key() == Qt.Key.Key_Left else 1
            self._at = (self._at + step) % len(self._options)
            self.update()
            return
        if event.key() == Qt.Key.Key_Space and self.choose(self._at):
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, box in enumerate(self._boxes(self.width())):
            if box.contains(event.position().toPoint()):
                self.choose(index)
                return
        super().mousePressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
        super().changeEvent(event)

    def _face(self, *, bold: bool) -> QFont:
        face = QFont(theme.font("body.small"))
        face.setBold(bold)
        return face

    def _tick(self) -> int:
        return theme.px("size.icon") - theme.px(2)

    def _width_of(self, text: str) -> int:
        # Room for the tick and the bold face in every segment: choosing must not move the others.
        return QFontMetrics(self._face(bold=True)).horizontalAdvance(text) + theme.px(20)

    def _boxes(self, width: int) -> list[QRect]:
        """Where each segment is: in rows no wider than the widget."""
        boxes: list[QRect] = []
        high, gap = theme.px("size.segment"), theme.px(4)
        left = top = 0
        for value, text in self._options:
            wide = self._width_of(text) + (self._tick() + theme.px(4) if value == self._value else 0)
            wide = min(wide, width)
            if left and left + wide > width:
                left, top = 0, top + high + gap
            boxes.append(QRect(QPoint(left, top), QSize(wide, high)))
            left += wide - 1  # neighbours share their border
        return boxes

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        boxes = self._boxes(max(width, 1))
        return boxes[-1].bottom() + 1 if boxes else theme.px("size.segment")

    def sizeHint(self) -> QSize:
        wide = sum(self._width_of(text) for _, text in self._options) + self._tick() + theme.px(5)
        return QSize(wide, theme.px("size.segment"))

    def minimumSizeHint(self) -> QSize:
        widest = max((self._width_of(text) for _, text in self._options), default=0)
        return QSize(min(widest, theme.px(120)), theme.px("size.segment"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._boxes(self.width())
        for index, ((value, text), box) in enumerate(zip(self._options, boxes, strict=True)):
            self._paint_segment(painter, index, QRectF(box), text, value == self._value, boxes)
        if self.hasFocus() and boxes:
            painter.setPen(QPen(theme.token("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(boxes[self._at]).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_segment(
        self, painter: QPainter, index: int, box: QRectF, text: str, on: bool, boxes: list[QRect]
    ) -> None:
        first = index == 0 or boxes[index - 1].top() != boxes[index].top()
        last = index == len(boxes) - 1 or boxes[index + 1].top() != boxes[index].top()
        path = _segment(box.adjusted(0.5, 0.5, -0.5, -0.5), 4 if first else 0, 4 if last else 0)
        enabled = self.isEnabled()
        fill = "bg.disabled" if not enabled else ("accent.soft" if on else "bg.surface")
        painter.fillPath(path, theme.token(fill))
        painter.setPen(QPen(theme.token("line.control" if enabled else "line.default"), 1))
        painter.drawPath(path)
        colour = theme.token("text.disabled" if not enabled else ("accent.text" if on else "text.primary"))
        left = box.left() + theme.px(10)
        if on:
            side = float(self._tick())
            icons.paint(painter, QRectF(left, box.center().y() - side / 2, side, side), "check-bold", colour)
            left += side + theme.px(4)
        painter.setFont(self._face(bold=on))
        painter.setPen(colour)
        room = QRectF(left, box.top(), box.right() - left - theme.px(8), box.height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()) + 1)
        where = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignLeft if on else Qt.AlignmentFlag.AlignHCenter
        )
        painter.drawText(room.adjusted(0, 0, 2, 0), int(where), shown)


def _segment(box: QRectF, left: float, right: float) -> QPainterPath:
    """A rectangle whose left and right corners are rounded separately."""
    path = QPainterPath()
    path.moveTo(box.left() + left, box.top())
    path.lineTo(box.right() - right, box.top())
    if right:
        path.arcTo(QRectF(box.right() - 2 * right, box.top(), 2 * right, 2 * right), 90, -90)
    path.lineTo(box.right(), box.bottom() - right)
    if right:
        path.arcTo(QRectF(box.right() - 2 * right, box.bottom() - 2 * right, 2 * right, 2 * right), 0, -90)
    path.lineTo(box.left() + left, box.bottom())
    if left:
        path.arcTo(QRectF(box.left(), box.bottom() - 2 * left, 2 * left, 2 * left), 270, -90)
    path.lineTo(box.left(), box.top() + left)
    if left:
        path.arcTo(QRectF(box.left(), box.top(), 2 * left, 2 * left), 180, -90)
    path.closeSubpath()
    return path
