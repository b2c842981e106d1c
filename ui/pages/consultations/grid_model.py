"""The morning as a table: rows are slots, columns lawyers; each cell is one seat."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.rules.roster import Seat
from app.services.consultations.views import CellView, ColumnView, GridView
from ui.pages.consultations import words

CellRole: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """Shows one `GridView`; the view is replaced whole, the selection is put back by whoever shows it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid: GridView | None = None

    def show(self, grid: GridView | None) -> None:
        self.beginResetModel()
        self._grid = grid
        self.endResetModel()

    @property
    def grid(self) -> GridView | None:
        return self._grid

    def column(self, at: int) -> ColumnView | None:
        columns = self._grid.columns if self._grid else ()
        return columns[at] if 0 <= at < len(columns) else None

    def cell(self, row: int, column: int) -> CellView | None:
        """The cell at a place of the table."""
        if self._grid is None or not (
            0 <= row < len(self._grid.slots) and 0 <= column < len(self._grid.columns)
        ):
            return None
        wanted = self._grid.columns[column]
        seat = Seat(self._grid.line.day.day, self._grid.slots[row][0], wanted.lawyer, wanted.place)
        return self._grid.cells.get(seat)

    def place_of(self, seat: Seat) -> tuple[int, int] | None:
        """Row and column of a seat; None when it is not of this morning."""
        if self._grid is None or self._grid.line.day.day != seat.day:
            return None
        rows = [number for number, (begins, _) in enumerate(self._grid.slots) if begins == seat.begins]
        columns = [
            number
            for number, column in enumerate(self._grid.columns)
            if (column.lawyer, column.place) == (seat.lawyer, seat.place)
        ]
        return (rows[0], columns[0]) if rows and columns else None

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._grid.slots) if self._grid and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._grid.columns) if self._grid and not parent.isValid() else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index.row(), index.column())
        if cell is None:
            return None
        column = self.column(index.column())
        lawyer = column.name if column else ""
        if role == CellRole:
            return cell
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words.cell_name(cell, lawyer)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.who or words.state(cell.state)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._grid is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if orientation == Qt.Orientation.Horizontal:
            column = self.column(section)
            return column.name if column else None
        if not 0 <= section < len(self._grid.slots):
            return None
        begins, ends = self._grid.slots[section]
        return words.hours(begins, ends)
