"""What a case still needs said before an act: why it is withdrawn, which special step stops its clock."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel

LONGEST_REASON = 500
MOST_DAYS = 999


class CaseAct(StrEnum):
    """Acts on a case that want words."""

    WITHDRAW = "withdraw"
    PAUSE = "pause"
    DELIVER = "deliver"


class ActStrip(Panel):
    """Enter once checks, the second Enter acts (these acts have legal effect)."""

    withdraw_wanted = Signal(str)  # reason
    pause_wanted = Signal(str, object, str)  # step, days or None, reason
    deliver_wanted = Signal(str, str)  # way, recipient
    spoke = Signal(str)

    def __init__(self, steps: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(" ", "pencil-outline", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self._act = CaseAct.WITHDRAW
        self._sure = False
        self._step = SegmentedChoice(steps)
        self._step.setAccessibleName(self.tr("Special step"))
        self._days = QSpinBox()
        self._days.setRange(0, MOST_DAYS)
        self._days.setSpecialValueText(self.tr("not known yet"))
        self._days.setSuffix(self.tr(" working days"))
        self._days.setAccessibleName(self.tr("How long"))
        self._text = QLineEdit()
        self._text.setMaxLength(LONGEST_REASON)
        self._second = QLineEdit()
        self._second.setMaxLength(LONGEST_REASON)
        self._button = KeyButton(self.tr("Go on"), "Enter")
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.2"))
        first.addWidget(self._step, 1)
        first.addWidget(self._days)
        second = QHBoxLayout()
        second.setSpacing(theme.px("space.2"))
        second.addWidget(self._text, 2)
        second.addWidget(self._second, 1)
        second.addWidget(self._button)
        column = QVBoxLayout()
        column.addLayout(first)
        column.addLayout(second)
        self.body.addLayout(column)
        self._button.clicked.connect(self._enter)
        for widget in (self._step, self._days, self._text, self._second, self._button):
            widget.installEventFilter(self)
        self._text.textEdited.connect(self._unsure)
        self._second.textEdited.connect(self._unsure)
        self._step.chosen.connect(self._on_step_chosen)

    def open_strip(self, act: CaseAct, case_no: str, recipient: str = "") -> None:
        self._act = act
        pausing, delivering = act is CaseAct.PAUSE, act is CaseAct.DELIVER
        for widget in (self._step, self._days):
            widget.setVisible(pausing)
        self._second.setVisible(delivering)
        self._step.set_value(None)
        self._days.setValue(0)
        self._text.clear()
        self._second.setText(recipient)
        titles = {
            CaseAct.WITHDRAW: self.tr("{number}: the applicant withdraws"),
            CaseAct.PAUSE: self.tr("{number}: a special step stops the clock"),
            CaseAct.DELIVER: self.tr("{number}: hand over, with proof of delivery"),
        }
        holders = {
            CaseAct.WITHDRAW: self.tr("Why the application is withdrawn"),
            CaseAct.PAUSE: self.tr("Why, as it shall stand in the notice"),
            CaseAct.DELIVER: self.tr("How it is handed over"),
        }
        self.set_title(titles[act].format(number=case_no))
        self._text.setPlaceholderText(holders[act])
        self._text.setAccessibleName(holders[act])
        self._second.setPlaceholderText(self.tr("Who receives it"))
        self._second.setAccessibleName(self._second.placeholderText())
        self._unsure()

    def focus_here(self) -> None:
        target: QWidget = self._step if self._act is CaseAct.PAUSE else self._text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step_chosen(self, _: str) -> None:
        self._unsure()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unsure(self, _: str = "") -> None:
        self._sure = False
        self._button.setText(self.tr("Go on"))
        self._button.set_kind("")

    def _enter(self) -> None:
        text = self._text.text().strip()
        if self._act is CaseAct.PAUSE and self._step.value() is None:
            self._ask_for(self._step, self.tr("Which special step? Press its digit"))
            return
        if self._act is CaseAct.WITHDRAW and not text:
            self._ask_for(self._text, self.tr("Write why: it stands in the record"))
            return
        if not self._sure:
            self._sure = True
            self._button.setText(self.tr("Record it"))
            self._button.set_kind("pri")
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("Enter once more records it; Esc goes back"))
            return
        match self._act:
            case CaseAct.WITHDRAW:
                self.withdraw_wanted.emit(text)
            case CaseAct.PAUSE:
                self.pause_wanted.emit(self._step.value(), self._days.value() or None, text)
            case CaseAct.DELIVER:
                self.deliver_wanted.emit(text, self._second.text().strip())

    def _ask_for(self, widget: QWidget, sentence: str) -> None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.spoke.emit(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if not event.isAutoRepeat():
                self._enter()
            return True
        return super().eventFilter(watched, event)
