"""The five states of a material as shape + word + colour, the same in a chip, a table cell and a tally."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.painted import Painted, rounded

STATES: Final = ("ok", "bad", "warn", "share", "wait")


def shape(state: str, box: QRectF) -> QPainterPath:
    """Circle 齐全, square 缺, triangle 容缺, diamond 免提交, ring 待核, filling the box."""
    path = QPainterPath()
    if state == "bad":
        path.addRoundedRect(
            box.adjusted(0.06 * box.width(), 0.06 * box.height(), -0.06 * box.width(), -0.06 * box.height()),
            1.5,
            1.5,
        )
    elif state == "warn":
        top = QPointF(box.center().x(), box.top() + 0.04 * box.height())
        low = box.bottom() - 0.06 * box.height()
        path.addPolygon(QPolygonF([top, QPointF(box.right(), low), QPointF(box.left(), low), top]))
    elif state == "share":
        middle = box.center()
        half = box.width() / 2
        corners = [
            QPointF(middle.x() + dx * half, middle.y() + dy * half)
            for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0), (0, -1))
        ]
        path.addPolygon(QPolygonF(corners))
    else:
        path.addEllipse(box)
    return path


def _inner(state: str, box: QRectF) -> QPainterPath:
    """The small mark cut out of the shape: tick, cross, bar, arrow."""
    path = QPainterPath()

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

    if state == "ok":
        path.moveTo(at(0.28, 0.52))
        path.lineTo(at(0.44, 0.68))
        path.lineTo(at(0.74, 0.36))
    elif state == "bad":
        path.moveTo(at(0.34, 0.34))
        path.lineTo(at(0.66, 0.66))
        path.moveTo(at(0.66, 0.34))
        path.lineTo(at(0.34, 0.66))
    elif state == "warn":
        path.moveTo(at(0.5, 0.38))
        path.lineTo(at(0.5, 0.60))
        path.moveTo(at(0.5, 0.77))
        path.lineTo(at(0.5, 0.775))
    elif state == "share":
        path.moveTo(at(0.30, 0.5))
        path.lineTo(at(0.68, 0.5))
        path.moveTo(at(0.53, 0.34))
        path.lineTo(at(0.69, 0.5))
        path.lineTo(at(0.53, 0.66))
    return path


def paint_shape(painter: QPainter, box: QRectF, state: str, ground: QColor | None = None) -> None:
    """Draw the shape of a state; `ground` is the colour behind it, shown through its mark."""
    colour = theme.token(f"{state}.fg")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "wait":
        width = max(1.6, box.width() / 9)
        ring = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        # Eight dashes whatever the size: the pattern counts in pen widths.
        around = math.pi * ring.width() / width / 8
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([around * 0.6, around * 0.4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(shape(state, box))
        pen = QPen(ground or theme.token(f"{state}.bg"), max(1.5, box.width() / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_inner(state, box))
    painter.restore()


def _bold() -> QFont:
    face = QFont(theme.font("body.small"))
    face.setBold(True)
    return face


def chip_size(text: str, *, mark: bool = True, small: bool = False) -> QSize:
    """How large a chip with this word is."""
    metrics = QFontMetrics(_bold())
    side = theme.px("size.icon") - 2 if mark else 0
    gap = theme.px(5) if mark and text else 0
    height = theme.px("size.chip") - (theme.px(4) if small else 0)
    return QSize(theme.px(8) * 2 + side + gap + metrics.horizontalAdvance(text), height)


def paint_chip(
    painter: QPainter, box: QRectF, state: str, text: str, icon: str | None = None, *, mark: bool = True
) -> None:
    """Draw a chip filling the box: for table delegates and for Chip itself."""
    rounded(painter, box, theme.token(f"{state}.bg"), theme.token(f"{state}.line"))
    left = box.left() + theme.px(8)
    if mark:
        side = float(theme.px("size.icon") - 2)
        sign = QRectF(left, box.center().y() - side / 2, side, side)
        if icon:
            icons.paint(painter, sign, icon, theme.token(f"{state}.fg"))
        else:
            paint_shape(painter, sign, state)
        left += side + theme.px(5)
    painter.save()
    painter.setFont(_bold())
    painter.setPen(theme.token(f"{state}.fg"))
    painter.drawText(
        QRectF(left, box.top(), box.right() - left, box.height()),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        text,
    )
    painter.restore()


class Chip(Painted):
    """One state said in shape, word and colour."""

    def __init__(
        self, state: str = "wait", text: str = "", parent: QWidget | None = None, *, icon: str | None = None
    ) -> None:
        super().__init__(parent)
        self._state, self._text, self._icon = state, text, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def state(self) -> str:
        return self._state

    def text(self) -> str:
        return self._text

    def show_state(self, state: str, text: str, icon: str | None = None) -> None:
        """Say another state."""
        if (state, text, icon) == (self._state, self._text, self._icon):
            return
        self._state, self._text, self._icon = state, text, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._text)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._state, self._text, self._icon)
        painter.end()


class Shape(Painted):
    """The bare shape of a state, for tallies and lists."""

    def __init__(self, state: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._side = state, side
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, state: str) -> None:
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._side), theme.px(self._side))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = float(theme.px(self._side))
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
        paint_shape(painter, box, self._state)
        painter.end()
