"""The checklist under the clerk's fingers: a digit only ever marks, arrows move, Enter and Space open."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.rules.checklist import MaterialState
from ui import theme
from ui.models.material_delegate import MaterialDelegate
from ui.models.materials import Column, GroupRow, MaterialTableModel

MARK_KEYS: Final = {
    Qt.Key.Key_1: MaterialState.COMPLETE,
    Qt.Key.Key_2: MaterialState.MISSING,
    Qt.Key.Key_3: MaterialState.DEFERRED,
    Qt.Key.Key_4: MaterialState.EXEMPT,
    Qt.Key.Key_0: MaterialState.UNCHECKED,
}
# Digits of the keypad mark like the others; anything held down means another key.
_HELD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.ShiftModifier
)


def mark_of(event: QKeyEvent) -> MaterialState | None:
    """The state a key marks, wherever on the keyboard the digit is."""
    if event.modifiers() & _HELD:
        return None
    return MARK_KEYS.get(Qt.Key(event.key()))


class MaterialTable(QTableView):
    """Shows the model; says what the clerk's keys mean, changes nothing itself."""

    mark_wanted = Signal(str, object)  # material code, MaterialState
    chooser_wanted = Signal(str)
    large_wanted = Signal(str)
    current_changed = Signal(str)
    left_below = Signal()  # ↓ on the last row
    files_dropped = Signal(str, object)  # material code, list[Path]

    def __init__(self, model: MaterialTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._code: str | None = None
        self.setObjectName("materials")
        self.setModel(model)
        self.setItemDelegate(MaterialDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("Materials"))
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(20)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(10)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.rowsInserted.connect(self._lay_out)
        model.rowsRemoved.connect(self._lay_out)
        model.dataChanged.connect(self._lay_out)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    @property
    def current_code(self) -> str | None:
        """The material of the chosen row."""
        row = self._model.material_row(self.currentIndex().row())
        return row.material.code if row is not None else None

    def choose(self, code: str) -> None:
        """Make this material's row the current one and show it with its neighbours."""
        number = self._model.row_of(code)
        if number is None:
            return
        index = self._model.index(number, 0)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        last = min(number + 1, self._model.rowCount() - 1)
        self.scrollTo(self._model.index(last, 0))
        self.scrollTo(index)

    def lay_out(self) -> None:
        """Measure again, after a change of theme, scale or width."""
        self._lay_out()
        self._fit_columns()

    def _lay_out(self, *_: object) -> None:
        for number, row in enumerate(self._model.rows):
            group = isinstance(row, GroupRow)
            height = theme.px("size.key") + theme.px(8) if group else theme.px("size.row")
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)
            wanted = len(Column) if group else 1
            if self.columnSpan(number, 0) != wanted:
                self.setSpan(number, 0, 1, wanted)

    def _fit_columns(self) -> None:
        compact = theme.look().compact
        self.setColumnHidden(Column.COPIES, compact)
        self.setColumnHidden(Column.REMARK, compact)
        room = self.viewport().width()
        widths = {
            Column.NUMBER: theme.px(44),
            Column.SOURCE: theme.px(104 if compact else 130),
            Column.COPIES: 0 if compact else theme.px(64),
            Column.STATE: theme.px(100 if compact else 114),
            Column.REMARK: 0 if compact else max(theme.px(180), round(room * 0.21)),
        }
        for column, width in widths.items():
            if width:
                self.setColumnWidth(column, width)
        self.setColumnWidth(Column.NAME, max(theme.px(160), room - sum(widths.values())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _on_current_row_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        row = self._model.material_row(current.row())
        if row is not None and row.material.code != self._code:
            self._code = row.material.code
            self.current_changed.emit(self._code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code = self.current_code
        state = mark_of(event)
        if state is not None:
            if code is not None:
                self.mark_wanted.emit(code, state)
            return
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Home | Qt.Key.Key_End:
                self._move(Qt.Key(event.key()))
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._page(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() & _HELD:
                if code is not None:
                    self.chooser_wanted.emit(code)
            case Qt.Key.Key_Space if not event.modifiers() & _HELD:
                if code is not None:
                    self.large_wanted.emit(code)
            case _:
                # Not QTableView's own: its type-ahead search would move the row under the clerk.
                QWidget.keyPressEvent(self, event)

    def _move(self, key: Qt.Key) -> None:
        numbers = self._model.material_numbers()
        if not numbers:
            return
        here = self.currentIndex().row()
        at = numbers.index(here) if here in numbers else -1
        match key:
            case Qt.Key.Key_Up:
                at = max(0, at - 1)
            case Qt.Key.Key_Down:
                if at == len(numbers) - 1:
                    self.left_below.emit()
                at = min(len(numbers) - 1, at + 1)
            case Qt.Key.Key_Home:
                at = 0
            case _:
                at = len(numbers) - 1
        self._choose_number(numbers[at])

    def _page(self, direction: int) -> None:
        numbers = self._model.material_numbers()
        if not numbers:
            return
        step = max(1, self.viewport().height() // max(1, theme.px("size.row")) - 1)
        here = self.currentIndex().row()
        at = numbers.index(here) if here in numbers else 0
        self._choose_number(numbers[min(len(numbers) - 1, max(0, at + direction * step))])

    def _choose_number(self, number: int) -> None:
        row = self._model.material_row(number)
        if row is not None:
            self.choose(row.material.code)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self._model.material_row(self.rowAt(event.position().toPoint().y()))
        if row is None or not event.mimeData().hasUrls():
            event.ignore()
            return
        self.choose(row.material.code)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped on a row are its scans."""
        row = self._model.material_row(self.rowAt(event.position().toPoint().y()))
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if row is None or not paths:
            event.ignore()
            return
        event.acceptProposedAction()
        self.files_dropped.emit(row.material.code, paths)
