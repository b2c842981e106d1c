"""When the hall cannot be opened: what happened, what is safe, what to do; asks for the passphrase too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.keys import KeyButton
from ui.widgets.states import ErrorState


class StartTrouble(QWidget):
    """A plain window of its own; trying again is always possible, Esc ends the program."""

    again = Signal(str)  # the passphrase, empty when none was asked for

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Window Clerk"))
        self._state = ErrorState("", "")
        self.passphrase = QLineEdit()
        self.passphrase.setMaxLength(256)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase of this hall"))
        self.passphrase.setAccessibleName(self.tr("Passphrase of this hall"))
        self._go = KeyButton(self.tr("Try again"), "Enter", "pri")
        close = KeyButton(self.tr("Close"), "Esc")
        card = QFrame()
        card.setObjectName("lock")
        card.setFixedWidth(theme.px(640))
        inside = QVBoxLayout(card)
        edge = theme.px("space.5")
        inside.setContentsMargins(edge, edge, edge, edge)
        inside.setSpacing(theme.px("space.3"))
        inside.addWidget(self._state)
        inside.addWidget(self.passphrase)
        acts = QHBoxLayout()
        acts.setSpacing(theme.px("space.2"))
        acts.addStretch(1)
        acts.addWidget(close)
        acts.addWidget(self._go)
        inside.addLayout(acts)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._go.clicked.connect(self._on_go)
        self.passphrase.returnPressed.connect(self._on_go)
        close.clicked.connect(self.close)
        self.resize(theme.px(900), theme.px(520))

    def tell(self, sentence: str, *, asks_passphrase: bool) -> None:
        """Show a sentence; its first part is the headline."""
        head, mark, rest = sentence.partition("。" if "。" in sentence else ". ")
        self._state.say(head + mark.strip(), rest)
        self.passphrase.setVisible(asks_passphrase)
        self.passphrase.clear()
        (self.passphrase if asks_passphrase else self._go).setFocus()

    def _on_go(self) -> None:
        self.again.emit(self.passphrase.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_go()
        else:
            super().keyPressEvent(event)
