"""Two windows' values of each clashing field side by side, and which of them is to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.records import dataclass
from ui import icons, theme
from ui.field_words import Said
from ui.widgets.chip import chip_size, paint_chip

MINE: Final = "mine"
THEIRS: Final = "theirs"
ClashRole: Final = Qt.ItemDataRole.UserRole + 1
_ModelIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Column(IntEnum):
    FIELD = 0
    MINE = 1
    THEIRS = 2
    CHOICE = 3


@dataclass(frozen=True, slots=True)
class ClashRow:
    """One field: what each side wrote, and whose value is chosen ("" = not yet)."""

    field: str
    name: str
    mine: Said
    theirs: Said
    choice: str = ""


class ClashModel(QAbstractTableModel):
    """The clashing fields of one entry; `heads` are the words of the four columns."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ClashRow, ...] = ()
        self._heads = ("", "", "", "")
        self._words = {MINE: "", THEIRS: "", "": ""}

    def show(self, rows: Sequence[ClashRow], heads: Sequence[str], words: dict[str, str]) -> None:
        """Show other fields; `words` says a choice ("" = still to choose)."""
        self.beginResetModel()
        self.rows, self._words = tuple(rows), words
        self._heads = (heads[0], heads[1], heads[2], heads[3])
        self.endResetModel()

    def choose(self, row: int, choice: str) -> None:
        self.rows = tuple(
            replace(each, choice=choice) if number == row else each for number, each in enumerate(self.rows)
        )
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    @property
    def choices(self) -> dict[str, str]:
        """Field → mine or theirs, of those already chosen."""
        return {row.field: row.choice for row in self.rows if row.choice}

    def first_open(self, start: int = 0) -> int | None:
        """The next row not chosen yet, from `start` on and round; None when all are."""
        order = [*range(start, len(self.rows)), *range(min(start, len(self.rows)))]
        return next((row for row in order if not self.rows[row].choice), None)

    def rowCount(self, parent: _ModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _ModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: _ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ClashRole:
            return row
        texts = (row.name, row.mine.text, row.theirs.text, self._words[row.choice])
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(f"{head} {text}" for head, text in zip(self._heads, texts, strict=True))
        if role == Qt.ItemDataRole.ToolTipRole:
            side = {Column.MINE: row.mine, Column.THEIRS: row.theirs}.get(Column(index.column()))
            return " · ".join(filter(None, (side.text, side.note))) if side else texts[index.column()]
        return None


class ClashDelegate(QStyledItemDelegate):
    """The side that holds is bold with a tick, the other one pale; the fourth column says it in a word."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _ModelIndex) -> QSize:
        return QSize(10, theme.px("size.row") if isinstance(index.data(ClashRole), ClashRow) else 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ModelIndex) -> None:
        row = index.data(ClashRole)
        if not isinstance(row, ClashRow):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, box, index.column() == 0, bool(state & QStyle.StateFlag.State_Selected))
        inner = box.adjusted(theme.px(14 if index.column() == 0 else 10), 0, -theme.px(8), 0)
        match Column(index.column()):
            case Column.FIELD:
                self._paint_text(painter, inner, row.name, "text.primary", bold=True)
            case Column.MINE:
                self._paint_side(painter, inner, row.mine, row.choice, MINE)
            case Column.THEIRS:
                self._paint_side(painter, inner, row.theirs, row.choice, THEIRS)
            case Column.CHOICE:
                text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
                self._paint_chip(painter, inner, "ok" if row.choice else "wait", text)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, box: QRect, first: bool, selected: bool) -> None:
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

    def _paint_side(self, painter: QPainter, inner: QRect, side: Said, choice: str, who: str) -> None:
        holds, loses = choice == who, bool(choice) and choice != who
        if holds:
            side_px = float(theme.px("size.icon"))
            sign = QRectF(inner.left(), inner.center().y() - side_px / 2, side_px, side_px)
            icons.paint(painter, sign, "check-bold", theme.token("ok.fg"))
        # The words keep their place whether a tick stands before them or not.
        inner = inner.adjusted(theme.px("size.icon") + theme.px(6), 0, 0, 0)
        if side.state and not loses:
            inner = inner.adjusted(
                self._paint_chip(painter, inner, side.state, side.text) + theme.px(8), 0, 0, 0
            )
            self._paint_text(painter, inner, side.note, "text.muted")
            return
        words = " · ".join(filter(None, (side.text, side.note)))
        self._paint_text(painter, inner, words, "text.muted" if loses else "text.primary", bold=holds)

    @staticmethod
    def _paint_chip(painter: QPainter, inner: QRect, state: str, text: str) -> int:
        size = chip_size(text)
        chip = QRectF(0, 0, size.width(), size.height())
        chip.moveCenter(QRectF(inner).center())
        chip.moveLeft(inner.left())
        paint_chip(painter, chip, state, text)
        return size.width()

    @staticmethod
    def _paint_text(painter: QPainter, inner: QRect, text: str, colour: str, *, bold: bool = False) -> None:
        face = QFont(theme.font("body"))
        face.setBold(bold)
        painter.setFont(face)
        painter.setPen(theme.token(colour))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, shown)
