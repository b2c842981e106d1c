"""What to look at in the chosen material, and the five marks; gives way to the reason or the hand-in day."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.checklist import Mark, MaterialState
from app.rules.workdays import HolidayCalendar
from ui import messages, theme
from ui.models.materials import MaterialRow
from ui.pages.intake.choosers import DayChooser, ReasonChooser
from ui.widgets.chip import Shape
from ui.widgets.fitting import FittingStack
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel

MARKS: Final = (
    (MaterialState.COMPLETE, "1"),
    (MaterialState.MISSING, "2"),
    (MaterialState.DEFERRED, "3"),
    (MaterialState.EXEMPT, "4"),
    (MaterialState.UNCHECKED, "0"),
)
_POINTS_WIDE: Final = 3
_POINTS_COMPACT: Final = 1


class _Points(QWidget):
    """The review points of a material, as many as fit; Space shows them all."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QWidget, Shape, ElidedLabel]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(5))
        for _ in range(_POINTS_WIDE):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px("space.2"))
            shape, label = Shape("wait", 16), ElidedLabel()
            row.addWidget(shape)
            row.addWidget(label, 1)
            column.addWidget(line)
            self._lines.append((line, shape, label))
        column.addStretch(1)

    def show_points(self, row: MaterialRow) -> None:
        material = row.material
        words = [
            (text, "ok" if number in row.mark.points_checked else "wait")
            for number, text in enumerate(material.review_points)
        ]
        if material.deferrable:
            days = material.deferral.days if material.deferral is not None else None
            words.append((self._deferral_words(days), "warn"))
        if not words:
            words = [(self.tr("The source names no review points for this material"), "wait")]
        fit = _POINTS_COMPACT if theme.look().compact else _POINTS_WIDE
        if len(words) > fit:
            more = self.tr("{count} more: Space").format(count=len(words) - fit)
            words[fit - 1] = (f"{words[fit - 1][0]}  ·  {more}", words[fit - 1][1])
        for number, (line, shape, label) in enumerate(self._lines):
            shown = number < min(fit, len(words))
            line.setVisible(shown)
            if shown:
                label.setText(words[number][0])
                shape.show_state(words[number][1])

    def _deferral_words(self, days: int | None) -> str:
        if days is None:
            return self.tr("May follow later; the limit is not published")
        return self.tr("May follow later: within {days} working days").format(days=days)


class ReviewPanel(Panel):
    """The strip under the table."""

    mark_wanted = Signal(object)  # MaterialState for the row shown
    large_wanted = Signal()
    reason_chosen = Signal(object, str)  # MissingReason, note
    day_chosen = Signal(object)  # date
    way_chosen = Signal(str)
    chooser_closed = Signal()

    def __init__(self, scan_key: str, parent: QWidget | None = None) -> None:
        super().__init__(" ", "", parent)
        for cap, words in (
            (("↑", "↓"), self.tr("Other material")),
            (("Space",), self.tr("Sample")),
            ((scan_key,), self.tr("Scan")),
        ):
            for key in cap:
                self.add_to_head(KeyCap(key))
            self.add_to_head(RoleLabel(words, "small"))
        self._points = _Points()
        self.reasons = ReasonChooser()
        self.days = DayChooser()
        self._stack = FittingStack()
        for page in (self._points, self.reasons, self.days):
            self._stack.addWidget(page)
        self._sample = KeyButton(self.tr("Sample"), "Space", icon="image-outline")
        self._sample.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sample.clicked.connect(self.large_wanted)
        upper = QHBoxLayout()
        upper.setSpacing(theme.px("space.4"))
        upper.addWidget(self._stack, 1)
        upper.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(upper, 1)
        marks = QHBoxLayout()
        marks.setSpacing(theme.px("space.2"))
        self._buttons: dict[MaterialState, KeyButton] = {}
        for state, key in MARKS:
            button = KeyButton(messages.label(state), key, "mark", state=messages.state_of(state))
            # A click marks; the focus stays in the table, where the digits work.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on, wanted=state: self.mark_wanted.emit(wanted))
            marks.addWidget(button)
            self._buttons[state] = button
        marks.addStretch(1)
        self.body.addLayout(marks)
        self.reasons.chosen.connect(self.reason_chosen)
        self.days.day_chosen.connect(self.day_chosen)
        self.days.way_chosen.connect(self.way_chosen)
        self.reasons.closed.connect(self.chooser_closed)
        self.days.closed.connect(self.chooser_closed)
        self.show_row(None)

    @property
    def is_choosing(self) -> bool:
        return self._stack.currentWidget() is not self._points

    def show_row(self, row: MaterialRow | None) -> None:
        """The material of the chosen row; None while the list is empty."""
        self._stack.setVisible(row is not None)
        for state, button in self._buttons.items():
            button.setEnabled(row is not None)
            button.setChecked(row is not None and row.mark.state is state)
        self._sample.setVisible(row is not None and not theme.look().compact)
        if row is None:
            self.set_title(self.tr("No material chosen"))
            self._stack.setCurrentWidget(self._points)
            return
        title = f"{row.number} · {row.material.name}"
        self.set_title(title)
        self._points.show_points(row)

    def open_reason(self, row: MaterialRow) -> None:
        """Why it is missing; the focus goes there, digits choose."""
        self.reasons.show_mark(row.mark)
        self._stack.setCurrentWidget(self.reasons)
        self.set_title(
            self.tr("{number} · {name}: why missing").format(number=row.number, name=row.material.name)
        )
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_day(self, row: MaterialRow, today: date, calendar: HolidayCalendar) -> None:
        """Until when it may follow, and how."""
        self.days.show_mark(row.mark, row.material, today, calendar)
        self._stack.setCurrentWidget(self.days)
        self.set_title(
            self.tr("{number} · {name}: when and how it follows").format(
                number=row.number, name=row.material.name
            )
        )
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_chooser(self, mark: Mark) -> None:
        if self._stack.currentWidget() is self.reasons:
            self.reasons.show_mark(mark)
        elif self._stack.currentWidget() is self.days:
            self.days.show_due(mark)

    def close_chooser(self) -> None:
        self._stack.setCurrentWidget(self._points)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_choosing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chooser_closed.emit()
            return
        super().keyPressEvent(event)
