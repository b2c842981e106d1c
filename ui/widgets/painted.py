"""The common ground of widgets that draw themselves with tokens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange})


class Painted(QWidget):
    """Measures and draws itself again whenever the theme or the font scale changes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RESTYLED:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


def centred(box: QRectF, height: float) -> QRectF:
    """The middle strip of a box."""
    return QRectF(box.left(), box.center().y() - height / 2, box.width(), height)


def rounded(
    painter: QPainter, box: QRectF, fill: QColor | None, line: QColor | None, radius: float = 4
) -> None:
    """A crisp one-pixel rounded frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.5 if line is not None else 0.0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def repolish(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property the style sheet looks at; nothing happens when it has that value already."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
