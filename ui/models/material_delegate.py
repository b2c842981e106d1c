"""How a material row is drawn: two lines, a state chip with its shape, a frame that needs no colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import messages, theme
from ui.models.materials import Column, GroupRow, MaterialRow, RowRole, group_title, second_line
from ui.widgets.chip import chip_size, paint_chip

_CENTRED: Final = int(Qt.AlignmentFlag.AlignCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class MaterialDelegate(QStyledItemDelegate):
    """Paints both kinds of row; the view's style sheet only gives the ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(RowRole)
        height = theme.px("size.key") + theme.px(8) if isinstance(row, GroupRow) else theme.px("size.row")
        return QSize(super().sizeHint(option, index).width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(RowRole)
        box: QRect = option.rect
        painter.save()
        if isinstance(row, GroupRow):
            self._paint_group(painter, box, row)
        elif isinstance(row, MaterialRow):
            state: QStyle.StateFlag = option.state
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, box, first=index.column() == 0, selected=selected)
            self._paint_cell(painter, box, row, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRect, row: GroupRow) -> None:
        painter.fillRect(box, theme.token("bg.sunken"))
        font = QFont(theme.font("body.small"))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.token("text.secondary"))
        painter.drawText(box.adjusted(theme.px(12), 0, -theme.px(12), 0), _LEFT, group_title(row))
        painter.setPen(theme.token("line.default"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _paint_ground(self, painter: QPainter, box: QRect, *, first: bool, selected: bool) -> None:
        """The chosen row: soft ground, two-pixel lines above and below, a bar at the left."""
        if not selected:
            painter.setPen(theme.token("line.subtle"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            return
        ring = theme.token("focus.ring")
        painter.fillRect(box, theme.token("accent.soft"))
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 2), ring)
        painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), ring)
        if first:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), ring)

    def _paint_cell(
        self, painter: QPainter, box: QRect, row: MaterialRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        match Column(index.column()):
            case Column.NUMBER:
                painter.setFont(theme.font("body"))
                painter.setPen(theme.token("text.secondary"))
                painter.drawText(box, _CENTRED, text)
            case Column.NAME:
                self._paint_two_lines(painter, box, text, second_line(row))
            case Column.STATE:
                size = chip_size(text)
                chip = QRectF(0, 0, size.width(), size.height())
                chip.moveCenter(QRectF(box).center())
                chip.moveLeft(box.left() + theme.px(10))
                paint_chip(painter, chip, messages.state_of(row.mark.state), text)
            case column:
                painter.setFont(theme.font("body.small"))
                painter.setPen(theme.token("text.secondary"))
                inner = box.adjusted(theme.px(10), 0, -theme.px(6), 0)
                shown = QFontMetrics(painter.font()).elidedText(
                    text, Qt.TextElideMode.ElideRight, inner.width()
                )
                painter.drawText(inner, _CENTRED if column is Column.COPIES else _LEFT, shown)

    def _paint_two_lines(self, painter: QPainter, box: QRect, name: str, note: str) -> None:
        inner = box.adjusted(theme.px(10), 0, -theme.px(6), 0)
        strong, small = theme.font("body.strong"), theme.font("body.small")
        first, second = QFontMetrics(strong), QFontMetrics(small)
        # Chinese fonts carry tall line gaps: the two lines share the row by their letters' height.
        gap = theme.px(1)
        tall, low = round(strong.pixelSize() * 1.25), round(small.pixelSize() * 1.25)
        used = tall + (gap + low if note else 0)
        top = inner.top() + (inner.height() - used) // 2
        painter.setFont(strong)
        painter.setPen(theme.token("text.primary"))
        painter.drawText(
            QRect(inner.left(), top, inner.width(), tall),
            _LEFT,
            first.elidedText(name, Qt.TextElideMode.ElideRight, inner.width()),
        )
        if note:
            painter.setFont(small)
            painter.setPen(theme.token("text.muted"))
            painter.drawText(
                QRect(inner.left(), top + tall + gap, inner.width(), low),
                _LEFT,
                second.elidedText(note, Qt.TextElideMode.ElideRight, inner.width()),
            )
