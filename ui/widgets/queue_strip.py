"""The queue strip: whom this window serves, for how long, and the keys of calling the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import messages, theme
from ui.actions import Actions
from ui.icons import IconLabel
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, RoleLabel

CALLS = (("next", "bullhorn"), ("recall", ""), ("missed", ""), ("transfer", ""), ("pause", ""))
NEED_TICKETS = ("recall", "missed", "transfer", "pause", "call_number")


class QueueStrip(QFrame):
    """Without a ticket machine a visit is a walk-in: no number is invented, calls that need one are off."""

    arrived = Signal()  # 到窗

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queuebar")
        self._actions = actions
        self._since: datetime | None = None
        self._what = RoleLabel("", "small")
        self._ticket = RoleLabel()
        self._ticket.setObjectName("ticket")
        self._person = ElidedLabel("", "name")
        self._timer_icon = IconLabel("timer-outline", "text.secondary", "size.icon")
        self._elapsed = RoleLabel("", "small")
        self._rule = QFrame()
        self._rule.setProperty("role", "rule")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.4"), 0, theme.px("space.4"), 0)
        row.setSpacing(theme.px("space.3"))
        for widget in (self._what, self._ticket, self._person, self._timer_icon):
            row.addWidget(widget)
        row.addSpacing(-theme.px(6))
        row.addWidget(self._elapsed)
        row.addWidget(self._rule)
        self.arrive = KeyButton(
            self.tr("At the window"), "Enter", icon="account-check-outline", kind="primary"
        )
        self.arrive.setAutoDefault(True)  # Enter, as its cap says
        self.arrive.clicked.connect(self.arrived)
        self.arrive.hide()
        row.addWidget(self.arrive)
        self._buttons: dict[str, KeyButton] = {}
        for name, icon in CALLS:
            button = KeyButton(actions[name].label, actions[name].keys, icon=icon, shrinks=True)
            button.clicked.connect(actions[name].trigger)
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self._no_tickets = IconLabel("connection", "text.muted", "size.icon")
        self._waiting = ElidedLabel("", "small")
        row.addWidget(self._no_tickets)
        row.addSpacing(-theme.px(6))
        row.addWidget(self._waiting)
        self._tags: list[RoleLabel] = []
        self._row = row
        self._has_tickets = False
        self._say_no_tickets()
        self.show_idle()
        self.restyle()

    def _say_no_tickets(self) -> None:
        why = self.tr("No ticket machine is connected: serve whoever comes with F2.")
        for name in NEED_TICKETS:
            self._actions.explain(name, why)
            if name in self._buttons:
                self._buttons[name].setEnabled(False)
                self._buttons[name].setToolTip(why)
        self._waiting.setText(self._no_waiting())

    def _no_waiting(self) -> str:
        if theme.look().compact:
            return self.tr("No ticket machine")
        return self.tr("No ticket machine · waiting number unknown")

    def restyle(self) -> None:
        self.setFixedHeight(theme.px("size.queue"))
        self._rule.setFixedHeight(theme.px(32))
        if not self._has_tickets:
            self._waiting.setText(self._no_waiting())
        for place, tag in enumerate(self._tags):
            tag.setVisible(place < self._room_for_tags())

    # -- tickets -----------------------------------------------------------------------------------

    def show_waiting(
        self, text: str, following: Sequence[str], icon: str = "account-multiple-outline"
    ) -> None:
        """How many wait for this window, and the next numbers with what is special about them."""
        self._has_tickets = True
        self._no_tickets.set_icon(icon)
        self._waiting.setText(text)
        while len(self._tags) < len(following):
            tag = RoleLabel("", "tag")
            self._tags.append(tag)
            self._row.addWidget(tag, 0, Qt.AlignmentFlag.AlignVCenter)
        for place, tag in enumerate(self._tags):
            shown = place < min(len(following), self._room_for_tags())
            tag.setText(following[place] if place < len(following) else "")
            tag.setVisible(shown)

    @staticmethod
    def _room_for_tags() -> int:
        return 1 if theme.look().compact else 3

    def show_call(self, ticket: str, person: str, since: datetime, what: str) -> None:
        """Somebody is called and not here yet."""
        self.arrive.show()
        self._show_person(person, since, ticket, what)

    def show_calls(self, enabled: frozenset[str], names: dict[str, str]) -> None:
        """Which calls can act now, and what they are called now (recall 2/3, resume)."""
        for name, button in self._buttons.items():
            button.setEnabled(name == "next" or name in enabled)
            button.setToolTip("")
            button.setText(names.get(name, self._actions[name].label))

    def retext(self) -> None:
        """The names and keys of the calls, after a rebinding."""
        for name, button in self._buttons.items():
            button.setText(self._actions[name].label)
            button.set_key(self._actions[name].keys)

    def show_idle(self) -> None:
        """Nobody is being served."""
        self._since = None
        self._what.setText(self.tr("Window free"))
        self.arrive.hide()
        for widget in (self._ticket, self._person, self._timer_icon, self._elapsed, self._rule):
            widget.hide()

    def show_visit(self, person: str, since: datetime, ticket: str | None = None) -> None:
        """Who is being served; a walk-in has no number."""
        self.arrive.hide()
        self._show_person(person, since, ticket, self.tr("Now serving"))

    def _show_person(self, person: str, since: datetime, ticket: str | None, what: str) -> None:
        self._since = since
        self._what.setText(what)
        self._ticket.setText(ticket or self.tr("Walk-in"))
        self._ticket.setProperty("walkin", ticket is None)
        self._ticket.style().unpolish(self._ticket)
        self._ticket.style().polish(self._ticket)
        self._person.setText(person)
        self._person.setVisible(bool(person))
        for widget in (self._ticket, self._timer_icon, self._elapsed, self._rule):
            widget.show()
        self.show_time(since)

    @property
    def ticket(self) -> str:
        """What the lock page may still show: the number, never the name."""
        return self._ticket.text() if self._since is not None else ""

    def show_time(self, now: datetime) -> None:
        if self._since is not None:
            self._elapsed.setText(messages.elapsed(int((now - self._since).total_seconds())))
