"""Find anything, run anything (Ctrl+K): one list of items, cases and commands under one line of typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import shiboken6
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
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.icons import IconLabel
from ui.widgets.keys import KeyCap, key_size, paint_key
from ui.widgets.labels import RoleLabel

HIT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
LONGEST: Final = 200  # characters of a search; a pasted page is not one

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CommandHit:
    """One line of the list: what it is, what is known about it, and what Enter does."""

    icon: str
    title: str
    note: str = ""
    right: str = ""
    key: str = ""
    run: Callable[[], object] | None = None


Answer = Callable[[Sequence[CommandHit]], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing that can be found. `search(text, answer)` may answer at once or later, once."""

    title: str
    search: Callable[[str, Answer], None]


class _HitList(QAbstractListModel):
    """Group heads and hits in drawing order; a head is a str, a hit a CommandHit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[str | CommandHit, ...] = ()

    def show_rows(self, rows: Sequence[str | CommandHit]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, row: int) -> str | CommandHit:
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else f"{row.title} {row.note} {row.right}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def hits(self) -> list[int]:
        return [number for number, row in enumerate(self._rows) if not isinstance(row, str)]

    def group_of(self, row: int) -> str:
        for number in range(row, -1, -1):
            head = self._rows[number]
            if isinstance(head, str):
                return head
        return ""


class _HitDelegate(QStyledItemDelegate):
    """Draws heads as grey bands and hits on one line each, the chosen one with a bar at its left."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        head = isinstance(index.data(HIT_ROLE), str)
        return QSize(0, theme.px(30) if head else theme.px("size.row") + (0 if theme.look().compact else 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, box = index.data(HIT_ROLE), QRect(option.rect)
        painter.save()
        if isinstance(row, str):
            painter.fillRect(box, theme.token("bg.sunken"))
            painter.setFont(_bold())
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(box.adjusted(theme.px(16), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_hit(painter, QRectF(box), row, chosen=chosen)
        painter.restore()

    def _paint_hit(self, painter: QPainter, box: QRectF, hit: CommandHit, *, chosen: bool) -> None:
        if chosen:
            painter.fillRect(box, theme.token("accent.soft"))
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), theme.token("focus.ring"))
        side, pad = float(theme.px(22)), float(theme.px(16))
        sign = QRectF(box.left() + pad, box.center().y() - side / 2, side, side)
        icons.paint(painter, sign, hit.icon, theme.token("accent.text" if chosen else "text.secondary"))
        right = box.right() - pad
        key = hit.key or ("Enter" if chosen else "")
        if key:
            size = key_size(key)
            cap = QRectF(
                right - size.width(), box.center().y() - size.height() / 2, size.width(), size.height()
            )
            paint_key(painter, cap, key, fill=theme.token("bg.surface"))
            right = cap.left() - theme.px(10)
        painter.setFont(theme.font("body.small"))
        small = QFontMetrics(painter.font())
        painter.setPen(theme.token("text.secondary"))
        if hit.right:
            wide = small.horizontalAdvance(hit.right)
            painter.drawText(QRectF(right - wide, box.top(), wide + 2, box.height()), _MIDDLE, hit.right)
            right -= wide + theme.px(12)
        left = sign.right() + theme.px(12)
        strong = QFontMetrics(theme.font("body.strong"))
        title = strong.elidedText(hit.title, Qt.TextElideMode.ElideRight, round(right - left))
        painter.setFont(theme.font("body.strong"))
        painter.setPen(theme.token("text.primary"))
        painter.drawText(QRectF(left, box.top(), right - left + 2, box.height()), _MIDDLE, title)
        left += strong.horizontalAdvance(title) + theme.px(12)
        if hit.note and right - left > theme.px(30):
            painter.setFont(theme.font("body.small"))
            painter.setPen(theme.token("text.secondary"))
            note = small.elidedText(hit.note, Qt.TextElideMode.ElideRight, round(right - left))
            painter.drawText(QRectF(left, box.top(), right - left + 2, box.height()), _MIDDLE, note)


_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def _bold() -> QFont:
    face = QFont(theme.font("body.small"))
    face.setBold(True)
    return face


class CommandBox(QFrame):
    """Opens over the work area without dimming it; Esc gives the focus back to where it was."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandbox")
        self._sources: tuple[Source, ...] = ()
        self._answers: dict[str, tuple[CommandHit, ...]] = {}
        self._asked = 0
        self._only: str | None = None
        self._before: QWidget | None = None
        self._place = QRect()
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(self.tr("Find anything"))
        self._hint = RoleLabel(self.tr("initials, characters or numbers"), "small")
        self._list = QListView()
        self._hits = _HitList(self)
        self._list.setModel(self._hits)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = RoleLabel("", "small")
        self._empty.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self._arrange()
        self.line.textChanged.connect(self._on_text_changed)
        self.line.installEventFilter(self)
        self._list.clicked.connect(self._on_clicked)
        self.hide()

    def _arrange(self) -> None:
        self._top = top = QHBoxLayout()
        top.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        top.setSpacing(theme.px(12))
        top.addWidget(IconLabel("magnify", "text.secondary", "size.icon.rail"))
        top.addWidget(self.line, 1)
        top.addWidget(self._hint)
        self._foot = foot = QFrame()
        foot.setObjectName("commandfoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(4))
        for keys, words in (
            (("↑", "↓"), self.tr("choose")),
            (("Enter",), self.tr("open")),
            (("Tab",), self.tr("only this kind")),
            (("Esc",), self.tr("close, back to where you were")),
        ):
            for key in keys:
                row.addWidget(KeyCap(key))
            row.addWidget(RoleLabel(words, "small"))
            row.addSpacing(theme.px(12))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addWidget(foot)

    def set_sources(self, sources: Sequence[Source]) -> None:
        """What can be found, in the order the groups are shown."""
        self._sources = tuple(sources)

    @property
    def is_open(self) -> bool:
        return self.isVisible()

    def open_over(self, focus: QWidget | None, where: QRect) -> None:
        """Show the box in a place of the parent; `focus` gets the focus back."""
        if not self.is_open:
            self._before = focus
        self._only = None
        self._place = where
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self) -> None:
        """Close, and put the focus back."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _on_text_changed(self, text: str) -> None:
        self._only = None
        self._search(text)

    def _search(self, text: str) -> None:
        self._asked += 1
        asked = self._asked
        self._answers.clear()
        for source in self._sources:
            title = source.title

            def answer(hits: Sequence[CommandHit], title: str = title) -> None:
                if asked == self._asked:  # what was asked for since is all that counts
                    self._answers[title] = tuple(hits)
                    self._refresh()

            source.search(text.strip(), answer)
        self._refresh()

    def _refresh(self) -> None:
        chosen = self.chosen()
        rows: list[str | CommandHit] = []
        for source in self._sources:
            hits = self._answers.get(source.title, ())
            if hits and self._only in (None, source.title):
                rows += [source.title, *hits]
        self._hits.show_rows(rows)
        places = self._hits.hits()
        if places:
            keep = next((at for at in places if self._hits.row_at(at) == chosen), places[0])
            self._list.setCurrentIndex(self._hits.index(keep))
        waiting = len(self._answers) < len(self._sources)
        self._empty.setVisible(not places and not waiting and bool(self.line.text().strip()))
        self._list.setVisible(bool(places))
        text = self.line.text().strip()
        self._empty.setText(
            self.tr("Nothing found for “{text}”. Try the initials of the pinyin.").format(text=text)
        )
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, never higher than the place it was given."""
        place = self._place
        if place.isEmpty():
            return
        option = QStyleOptionViewItem()
        delegate = self._list.itemDelegate()
        high = sum(
            delegate.sizeHint(option, self._hits.index(row)).height() for row in range(self._hits.rowCount())
        )
        self.ensurePolished()
        rest = self._top.sizeHint().height() + self._foot.sizeHint().height() + theme.px(8)
        wanted = rest + (high if high else theme.px(48))
        self.setGeometry(place.x(), place.y(), place.width(), min(wanted, place.height()))

    def chosen(self) -> CommandHit | None:
        index = self._list.currentIndex()
        if not index.isValid():
            return None
        row = self._hits.row_at(index.row())
        return None if isinstance(row, str) else row

    def titles(self) -> list[str]:
        """The hits shown, for whoever reads the list instead of seeing it."""
        rows = [self._hits.row_at(number) for number in self._hits.hits()]
        return [row.title for row in rows if isinstance(row, CommandHit)]

    def _on_clicked(self, _index: Index) -> None:
        self._run()

    def _run(self) -> None:
        hit = self.chosen()
        if hit is None or hit.run is None:
            return
        self.close_box()
        hit.run()

    def _move(self, step: int) -> None:
        places = self._hits.hits()
        if not places:
            return
        here = self._list.currentIndex().row()
        at = places.index(here) if here in places else 0
        self._list.setCurrentIndex(self._hits.index(places[(at + step) % len(places)]))

    def _toggle_kind(self) -> None:
        if self._only is not None:
            self._only = None
        elif self._list.currentIndex().isValid():
            self._only = self._hits.group_of(self._list.currentIndex().row()) or None
        self._refresh()

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            acts: dict[int, Callable[[], None]] = {
                Qt.Key.Key_Up: lambda: self._move(-1),
                Qt.Key.Key_Down: lambda: self._move(1),
                Qt.Key.Key_Return: self._run,
                Qt.Key.Key_Enter: self._run,
                Qt.Key.Key_Tab: self._toggle_kind,
                Qt.Key.Key_Backtab: self._toggle_kind,
                Qt.Key.Key_Escape: self.close_box,
            }
            act = acts.get(event.key())
            if act is not None and not event.modifiers() & ~(
                Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
            ):
                act()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
