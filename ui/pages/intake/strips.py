"""The two strips that ask for a second Enter: accept (F9) and refuse (Alt+B)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.case import RefusalGround
from ui import messages, theme
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel

LONGEST_REASON = 500


class _Fact(QWidget):
    """A heading with up to three lines under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._title = RoleLabel(title, "smallstrong")
        column.addWidget(self._title)
        self._lines = [ElidedLabel("", "small") for _ in range(4)]
        for line in self._lines:
            column.addWidget(line)
        column.addStretch(1)

    def show_lines(self, title: str, lines: list[str]) -> None:
        self._title.setText(title)
        for number, label in enumerate(self._lines):
            label.setText(lines[number] if number < len(lines) else "")
            label.setVisible(number < len(lines))


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule


class AcceptStrip(Panel):
    """What is accepted, when it is done, what prints; Enter accepts, Esc goes back."""

    accepted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Enter once more accepts"), "check-decagram-outline", parent)
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self._what, self._when, self._prints = (
            _Fact(self.tr("What is accepted")),
            _Fact(self.tr("When it is done")),
            _Fact(self.tr("What prints")),
        )
        self.button = KeyButton(self.tr("Accept"), "Enter", "pri", icon="check-bold", big=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.3"))
        row.addWidget(self._what, 4)
        row.addWidget(_rule())
        row.addWidget(self._when, 3)
        row.addWidget(_rule())
        row.addWidget(self._prints, 4)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row, 1)
        self.button.clicked.connect(self.accepted)
        self.set_first_focus(self.button)

    def show_facts(self, what: list[str], when: list[str], prints_title: str, prints: list[str]) -> None:
        self._what.show_lines(self.tr("What is accepted"), what)
        self._when.show_lines(self.tr("When it is done"), when)
        self._prints.show_lines(prints_title, prints)
        self.button.setEnabled(True)

    def focus_here(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.button.click()
            return
        super().keyPressEvent(event)


class RefuseStrip(Panel):
    """不予受理: one of two grounds, the authority it belongs to, the reason; the second Enter decides."""

    refused = Signal(object, str, str)  # RefusalGround, authority, reason
    closed = Signal()
    spoke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Refuse to accept: on one of two legal grounds only"), "close-octagon-outline", parent
        )
        self.add_to_head(KeyCap("Esc"))
        self.add_to_head(RoleLabel(self.tr("Back"), "small"))
        self._sure = False
        self.ground = SegmentedChoice(
            [(g.value, f"{n} {messages.label(g)}") for n, g in enumerate(RefusalGround, start=1)]
        )
        self.ground.setAccessibleName(self.tr("Ground"))
        self.authority = QLineEdit()
        self.authority.setMaxLength(LONGEST_REASON)
        self.authority.setPlaceholderText(self.tr("Authority to apply to (required for ground 2)"))
        self.authority.setAccessibleName(self.authority.placeholderText())
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(self.tr("Reason, as it shall stand in the notice"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.button = KeyButton(self.tr("Go on"), "Enter", icon="close-octagon-outline", big=True)
        self._note = RoleLabel(
            self.tr("Missing papers are never a ground: that is the one-time notification (F8)."), "muted"
        )
        first = QHBoxLayout()
        first.addWidget(self.ground, 1)
        fields = QHBoxLayout()
        fields.setSpacing(theme.px("space.2"))
        fields.addWidget(self.authority, 2)
        fields.addWidget(self.reason, 3)
        last = QHBoxLayout()
        last.addWidget(self._note, 1)
        last.addWidget(self.button)
        for part in (first, fields, last):
            self.body.addLayout(part)
        self.ground.chosen.connect(self._on_ground_chosen)
        self.button.clicked.connect(self._enter)
        for widget in (self.ground, self.authority, self.reason, self.button):
            widget.installEventFilter(self)
        self.authority.textEdited.connect(self._on_changed)
        self.reason.textEdited.connect(self._on_changed)
        self.set_first_focus(self.ground)

    def open_strip(self) -> None:
        self.ground.set_value(None)
        self.authority.clear()
        self.reason.clear()
        self._on_changed()

    def focus_here(self) -> None:
        self.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def again(self) -> None:
        """The service had something against it: another try."""
        self._on_changed()

    def _on_ground_chosen(self, value: str) -> None:
        self._on_changed()
        second = value == RefusalGround.NOT_OUR_AUTHORITY.value
        (self.authority if second else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, _: str = "") -> None:
        self._sure = False
        self.button.setText(self.tr("Go on"))
        self.button.set_kind("")

    def _enter(self) -> None:
        """The first Enter checks and says what will happen, the second decides."""
        value = self.ground.value()
        if value is None:
            self._ask_for(self.ground, self.tr("Choose the legal ground: 1 or 2"))
            return
        ground = RefusalGround(value)
        if ground is RefusalGround.NOT_OUR_AUTHORITY and not self.authority.text().strip():
            self._ask_for(self.authority, self.tr("Name the authority the applicant shall go to"))
            return
        if not self.reason.text().strip():
            self._ask_for(self.reason, self.tr("Write the reason: it stands in the notice"))
            return
        if not self._sure:
            self._sure = True
            self.button.setText(self.tr("Refuse to accept"))
            self.button.set_kind("pri")
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(self.tr("Enter once more refuses and prints the notice; Esc goes back"))
            return
        self.refused.emit(ground, self.authority.text().strip(), self.reason.text().strip())

    def _ask_for(self, widget: QWidget, sentence: str) -> None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.spoke.emit(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            if not event.isAutoRepeat():  # type: ignore[attr-defined]
                self._enter()
            return True
        return super().eventFilter(watched, event)
