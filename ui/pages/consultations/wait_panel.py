"""The waiting list, and above it whoever must be called because a place was lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.rules.consultation import WaitState
from app.services.consultations.views import BookingLine, GridView, WaitLine
from ui import messages, theme
from ui.icons import IconLabel
from ui.pages.consultations import words
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel


class WaitPanel(Panel):
    """Rows with one button each; Del on a row's button takes the person off the list."""

    fill_wanted = Signal(str)  # wait id: takes the seat chosen in the grid
    accept_wanted = Signal(str)  # booking id of the offer
    decline_wanted = Signal(str)
    leave_wanted = Signal(str)  # wait id
    call_wanted = Signal(str)  # booking id: its place was lost

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Waiting list"), "account-clock-outline", parent, pad=False)
        self._rule = RoleLabel(self.tr("First registered, first asked"), "small")
        self.add_to_head(self._rule)
        self._rows = QWidget()
        self._rows.setObjectName("scrolled")
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._rows)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self._area, 1)
        foot = self.add_foot()
        foot.addWidget(IconLabel("message-text-outline", "text.secondary", "size.icon"))
        self._note = ElidedLabel("", "small")
        foot.addWidget(self._note, 1)
        self._gone: dict[QObject, Callable[[], None]] = {}

    def show_late(self, minutes: int) -> None:
        """The hall's rule for who comes late."""
        self._note.setText(self.tr("Late by {minutes} minutes: to the waiting list").format(minutes=minutes))

    def show_grid(self, grid: GridView) -> None:
        """Everybody who waits or must be called; the focus stays on its row's place."""
        had = any(button.hasFocus() for button in self.buttons)
        self._clear()
        for lost in grid.lost:
            self._add(self._lost_row(lost))
        for line in grid.unserved:
            self._add(self._wait_row(line))
        for line in grid.waiting:
            self._add(self._wait_row(line))
        if not (grid.lost or grid.waiting or grid.unserved):
            nobody = RoleLabel(self.tr("Nobody waits"), "muted")
            nobody.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
            self._add(nobody)
        if had:
            self.take_focus()

    @property
    def buttons(self) -> list[KeyButton]:
        """The rows' buttons from top to bottom."""
        return [button for row in self._shown() for button in row.findChildren(KeyButton)]

    def _shown(self) -> list[QWidget]:
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if widget is not None]

    def _clear(self) -> None:
        self._gone.clear()
        for widget in self._shown():
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _add(self, row: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, row)
        row.show()

    def _make_row(
        self, number: str, title: str, note: str, below: tuple[str, ...], button: KeyButton
    ) -> QWidget:
        row = QFrame(self._rows)
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(14), theme.px(8), theme.px(12), theme.px(8))
        across.setSpacing(theme.px(8))
        across.addWidget(RoleLabel(number, "strong"))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(theme.px(6))
        first.addWidget(RoleLabel(title, "strong"))
        first.addWidget(ElidedLabel(note, "small"), 1)
        texts.addLayout(first)
        for text in below:
            texts.addWidget(ElidedLabel(text, "small"))
        across.addLayout(texts, 1)
        across.addWidget(button)
        whole = QVBoxLayout(row)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(across)
        line = QFrame()
        line.setProperty("role", "line")
        whole.addWidget(line)
        button.setAccessibleName(" ".join((button.text(), title, note)))
        button.installEventFilter(self)
        return row

    def _lost_row(self, lost: BookingLine) -> QWidget:
        button = KeyButton(self.tr("Move"), "", icon="calendar-clock-outline")
        button.clicked.connect(partial(self.call_wanted.emit, lost.id))
        note = self.tr("{time} {lawyer}: {why}").format(
            time=f"{lost.seat.begins:%H:%M}", lawyer=lost.lawyer, why=words.reason(lost.reason)
        )
        below = self.tr("call {phone}").format(phone=lost.phone_masked)
        if lost.alternatives:
            below += " · " + self.tr("nearest {time}").format(time=f"{lost.alternatives[0].begins:%H:%M}")
        return self._make_row("!", lost.who, lost.topic, (note, below), button)

    def _wait_row(self, line: WaitLine) -> QWidget:
        wish: list[str] = []
        if line.lawyer and line.before:
            wish.append(
                self.tr("only {lawyer}, before {time}").format(
                    lawyer=line.lawyer, time=f"{line.before:%H:%M}"
                )
            )
        elif line.lawyer:
            wish.append(self.tr("only {lawyer}").format(lawyer=line.lawyer))
        elif line.before:
            wish.append(self.tr("before {time}").format(time=f"{line.before:%H:%M}"))
        below = self.tr("since {when} · {phone}").format(
            when=messages.moment_of(line.registered_at), phone=line.phone_masked
        )
        number = str(line.place)
        match line.state:
            case WaitState.OFFERED:
                button = KeyButton(self.tr("Takes it"), "", "pri", icon="check-bold")
                button.clicked.connect(partial(self.accept_wanted.emit, line.booking))
                self._gone[button] = partial(self.decline_wanted.emit, line.booking)
                if line.offered is not None:
                    below = self.tr("{time} is kept · call {phone}").format(
                        time=f"{line.offered.begins:%H:%M}", phone=line.phone_masked
                    )
            case WaitState.UNSERVED:
                number = "!"
                button = KeyButton(self.tr("Called"), "", icon="check-bold")
                button.clicked.connect(partial(self.leave_wanted.emit, line.id))
                below = self.tr("not served · call {phone}").format(phone=line.phone_masked)
            case _:
                button = KeyButton(self.tr("Fill in"), "", icon="arrow-left-bold")
                button.clicked.connect(partial(self.fill_wanted.emit, line.id))
                self._gone[button] = partial(self.leave_wanted.emit, line.id)
        lines = (*wish, below)
        return self._make_row(number, line.who, line.topic, lines, button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_Delete and watched in self._gone:
                self._gone[watched]()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, KeyButton):
                watched.click()
                return True
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, KeyButton):
                buttons = self.buttons
                place = buttons.index(watched) + step
                if 0 <= place < len(buttons):
                    buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)
