"""Open entries (待处理, Alt+Y): a list at the left, both versions of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from app.clock import hall_day
from app.errors import AppError, Conflict
from app.services.changes import Changes, Subject
from app.services.views import CaseView, ConflictLine, ConflictView, SyncState, SyncView
from ui import messages, theme
from ui.actions import Actions
from ui.bridge import HallSignals
from ui.models.hits import Hit
from ui.pages.conflicts import words
from ui.pages.conflicts.entry import EntryDetail
from ui.pages.conflicts.words import Entry
from ui.sync_desk import SyncDesk
from ui.widgets.chip import Chip
from ui.widgets.choice import digit_of
from ui.widgets.hit_list import HitList
from ui.widgets.keys import click_focused
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState, ErrorState, SkeletonRows
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

LEFT, LEFT_COMPACT = 460, 340
MOST_NAMED: Final = 100  # of more entries the list shows numbers only: nobody reads so many names


class ConflictsPage(Workspace):
    """1 this window's, 2 the other's, 3 row by row; Enter shows what will happen, Enter again settles it."""

    spoke = Signal(str)
    trouble = Signal(object)
    case_wanted = Signal(str)  # case id

    def __init__(
        self, hall: Hall, tasks: Tasks, signals: HallSignals, sync: SyncDesk, actions: Actions
    ) -> None:
        super().__init__()
        self._hall, self._tasks, self._sync, self._actions = hall, tasks, sync, actions
        self._entries: tuple[Entry, ...] = ()
        self._wanted = ""
        self._loaded = False
        self._held = False
        self._build_list()
        self.detail = EntryDetail(hall.hall.device_code)
        self._build_right(actions)
        row = QHBoxLayout(self)
        edge = theme.px("size.gutter")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        row.addWidget(self._panel)
        row.addWidget(self._right, 1)
        # While nothing is read yet the page itself keeps the keyboard: it must not wander to the banner.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._connect(signals)

    def _build_list(self) -> None:
        self._panel = Panel(self.tr("To settle"), "source-merge", pad=False)
        self.count = Chip("warn", "")
        self._panel.add_to_head(self.count)
        self.list = HitList()
        self.list.setAccessibleName(self.tr("To settle"))
        self._waiting = SkeletonRows(4)
        edge = theme.px("size.pad")
        self._waiting.setContentsMargins(edge, edge, edge, edge)
        self._waiting.hide()
        self._hint = RoleLabel("", "muted", wrap=True)
        self._hint.setContentsMargins(edge, theme.px("space.2"), edge, theme.px("space.2"))
        self._panel.body.addWidget(self.list, 1)
        self._panel.body.addWidget(self._waiting)
        self._panel.body.addStretch(0)
        self._panel.body.addWidget(self._hint)
        self._panel.set_first_focus(self.list)

    def _build_right(self, actions: Actions) -> None:
        home = actions["go_intake"].trigger
        self.empty = EmptyState(
            self.tr("Nothing is to settle"),
            self.tr("No two windows disagree, and the centre has sent nothing back."),
            icon="check-decagram-outline",
        )
        self._home = self.empty.add_act(self.tr("Back to the intake desk"), "Alt+1", home)
        self.broken = ErrorState("")
        self._again = self.broken.add_act(self.tr("Look again"), "Enter", self._reload)
        self._right = QStackedWidget()
        for widget in (self.detail, _framed(self.empty), _framed(self.broken), QWidget()):
            self._right.addWidget(widget)
        self._right.setCurrentIndex(3)

    def _connect(self, signals: HallSignals) -> None:
        self.list.looked_at.connect(lambda hit: self._look(str(hit.key)))
        self.list.taken.connect(lambda _hit: self._enter())
        self.detail.settled.connect(self._settle)
        self.detail.spoke.connect(self.spoke)
        self.detail.left.connect(self._to_list)
        self._actions.on("reveal", self._reveal, self)
        self._actions["reveal"].released.connect(self._conceal)
        signals.changed.connect(self._on_changed)
        self._sync.shown.connect(self._on_status)

    # -- the window ------------------------------------------------------------------------------

    def begin(self) -> None:
        self._panel.setFixedWidth(theme.px(LEFT_COMPACT if theme.look().compact else LEFT))
        if not self._loaded:
            self.list.hide()
            self._waiting.begin(self.tr("Reading what is to settle…"))
        self._reload()
        self._to_list()

    def _to_list(self) -> None:
        for widget in (self.list, self._home, self._again):
            if widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_person(self) -> None:
        self._conceal()

    def back(self) -> bool:
        return self.detail.back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if click_focused(self, event):
            return
        digit = digit_of(event)
        if digit in (1, 2, 3) and self._right.currentWidget() is self.detail and self.detail.digit(digit):
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._right.currentWidget() is self.detail
        ):
            self._enter()
            return
        super().keyPressEvent(event)

    def _on_changed(self, changes: Changes) -> None:
        if changes & {Subject.ATTENTION, Subject.CASES} and self.isVisible():
            self._reload()

    def _on_status(self, view: SyncView) -> None:
        self.detail.offline = view.central and view.state is not SyncState.ONLINE
        if view.state is SyncState.ONLINE or not view.central:
            self._hint.setText("")
        else:
            self._hint.setText(
                self.tr("Offline: the list is as of the last contact. What is settled here goes up later.")
            )
        self._hint.setVisible(bool(self._entries) and bool(self._hint.text()))

    # -- reading ---------------------------------------------------------------------------------

    def _reload(self) -> None:
        view = self._sync.view
        if view is not None:
            self._on_status(view)
        self._tasks.run(self._read, done=self.show_entries, failed=self._on_trouble, owner=self)

    def _read(self) -> tuple[Entry, ...]:
        """The open entries with their cases, on a worker."""
        lines = self._hall.attention.open()
        return tuple(
            Entry(line, self._case(line) if number < MOST_NAMED else None)
            for number, line in enumerate(lines)
        )

    def _case(self, line: ConflictLine) -> CaseView | None:
        if line.case_id is None:
            return None
        try:
            return self._hall.cases.case(line.case_id)
        except Conflict:
            return None  # refused at its very first step: there is no such case any more

    def _on_trouble(self, error: AppError) -> None:
        self._waiting.end()
        self.broken.say(messages.sentence(error))
        self._right.setCurrentIndex(2)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show exactly these, the oldest first; the chosen one stays chosen while it is there."""
        self._loaded, self._entries = True, tuple(entries)
        self._waiting.end()
        had_focus = self._was_here()
        self.count.show_state("warn" if entries else "ok", self.tr("%n open", "", len(entries)))
        self.list.setVisible(bool(entries))
        self.list.show_hits([self._hit(entry) for entry in entries], first=False)
        if entries:
            hit = self.list.current
            self._look(str(hit.key) if hit is not None else entries[0].line.id)
        else:
            self._wanted = ""
            self._right.setCurrentIndex(1)
        self._hint.setVisible(bool(entries) and bool(self._hint.text()))
        if had_focus and not self._has_focus():
            self._to_list()

    def _has_focus(self) -> bool:
        """Whether the keyboard is in this page: then it must be somewhere after a change, too."""
        focus = QApplication.focusWidget()
        inside = focus is not None and focus is not self and self.isAncestorOf(focus)
        return inside and focus is not None and focus.isVisible()

    def _was_here(self) -> bool:
        return self.hasFocus() or self._has_focus()

    def _hit(self, entry: Entry) -> Hit:
        line, case = entry.line, entry.case
        state, word = words.chip_of(line)
        title = f"{case.applicant.name} · {case.item.name}" if case is not None else words.what(entry)
        notes = (self._when(line), words.what(entry) if case is not None else "", line.case_no or "")
        return Hit(
            line.id,
            title,
            " · ".join(filter(None, notes)),
            icon="source-merge" if line.kind == "fields" else "alert-octagon-outline",
            state=state,
            chip=word,
        )

    def _when(self, line: ConflictLine) -> str:
        """10:33 of today, with the day of an earlier one."""
        if hall_day(line.at) == hall_day(self._hall.clock.now()):
            return messages.clock_time(line.at)
        return messages.moment_of(line.at)

    def _look(self, id: str) -> None:
        """Read one entry; a later choice overtakes an answer that is late."""
        self._wanted = id
        entry = next((each for each in self._entries if each.line.id == id), None)
        if entry is None:
            return

        def show(view: ConflictView) -> None:
            if self._wanted == id:
                self.detail.show_entry(view, entry, masked=not self._held)
                self._right.setCurrentIndex(0)

        self._tasks.run(lambda: self._hall.attention.view(id), done=show, failed=self._on_trouble, owner=self)

    def open_entry(self, wanted: str) -> None:
        """From the pending list or a case: the entry with this id, or about this case, in front."""

        def chosen(entries: tuple[Entry, ...]) -> None:
            self.show_entries(entries)
            for number, entry in enumerate(entries):
                if wanted in (entry.line.id, entry.line.case_id):
                    self.list.choose(number)
                    break
            self._to_list()

        self._tasks.run(self._read, done=chosen, failed=self._on_trouble, owner=self)

    # -- acting ----------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Enter on a line: to what is asked about it."""
        if self._again.isVisible():
            self._reload()
            return
        view = self.detail.view
        if view is None or not view.is_open:
            return
        if view.clashes:
            self.spoke.emit(self.tr("1 or 2 takes one side, 3 chooses row by row"))
            self.detail.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.detail.note.isVisible():
            self.detail.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.spoke.emit(self.detail.text.text())

    def _settle(self, id: str, choices: Mapping[str, str], note: str) -> None:
        def done(_nothing: object) -> None:
            self.spoke.emit(self.tr("Settled. The other version stays in the record of the case."))
            self._wanted = ""
            self._reload()
            self._to_list()

        self._tasks.run(
            partial(self._hall.attention.resolve, id, dict(choices), note),  # type: ignore[arg-type]
            done=done,
            failed=self._on_refused,
            owner=self,
        )

    def _on_refused(self, error: AppError) -> None:
        self.spoke.emit(messages.sentence(error))
        self.detail.refused()
        self._reload()

    # -- whole numbers ---------------------------------------------------------------------------

    def _reveal(self) -> None:
        """Alt+V held: the numbers whole, for the case of this entry; it is written down who looked."""
        view = self.detail.view
        if view is None or view.line.case_id is None:
            self.spoke.emit(self.tr("There is no number here to show"))
            return
        self._held = True
        case_id = view.line.case_id
        self._tasks.run(
            lambda: self._hall.cases.reveal(case_id),
            done=lambda _number: self._show_again(),
            failed=self.trouble.emit,
            owner=self,
        )

    def _conceal(self) -> None:
        if self._held:
            self._held = False
            self._show_again()

    def _show_again(self) -> None:
        view = self.detail.view
        entry = next((each for each in self._entries if view and each.line.id == view.line.id), None)
        if view is not None and entry is not None:
            self.detail.show_entry(view, entry, masked=not self._held)


def _framed(inside: QWidget) -> Panel:
    panel = Panel()
    panel.body.addWidget(inside)
    return panel
