"""The empty desk: call the next person, or go on with a visit that was set aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.views import DraftView
from ui import messages, theme
from ui.models.hits import Hit
from ui.widgets.hit_list import HitList
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel


class IdlePanel(QWidget):
    """No illustrations: one large key and the list of what is unfinished."""

    next_wanted = Signal()
    resume_wanted = Signal(str)
    discard_wanted = Signal(str)
    spoke = Signal(str)

    def __init__(self, keys: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visits: tuple[DraftView, ...] = ()
        self._doomed: str | None = None
        call = Panel()
        self.next = KeyButton(
            self.tr("Serve the next person"), keys["next"], "pri", icon="bullhorn", big=True
        )
        self.next.clicked.connect(self.next_wanted)
        words = QVBoxLayout()
        words.setSpacing(theme.px("space.1"))
        words.addWidget(RoleLabel(self.tr("The desk is free"), "kpi"))
        words.addWidget(
            RoleLabel(
                self.tr("No ticket machine is connected: people walk up, nobody is called by number."),
                "small",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setContentsMargins(
            theme.px("space.4"), theme.px("space.4"), theme.px("space.4"), theme.px("space.4")
        )
        row.setSpacing(theme.px("space.5"))
        row.addLayout(words, 1)
        row.addWidget(self.next, 0, Qt.AlignmentFlag.AlignVCenter)
        call.body.addLayout(row)
        call.set_first_focus(self.next)
        self._unfinished = Panel(self.tr("Unfinished visits"), "content-save-outline", pad=False)
        self.list = HitList()
        self._none = RoleLabel(self.tr("None. Everything that was begun is decided."), "muted")
        pad = theme.px("size.pad")
        self._none.setContentsMargins(pad, pad, pad, pad)
        self._unfinished.body.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        self._unfinished.body.addWidget(self.list, 1)
        self._unfinished.set_first_focus(self.list)
        foot = self._unfinished.add_foot()
        foot.addWidget(RoleLabel(self.tr("Enter goes on · Del throws away (asks once)"), "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(call)
        column.addWidget(self._unfinished, 1)
        self.next.installEventFilter(self)
        self.list.taken.connect(self._on_taken)
        self.list.looked_at.connect(self._on_looked_at)

    @property
    def visits(self) -> tuple[DraftView, ...]:
        return self._visits

    def show_visits(self, visits: Sequence[DraftView]) -> None:
        self._visits = tuple(visits)
        self._doomed = None
        self.list.show_hits(
            [
                Hit(
                    visit.id,
                    visit.title or self.tr("No name yet"),
                    visit.item_name or self.tr("no item chosen"),
                    right=messages.moment_of(visit.saved_at),
                    icon="file-document-outline",
                    state="wait",
                    chip=self.tr("Supplement") if visit.case_no is not None else self.tr("Set aside"),
                )
                for visit in visits
            ],
            first=False,
        )
        self.list.setVisible(bool(visits))
        self._none.setVisible(not visits)

    def focus_here(self) -> None:
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_looked_at(self, _: Hit) -> None:
        self._doomed = None

    def _on_taken(self, hit: Hit) -> None:
        if self._doomed == hit.key:
            self._doomed = None
            self.discard_wanted.emit(str(hit.key))
            return
        self.resume_wanted.emit(str(hit.key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ from the large button into the list, before the button takes the arrow for its own."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Down and self._visits:  # type: ignore[attr-defined]
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        hit = self.list.current
        if event.key() == Qt.Key.Key_Delete and hit is not None and self.list.hasFocus():
            self._doomed = str(hit.key)
            words = self.tr("Enter once more throws away the visit of {name}; Esc keeps it")
            self.spoke.emit(words.format(name=hit.title))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if focused is self.next:
                self.next.click()
            return
        super().keyPressEvent(event)

    def keep_doomed(self) -> bool:
        """Esc: nothing is thrown away."""
        doomed, self._doomed = self._doomed, None
        return doomed is not None
