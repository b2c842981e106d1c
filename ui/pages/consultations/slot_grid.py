"""The grid of a morning under the clerk's hands: arrows and letters, mouse, dragging a booking elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.rules.roster import Seat
from app.services.consultations.views import CellView, GridView
from ui.pages.consultations import words
from ui.pages.consultations.grid_model import GridModel, Index
from ui.pages.consultations.grid_paint import CellDelegate, LawyerHeader, SlotHeader
from ui.widgets.labels import RoleLabel

MOVABLE = frozenset({"booked", "tentative"})


class SlotGrid(QTableView):
    """Cells are seats. Nothing is decided here: keys and drops become signals."""

    taken = Signal(object)  # CellView: Enter or a double click
    chosen = Signal(object)  # CellView now under the cursor, or None
    cancel_wanted = Signal(object)  # CellView: Del
    pick_wanted = Signal(object)  # CellView: M, the booking is to be moved
    move_wanted = Signal(str, object)  # booking id, Seat: dropped there
    away_wanted = Signal(object)  # CellView: S, the lawyer is away in this slot (or back)
    digit_pressed = Signal(int)
    step_wanted = Signal(int)  # PgUp, PgDn: the former or the next morning

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = GridModel(self)
        self._delegate = CellDelegate(self)
        self._pressed: tuple[CellView, QPoint] | None = None
        self._dragging = False
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(LawyerHeader(self._model, self))
        self.setVerticalHeader(SlotHeader(self._model, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Digits and letters must arrive even while the input method is in Chinese mode.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("Slots and lawyers"))
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            row = QVBoxLayout(corner)
            self._corner = RoleLabel(self.tr("Slot"), "strong")
            self._corner.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(self._corner)
        self.doubleClicked.connect(self._on_double_clicked)

    # -- showing -------------------------------------------------------------------------------

    def show_grid(self, grid: GridView | None, seat: Seat | None = None) -> None:
        """Another morning, or the same one as it is now; the cursor stays on its seat."""
        wanted = seat or self.current_seat
        self._model.show(grid)
        place = self._model.place_of(wanted) if wanted else None
        if place is None and grid is not None and grid.slots and grid.columns:
            place = (0, 0)
        if place is not None:
            self.choose(*place)
        self.setAccessibleDescription(words.day_state(grid.line) if grid else "")

    def choose(self, row: int, column: int) -> None:
        self.setCurrentIndex(self._model.index(row, column))

    def choose_seat(self, seat: Seat) -> bool:
        """The cursor onto a seat; False when it is not of this morning."""
        place = self._model.place_of(seat)
        if place is None:
            return False
        self.choose(*place)
        return True

    @property
    def grid(self) -> GridView | None:
        return self._model.grid

    @property
    def current(self) -> CellView | None:
        index = self.currentIndex()
        return self._model.cell(index.row(), index.column()) if index.isValid() else None

    @property
    def current_seat(self) -> Seat | None:
        cell = self.current
        return cell.seat if cell else None

    def set_chooser(self, name: str) -> None:
        """For whom a free seat would be taken."""
        self._delegate.chooser = name
        self.viewport().update()

    def set_moving(self, booking: str) -> None:
        """The booking that is picked up; "" when none is."""
        self._delegate.moving = booking
        self.viewport().update()

    @property
    def moving(self) -> str:
        return self._delegate.moving

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cell = self.current
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if cell is not None and plain:
            signal = {
                Qt.Key.Key_Return: self.taken,
                Qt.Key.Key_Enter: self.taken,
                Qt.Key.Key_Delete: self.cancel_wanted,
                Qt.Key.Key_M: self.pick_wanted,
                Qt.Key.Key_S: self.away_wanted,
            }.get(Qt.Key(event.key()))
            if signal is not None:
                if not event.isAutoRepeat():
                    signal.emit(cell)
                return
            if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
                self.digit_pressed.emit(event.key() - Qt.Key.Key_0)
                return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step_wanted.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        cell = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None and cell.state in MOVABLE:
            self._pressed = (cell, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        if (here - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance():
            self._begin_drag()
        if self._dragging:
            self._aim(here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if not self._dragging or pressed is None:
            super().mouseReleaseEvent(event)
            return
        aimed = self._delegate.target
        self._end_drag()
        target = self._model.cell(*aimed) if aimed else None
        if target is not None:
            self.move_wanted.emit(pressed[0].booking, target.seat)

    def _begin_drag(self) -> None:
        if self._dragging or self._pressed is None:
            return
        self._dragging = True
        self._delegate.moving = self._pressed[0].booking
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _aim(self, here: QPoint) -> None:
        """A drop is offered on free seats only."""
        index = self.indexAt(here)
        cell = self._model.cell(index.row(), index.column()) if index.isValid() else None
        free = cell is not None and cell.state == "free"
        self._delegate.target = (index.row(), index.column()) if free else None
        shape = Qt.CursorShape.ClosedHandCursor if free else Qt.CursorShape.ForbiddenCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def _end_drag(self) -> None:
        self._dragging = False
        self._delegate.target, self._delegate.moving = None, ""
        self.viewport().unsetCursor()
        self.viewport().update()

    def cancel_drag(self) -> bool:
        """Esc while the mouse holds a booking: it stays where it is."""
        if not self._dragging:
            return False
        self._pressed = None
        self._end_drag()
        return True

    def _at(self, here: QPoint) -> CellView | None:
        index = self.indexAt(here)
        return self._model.cell(index.row(), index.column()) if index.isValid() else None

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        cell = self.current
        if cell is not None:
            self.taken.emit(cell)
