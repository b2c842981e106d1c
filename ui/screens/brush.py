"""Drawing a public screen: sizes of the drawing at 1920 × 1080, whatever the screen has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ui import icons, theme

WIDE: Final = 1920.0
HIGH: Final = 1080.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter


class Brush:
    """A painter in the drawing's own pixels."""

    def __init__(self, painter: QPainter, width: int, height: int) -> None:
        self.painter = painter
        scale = min(width / WIDE, height / HIGH)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing, on=True
        )
        painter.scale(scale, scale)
        # A wider or higher screen gets more room, not larger letters.
        self.width, self.height = width / scale, height / scale

    @classmethod
    def at(cls, painter: QPainter, scale: float) -> Brush:
        """For a part of a screen whose scale is known."""
        return cls(painter, round(WIDE * scale), round(HIGH * scale))

    def text(
        self,
        text: str,
        x: float,
        y: float,
        px: float,
        colour: str,
        *,
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        room: float | None = None,
        least: float = 0.7,
    ) -> float:
        """One line with its middle at y; its width. Too long for `room` it is made smaller, to `least` of its
        size, then cut: for a number that must be read `least` is so small that nothing is cut.
        """
        font = _font(px, bold=bold)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(text)
        if room is not None and wide > room:
            font = _font(max(px * room / wide * 0.99, px * least), bold=bold)
            metrics = QFontMetricsF(font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            wide = metrics.horizontalAdvance(text)
        left = x - (wide if align == RIGHT else wide / 2 if align == MIDDLE else 0)
        self.painter.setFont(font)
        self.painter.setPen(theme.token(colour))
        # The middle of capitals and digits, not of the font's whole height.
        self.painter.drawText(QPointF(left, y + metrics.capHeight() / 2), text)
        return wide

    def width_of(self, text: str, px: float, *, bold: bool = False) -> float:
        """How wide a line would be."""
        return QFontMetricsF(_font(px, bold=bold)).horizontalAdvance(text)

    def icon(self, name: str, x: float, y: float, side: float, colour: str) -> None:
        """An icon with its middle at (x, y)."""
        box = QRectF(x - side / 2, y - side / 2, side, side)
        icons.paint(self.painter, box, name, theme.token(colour))

    def box(
        self,
        box: QRectF,
        fill: str | None,
        *,
        radius: float = 0,
        line: str | None = None,
        dashed: bool = False,
    ) -> None:
        """A filled or framed box."""
        pen = QPen(Qt.PenStyle.NoPen)
        if line is not None:
            pen = QPen(theme.token(line), 3 if dashed else 2)
            if dashed:
                pen.setDashPattern([2.4, 2.2])
        self.painter.setPen(pen)
        self.painter.setBrush(theme.token(fill) if fill is not None else QColor(Qt.GlobalColor.transparent))
        self.painter.drawRoundedRect(box, radius, radius)

    def right_part(self, whole: QRectF, x: float, fill: str, radius: float) -> None:
        """The part of a rounded card right of x."""
        card = QPainterPath()
        card.addRoundedRect(whole, radius, radius)
        part = QPainterPath()
        part.addRect(QRectF(x, whole.top(), whole.right() - x, whole.height()))
        self.painter.fillPath(card.intersected(part), theme.token(fill))

    def arrow_down(self, x: float, top: float, high: float, colour: str) -> None:
        """A plain arrow, as drawn beside a card."""
        pen = QPen(theme.token(colour), 9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(x, top), QPointF(x, top + high))
        side = high * 0.42
        tip = top + high
        self.painter.drawPolyline(
            [QPointF(x - side, tip - side), QPointF(x, tip), QPointF(x + side, tip - side)]
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, colour: str = "hall.line") -> None:
        self.painter.setPen(QPen(theme.token(colour), 2))
        self.painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def _font(px: float, *, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(theme.families())
    made.setPixelSize(max(1, round(px)))
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
