"""A list one chooses a line from with ↑ ↓ and Enter, and the same under a search field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from ui import theme
from ui.models.hits import Hit, HitDelegate, HitModel

LONGEST_QUERY = 200  # a pasted page is not a question


class HitList(QListView):
    """Two-line rows; `taken` on Enter or double click, `looked_at` when the chosen row changes."""

    taken = Signal(object)  # Hit
    looked_at = Signal(object)  # Hit
    pressed_other = Signal(object)  # QKeyEvent the list has no use for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits = HitModel()
        self.setModel(self._hits)
        self.setItemDelegate(HitDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self._hits.hits

    @property
    def current(self) -> Hit | None:
        row = self.currentIndex().row()
        return self._hits.hits[row] if 0 <= row < len(self._hits.hits) else None

    def show_hits(self, hits: Sequence[Hit], *, first: bool = True) -> None:
        """Offer other lines; the first one is chosen unless the chosen one is still there."""
        here = self.current
        self._hits.show(hits)
        if here is not None and any(hit.key == here.key for hit in hits) and not first:
            return
        self.choose(0)

    def choose(self, row: int) -> None:
        if 0 <= row < len(self._hits.hits):
            self.setCurrentIndex(self._hits.index(row))

    def move(self, step: int) -> None:  # type: ignore[override]
        """Up or down by lines."""
        if self._hits.hits:
            self.choose(min(len(self._hits.hits) - 1, max(0, self.currentIndex().row() + step)))

    def take(self) -> bool:
        hit = self.current
        if hit is None:
            return False
        self.taken.emit(hit)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            QWidget.keyPressEvent(self, event)
            return
        page = max(1, self.viewport().height() // max(1, theme.px("size.row")) - 1)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not self.take():
                    event.ignore()
            case Qt.Key.Key_Up:
                self.move(-1)
            case Qt.Key.Key_Down:
                self.move(1)
            case Qt.Key.Key_PageUp:
                self.move(-page)
            case Qt.Key.Key_PageDown:
                self.move(page)
            case Qt.Key.Key_Home:
                self.choose(0)
            case Qt.Key.Key_End:
                self.choose(len(self._hits.hits) - 1)
            case _:
                QWidget.keyPressEvent(self, event)

    def _on_double_clicked(self, _: QModelIndex) -> None:
        self.take()

    def _on_current_changed(self, _current: QModelIndex, _before: QModelIndex) -> None:
        hit = self.current
        if hit is not None:
            self.looked_at.emit(hit)


class Finder(QWidget):
    """A search field over its hits. Enter pressed before the answer is there waits for the answer."""

    asked = Signal(str)  # look for this text; answer with show_hits
    taken = Signal(object)  # Hit
    nothing_taken = Signal(str)  # Enter with no hit; the text typed

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answered: str | None = None
        self._waiting = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setMaxLength(LONGEST_QUERY)
        self.field.setClearButtonEnabled(False)
        self.list = HitList()
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self._column = column
        self._instead: QWidget | None = None
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.list.taken.connect(self.taken)

    def show_instead(self, widget: QWidget) -> None:
        """What stands in place of the list when a word was typed and nothing fits."""
        self._instead = widget
        widget.hide()
        self._column.addWidget(widget, 1)

    @property
    def text(self) -> str:
        return self.field.text().strip()

    def clear(self) -> None:
        """Empty, and ask for what is offered without a word typed."""
        self._waiting = False
        self._answered = None
        if self.field.text():
            self.field.clear()
        else:
            self.asked.emit("")

    def show_hits(self, text: str, hits: Sequence[Hit]) -> None:
        """The answer to `asked(text)`; a late answer to an older text is dropped."""
        if text != self.text:
            return
        self._answered = text
        self.list.show_hits(hits)
        if self._instead is not None:
            self.list.setVisible(bool(hits) or not text)
            self._instead.setVisible(not hits and bool(text))
        if self._waiting:
            self._waiting = False
            self._enter()

    def _on_text_changed(self, _: str) -> None:
        self._waiting = False
        self.asked.emit(self.text)

    def _enter(self) -> None:
        if self._answered != self.text:
            self._waiting = True
            return
        if self.list.hits:
            self.list.take()
        else:
            self.nothing_taken.emit(self.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            match event.key():
                case Qt.Key.Key_Up:
                    self.list.move(-1)
                    return True
                case Qt.Key.Key_Down:
                    self.list.move(1)
                    return True
                case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                    self.list.move(6 if event.key() == Qt.Key.Key_PageDown else -6)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._enter()
                    return True
        return super().eventFilter(watched, event)
