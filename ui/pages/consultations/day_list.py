"""The Wednesdays at the left: which are held, how full they are, what the signs of the grid mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.consultations.views import DayLine
from ui import icons, messages, theme
from ui.pages.consultations import words
from ui.widgets.painted import Painted, rounded

LineRole: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class _Days(QAbstractListModel):
    """The mornings in order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[DayLine, ...] = ()
        self.today = date.min

    def show(self, lines: Sequence[DayLine], today: date) -> None:
        self.beginResetModel()
        self.lines, self.today = tuple(lines), today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            near = words.nearness(line.day.day, self.today)
            return " ".join(
                part for part in (messages.day(line.day.day), near, words.day_state(line)) if part
            )
        return None


class _DayDelegate(QStyledItemDelegate):
    """Two lines: the day and what is left of it; a bar of how much is taken."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(120), theme.px(50 if theme.look().compact else 62))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LineRole)
        if not isinstance(line, DayLine):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        model = index.model()
        today = model.today if isinstance(model, _Days) else line.day.day
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.token("accent.soft"))
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), theme.token("focus.ring"))
        painter.setPen(theme.token("line.subtle"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = QRectF(box).adjusted(theme.px(18), theme.px(6), -theme.px(14), -theme.px(8))
        self._words(painter, inner, line, today)
        if line.published and line.total:
            self._bar(painter, inner, line)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, line: DayLine, today: date) -> None:
        high = QRectF(box.left(), box.top(), box.width(), theme.px(26))
        quiet = not line.day.is_held
        bold = QFont(theme.font("body"))
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.token("text.muted" if quiet else "text.primary"))
        title = messages.day(line.day.day).rsplit(" ", 1)[0]
        painter.drawText(high, _LEFT, title)
        used = painter.fontMetrics().horizontalAdvance(title) + theme.px(8)
        painter.setFont(theme.font("body.small"))
        painter.setPen(theme.token("text.secondary"))
        near = words.nearness(line.day.day, today)
        painter.drawText(high.adjusted(used, 0, 0, 0), _LEFT, near)
        used += painter.fontMetrics().horizontalAdvance(near) + theme.px(6)
        if line.lost:
            painter.setPen(theme.token("bad.fg"))
        room = high.adjusted(used, 0, 0, 0)
        text = words.day_state(line)
        if line.lost:
            text = self.tr("%n to call", "", line.lost)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, _RIGHT, shown)

    def _bar(self, painter: QPainter, box: QRectF, line: DayLine) -> None:
        high = theme.px(8)
        bar = QRectF(box.left(), box.bottom() - high, box.width(), high)
        rounded(painter, bar, theme.token("bg.sunken"), None, high / 2)
        share = (line.total - line.free) / line.total
        if share > 0:
            rounded(
                painter,
                QRectF(bar.left(), bar.top(), max(high, bar.width() * share), high),
                theme.token("accent.fill"),
                None,
                high / 2,
            )


class DayList(QListView):
    """Up and down choose a morning; Enter goes into its grid."""

    chosen = Signal(object)  # date
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = _Days()
        self._quiet = False
        self.setModel(self._days)
        self.setItemDelegate(_DayDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("Mornings"))
        self.activated.connect(lambda _: self.entered.emit())

    def show_lines(self, lines: Sequence[DayLine], today: date, day: date | None) -> None:
        """The mornings; the one in the grid is marked."""
        self._quiet = True
        self._days.show(lines, today)
        rows = [row for row, line in enumerate(lines) if line.day.day == day]
        if rows:
            self.setCurrentIndex(self._days.index(rows[0]))
        self._quiet = False

    @property
    def day(self) -> date | None:
        index = self.currentIndex()
        return self._days.lines[index.row()].day.day if index.isValid() else None

    def step(self, by: int) -> None:
        """The next or the former morning."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self._days.lines):
            self.setCurrentIndex(self._days.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self._days.lines[current.row()].day.day)


class Legend(Painted):
    """What the signs of the grid mean; every one is shape and word."""

    def _rows(self) -> tuple[tuple[str, str], ...]:
        return (
            ("free", self.tr("Free, can be booked")),
            ("chosen", self.tr("Chosen now")),
            ("wish", self.tr("To be confirmed or answered")),
            ("domain", self.tr("Enterprise")),
            ("account-outline", self.tr("Person")),
            ("cancel", self.tr("Lawyer away")),
        )

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(27) * len(self._rows()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("body.small"))
        for number, (sign, text) in enumerate(self._rows()):
            box = QRectF(0, number * theme.px(27), self.width(), theme.px(27))
            self._sign(painter, QRectF(0, box.top() + theme.px(6), theme.px(24), theme.px(15)), sign)
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(box.adjusted(theme.px(34), 0, 0, 0), _LEFT, text)
        painter.end()

    @staticmethod
    def _sign(painter: QPainter, box: QRectF, sign: str) -> None:
        match sign:
            case "free":
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.token("line.control"), 1, Qt.PenStyle.DashLine))
            case "chosen":
                painter.setBrush(theme.token("accent.soft"))
                painter.setPen(QPen(theme.token("focus.ring"), 2))
            case "wish":
                painter.setBrush(theme.token("warn.bg"))
                painter.setPen(QPen(theme.token("warn.line"), 1, Qt.PenStyle.DashLine))
            case icon:
                side = float(theme.px("size.icon"))
                place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
                icons.paint(painter, place, icon, theme.token("text.secondary"))
                return
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
