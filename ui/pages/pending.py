"""What waits to be uploaded (待传清单, Alt+U): in order, how long already, what went wrong the last time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from app.errors import AppError
from app.services.changes import Changes, Subject
from app.services.views import ConflictLine, PendingLine, SyncState, SyncView
from ui import messages, refusals, sync_words, theme
from ui.actions import Actions
from ui.bridge import HallSignals
from ui.key_table import QT_TRANSLATE_NOOP
from ui.models.hits import Hit
from ui.sync_desk import SyncDesk
from ui.widgets.chip import Chip
from ui.widgets.hit_list import HitList
from ui.widgets.keys import KeyButton, click_focused
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState, ErrorState, SkeletonRows
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

# What is said over the list, by how the window and the centre stand; the banner has the rest.
ABOVE: Final[dict[SyncState, str]] = {
    SyncState.OFF: QT_TRANSLATE_NOOP(
        "Pending", "No centre is set up. Everything is stored on this machine, encrypted."
    ),
    SyncState.CONNECTING: QT_TRANSLATE_NOOP("Pending", "Connecting to the centre…"),
    SyncState.ONLINE: QT_TRANSLATE_NOOP("Pending", "Going up in this order."),
    SyncState.OFFLINE: QT_TRANSLATE_NOOP(
        "Pending",
        "Offline. They are stored here, encrypted, and go up in this order when the network is back.",
    ),
    SyncState.NEEDS_ENROLMENT: QT_TRANSLATE_NOOP(
        "Pending", "Nothing goes up before this machine is enrolled. All of it is stored here."
    ),
    SyncState.RE_ENROL: QT_TRANSLATE_NOOP(
        "Pending", "Nothing goes up before this machine is enrolled again. All of it is stored here."
    ),
    SyncState.TOO_OLD: QT_TRANSLATE_NOOP(
        "Pending", "They go up; nothing comes down until the program is new."
    ),
    SyncState.SUSPENDED: QT_TRANSLATE_NOOP(
        "Pending", "They go up; nothing comes down while it is suspended."
    ),
    SyncState.REVOKED: QT_TRANSLATE_NOOP(
        "Pending",
        "The centre takes nothing from this machine any more. All of it is stored here and journalled.",
    ),
}


class PendingPage(Workspace):
    """Enter opens the case of the chosen line; Alt+R tries the centre now."""

    case_wanted = Signal(str)  # case number
    settle_wanted = Signal(str)  # id of an entry that was sent back
    spoke = Signal(str)

    def __init__(
        self, hall: Hall, tasks: Tasks, signals: HallSignals, sync: SyncDesk, actions: Actions
    ) -> None:
        super().__init__()
        self._hall, self._tasks, self._sync = hall, tasks, sync
        self._lines: tuple[PendingLine, ...] = ()
        self._loaded = False
        self.panel = Panel(self.tr("Waiting to upload"), "cloud-upload-outline", pad=False)
        self.count = Chip("wait", "")
        self.panel.add_to_head(self.count)
        self.above = ElidedLabel("", "small")
        edge = theme.px("size.pad")
        self.above.setContentsMargins(edge, theme.px("space.2"), edge, theme.px("space.2"))
        self.list = HitList()
        self.list.setAccessibleName(self.tr("Waiting to upload"))
        self.panel.set_first_focus(self.list)
        self.waiting = SkeletonRows(4)
        self.waiting.setContentsMargins(edge, edge, edge, edge)
        self.waiting.hide()
        self.empty = EmptyState(self.tr("Nothing is waiting"), icon="tray-full")
        self._back = self.empty.add_act(
            self.tr("Back to the intake desk"), "Alt+1", actions["go_intake"].trigger
        )
        self.broken = ErrorState("")
        self._again = self.broken.add_act(self.tr("Look again"), "Enter", self._reload)
        for widget in (self.above, self.list, self.waiting, self.empty, self.broken):
            self.panel.body.addWidget(widget)
        self._add_foot(actions)
        column = QVBoxLayout(self)
        gutter = theme.px("size.gutter")
        column.setContentsMargins(gutter, gutter, gutter, gutter)
        column.addWidget(self.panel)
        self._only(self.waiting)
        # While nothing is read yet the page itself keeps the keyboard: it must not wander to the banner.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.taken.connect(self._open)
        signals.changed.connect(self._on_changed)
        sync.shown.connect(self._on_status)

    def _add_foot(self, actions: Actions) -> None:
        foot = self.panel.add_foot()
        self._foot = RoleLabel("", "muted")
        retry = KeyButton(self.tr("Try now"), actions["retry_sync"].keys, icon="sync")
        retry.clicked.connect(actions["retry_sync"].trigger)
        self.retry = retry
        foot.addWidget(self._foot, 1)
        foot.addWidget(retry)

    # -- the window ------------------------------------------------------------------------------

    def begin(self) -> None:
        if not self._loaded:
            self._only(self.waiting)
            self.waiting.begin(self.tr("Reading what waits…"))
        self._reload()
        self._take_focus()

    def _take_focus(self) -> None:
        for widget in (self.list, self._back, self._again):
            if widget.isVisibleTo(self):
                widget.setFocus()
                return
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not click_focused(self, event):
            super().keyPressEvent(event)

    def _on_changed(self, changes: Changes) -> None:
        if changes & {Subject.OUTBOX, Subject.ATTENTION} and self.isVisible():
            self._reload()

    def _on_status(self, _view: SyncView) -> None:
        if self.isVisible():
            self._show_status()

    # -- the lines -------------------------------------------------------------------------------

    def _reload(self) -> None:
        self._tasks.run(self._read, done=self._show_read, failed=self._on_trouble, owner=self)

    def _read(self) -> tuple[tuple[PendingLine, ...], tuple[ConflictLine, ...]]:
        """What waits, and what came back to this window, on a worker."""
        own = self._hall.hall.device_code
        returned = (line for line in self._hall.attention.open() if line.kind == "refused")
        return self._hall.outbox.pending(), tuple(line for line in returned if line.device_code == own)

    def _show_read(self, read: tuple[Sequence[PendingLine], Sequence[ConflictLine]]) -> None:
        self.show_lines(*read)

    def _on_trouble(self, error: AppError) -> None:
        """The list cannot be read: say so here; what is stored is not touched by it."""
        self.broken.say(messages.sentence(error))
        self._only(self.broken)
        self._loaded = True

    def show_lines(self, lines: Sequence[PendingLine], returned: Sequence[ConflictLine] = ()) -> None:
        """Show exactly these entries, oldest first, then what was sent back; the focus stays where it is."""
        first = not self._loaded
        self._loaded, self._lines = True, tuple(lines)
        now = self._hall.clock.now()
        had_focus = any(widget.hasFocus() for widget in (self, self.list, self._back, self._again))
        self.list.show_hits(
            [
                *(self._hit(number, line) for number, line in enumerate(lines, start=1)),
                *(self._returned_hit(line) for line in returned),
            ],
            first=first,
        )
        self._only(self.list if lines or returned else self.empty)
        waiting = sum(line.state == "pending" for line in lines)
        late = any(now - line.at > sync_words.LONG_WAIT for line in lines if line.state == "pending")
        self.count.show_state("warn" if late else "wait", self.tr("%n waiting", "", waiting))
        self._show_status()
        if had_focus and self.isVisible():
            self._take_focus()

    def _hit(self, number: int, line: PendingLine) -> Hit:
        now = self._hall.clock.now()
        look, word = sync_words.outcome_word(line.state)
        waited = self.tr("{moment}, {age} ago").format(
            moment=messages.moment_of(line.at), age=messages.age(line.at, now)
        )
        notes = [line.case_no or "", waited]
        if line.attempts:
            notes.append(self.tr("tried %n times", "", line.attempts))
        if line.last_error:
            notes.append(refusals.transport(line.last_error))
        if look == "wait" and now - line.at > sync_words.LONG_WAIT:
            look = "warn"
        about = filter(None, (messages.decision(line.kind), line.applicant, line.item_name))
        return Hit(
            line.dev_seq,
            " · ".join(about),
            " · ".join(filter(None, notes)),
            right=self.tr("No. {number} in line").format(number=number) if line.state == "pending" else "",
            icon="file-document-outline",
            state=look,
            chip=word,
        )

    def _returned_hit(self, line: ConflictLine) -> Hit:
        """What the centre did not take: it waits for a person on the page of what is to settle."""
        look, word = sync_words.outcome_word("refused")
        when = messages.moment_of(line.at)
        note = " · ".join(filter(None, (line.case_no, when, self.tr("Enter shows why and what to do"))))
        return Hit(
            line.id, messages.decision(line.command_kind), note, "", "alert-octagon-outline", look, word
        )

    def _show_status(self) -> None:
        view = self._sync.view
        state = view.state if view is not None else SyncState.OFF
        self.above.setText(QCoreApplication.translate("Pending", ABOVE[state]))
        self.retry.setVisible(view is not None and view.central)
        scans = view.scans_waiting if view is not None else 0
        self._foot.setText(
            self.tr("%n scans follow behind the cases", "", scans)
            if scans
            else self.tr("Tell the supervisor of what waits longer than 30 minutes")
        )
        if view is None or not view.central:
            self._foot.setText("")
            text = self.tr("Every decision of this window is stored and encrypted on this machine.")
        elif view.last_contact is not None:
            text = self.tr("The centre has everything of this window; it last answered {moment}.").format(
                moment=messages.moment_of(view.last_contact)
            )
        else:
            text = self.tr("Nothing of this window waits; the centre has not answered yet.")
        self.empty.say(self.tr("Nothing is waiting"), text)

    def _only(self, shown: object) -> None:
        for widget in (self.list, self.waiting, self.empty, self.broken):
            widget.setVisible(widget is shown)
        self.above.setVisible(shown is self.list)
        if shown is not self.waiting:
            self.waiting.end()

    def _open(self, hit: Hit) -> None:
        """Enter: the case this line is about."""
        if isinstance(hit.key, str):
            self.settle_wanted.emit(hit.key)
            return
        line = next((each for each in self._lines if each.dev_seq == hit.key), None)
        if line is not None and line.case_no:
            self.case_wanted.emit(line.case_no)
        else:
            self.spoke.emit(self.tr("This entry belongs to no case"))
