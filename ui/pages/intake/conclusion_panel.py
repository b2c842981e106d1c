"""The conclusion: how far the checking is, and the one act that most likely comes next."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.checklist import MaterialState, Tally
from ui import messages, theme
from ui.icons import IconLabel
from ui.pages.intake.material_table import mark_of
from ui.pages.intake.outlook import Headline, NextAct, Outlook
from ui.widgets.bars import SplitBar
from ui.widgets.chip import Shape
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel

COUNTERS: Final = (
    MaterialState.COMPLETE,
    MaterialState.EXEMPT,
    MaterialState.DEFERRED,
    MaterialState.MISSING,
    MaterialState.UNCHECKED,
)


def count_of(counts: Tally, state: MaterialState) -> int:
    return {
        MaterialState.COMPLETE: counts.complete,
        MaterialState.EXEMPT: counts.exempt,
        MaterialState.DEFERRED: counts.deferred,
        MaterialState.MISSING: counts.missing,
        MaterialState.UNCHECKED: counts.unchecked,
    }[state]


class _Counter(QFrame):
    """One of the five small cards: shape, number, word."""

    def __init__(self, state: MaterialState) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._state = state
        self._number = RoleLabel("0")
        self._number.setObjectName("tally")
        self._word = ElidedLabel(messages.label(state), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(2, theme.px(5), 2, theme.px(4))
        column.setSpacing(0)
        shape = Shape(messages.state_of(state), 16)
        for widget in (shape, self._number, self._word):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_count(self, count: int) -> None:
        self._number.setFont(theme.font("number.tally"))
        self._word.setFont(theme.font("caption"))
        self._number.setText(str(count))
        self.setAccessibleName(f"{messages.label(self._state)} {count}")


class ConclusionPanel(Panel):
    """Headline, bar, counters, acts; ↑ goes back to the table and a digit marks the last row again."""

    accept_wanted = Signal()
    notify_wanted = Signal()
    hold_wanted = Signal()
    refuse_wanted = Signal()
    receive_wanted = Signal()
    back_to_table = Signal()
    remark_wanted = Signal(object)  # MaterialState

    def __init__(self, keys: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Conclusion"), "clipboard-check-outline", parent)
        self._headline = ElidedLabel("", "big")
        self._share = RoleLabel("", "small")
        first = QHBoxLayout()
        first.addWidget(self._headline, 1)
        first.addWidget(self._share)
        self.body.addLayout(first)
        self._bar = SplitBar()
        self.body.addWidget(self._bar)
        counters = QHBoxLayout()
        counters.setSpacing(theme.px(6))
        self._counters = {state: _Counter(state) for state in COUNTERS}
        for counter in self._counters.values():
            counters.addWidget(counter, 1)
        self.body.addLayout(counters)
        self.accept = KeyButton(
            self.tr("Accept and print"),
            keys["accept"],
            "pri",
            icon="check-decagram-outline",
            big=True,
            spread=True,
        )
        self.notify = KeyButton(
            self.tr("One-time notification"), keys["notify"], icon="message-alert-outline", spread=True
        )
        self.receive = KeyButton(self.tr("Receipt for the papers"), "", icon="inbox-outline", spread=True)
        self.hold = KeyButton(
            self.tr("Set aside, next person"), keys["save"], icon="content-save-outline", spread=True
        )
        self.refuse = KeyButton(
            self.tr("Refuse to accept…"), keys["refuse"], icon="close-octagon-outline", spread=True
        )
        self._notice = QFrame()
        self._notice.setProperty("role", "notice")
        self._notice.setProperty("state", "warn")
        notice = QHBoxLayout(self._notice)
        notice.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        notice.setSpacing(theme.px("space.2"))
        self._notice_text = RoleLabel("", "small", wrap=True)
        self._notice_text.set_state("warn")
        notice.addWidget(Shape("bad", 15), 0, Qt.AlignmentFlag.AlignTop)
        notice.addWidget(self._notice_text, 1)
        self._hint = QWidget()
        hint = QHBoxLayout(self._hint)
        hint.setContentsMargins(0, 0, 0, 0)
        hint.setSpacing(theme.px("space.2"))
        self._hint_text = RoleLabel("", "small", wrap=True)
        hint.addWidget(IconLabel("arrow-right-bottom", "text.muted"), 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(self._hint_text, 1)
        self._acts = QVBoxLayout()
        self._acts.setSpacing(theme.px("space.2"))
        self.body.addLayout(self._acts)
        self._order: tuple[QWidget, ...] = ()
        self.accept.clicked.connect(self.accept_wanted)
        self.notify.clicked.connect(self.notify_wanted)
        self.receive.clicked.connect(self.receive_wanted)
        self.hold.clicked.connect(self.hold_wanted)
        self.refuse.clicked.connect(self.refuse_wanted)
        for button in (self.accept, self.notify, self.receive, self.hold, self.refuse):
            button.installEventFilter(self)
        self._arrange(
            (self.accept, self._hint, self._notice, self.notify, self.receive, self.hold, self.refuse)
        )

    def _arrange(self, order: tuple[QWidget, ...]) -> None:
        if order == self._order:
            return
        self._order = order
        for widget in order:
            self._acts.removeWidget(widget)
        for widget in order:
            self._acts.addWidget(widget)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_outlook(self, now: Outlook, *, strip_open: bool, accepting: bool) -> None:
        """Say where the visit stands; the strip below has the filled button while it is open."""
        counts = now.counts
        self._headline.setText(headline_text(now))
        self._share.setText(f"{counts.checked} / {counts.total}" if counts.total else "")
        self._bar.show_parts(
            [
                (messages.state_of(s), count_of(counts, s))
                for s in COUNTERS
                if s is not MaterialState.UNCHECKED
            ],
            counts.total,
        )
        for state, counter in self._counters.items():
            counter.show_count(count_of(counts, state))
        notify_first = now.next_act is NextAct.NOTIFY
        self._show_acts(now, notify_first=notify_first, strip_open=strip_open)
        hint = self._hint_words(now, accepting=accepting)
        self._hint_text.setText(hint)
        self._hint.setVisible(bool(hint))
        self._notice.setVisible(notify_first)
        if notify_first and now.first_missing is not None:
            if now.blocked:
                words = self.tr("Item {number} is missing and cannot follow later: no acceptance this time")
            else:
                words = self.tr("Item {number} is missing; it may follow later: 3 marks it so")
            self._notice_text.setText(words.format(number=now.first_missing))

    def _show_acts(self, now: Outlook, *, notify_first: bool, strip_open: bool) -> None:
        compact = theme.look().compact
        first, second = (self.notify, self.accept) if notify_first else (self.accept, self.notify)
        for button in (self.accept, self.notify):
            filled = button is first and not strip_open and now.next_act is not NextAct.CALL
            button.set_kind("pri" if filled else "")
            if bool(button.property("big")) is not (button is first):
                button.setProperty("big", button is first)
                button.style().unpolish(button)
                button.style().polish(button)
                button.updateGeometry()
        self.hold.setVisible(not compact)
        self.refuse.setVisible(not compact)
        self.receive.setVisible(not compact and bool(now.counts.total))
        self._arrange((first, self._hint, self._notice, second, self.receive, self.hold, self.refuse))

    def _hint_words(self, now: Outlook, *, accepting: bool) -> str:
        if accepting:
            return self.tr("Listed below: Enter once more decides")
        if now.headline is Headline.UNANSWERED:
            return self.tr("First the situation: {count} open").format(count=now.number)
        if now.first_unchecked is not None:
            words = self.tr("{count} still to check: {key} goes to item {number} first")
            return words.format(
                count=now.counts.unchecked,
                number=now.first_unchecked,
                key=self.notify.key if now.next_act is NextAct.NOTIFY else self.accept.key,
            )
        if now.headline is Headline.NO_LIST:
            return self.tr("The source publishes no material list for this item")
        return ""

    def focus_likely(self) -> None:
        """The button of the act that comes next."""
        for widget in self._order:
            if isinstance(widget, KeyButton):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, before the button takes them for its own: ↑ above the first act is the table."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._step_or_leave(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = mark_of(event)
        if state is not None:
            self.remark_wanted.emit(state)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, KeyButton):
                focused.click()
            return
        super().keyPressEvent(event)

    def _step_or_leave(self, by: int) -> None:
        buttons = [w for w in self._order if isinstance(w, KeyButton) and w.isVisible()]
        focused = self.focusWidget()
        at = buttons.index(focused) + by if isinstance(focused, KeyButton) and focused in buttons else 0
        if at < 0:
            self.back_to_table.emit()
        elif at < len(buttons):
            buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)


def headline_text(now: Outlook) -> str:
    """The conclusion in one line."""
    match now.headline:
        case Headline.NO_ITEM:
            text = QCoreApplication.translate("ConclusionPanel", "Choose the item first")
        case Headline.UNANSWERED:
            text = QCoreApplication.translate("ConclusionPanel", "{count} questions still open")
        case Headline.NO_LIST:
            text = QCoreApplication.translate("ConclusionPanel", "No list published")
        case Headline.UNCHECKED:
            text = QCoreApplication.translate("ConclusionPanel", "{count} still to check")
        case Headline.MISSING:
            text = QCoreApplication.translate("ConclusionPanel", "{count} required missing")
        case Headline.DEFERRED:
            text = QCoreApplication.translate("ConclusionPanel", "All checked, {count} to follow")
        case Headline.ALL_CHECKED:
            text = QCoreApplication.translate("ConclusionPanel", "All materials checked")
    return text.format(count=now.number)
