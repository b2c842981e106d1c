"""The right panel for a booking: what it is, and what can be done with it, each by its digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.consultation import BookingAct, BookingStatus, Client, Outcome
from app.services.consultations.views import BookingView
from ui import messages, theme
from ui.key_table import QT_TRANSLATE_NOOP
from ui.pages.consultations import words
from ui.pages.consultations.new_booking import tall
from ui.widgets.chip import Chip
from ui.widgets.choice import SegmentedChoice, digit_of
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, FactGrid, RoleLabel

B, A = BookingStatus, BookingAct
SLIP: Final = "slip"
TO_CASE: Final = "case"
_LABELS: Final[Mapping[str, str]] = {
    A.CHECK_IN: QT_TRANSLATE_NOOP("Consultations", "Check in"),
    A.START: QT_TRANSLATE_NOOP("Consultations", "Begin"),
    A.FINISH: QT_TRANSLATE_NOOP("Consultations", "Finish"),
    A.NO_SHOW: QT_TRANSLATE_NOOP("Consultations", "Did not come"),
    A.REINSTATE: QT_TRANSLATE_NOOP("Consultations", "Came after all"),
    A.MOVE: QT_TRANSLATE_NOOP("Consultations", "Move"),
    A.CANCEL: QT_TRANSLATE_NOOP("Consultations", "Cancel"),
    A.ACCEPT_OFFER: QT_TRANSLATE_NOOP("Consultations", "Takes it"),
    A.DECLINE_OFFER: QT_TRANSLATE_NOOP("Consultations", "Does not take it"),
    SLIP: QT_TRANSLATE_NOOP("Consultations", "Print the slip"),
    TO_CASE: QT_TRANSLATE_NOOP("Consultations", "Open the case"),
}
_ICONS: Final[Mapping[str, str]] = {
    A.CHECK_IN: "account-check-outline",
    A.START: "account-voice",
    A.FINISH: "check-bold",
    A.MOVE: "calendar-clock-outline",
    A.CANCEL: "cancel",
    A.NO_SHOW: "account-clock-outline",
    A.ACCEPT_OFFER: "check-bold",
    A.DECLINE_OFFER: "cancel",
    A.REINSTATE: "account-check-outline",
    SLIP: "printer-outline",
    TO_CASE: "folder-text-outline",
}
_POSSIBLE: Final[Mapping[BookingStatus, tuple[str, ...]]] = {
    B.BOOKED: (A.CHECK_IN, A.MOVE, A.CANCEL, SLIP, A.NO_SHOW),
    B.TENTATIVE: (A.MOVE, A.CANCEL, SLIP),
    B.OFFERED: (A.ACCEPT_OFFER, A.DECLINE_OFFER),
    B.CHECKED_IN: (A.START, A.CANCEL),
    B.STARTED: (A.FINISH,),
    B.DISPLACED: (A.MOVE, A.CANCEL),
    B.NO_SHOW: (A.REINSTATE,),
}


class BookingDetail(QWidget):
    """Digits act; finishing asks how it ended and for a note."""

    acted = Signal(str)  # a BookingAct's value, SLIP or TO_CASE
    finish_wanted = Signal(object, str)  # Outcome, note
    spoke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.booking: BookingView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._when = RoleLabel("", "big", wrap=True)
        self._where = ElidedLabel("", "small")
        self._chip = Chip("wait", "")
        self._facts = FactGrid()
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px("space.2"))
        self._acts: list[str] = []
        self._buttons: list[KeyButton] = []
        self._ending = QWidget()
        self.outcome = SegmentedChoice(
            [(code.value, words.say(text)) for code, text in words.OUTCOMES.items()]
        )
        self.outcome.setAccessibleName(self.tr("How it ended"))
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.note.setPlaceholderText(self.tr("Note for the follow-up (optional)"))
        self.note.setAccessibleName(self.note.placeholderText())
        self._end = KeyButton(self.tr("Finish"), "Enter", "pri", spread=True)
        below = QVBoxLayout(self._ending)
        below.setContentsMargins(0, 0, 0, 0)
        for widget in (self.outcome, self.note, self._end):
            below.addWidget(widget)
        self._ending.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        column.addWidget(self._when)
        column.addWidget(self._where)
        column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._facts)
        column.addLayout(self._grid)
        column.addWidget(self._ending)
        column.addStretch(1)
        self._end.clicked.connect(self._finish)
        self.outcome.chosen.connect(lambda _: self.note.setFocus(Qt.FocusReason.OtherFocusReason))
        tall(self.outcome)
        for widget in (self.note, self.outcome):
            widget.installEventFilter(self)

    def show_booking(self, booking: BookingView) -> None:
        self.booking = booking
        self._ending.hide()
        hours = words.hours(booking.seat.begins, booking.ends)
        day = messages.weekday(booking.seat.day) if theme.look().compact else messages.day(booking.seat.day)
        self._when.setText(f"{day} {hours}")
        self._where.setText(" · ".join(part for part in (booking.lawyer, booking.room) if part))
        self._chip.show_state(
            words.LOOKS.get(booking.status.value, "wait"), words.state(booking.status.value)
        )
        self._facts.set_rows(self._rows(booking))
        self._show_acts(booking)
        self.setAccessibleName(f"{booking.who} {words.state(booking.status.value)}")

    def _rows(self, booking: BookingView) -> list[tuple[str, str, str]]:
        rows = [
            ("who", self.tr("For"), booking.who),
            ("phone", self.tr("Phone"), booking.phone_masked or "—"),
            ("topic", self.tr("About"), booking.topic),
        ]
        for key, label, value in (
            ("note", self.tr("Beforehand"), booking.note),
            ("opposing", self.tr("Other party"), booking.opposing),
            ("slip", self.tr("Slip"), booking.slip_no),
            ("ticket", self.tr("Ticket"), booking.ticket),
            ("case", self.tr("Case"), booking.case_no),
            ("reason", self.tr("Why"), words.reason(booking.reason)),
            ("outcome", self.tr("Ended"), words.outcome(booking.outcome)),
            ("follow_up", self.tr("Follow-up"), booking.follow_up or ""),
        ):
            if value:
                rows.append((key, label, value))
        if booking.outcome and booking.follow_up is None:
            rows.append(("follow_up", self.tr("Follow-up"), self.tr("only for supervisors")))
        if booking.pending:
            rows.append(("pending", self.tr("Centre"), self.tr("does not know it yet")))
        return rows

    def _show_acts(self, booking: BookingView) -> None:
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self._acts = list(_POSSIBLE.get(booking.status, ()))
        if booking.case_no:
            self._acts.append(TO_CASE)
        self._buttons = []
        for number, act in enumerate(self._acts):
            kind = "pri" if number == 0 else ""
            icon = "" if theme.look().compact else _ICONS[act]
            button = KeyButton(
                words.say(_LABELS[act]), str(number + 1), kind, icon=icon, spread=True, shrinks=True
            )
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._runner(act))
            self._grid.addWidget(button, number // 2, number % 2)
            self._buttons.append(button)

    def _runner(self, act: str) -> Callable[[], None]:
        return lambda: self.run(act)

    @property
    def acts(self) -> tuple[str, ...]:
        """What can be done with it now, in the order of the digits."""
        return tuple(self._acts)

    def run(self, act: str) -> None:
        if act == A.FINISH:
            self._ending.show()
            self.outcome.set_value(None)
            self.note.clear()
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.acted.emit(str(act))

    def _finish(self) -> None:
        value = self.outcome.value()
        if value is None:
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("How did it end? Press its digit"))
            return
        self.finish_wanted.emit(Outcome(value), self.note.text())

    def close_ending(self) -> bool:
        """Esc while finishing."""
        if self._ending.isHidden():
            return False
        self._ending.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # -- the whole person, while a key is held -------------------------------------------------

    def reveal(self, person: Client) -> None:
        self._set("who", person.name)
        self._set("phone", person.phone)

    def conceal(self) -> None:
        if self.booking is not None:
            self._set("who", self.booking.who)
            self._set("phone", self.booking.phone_masked or "—")

    def _set(self, key: str, text: str) -> None:
        shown = self._facts.value(key)
        if isinstance(shown, RoleLabel):
            shown.setText(text)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and 1 <= digit <= len(self._acts):
            self.run(self._acts[digit - 1])
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._acts and not event.isAutoRepeat():
            self.run(self._acts[0])
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if not event.isAutoRepeat():
                self._finish()
            return True
        return super().eventFilter(watched, event)
