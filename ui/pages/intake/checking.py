"""Checking row by row: marks, the choosers for reason and day, the large view, material codes scanned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.rules.checklist import MaterialState, MissingReason
from ui.models.materials import MaterialRow, MaterialTableModel
from ui.pages.intake import wording
from ui.pages.intake.conclusion_panel import ConclusionPanel
from ui.pages.intake.desk import Desk
from ui.pages.intake.large_view import LargeView
from ui.pages.intake.layout import DeskColumns
from ui.pages.intake.material_table import MaterialTable
from ui.pages.intake.place import Place
from ui.pages.intake.review_panel import ReviewPanel

if TYPE_CHECKING:
    from app.bootstrap import Hall

_FOCUS = Qt.FocusReason.OtherFocusReason


class Checking(QObject):
    """Joins the table, the review panel and the large view over the rows of the desk."""

    spoke = Signal(str)

    def __init__(
        self,
        desk: Desk,
        model: MaterialTableModel,
        columns: DeskColumns,
        table: MaterialTable,
        review: ReviewPanel,
        large: LargeView,
        conclusion: ConclusionPanel,
        hall: Hall,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._model, self._columns, self._hall = desk, model, columns, hall
        self._table, self._review, self._large, self._conclusion = table, review, large, conclusion
        table.chooser_wanted.connect(self.open_chooser)
        table.large_wanted.connect(self.open_large)
        table.current_changed.connect(self.row_changed)
        review.mark_wanted.connect(self.mark_current)
        review.large_wanted.connect(lambda: self.open_large(table.current_code or ""))
        review.reason_chosen.connect(self._on_reason)
        review.day_chosen.connect(self._on_day)
        review.way_chosen.connect(self._on_way)
        review.chooser_closed.connect(self.close_chooser)
        large.closed.connect(self.close_large)
        large.moved.connect(self._move_large)
        large.ticked.connect(self._on_ticked)
        large.mark_wanted.connect(self._mark_large)

    def current_row(self) -> MaterialRow | None:
        return self._model.material_row(self._table.currentIndex().row())

    def show_row(self) -> None:
        """The review panel follows the chosen row; an open chooser only takes over the new mark."""
        row = self.current_row()
        if row is None and self._desk.materials:
            self._table.choose(self._desk.materials[0].code)
            row = self.current_row()
        if self._review.is_choosing and row is not None:
            self._review.refresh_chooser(row.mark)
        else:
            self._review.show_row(row)
        if self._columns.is_large and row is not None:
            self._large.show_row(row)

    def row_changed(self, code: str) -> None:
        self._desk.stand_at(Place.TABLE, code)
        if self._review.is_choosing:
            self._review.close_chooser()
        self.show_row()

    def focus_table(self) -> None:
        if self._desk.materials:
            self._table.setFocus(_FOCUS)
        else:
            self._conclusion.focus_likely()

    def mark_current(self, state: MaterialState) -> None:
        """A digit typed at the conclusion marks the row that was marked last."""
        code = self._table.current_code
        if code is not None:
            self._desk.mark(code, state)

    def _mark_large(self, state: MaterialState) -> None:
        """A digit in the large view marks and goes back to the rows."""
        code = self._table.current_code
        if code is not None:
            self.close_large()
            self._desk.mark(code, state)

    def open_chooser(self, code: str) -> None:
        """Enter on a row: why it is missing, or until when it follows."""
        self._table.choose(code)
        row = self.current_row()
        if row is None:
            return
        if self._columns.is_large:
            self._columns.show_table()
        if row.mark.state is MaterialState.MISSING:
            self._review.open_reason(row)
        elif row.mark.state is MaterialState.DEFERRED:
            self._review.open_day(row, self._desk.today, self._hall.calendar)
        else:
            self.spoke.emit(wording.nothing_to_open(row.mark.state))

    def close_chooser(self) -> None:
        code = self._table.current_code
        self._review.close_chooser()
        self.show_row()
        if code is not None:
            self._desk.row_done(code)

    def _on_reason(self, reason: MissingReason, note: str) -> None:
        code = self._table.current_code
        if code is not None:
            self._desk.set_reason(code, reason, note)

    def _on_day(self, due: date) -> None:
        code = self._table.current_code
        if code is not None:
            self._desk.set_due(code, due)

    def _on_way(self, way: str) -> None:
        code = self._table.current_code
        if code is not None:
            self._desk.set_way(code, way)

    def open_large(self, code: str) -> None:
        """Space: everything about one material, large."""
        number = self._model.row_of(code)
        row = self._model.material_row(number) if number is not None else None
        if row is None:
            return
        self._columns.show_large()
        self._large.show_row(row)
        self._large.focus_here()

    def close_large(self) -> None:
        self._columns.show_table()
        self.focus_table()

    def _move_large(self, step: int) -> None:
        codes = [material.code for material in self._desk.materials]
        code = self._table.current_code
        if code in codes:
            self._table.choose(codes[min(len(codes) - 1, max(0, codes.index(code) + step))])
            self._large.focus_here()

    def _on_ticked(self, point: int, ticked: bool) -> None:
        code = self._table.current_code
        if code is not None:
            self._desk.tick(code, point, ticked=ticked)

    def go_to_material(self, code: str) -> None:
        """A scanned material code: its row, if this list has it."""
        if self._model.row_of(code) is None:
            self.spoke.emit(wording.unknown_material(code))
            return
        self._table.choose(code)
        self._desk.place_wanted.emit(Place.TABLE)
