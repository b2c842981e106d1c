"""The right panel for the supervisor: a morning published or called off, a lawyer away, a stand-in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.rules.roster import Lawyer
from app.services.consultations.views import GridView
from ui import messages, theme
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel


class RosterTools(QWidget):
    """What the roster of this morning may need; each act says afterwards whom it touched."""

    publish_wanted = Signal(object)  # lawyer ids in order
    away_wanted = Signal(str)  # lawyer: the whole morning
    back_wanted = Signal(str)
    substitute_wanted = Signal(str, str)  # lawyer, by
    call_off_wanted = Signal(str)  # reason
    close_wanted = Signal()
    spoke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lawyers: tuple[Lawyer, ...] = ()
        self._grid: GridView | None = None
        self.title = RoleLabel("", "big", wrap=True)
        self.said = RoleLabel("", "small", wrap=True)
        self.lawyer = SegmentedChoice()
        self.lawyer.setAccessibleName(self.tr("Lawyer on duty"))
        self.by = SegmentedChoice()
        self.by.setAccessibleName(self.tr("Stand-in"))
        self.publish = KeyButton(self.tr("Publish with these lawyers"), "", "pri", spread=True)
        self.away = KeyButton(self.tr("Away the whole morning"), "", icon="cancel", spread=True)
        self.back = KeyButton(self.tr("Back again"), "", icon="undo-variant", spread=True)
        self.substitute = KeyButton(
            self.tr("Let the stand-in sit"), "", icon="account-switch-outline", spread=True
        )
        self.reason = QLineEdit()
        self.reason.setMaxLength(80)
        self.reason.setPlaceholderText(self.tr("Why the morning is called off"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.off = KeyButton(self.tr("Call the morning off"), "", icon="calendar-alert", spread=True)
        self.close_day = KeyButton(self.tr("Close the day"), "", icon="check-decagram-outline", spread=True)
        self._by_label = RoleLabel(self.tr("Stand-in"), "muted")
        self._lawyer_label = RoleLabel(self.tr("Lawyer"), "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        for widget in (
            self.title,
            self.said,
            self.publish,
            self._lawyer_label,
            self.lawyer,
            self.away,
            self.back,
            self._by_label,
            self.by,
            self.substitute,
            self.reason,
            self.off,
            self.close_day,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.publish.clicked.connect(self._on_publish)
        self.away.clicked.connect(lambda: self.away_wanted.emit(self.lawyer.value() or ""))
        self.back.clicked.connect(lambda: self.back_wanted.emit(self.lawyer.value() or ""))
        self.substitute.clicked.connect(self._on_substitute)
        self.off.clicked.connect(self._on_call_off)
        self.close_day.clicked.connect(self.close_wanted.emit)

    def show_morning(self, grid: GridView, lawyers: Sequence[Lawyer], chosen: str = "") -> None:
        """The morning's roster, and who could stand in."""
        self._grid = grid
        self._lawyers = tuple(each for each in lawyers if each.active)
        on_duty = {column.lawyer: column.name for column in grid.columns}
        planned = bool(on_duty)
        self.title.setText(messages.day(grid.line.day.day))
        self.lawyer.set_options(list(on_duty.items()), chosen or next(iter(on_duty), None))
        others = [(each.id, each.name) for each in self._lawyers if each.id not in on_duty]
        self.by.set_options(others, others[0][0] if others else None)
        self.publish.setVisible(not grid.line.published)
        for widget in (self._lawyer_label, self.lawyer, self.away, self.back, self.reason, self.off):
            widget.setVisible(planned)
        for widget in (self._by_label, self.by, self.substitute):
            widget.setVisible(planned and bool(others))
        self.close_day.setVisible(planned)
        names = "、".join(on_duty.values()) or "、".join(each.name for each in self._lawyers)
        self.said.setText(names)

    def tell(self, text: str) -> None:
        """Whom the last change touched."""
        self.said.setText(text)

    def begin(self) -> None:
        target = self.publish if not self.publish.isHidden() else self.lawyer
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_publish(self) -> None:
        if self._grid is None:
            return
        on_duty = [column.lawyer for column in self._grid.columns]
        self.publish_wanted.emit(tuple(dict.fromkeys(on_duty)) or tuple(each.id for each in self._lawyers))

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, KeyButton):
                focused.click()
            return
        super().keyPressEvent(event)
