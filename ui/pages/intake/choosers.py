"""Small questions about one mark: why a material is missing, until when and how it may follow."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.catalogue import Material
from app.rules.checklist import Mark, MissingReason
from app.rules.workdays import HolidayCalendar
from ui import figures, messages, theme
from ui.pages.intake.deadlines import due_choices
from ui.widgets.choice import SegmentedChoice
from ui.widgets.labels import RoleLabel

_OTHER_DAY: Final = "other"
LONGEST_NOTE: Final = 200


def _closes(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.KeyPress
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    )


class ReasonChooser(QWidget):
    """1 未带 2 过期 3 不清楚 4 缺章 5 其他; the last one wants a word."""

    chosen = Signal(object, str)  # MissingReason, note
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = SegmentedChoice([(reason.value, messages.label(reason)) for reason in MissingReason])
        self._choice.setAccessibleName(self.tr("Why it is missing"))
        self._note = QLineEdit()
        self._note.setPlaceholderText(self.tr("What is wrong with it, as it shall stand in the notice"))
        self._note.setAccessibleName(self._note.placeholderText())
        self._note.setMaxLength(LONGEST_NOTE)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.3"))
        row.addWidget(RoleLabel(self.tr("Reason"), "muted"))
        row.addWidget(self._choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addStretch(1)
        self.setFocusProxy(self._choice)
        self._choice.chosen.connect(self._on_chosen)
        self._choice.installEventFilter(self)
        self._note.installEventFilter(self)
        self._note.editingFinished.connect(self._on_note_finished)

    def show_mark(self, mark: Mark) -> None:
        self._choice.set_value(mark.reason.value if mark.reason is not None else None)
        if not self._note.hasFocus():
            self._note.setText(mark.note)
        self._note.setVisible(mark.reason is MissingReason.OTHER)

    def _on_chosen(self, value: str) -> None:
        reason = MissingReason(value)
        other = reason is MissingReason.OTHER
        self._note.setVisible(other)
        self.chosen.emit(reason, self._note.text().strip() if other else "")
        if other:
            self._note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_note_finished(self) -> None:
        if self._choice.value() == MissingReason.OTHER.value:
            self.chosen.emit(MissingReason.OTHER, self._note.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _closes(event):
            self._on_note_finished()
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)


class DayChooser(QWidget):
    """The hand-in day by a digit or by date, and the way it will come."""

    day_chosen = Signal(object)  # date
    way_chosen = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[str, date] = {}
        self._choice = SegmentedChoice()
        self._choice.setAccessibleName(self.tr("Hand-in limit"))
        self._date = QDateEdit()
        self._date.setCalendarPopup(False)
        self._date.setDisplayFormat("yyyy-MM-dd")
        self._date.setAccessibleName(self.tr("Hand-in day"))
        self._until = RoleLabel("", "strong")
        self._ways = SegmentedChoice()
        self._ways.setAccessibleName(self.tr("How it follows"))
        self._ways_label = RoleLabel(self.tr("Way"), "muted")
        self._basis = RoleLabel("", "muted", wrap=True)
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.3"))
        first.addWidget(RoleLabel(self.tr("Limit"), "muted"))
        first.addWidget(self._choice)
        first.addWidget(self._date)
        first.addWidget(self._until)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(theme.px("space.3"))
        second.addWidget(self._ways_label)
        second.addWidget(self._ways)
        second.addWidget(self._basis, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(first)
        column.addLayout(second)
        column.addStretch(1)
        self.setFocusProxy(self._choice)
        self._choice.chosen.connect(self._on_chosen)
        self._ways.chosen.connect(self.way_chosen)
        self._date.editingFinished.connect(self._on_date_finished)
        for each in (self._choice, self._ways, self._date):
            each.installEventFilter(self)

    def show_mark(self, mark: Mark, material: Material, today: date, calendar: HolidayCalendar) -> None:
        offered = due_choices(material.deferral, today, calendar)
        self._days = {str(choice.days): choice.due for choice in offered}
        options = [(str(choice.days), figures.span(choice.days, choice.unit)) for choice in offered]
        self._choice.set_options([*options, (_OTHER_DAY, self.tr("Other day…"))])
        self._date.blockSignals(True)
        tomorrow = QDate(today.year, today.month, today.day).addDays(1)
        self._date.setMinimumDate(tomorrow)
        limit = max((choice.due for choice in offered), default=None)
        has_limit = material.deferral is not None and material.deferral.days is not None
        self._date.setMaximumDate(
            QDate(limit.year, limit.month, limit.day) if limit and has_limit else tomorrow.addYears(1)
        )
        self._date.blockSignals(False)
        ways = material.deferral.ways if material.deferral is not None else ()
        self._ways.set_options([(way, way) for way in ways], mark.way or None)
        self._ways.setVisible(bool(ways))
        self._ways_label.setVisible(bool(ways))
        basis = material.deferral.basis if material.deferral is not None else None
        self._basis.setText(basis or "")
        self.show_due(mark)

    def show_due(self, mark: Mark) -> None:
        known = next((key for key, due in self._days.items() if due == mark.due), None)
        self._choice.set_value(known if known or mark.due is None else _OTHER_DAY)
        self._date.setVisible(self._choice.value() == _OTHER_DAY)
        if mark.due is not None:
            self._date.blockSignals(True)
            self._date.setDate(QDate(mark.due.year, mark.due.month, mark.due.day))
            self._date.blockSignals(False)
            self._until.setText(self.tr("by {day}").format(day=messages.day(mark.due)))
        else:
            self._until.setText(self.tr("No day yet"))
        self._ways.set_value(mark.way or None)

    def _on_chosen(self, value: str) -> None:
        if value == _OTHER_DAY:
            self._date.show()
            self._date.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.day_chosen.emit(self._days[value])

    def _on_date_finished(self) -> None:
        if self._choice.value() == _OTHER_DAY:
            chosen = self._date.date()
            self.day_chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _closes(event):
            if watched is self._date:
                self._on_date_finished()
            self.closed.emit()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            down = event.key() == Qt.Key.Key_Down and watched is self._choice and self._ways.isVisible()
            up = event.key() == Qt.Key.Key_Up and watched is self._ways
            if down or up:
                (self._ways if down else self._choice).setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
