"""The right panel for the supervisor: who sits on a morning, a lawyer away, a stand-in, the morning's end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.roster import Lawyer
from app.services.consultations.views import GridView
from ui import messages, theme
from ui.pages.consultations.new_booking import tall
from ui.widgets.choice import SegmentedChoice, digit_of
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel


class RosterTools(QWidget):
    """Digits put a lawyer on duty or take one off; each act says afterwards whom it touched."""

    publish_wanted = Signal(object)  # lawyer ids in order
    away_wanted = Signal(str)  # lawyer: the whole morning
    back_wanted = Signal(str)
    substitute_wanted = Signal(str, str)  # lawyer, by
    call_off_wanted = Signal(str)  # reason
    close_wanted = Signal()
    lawyer_wanted = Signal(object)  # Lawyer to change, or None for a new one
    spoke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lawyers: tuple[Lawyer, ...] = ()
        self._duties: list[KeyButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.title = RoleLabel("", "big", wrap=True)
        self.said = RoleLabel("", "small", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px("space.2"))
        self.publish = KeyButton(self.tr("Publish the roster"), "Enter", "pri", spread=True)
        self.edit = KeyButton(self.tr("Details"), "", icon="pencil-outline", spread=True)
        self.new = KeyButton(self.tr("New lawyer"), "", icon="plus", spread=True)
        self._lawyer_label = RoleLabel(self.tr("One lawyer"), "muted")
        self.lawyer, self.by = SegmentedChoice(), SegmentedChoice()
        self.lawyer.setAccessibleName(self.tr("Lawyer on duty"))
        self.by.setAccessibleName(self.tr("Stand-in"))
        self.away = KeyButton(self.tr("Away the whole morning"), "", icon="cancel", spread=True)
        self.back = KeyButton(self.tr("Back again"), "", icon="undo-variant", spread=True)
        self._by_label = RoleLabel(self.tr("Stand-in"), "muted")
        self.substitute = KeyButton(
            self.tr("Let the stand-in sit"), "", icon="account-switch-outline", spread=True
        )
        self.reason = QLineEdit()
        self.reason.setMaxLength(80)
        self.reason.setPlaceholderText(self.tr("Why the morning is called off"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.off = KeyButton(self.tr("Call the morning off"), "", icon="calendar-alert", spread=True)
        self.close_day = KeyButton(self.tr("Close the day"), "", icon="check-decagram-outline", spread=True)
        for choice in (self.lawyer, self.by):
            tall(choice)
        self._lay_out()
        self.publish.clicked.connect(self._on_publish)
        self.edit.clicked.connect(lambda: self.lawyer_wanted.emit(self._chosen()))
        self.new.clicked.connect(lambda: self.lawyer_wanted.emit(None))
        self.away.clicked.connect(lambda: self.away_wanted.emit(self.lawyer.value() or ""))
        self.back.clicked.connect(lambda: self.back_wanted.emit(self.lawyer.value() or ""))
        self.substitute.clicked.connect(self._on_substitute)
        self.off.clicked.connect(self._on_call_off)
        self.close_day.clicked.connect(self.close_wanted.emit)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        column.addWidget(self.title)
        column.addWidget(self.said)
        column.addWidget(RoleLabel(self.tr("On duty"), "muted"))
        column.addLayout(self._grid)
        column.addWidget(self.publish)
        pairs = QGridLayout()
        pairs.setSpacing(theme.px("space.2"))
        for place, button in enumerate((self.edit, self.new, self.away, self.back)):
            pairs.addWidget(button, place // 2, place % 2)
        column.addWidget(self._lawyer_label)
        column.addWidget(self.lawyer)
        column.addLayout(pairs)
        for widget in (self._by_label, self.by, self.substitute, self.reason, self.off, self.close_day):
            column.addWidget(widget)
        column.addStretch(1)

    def show_morning(self, grid: GridView, lawyers: Sequence[Lawyer], chosen: str = "") -> None:
        """The morning's roster, and who could sit there."""
        on_duty = {column.lawyer: column.name for column in grid.columns}
        self._lawyers = tuple(each for each in lawyers if each.active or each.id in on_duty)
        planned = bool(on_duty)
        self.title.setText(messages.day(grid.line.day.day))
        self.said.setText("")
        self._show_duties(set(on_duty) or {each.id for each in self._lawyers})
        self.publish.setText(
            self.tr("Change the roster") if grid.line.published else self.tr("Publish the roster")
        )
        named = [(each.id, each.name) for each in self._lawyers]
        self.lawyer.set_options(named, chosen or next(iter(on_duty), named[0][0] if named else None))
        others = [(each.id, each.name) for each in self._lawyers if each.id not in on_duty]
        self.by.set_options(others, others[0][0] if others else None)
        for widget in (self._lawyer_label, self.lawyer, self.edit):
            widget.setVisible(bool(named))
        for shown in (self.away, self.back, self.reason, self.off, self.close_day):
            shown.setVisible(planned)
        for part in (self._by_label, self.by, self.substitute):
            part.setVisible(planned and bool(others))
        if not named:
            self.said.setText(self.tr("No lawyer is known here yet: add the first one"))

    def _show_duties(self, on_duty: set[str]) -> None:
        for button in self._duties:
            self._grid.removeWidget(button)
            button.deleteLater()
        self._duties = []
        for number, lawyer in enumerate(self._lawyers):
            key = str(number + 1) if number < 9 else ""
            button = KeyButton(lawyer.name, key, "mark", spread=True, shrinks=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setChecked(lawyer.id in on_duty)
            self._grid.addWidget(button, number // 2, number % 2)
            self._duties.append(button)

    def on_duty(self) -> tuple[str, ...]:
        """Who is marked, in the order of the list."""
        marked = zip(self._lawyers, self._duties, strict=True)
        return tuple(lawyer.id for lawyer, button in marked if button.isChecked())

    def tell(self, text: str) -> None:
        """Whom the last change touched."""
        self.said.setText(text)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> Lawyer | None:
        return next((each for each in self._lawyers if each.id == self.lawyer.value()), None)

    def _on_publish(self) -> None:
        if not self.on_duty():
            self.spoke.emit(self.tr("Mark at least one lawyer with a digit"))
            return
        self.publish_wanted.emit(self.on_duty())

    def _on_substitute(self) -> None:
        by = self.by.value()
        if by:
            self.substitute_wanted.emit(self.lawyer.value() or "", by)

    def _on_call_off(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("Write why: everybody who has a place will ask"))
            return
        self.call_off_wanted.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and self.hasFocus() and 1 <= digit <= len(self._duties):
            self._duties[digit - 1].toggle()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            button = focused if isinstance(focused, KeyButton) and focused.hasFocus() else self.publish
            if not event.isAutoRepeat():
                button.click()
            return
        super().keyPressEvent(event)
