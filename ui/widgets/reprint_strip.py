"""Why a notice is printed again: a digit chooses, Enter prints; it is marked 补打 and recorded."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui import theme
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel

LONGEST_REASON = 200


class ReprintStrip(Panel):
    """Four usual reasons and a word of one's own."""

    confirmed = Signal(str)  # the reason
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "printer-outline", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self._choice = SegmentedChoice(
            [
                ("printer", self.tr("Printer trouble")),
                ("lost", self.tr("Lost by the applicant")),
                ("damaged", self.tr("Damaged")),
                ("other", self.tr("Other")),
            ]
        )
        self._choice.setAccessibleName(self.tr("Why it is printed again"))
        self._other = QLineEdit()
        self._other.setMaxLength(LONGEST_REASON)
        self._other.setPlaceholderText(self.tr("Reason"))
        self._other.hide()
        self._button = KeyButton(self.tr("Print again"), "Enter", "pri", icon="printer-outline")
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.3"))
        row.addWidget(RoleLabel(self.tr("Why again"), "muted"))
        row.addWidget(self._choice)
        row.addWidget(self._other, 1)
        row.addStretch(1)
        row.addWidget(self._button)
        self.body.addLayout(row)
        self._choice.chosen.connect(self._on_chosen)
        self._button.clicked.connect(self._enter)
        for widget in (self._choice, self._other, self._button):
            widget.installEventFilter(self)

    def open_strip(self, title: str) -> None:
        self.set_title(self.tr("Print again: {title}").format(title=title))
        self._choice.set_value(None)
        self._other.clear()
        self._other.hide()

    def focus_here(self) -> None:
        self._choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, value: str) -> None:
        self._other.setVisible(value == "other")
        (self._other if value == "other" else self._button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        value = self._choice.value()
        reason = (
            self._other.text().strip() if value == "other" else dict(self._choice.options()).get(value or "")
        )
        if not reason:
            (self._other if value == "other" else self._choice).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.confirmed.emit(reason)

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
