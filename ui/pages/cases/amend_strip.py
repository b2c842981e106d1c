"""Correcting the phone or the remark of a case: no step of the procedure, so one Enter records it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.rules.naming import check_phone, mask_phone
from app.services.views import CaseView
from ui import messages, theme
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel

LONGEST_REMARK = 500
LONGEST_PHONE = 30


class AmendStrip(Panel):
    """The number is typed anew, never shown whole; a field left as it is changes nothing."""

    amended = Signal(object, object)  # phone or None, remark or None
    spoke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "pencil-outline", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self.phone = QLineEdit()
        self.phone.setMaxLength(LONGEST_PHONE)
        self.phone.setAccessibleName(self.tr("Phone"))
        self.remark = QLineEdit()
        self.remark.setMaxLength(LONGEST_REMARK)
        self.remark.setAccessibleName(self.tr("Remark"))
        self.remark.setPlaceholderText(self.tr("Remark"))
        self.button = KeyButton(self.tr("Record it"), "Enter", "pri")
        self._before = ""
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.2"))
        row.addWidget(RoleLabel(self.tr("Phone"), "muted"))
        row.addWidget(self.phone, 1)
        row.addWidget(RoleLabel(self.tr("Remark"), "muted"))
        row.addWidget(self.remark, 2)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.set_first_focus(self.phone)
        self.button.clicked.connect(self._enter)
        for widget in (self.phone, self.remark, self.button):
            widget.installEventFilter(self)

    def open_strip(self, case: CaseView) -> None:
        """For this case, with what it says now."""
        self.set_title(self.tr("{number}: correct phone or remark").format(number=case.case_no))
        self._before = case.remark
        self.phone.clear()
        now = mask_phone(case.applicant.phone) or "—"
        self.phone.setPlaceholderText(self.tr("now {phone}; empty = as it is").format(phone=now))
        self.remark.setText(case.remark)
        self.show()
        self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        phone, remark = self.phone.text().strip(), self.remark.text().strip()
        checked = check_phone(phone) if phone else None
        if checked is not None and not checked.ok:
            self.phone.setFocus(Qt.FocusReason.OtherFocusReason)
            flaw = checked.faults[0]
            self.spoke.emit(messages.flaw(flaw.code, flaw.facts))
            return
        if checked is None and remark == self._before:
            self.spoke.emit(self.tr("Nothing is changed yet: type a phone or another remark"))
            return
        self.amended.emit(
            checked.value if checked is not None else None, None if remark == self._before else remark
        )

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
