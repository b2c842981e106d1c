"""How the morning is drawn: cells with their state as shape and word, lawyers' heads, the slots' times."""

from __future__ import annotations

from datetime import time
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.rules.catalogue import PartyKind
from app.services.consultations.views import CellView, ColumnView
from ui import icons, theme
from ui.pages.consultations import words
from ui.pages.consultations.grid_model import CellRole, GridModel
from ui.widgets.chip import chip_size, paint_chip
from ui.widgets.keys import key_size, paint_key
from ui.widgets.painted import rounded

_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_QUIET: Final = frozenset({"free", "past", "closed", "booked"})


def _bold(name: str) -> QFont:
    font = QFont(theme.font(name))
    font.setBold(True)
    return font


class CellDelegate(QStyledItemDelegate):
    """Paints a seat. `chooser`: whose name a free chosen seat shows; `target`: where a drag would drop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chooser = ""
        self.moving = ""  # the booking picked up
        self.target: tuple[int, int] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CellRole)
        if not isinstance(cell, CellView):
            return
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(5)
        box = QRectF(rect).adjusted(gap, gap, -gap, -gap)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        aimed = self.target == (index.row(), index.column())
        self._ground(painter, box, cell, chosen=chosen or aimed)
        inner = box.adjusted(theme.px(12), 0, -theme.px(10), 0)
        if cell.state == "free" and (chosen or aimed):
            self._offer(painter, inner)
        elif cell.state in ("free", "past", "closed", "kept"):
            self._empty(painter, inner, cell)
        else:
            self._taken(painter, inner, cell)
        painter.restore()
        painter.setPen(theme.token("line.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())

    def _ground(self, painter: QPainter, box: QRectF, cell: CellView, *, chosen: bool) -> None:
        radius = theme.px("radius.control")
        fill: QColor | None = theme.token("bg.raised")
        pen = QPen(theme.token("line.default"), 1)
        if cell.state == "free":
            fill = theme.token("accent.soft") if chosen else None
            pen = QPen(theme.token("line.control"), 1, Qt.PenStyle.DashLine)
        elif cell.state in ("closed", "past", "kept"):
            fill, pen = theme.token("bg.sunken"), QPen(Qt.PenStyle.NoPen)
        elif cell.state in ("tentative", "offered"):
            fill = theme.token("warn.bg")
            pen = QPen(theme.token("warn.line"), 1, Qt.PenStyle.DashLine)
        if chosen:
            pen = QPen(theme.token("focus.ring"), 3)
        if self.moving and cell.booking == self.moving:
            pen = QPen(theme.token("focus.ring"), 2, Qt.PenStyle.DotLine)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)

    def _offer(self, painter: QPainter, box: QRectF) -> None:
        """A free seat that is chosen: for whom, and which key takes it."""
        colour = theme.token("accent.text")
        left = self._icon(painter, box, "check-bold", colour)
        cap = key_size("Enter")
        place = QRectF(
            box.right() - cap.width(), box.center().y() - cap.height() / 2, cap.width(), cap.height()
        )
        text = self.tr("for {name}").format(name=self.chooser) if self.chooser else self.tr("Take this one")
        if place.left() - left > theme.px(70):
            paint_key(painter, place, "Enter", fill=theme.token("bg.surface"))
        else:
            place.moveLeft(box.right())
        painter.setFont(_bold("body.small" if theme.look().compact else "body"))
        painter.setPen(colour)
        _write(painter, QRectF(left, box.top(), place.left() - left - theme.px(6), box.height()), text)

    def _empty(self, painter: QPainter, box: QRectF, cell: CellView) -> None:
        free = cell.state == "free"
        colour = theme.token("text.muted" if free else "text.disabled")
        left = self._icon(painter, box, "plus" if free else "cancel", colour)
        painter.setFont(theme.font("body.small" if theme.look().compact else "body"))
        painter.setPen(colour)
        text = words.state(cell.state)
        if free and not cell.held:
            text = self.tr("Free, to be confirmed")
        _write(painter, QRectF(left, box.top(), box.right() - left, box.height()), text)

    def _taken(self, painter: QPainter, box: QRectF, cell: CellView) -> None:
        organisation = cell.kind is PartyKind.ORGANISATION
        icon = "domain" if organisation else "account-outline"
        left = self._icon(painter, box, icon, theme.token("text.secondary"))
        right = box.right()
        if cell.state not in _QUIET:
            text = words.state(cell.state)
            size = chip_size(text)
            if right - left - size.width() > theme.px(60):
                chip = QRectF(0, 0, size.width(), size.height())
                chip.moveCenter(box.center())
                chip.moveRight(right)
                paint_chip(painter, chip, words.LOOKS.get(cell.state, "wait"), text)
                right = chip.left() - theme.px(6)
        name = _bold("body.small" if theme.look().compact else "body")
        wide = QFontMetrics(name).horizontalAdvance(cell.who) + theme.px(8)
        painter.setFont(theme.font("body.small"))
        painter.setPen(theme.token("text.secondary"))
        topic = QFontMetrics(painter.font()).horizontalAdvance(cell.topic)
        if right - left - wide > min(topic, theme.px(56)):
            room = QRectF(left + wide, box.top(), right - left - wide, box.height())
            _write(painter, room, cell.topic, _RIGHT)
            right = max(left + wide, right - topic - theme.px(8))
        painter.setFont(name)
        painter.setPen(theme.token("text.primary"))
        _write(painter, QRectF(left, box.top(), right - left, box.height()), cell.who)

    @staticmethod
    def _icon(painter: QPainter, box: QRectF, name: str, colour: QColor) -> float:
        side = float(theme.px("size.icon"))
        icons.paint(painter, QRectF(box.left(), box.center().y() - side / 2, side, side), name, colour)
        return box.left() + side + theme.px(9)


def _write(painter: QPainter, box: QRectF, text: str, where: int = _LEFT) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(box.width())))
    painter.drawText(box, where, shown)


class LawyerHeader(QHeaderView):
    """The lawyers: name, fields, how much is free."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumSectionSize(theme.px(80))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(58 if theme.look().compact else 76))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        column = self._grid.column(logical)
        painter.save()
        painter.fillRect(rect, theme.token("bg.raised"))
        painter.setPen(theme.token("line.default"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.token("line.subtle"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if column is not None:
            self._paint_lawyer(painter, QRectF(rect).adjusted(theme.px(14), 0, -theme.px(12), 0), column)
        painter.restore()

    def _paint_lawyer(self, painter: QPainter, box: QRectF, column: ColumnView) -> None:
        side = float(theme.px("size.icon.rail"))
        left = box.left()
        if not theme.look().compact:
            place = QRectF(left, box.center().y() - side / 2, side, side)
            icons.paint(painter, place, "account-tie-outline", theme.token("text.secondary"))
            left += side + theme.px(10)
        chip = self.tr("{count} free").format(count=column.free)
        font = theme.font("body.small")
        wide = QFontMetrics(font).horizontalAdvance(chip) + theme.px(16)
        high = theme.px("size.chip")
        tag = QRectF(box.right() - wide, box.center().y() - high / 2, wide, high)
        rounded(painter, tag, theme.token("bg.surface"), theme.token("line.default"))
        painter.setFont(font)
        painter.setPen(theme.token("text.secondary"))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), chip)
        room = QRectF(left, box.top(), tag.left() - left - theme.px(6), box.height())
        half = room.height() / 2
        painter.setFont(_bold("body"))
        painter.setPen(theme.token("text.primary"))
        _write(painter, QRectF(room.left(), room.top() + theme.px(4), room.width(), half), column.name)
        note = " · ".join(column.fields)
        if column.stands_in_for:
            note = self.tr("for {name}").format(name=column.stands_in_for)
        painter.setFont(font)
        painter.setPen(theme.token("text.secondary"))
        _write(painter, QRectF(room.left(), room.top() + half - theme.px(3), room.width(), half), note)


class SlotHeader(QHeaderView):
    """The slots: when one begins, large; until when, below."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._grid = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumSectionSize(theme.px("size.row") - theme.px(6))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(70 if theme.look().compact else 92), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        grid = self._grid.grid
        painter.save()
        painter.fillRect(rect, theme.token("bg.surface"))
        painter.setPen(theme.token("line.subtle"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.token("line.default"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if grid is not None and 0 <= logical < len(grid.slots):
            self._paint_time(painter, QRectF(rect), *grid.slots[logical])
        painter.restore()

    def _paint_time(self, painter: QPainter, box: QRectF, begins: time, ends: time) -> None:
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        below = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        half = box.height() / 2
        painter.setFont(_bold("body"))
        painter.setPen(theme.token("text.primary"))
        painter.drawText(QRectF(box.left(), box.top(), box.width(), half), centre, f"{begins:%H:%M}")
        painter.setFont(theme.font("body.small"))
        painter.setPen(theme.token("text.muted"))
        until = self.tr("to {time}").format(time=f"{ends:%H:%M}")
        painter.drawText(QRectF(box.left(), box.top() + half, box.width(), half), below, until)
