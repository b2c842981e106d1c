"""Lines to choose from — applicants, items, cases, notices — as a list with two lines to a row."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.records import dataclass
from ui import icons, theme
from ui.models.difference import splice
from ui.widgets.chip import chip_size, paint_chip, paint_shape

_ModelIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()
HitRole: Final = Qt.ItemDataRole.UserRole + 1
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what it stands for and says; `state` paints a shape, `chip` a word in it at the right."""

    key: Hashable
    title: str
    note: str = ""
    right: str = ""
    icon: str = ""
    state: str = ""
    chip: str = ""

    @property
    def spoken(self) -> str:
        return ", ".join(filter(None, (self.title, self.note, self.chip, self.right)))


class HitModel(QAbstractListModel):
    """The lines now offered, replaced by difference."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self._hits

    def show(self, hits: Sequence[Hit]) -> None:
        wanted = tuple(hits)
        change = splice([hit.key for hit in self._hits], [hit.key for hit in wanted])
        if change.removed:
            self.beginRemoveRows(_NO_INDEX, change.start, change.start + change.removed - 1)
            self._hits = self._hits[: change.start] + self._hits[change.start + change.removed :]
            self.endRemoveRows()
        if change.inserted:
            self.beginInsertRows(_NO_INDEX, change.start, change.start + change.inserted - 1)
            added = wanted[change.start : change.start + change.inserted]
            self._hits = self._hits[: change.start] + added + self._hits[change.start :]
            self.endInsertRows()
        before, self._hits = self._hits, wanted
        for number, (old, new) in enumerate(zip(before, wanted, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: _ModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == HitRole:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return hit.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (hit.title, hit.note)))
        return None


class HitDelegate(QStyledItemDelegate):
    """Paints a line; the chosen one carries a bar at its left."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _ModelIndex) -> QSize:
        hit = index.data(HitRole)
        two = isinstance(hit, Hit) and hit.note
        height = theme.px("size.row") + theme.px(4) if two else theme.px("size.row.dense")
        # No wish for width: the list is as wide as its panel and never scrolls sideways.
        return QSize(10, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ModelIndex) -> None:
        hit = index.data(HitRole)
        if not isinstance(hit, Hit):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.token("accent.soft"))
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), theme.token("focus.ring"))
        painter.setPen(theme.token("line.subtle"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(theme.px(14), 0, -theme.px(12), 0)
        inner = self._paint_sign(painter, inner, hit)
        inner = self._paint_right(painter, inner, hit)
        self._paint_words(painter, inner, hit)
        painter.restore()

    def _paint_sign(self, painter: QPainter, inner: QRect, hit: Hit) -> QRect:
        if not (hit.icon or hit.state) or (hit.chip and not hit.icon):
            return inner
        side = float(theme.px("size.icon"))
        sign = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
        if hit.icon:
            icons.paint(painter, sign, hit.icon, theme.token("text.secondary"))
        else:
            paint_shape(painter, sign.adjusted(1, 1, -1, -1), hit.state)
        return inner.adjusted(round(side) + theme.px(10), 0, 0, 0)

    def _paint_right(self, painter: QPainter, inner: QRect, hit: Hit) -> QRect:
        if hit.chip:
            size = chip_size(hit.chip)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(inner).center())
            box.moveRight(inner.right())
            paint_chip(painter, box, hit.state or "wait", hit.chip)
            inner = inner.adjusted(0, 0, -size.width() - theme.px(8), 0)
        if hit.right:
            painter.setFont(theme.font("body.small"))
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(inner, _RIGHT, hit.right)
            wide = painter.fontMetrics().horizontalAdvance(hit.right)
            inner = inner.adjusted(0, 0, -wide - theme.px(10), 0)
        return inner

    def _paint_words(self, painter: QPainter, inner: QRect, hit: Hit) -> None:
        strong = QFont(theme.font("body.strong"))
        small = theme.font("body.small")
        tall, low = round(strong.pixelSize() * 1.3), round(small.pixelSize() * 1.3)
        used = tall + (low + 1 if hit.note else 0)
        top = inner.top() + (inner.height() - used) // 2
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(strong)
        painter.setPen(theme.token("text.primary"))
        first = QRect(inner.left(), top, inner.width(), tall)
        painter.drawText(first, _LEFT, QFontMetrics(strong).elidedText(hit.title, elide, inner.width()))
        if hit.note:
            painter.setFont(small)
            painter.setPen(theme.token("text.muted"))
            second = QRect(inner.left(), top + tall + 1, inner.width(), low)
            painter.drawText(second, _LEFT, QFontMetrics(small).elidedText(hit.note, elide, inner.width()))
