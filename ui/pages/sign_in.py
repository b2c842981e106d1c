"""Signing in, and the lock page: a plain page with no word about any person, only the number being served."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.views import HallView
from ui import theme
from ui.gate import Purpose
from ui.icons import IconLabel
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel

LONGEST_NUMBER = 32
LONGEST_PASSWORD = 256


class SignInPage(QWidget):
    """Asks for number and password. It decides nothing: `submitted` goes to the session service."""

    submitted = Signal(object, str, str)  # Purpose, number, password
    hand_over_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, hall: HallView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._purpose = Purpose.SIGN_IN
        self._busy = False
        self._owner = ""
        self._icon = IconLabel("lock-outline", "accent.text", "type.display.ticket")
        self._title = RoleLabel("", "title")
        self._text = RoleLabel("", "small", wrap=True)
        self.number = QLineEdit()
        self.number.setMaxLength(LONGEST_NUMBER)
        self.password = QLineEdit()
        self.password.setMaxLength(LONGEST_PASSWORD)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._number_label = RoleLabel(self.tr("Clerk number"), "small")
        self._password_label = RoleLabel(self.tr("Password"), "small")
        self._number_label.setBuddy(self.number)
        self._password_label.setBuddy(self.password)
        self._trouble = RoleLabel("", "small", wrap=True)
        self._trouble.set_state("bad")
        self._go = KeyButton("", "Enter", "pri")
        self._other = KeyButton(self.tr("Another clerk"), "Alt+H", icon="account-switch-outline")
        self._arrange()
        self._go.clicked.connect(self.submit)
        self._other.clicked.connect(self.hand_over_wanted)
        self.number.returnPressed.connect(self.submit)
        self.password.returnPressed.connect(self.submit)
        self.ask(Purpose.SIGN_IN)

    def _arrange(self) -> None:
        card = QFrame()
        card.setObjectName("lock")
        card.setFixedWidth(theme.px(560))
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.4"))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._title)
        words.addWidget(self._text)
        head.addLayout(words, 1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(theme.px("space.3"))
        fields.setVerticalSpacing(theme.px("space.2"))
        fields.addWidget(self._number_label, 0, 0)
        fields.addWidget(self.number, 0, 1)
        fields.addWidget(self._password_label, 1, 0)
        fields.addWidget(self.password, 1, 1)
        fields.setColumnStretch(1, 1)
        acts = QHBoxLayout()
        acts.addStretch(1)
        acts.setSpacing(theme.px("space.2"))
        acts.addWidget(self._other)
        acts.addWidget(self._go)
        inside = QVBoxLayout(card)
        edge = theme.px("space.5")
        inside.setContentsMargins(edge, edge, edge, edge)
        inside.setSpacing(theme.px("space.4"))
        inside.addLayout(head)
        inside.addLayout(fields)
        inside.addWidget(self._trouble)
        inside.addLayout(acts)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(
            RoleLabel(f"{self._hall.name} · {self._hall.counter}", "muted"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        if self._hall.demo:
            from app.demo import CLERK_NUMBER, PASSWORD

            hint = self.tr("Demo hall: clerk number {number}, password {password}")
            text = hint.format(number=CLERK_NUMBER, password=PASSWORD)
            column.addWidget(RoleLabel(text, "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def purpose(self) -> Purpose:
        return self._purpose

    def ask(
        self, purpose: Purpose, *, clerk: str = "", number: str = "", ticket: str = "", about: str = ""
    ) -> None:
        """Show what is asked and why; a locked window names its clerk and the ticket, never an applicant.

        `about`: what the network has to do with it, under the headline of signing in.
        """
        self._purpose, self._busy = purpose, False
        unlock = purpose is Purpose.UNLOCK
        if unlock:
            self._owner = number
            self._title.setText(self.tr("Locked · {name}").format(name=clerk))
            kept = self.tr("The visit ({ticket}) is set aside. Nothing about the applicant is shown.")
            about = kept.format(ticket=ticket) if ticket else self.tr("Nothing about applicants is shown.")
            self._text.setText(about)
            self._go.setText(self.tr("Unlock"))
        elif purpose is Purpose.HAND_OVER:
            self._title.setText(self.tr("Hand over this window"))
            self._text.setText(
                self.tr("The open visit stays with its clerk, among the unfinished ones. Esc goes back.")
            )
            self._go.setText(self.tr("Take over"))
        else:
            self._title.setText(self.tr("Sign in"))
            self._text.setText(about or self.tr("Works without the network."))
            self._go.setText(self.tr("Sign in"))
        self._icon.set_icon("lock-outline" if unlock else "account-circle-outline")
        for widget in (self._number_label, self.number):
            widget.setVisible(not unlock)
        self._other.setVisible(unlock)
        self.number.clear()
        self.password.clear()
        self.say("")
        self.setEnabled(True)
        (self.password if unlock else self.number).setFocus()

    def say(self, text: str) -> None:
        """What went wrong, under the fields."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def refused(self, text: str) -> None:
        """The session service said no: say why, and let it be typed again."""
        self._busy = False
        self._go.setEnabled(True)
        self.say(text)
        self.password.clear()
        self.password.setFocus()

    def submit(self) -> None:
        """Enter: on to the next empty field, or ask."""
        if self._busy:
            return
        number = self._owner if self._purpose is Purpose.UNLOCK else self.number.text().strip()
        if not number:
            self.number.setFocus()
            self.say(self.tr("Type your clerk number first."))
            return
        if not self.password.text():
            self.password.setFocus()
            if self._purpose is Purpose.UNLOCK or self.sender() is self.password:
                self.say(self.tr("Type the password."))
            return
        self._busy = True
        self._go.setEnabled(False)
        self.say("")
        self.submitted.emit(self._purpose, number, self.password.text())

    def settled(self) -> None:
        """The answer was yes: nothing typed stays behind."""
        self._busy = False
        self._go.setEnabled(True)
        self.number.clear()
        self.password.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._purpose is Purpose.HAND_OVER:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)
