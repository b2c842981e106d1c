"""The right panel for a free seat, or for the waiting list: who, about what, what the lawyer should know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.rules.catalogue import PartyKind
from app.rules.consultation import Client, Matter
from app.rules.consultation_file import Topic
from app.rules.naming import mask_phone
from app.rules.roster import Seat
from app.services.consultations.views import Check, ColumnView
from ui import messages, theme
from ui.pages.consultations import client, words
from ui.pages.consultations.client import Visitor
from ui.pages.consultations.topics import TopicChoice
from ui.widgets.choice import SegmentedChoice
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.painted import repolish

LONGEST_NOTE = 200
ANY = "-"


def tall(choice: SegmentedChoice) -> None:
    """As high as its rows need in a narrow column."""
    policy = choice.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    choice.setSizePolicy(policy)


class NewBooking(QWidget):
    """Says what was typed; asks nobody. `book_wanted` and `wait_wanted` carry client and matter."""

    book_wanted = Signal(object, object)  # Client, Matter
    wait_wanted = Signal(object, object, str, object)  # Client, Matter, lawyer ("" any), before
    check_wanted = Signal(object, object)  # what is typed so far
    spoke = Signal(str)

    def __init__(self, keys: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visitor: Visitor | None = None
        self._known: Client | None = None
        self._seat: Seat | None = None
        self._waiting = False
        self.when = RoleLabel("", "big", wrap=True)
        self.where = ElidedLabel("", "small")
        self._who_label = RoleLabel("", "muted")
        self._who = QFrame()
        self._who.setProperty("role", "card")
        self._name, self._phone = ElidedLabel("", "strong"), RoleLabel("", "small")
        row = QHBoxLayout(self._who)
        row.setContentsMargins(theme.px(10), theme.px(6), theme.px(8), theme.px(6))
        row.addWidget(self._name, 1)
        row.addWidget(self._phone)
        row.addWidget(KeyCap(keys["read_card"]))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Name and phone, in one line"))
        self.field.setAccessibleName(self.tr("Name and phone of who wants advice"))
        self.field.setMaxLength(160)
        self._kind = SegmentedChoice(
            [(PartyKind.PERSON, messages.label(PartyKind.PERSON)),
             (PartyKind.ORGANISATION, messages.label(PartyKind.ORGANISATION))],
            PartyKind.PERSON,
        )  # fmt: skip
        self._kind.setAccessibleName(self.tr("Person or enterprise"))
        self.lawyer = SegmentedChoice()
        self.lawyer.setAccessibleName(self.tr("Which lawyer"))
        self.before = SegmentedChoice()
        self.before.setAccessibleName(self.tr("Until when"))
        self.topics = TopicChoice()
        self.note, self.opposing = QLineEdit(), QLineEdit()
        self.note.setPlaceholderText(self.tr("What the lawyer should know beforehand (optional)"))
        self.note.setAccessibleName(self.tr("What the lawyer should know"))
        self.opposing.setPlaceholderText(self.tr("The other party's name (optional)"))
        self.opposing.setAccessibleName(self.tr("The other party"))
        for line in (self.note, self.opposing):
            line.setMaxLength(LONGEST_NOTE)
        self._doubts = QFrame()
        self._doubts.setProperty("role", "notice")
        self._doubt = RoleLabel("", "small", wrap=True)
        inside = QVBoxLayout(self._doubts)
        inside.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        inside.addWidget(self._doubt)
        self._doubts.hide()
        self.button = KeyButton("", "Enter", "pri", icon="calendar-check-outline", big=True, spread=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self._topic_label = RoleLabel(self.tr("About"), "muted")
        self._lawyer_label = RoleLabel(self.tr("With whom, until when"), "muted")
        for widget in (
            self.when,
            self.where,
            self._who_label,
            self._who,
            self.field,
            self._kind,
            self._lawyer_label,
            self.lawyer,
            self.before,
            self._topic_label,
            self.topics,
            self.note,
            self.opposing,
            self._doubts,
            self.button,
        ):
            column.addWidget(widget)
        column.addStretch(1)

    def _connect(self) -> None:
        self.topics.entered.connect(self.enter)
        self.topics.chosen.connect(lambda _: self._ask_check())
        self.button.clicked.connect(self.enter)
        self.opposing.editingFinished.connect(self._ask_check)
        for widget in (self.field, self.note, self.opposing, self._kind, self.lawyer, self.before):
            widget.installEventFilter(self)
        for choice in (self._kind, self.lawyer, self.before):
            tall(choice)

    # -- showing -------------------------------------------------------------------------------

    def show_topics(self, topics: Sequence[Topic]) -> None:
        self.topics.show_topics(topics)

    def show_visitor(self, visitor: Visitor | None, topic: str) -> None:
        """Who is at the window; None: to be typed."""
        self._visitor = visitor
        self._known = visitor.client if visitor is not None and visitor.client.name else None
        self.field.clear()
        self.note.clear()
        self.opposing.clear()
        self._kind.set_value(PartyKind.PERSON)
        self.topics.set_value(topic)
        self._show_who()

    def _show_who(self) -> None:
        known = self._known
        complete = known is not None and bool(known.phone)
        self._who.setVisible(known is not None)
        self.field.setVisible(not complete)
        self._kind.setVisible(known is None)
        if known is not None:
            self._name.setText(known.name)
            self._phone.setText(mask_phone(known.phone))
        from_case = self._visitor is not None and self._known is self._visitor.client
        if from_case and self._visitor is not None and self._visitor.item_name:
            text = self.tr("For (from “{item}”)").format(item=self._visitor.item_name)
        else:
            text = self.tr("For")
        self._who_label.setText(text)
        if known is not None and not complete:
            self.field.setPlaceholderText(self.tr("Phone of {name}").format(name=known.name))
        else:
            self.field.setPlaceholderText(self.tr("Name and phone, in one line"))

    def show_seat(self, seat: Seat, lawyer: str, room: str, hours: str) -> None:
        """Which seat Enter books."""
        self._seat, self._waiting = seat, False
        self.when.setText(f"{messages.weekday(seat.day)} {hours}")
        self.where.setText(" · ".join(part for part in (lawyer, room) if part))
        self.button.setText(self.tr("Book and print the slip"))
        self.button.set_icon("calendar-check-outline")
        self._show_waiting(shown=False)
        self.show_check(None)

    def show_nothing(self) -> None:
        """No seat is chosen: the morning has none."""
        self._seat, self._waiting = None, False
        self.when.setText(self.tr("Choose a slot"))
        self.where.setText("")
        self._show_waiting(shown=False)
        self.show_check(None)

    def show_waiting(self, title: str, columns: Sequence[ColumnView], slots: Sequence[time]) -> None:
        """For the waiting list of a morning: any lawyer or one, any slot or an early one."""
        self._seat, self._waiting = None, True
        self.when.setText(title)
        self.where.setText(self.tr("Whoever registered first is asked first"))
        names = {column.lawyer: column.name for column in columns}
        self.lawyer.set_options([(ANY, self.tr("Any lawyer")), *names.items()], ANY)
        hours = sorted({slot.hour for slot in slots})[1:]
        self.before.set_options(
            [(ANY, self.tr("Any time"))]
            + [(f"{hour:02}:00", self.tr("before {hour}:00").format(hour=hour)) for hour in hours],
            ANY,
        )
        self.button.setText(self.tr("Put on the waiting list"))
        self.button.set_icon("account-clock-outline")
        self._show_waiting(shown=True)
        self.show_check(None)

    def _show_waiting(self, *, shown: bool) -> None:
        for widget in (self._lawyer_label, self.lawyer, self.before):
            widget.setVisible(shown)

    @property
    def is_waiting(self) -> bool:
        return self._waiting

    @property
    def chooser(self) -> str:
        """The name a free seat shows when it is chosen."""
        return self.client().name

    def show_check(self, check: Check | None) -> None:
        """What stands against it, in words, before Enter books."""
        lines = []
        if check is not None:
            lines += [words.objection(each) for each in check.objections]
            lines += [words.interest(each) for each in check.interests]
            if not check.confirmed:
                lines.append(self.tr("This window holds no place here: the slip says “to be confirmed”."))
        bad = check is not None and check.stops
        repolish(self._doubts, "state", "bad" if bad else "warn")
        self._doubt.setText("\n".join(lines))
        self._doubts.setVisible(bool(lines))

    def warn(self, sentence: str) -> None:
        repolish(self._doubts, "state", "warn")
        self._doubt.setText(sentence)
        self._doubts.show()

    @property
    def doubt(self) -> str:
        """What is said against it now."""
        return self._doubt.text() if not self._doubts.isHidden() else ""

    # -- acting --------------------------------------------------------------------------------

    def client(self) -> Client:
        """The person as far as known."""
        text = self.field.text() if not self.field.isHidden() else ""
        if self._known is None:
            return client.typed(text, PartyKind(self._kind.value() or PartyKind.PERSON))
        if self._known.phone:
            return self._known
        from dataclasses import replace

        return replace(self._known, phone=text.strip())

    def matter(self) -> Matter:
        """What it is about; a visit's case goes along when the person is the visit's."""
        visitor = self._visitor
        mine = visitor is not None and self._known is visitor.client
        return Matter(
            self.topics.value,
            self.note.text().strip(),
            self.opposing.text().strip(),
            visitor.case_id if mine and visitor else "",
            visitor.case_no if mine and visitor else "",
        )

    def take_client(self, found: Client) -> None:
        """Somebody was recognised: a card was read, a known applicant found."""
        self._known = found
        self._show_who()
        self.begin()

    def begin(self) -> None:
        """Focus where the next key goes: the person when unknown, else the topic."""
        target: QWidget = self.topics if self.field.isHidden() else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask_check()

    def enter(self) -> None:
        """Enter anywhere in the panel: on to what is missing, else book."""
        person = self.client()
        if not person.name or not person.phone:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.spoke.emit(
                self.tr("A name and a phone number, so that the person can be called back")
                if not person.name
                else self.tr("The phone number of {name} is missing").format(name=person.name)
            )
            return
        if not self.topics.value:
            self.topics.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._waiting:
            before = self.before.value() or ANY
            lawyer = self.lawyer.value() or ANY
            self.wait_wanted.emit(
                person,
                self.matter(),
                "" if lawyer == ANY else lawyer,
                None if before == ANY else time.fromisoformat(before),
            )
        else:
            self.book_wanted.emit(person, self.matter())

    def _ask_check(self) -> None:
        if self._seat is not None:
            self.check_wanted.emit(self.client(), self.matter())

    def _field_entered(self) -> None:
        person = self.client()
        if person.name and person.phone:
            self.topics.setFocus(Qt.FocusReason.OtherFocusReason)
            self._ask_check()
        else:
            self.enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if not event.isAutoRepeat():
                if watched is self.field:
                    self._field_entered()
                else:
                    self.enter()
            return True
        return super().eventFilter(watched, event)
