"""The 办件 workspace: find a case as one types, see it whole, go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.devices.scan_codes import Scan, ScanKind
from app.errors import AppError
from app.rules.case import CaseStatus
from app.services.changes import Changes, Subject
from app.services.views import CaseLine, CaseView, Decided
from ui import messages, theme
from ui.actions import Actions, Blocked
from ui.bridge import HallSignals
from ui.key_table import QT_TRANSLATE_NOOP
from ui.models.hits import Hit
from ui.pages.cases.act_strip import ActStrip, CaseAct
from ui.pages.cases.amend_strip import AmendStrip
from ui.pages.cases.detail import CaseDetail, CaseFile, look_of
from ui.widgets.hit_list import Finder
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

LEFT, LEFT_COMPACT = 460, 340
SHOWN = 50
STEPS = (
    ("hearing", QT_TRANSLATE_NOOP("Cases", "Hearing")),
    ("tender", QT_TRANSLATE_NOOP("Cases", "Tender")),
    ("auction", QT_TRANSLATE_NOOP("Cases", "Auction")),
    ("inspection", QT_TRANSLATE_NOOP("Cases", "Inspection")),
    ("testing", QT_TRANSLATE_NOOP("Cases", "Testing")),
    ("quarantine", QT_TRANSLATE_NOOP("Cases", "Quarantine")),
    ("appraisal", QT_TRANSLATE_NOOP("Cases", "Appraisal")),
    ("expert_review", QT_TRANSLATE_NOOP("Cases", "Expert review")),
)


class CasesPage(Workspace):
    """Search at the left, the case at the right; Enter opens the supplement visit when something is owed."""

    spoke = Signal(str)
    trouble = Signal(object)
    supplement_wanted = Signal(str)  # case number
    decided = Signal(object)  # Decided: its notices want printing
    notices_wanted = Signal(object, str)  # CaseView, notice id: look at it, print it again
    take_back_wanted = Signal(str)
    settle_wanted = Signal(str)  # case id, empty for any entry

    def __init__(self, hall: Hall, tasks: Tasks, signals: HallSignals, actions: Actions) -> None:
        super().__init__()
        self._hall, self._tasks, self._actions = hall, tasks, actions
        self._case: CaseView | None = None
        self._wanted = ""  # the case last asked for
        self._query: str | None = None
        self._asking = False
        self._held = False
        self._keys = {action.spec.id: action.keys for action in actions}
        search = Panel(self.tr("Cases"), "folder-text-outline")
        self.finder = Finder(self.tr("Name, initials, end of ID or phone, number, item"))
        self.finder.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hint = RoleLabel("", "muted", wrap=True)
        search.body.addWidget(self.finder, 1)
        search.body.addWidget(self._hint)
        search.set_first_focus(self.finder.field)
        self.detail = CaseDetail()
        self.acts = self._build_acts()
        self.strip = ActStrip([(value, QCoreApplication.translate("Cases", text)) for value, text in STEPS])
        self.strip.hide()
        self.amend = AmendStrip()
        self.amend.hide()
        self._search = search
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px("size.gutter"))
        right.addWidget(self.detail, 1)
        right.addWidget(self.strip)
        right.addWidget(self.amend)
        right.addWidget(self.acts)
        row = QHBoxLayout(self)
        edge = theme.px("size.gutter")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        row.addWidget(search)
        row.addLayout(right, 1)
        self._connect(signals)
        self._register_keys()
        self._show_acts()

    def _build_acts(self) -> Panel:
        panel = Panel()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.2"))
        self._supplement = KeyButton(
            self.tr("Open the supplement visit"), self._keys["hand_in"], icon="inbox-outline"
        )
        self._settle = KeyButton(self.tr("Settle"), self._keys["attention"], icon="source-merge")
        # On a small screen with large letters the words give way, never the window.
        less = partial(KeyButton, shrinks=True)
        self._print = less(self.tr("Notice: look, print again"), self._keys["print"], icon="printer-outline")
        self._deliver = less(self.tr("Hand over"), "", icon="send-outline")
        self._pause = less(self.tr("Stop the clock"), "", icon="timer-sand")
        self._resume = less(self.tr("Clock runs again"), "", icon="timer-outline")
        self._withdraw = less(self.tr("Withdraw"), "", icon="cancel")
        self._take_back = less(self.tr("Take back"), self._keys["take_back"], icon="undo-variant")
        self._amend = less(self.tr("Phone, remark"), self._keys["amend"], icon="pencil-outline")
        for button in (
            self._settle,
            self._supplement,
            self._print,
            self._deliver,
            self._pause,
            self._resume,
            self._withdraw,
            self._take_back,
            self._amend,
        ):
            row.addWidget(button)
        row.addStretch(1)
        panel.body.addLayout(row)
        return panel

    def _connect(self, signals: HallSignals) -> None:
        self.finder.asked.connect(self._on_asked)
        self.finder.taken.connect(self._on_taken)
        self.finder.list.looked_at.connect(lambda hit: self.open_case(str(hit.key)))
        self.detail.notice_taken.connect(self._look_at_notice)
        self._supplement.clicked.connect(self._open_supplement)
        self._print.clicked.connect(self._print_key)
        self._deliver.clicked.connect(lambda: self._open_strip(CaseAct.DELIVER))
        self._pause.clicked.connect(lambda: self._open_strip(CaseAct.PAUSE))
        self._withdraw.clicked.connect(lambda: self._open_strip(CaseAct.WITHDRAW))
        self._resume.clicked.connect(self._resume_clock)
        self._take_back.clicked.connect(self._actions["take_back"].trigger)
        self._settle.clicked.connect(self._actions["attention"].trigger)
        self._amend.clicked.connect(self._actions["amend"].trigger)
        self.amend.spoke.connect(self.spoke)
        self.amend.amended.connect(self._do_amend)
        self.strip.spoke.connect(self.spoke)
        self.strip.withdraw_wanted.connect(self._do_withdraw)
        self.strip.pause_wanted.connect(self._do_pause)
        self.strip.deliver_wanted.connect(self._do_deliver)
        signals.changed.connect(self._on_changed)

    def _register_keys(self) -> None:
        on = self._actions.on
        on("find", self._focus_search, self)
        on("hand_in", self._open_supplement, self, guard=self._nothing_owed)
        on("print", self._print_key, self, guard=self._no_case)
        on("take_back", self._on_take_back, self, guard=self._cannot_take_back)
        on("reveal", self._reveal, self, guard=self._no_case)
        on("amend", self._open_amend, self, guard=self._no_case)
        on("attention", self._on_settle, self)
        self._actions["reveal"].released.connect(self._conceal)

    # -- searching ------------------------------------------------------------------------------------

    def _on_asked(self, text: str) -> None:
        self._query = text
        if not self._asking:
            self._ask_next()

    def _ask_next(self) -> None:
        text, self._query = self._query, None
        self._asking = text is not None
        if text is None:
            return
        self._tasks.run(
            lambda: self._hall.cases.search(text, SHOWN),
            done=lambda lines: self._on_found(text, lines),
            failed=self._on_not_found,
            owner=self,
        )

    def _on_found(self, text: str, lines: Sequence[CaseLine]) -> None:
        if text == self.finder.text:
            self._show_lines(text, lines)
        self._ask_next()

    def _on_not_found(self, error: AppError) -> None:
        self._asking = False
        self.detail.show_error(error)

    def _show_lines(self, text: str, lines: Sequence[CaseLine]) -> None:
        hits = [
            Hit(
                line.id,
                f"{line.applicant}",
                f"{line.item_name} · {line.case_no}",
                right=messages.day(line.opened_on),
                icon="file-document-outline",
                state=look_of(line.status),
                chip=messages.label(line.status),
            )
            for line in lines
        ]
        self.finder.show_hits(text, hits)
        if hits:
            count = self.tr("{count} cases, the newest first").format(count=len(hits))
            self._hint.setText(
                count if len(hits) < SHOWN else self.tr("The {count} newest; type on").format(count=SHOWN)
            )
        elif text:
            self._hint.setText(
                self.tr(
                    "Nothing found for “{text}”. Initials, the last digits of an ID or phone also find."
                ).format(text=text[:40])
            )
            self._forget()
        else:
            self._hint.setText(self.tr("No case has been decided at this window yet"))
            self._forget()

    def _forget(self) -> None:
        self._case, self._wanted = None, ""
        self.detail.show_nothing()
        self._show_acts()

    def _on_taken(self, hit: Hit) -> None:
        """Enter on a hit: the likely next act of that case."""
        if self._case is not None and self._case.id == hit.key and self._nothing_owed() is None:
            self._open_supplement()
            return
        self.open_case(str(hit.key))
        self.detail.notices.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def case(self) -> CaseView | None:
        """The case that is shown."""
        return self._case

    # -- one case -------------------------------------------------------------------------------------

    def open_case(self, case_id: str) -> None:
        """Show a case; a later choice overtakes an answer that is late."""
        self._wanted = case_id

        def show(file: CaseFile) -> None:
            if self._wanted == case_id:
                self._show(file)

        self._tasks.run(lambda: self._file(case_id), done=show, failed=self._on_not_found, owner=self)

    def _file(self, case_id: str) -> CaseFile:
        """A case with its entries and scans, on a worker."""
        hall = self._hall
        return CaseFile(
            hall.cases.case(case_id), hall.attention.of_case(case_id), hall.scans.progress(case_id)
        )

    def open_number(self, number: str) -> None:
        """A notice's bar code was scanned, or a number typed whole."""

        def look() -> CaseFile | None:
            case = self._hall.cases.by_no(number)
            return None if case is None else self._file(case.id)

        def show(file: CaseFile | None) -> None:
            if file is None:
                self.spoke.emit(self.tr("No case {number} at this window").format(number=number))
                return
            self._wanted = file.case.id
            self._show(file)
            self.acts.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._nothing_owed() is None:
                self._supplement.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.detail.notices.setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.run(look, done=show, failed=self.trouble.emit, owner=self)

    def _show(self, file: CaseFile) -> None:
        if self._case is not None and self._case.id != file.case.id:
            self.amend.hide()  # what was typed there was meant for the other one
        self._case = file.case
        self.detail.show_case(
            file, central=self._hall.house.sync is not None, own_counter=self._hall.hall.counter
        )
        self._show_acts()

    def _show_acts(self) -> None:
        case = self._case
        self.acts.setVisible(case is not None)
        self._supplement.setVisible(case is not None and self._nothing_owed() is None)
        self._supplement.set_kind("pri")
        status = case.status if case is not None else None
        running = (CaseStatus.ACCEPTED, CaseStatus.UNDER_REVIEW)
        self._pause.setVisible(status in running)
        self._resume.setVisible(status is CaseStatus.SUSPENDED)
        self._deliver.setVisible(
            status in (*running, CaseStatus.GRANTED, CaseStatus.DENIED, CaseStatus.REFUSED)
        )
        self._withdraw.setVisible(status in (CaseStatus.RECEIVED, CaseStatus.CORRECTING, *running))
        self._take_back.setVisible(self._cannot_take_back() is None)
        self._print.setVisible(case is not None and bool(case.notices))
        in_conflict = case is not None and case.sync_state == "conflict"
        self._settle.setVisible(in_conflict)
        self._settle.set_kind("pri" if in_conflict else "")
        if in_conflict:
            self._supplement.set_kind("")  # one filled button: the conflict goes first

    def _no_case(self) -> Blocked | None:
        if self._case is None:
            return Blocked(self.tr("First choose a case"), self.finder.field)
        return None

    def _nothing_owed(self) -> Blocked | None:
        case = self._case
        if case is None:
            return self._no_case()
        if case.status is CaseStatus.CORRECTING or (
            case.status in (CaseStatus.ACCEPTED, CaseStatus.UNDER_REVIEW)
            and case.clocks.deferred_by is not None
        ):
            return None
        return Blocked(self.tr("Nothing is owed in this case"))

    def _cannot_take_back(self) -> Blocked | None:
        until = self._case.take_back_until if self._case is not None else None
        if until is None or until <= self._hall.clock.now():
            return Blocked(self.tr("Only an acceptance can be taken back, within ten minutes"))
        return None

    def _open_supplement(self) -> None:
        if self._case is not None:
            self.supplement_wanted.emit(self._case.case_no)

    def _on_take_back(self) -> None:
        if self._case is not None:
            self.take_back_wanted.emit(self._case.id)

    def _print_key(self) -> None:
        """Ctrl+P: the chosen notice, to look at and to print again."""
        hit = self.detail.notices.current
        if hit is not None:
            self._look_at_notice(str(hit.key))

    def _look_at_notice(self, notice_id: str) -> None:
        if self._case is not None:
            self.notices_wanted.emit(self._case, notice_id)

    def _on_settle(self) -> None:
        """Alt+Y: the entry about this case, else the whole list."""
        case = self._case
        self.settle_wanted.emit(case.id if case is not None and case.sync_state == "conflict" else "")

    # -- phone and remark -----------------------------------------------------------------------------

    def _open_amend(self) -> None:
        if self._case is not None:
            self.strip.hide()
            self.amend.open_strip(self._case)

    def _do_amend(self, phone: str | None, remark: str | None) -> None:
        if self._case is None:
            return
        case_id = self._case.id

        def done(case: CaseView) -> None:
            self.amend.hide()
            self.open_case(case.id)
            self.spoke.emit(self.tr("Corrected; the centre is told with the next upload"))
            self._focus_search()

        self._tasks.run(
            lambda: self._hall.cases.amend(case_id, phone=phone, remark=remark),
            done=done,
            failed=self._refused,
            owner=self,
        )

    # -- acts that want words -------------------------------------------------------------------------

    def _open_strip(self, act: CaseAct) -> None:
        if self._case is None:
            return
        self.amend.hide()
        self.strip.open_strip(act, self._case.case_no, self._case.applicant.name)
        self.strip.show()
        self.strip.focus_here()

    def _do_withdraw(self, reason: str) -> None:
        if self._case is not None:
            case_id = self._case.id
            self._run_on_case(lambda: self._hall.intake.withdraw(case_id, reason))

    def _do_pause(self, step: str, days: int | None, reason: str) -> None:
        if self._case is not None:
            case_id = self._case.id
            self._decide(lambda: self._hall.intake.pause(case_id, step, days, reason))

    def _do_deliver(self, way: str, recipient: str) -> None:
        if self._case is not None:
            case_id = self._case.id
            self._decide(lambda: self._hall.intake.deliver(case_id, way=way, recipient=recipient))

    def _resume_clock(self) -> None:
        if self._case is not None:
            case_id = self._case.id
            self._run_on_case(lambda: self._hall.intake.resume(case_id))

    def _run_on_case(self, call: object) -> None:
        def done(case: CaseView) -> None:
            self.strip.hide()
            self.open_case(case.id)
            self.spoke.emit(self.tr("Recorded: {state}").format(state=messages.label(case.status)))
            self._focus_search()

        self._tasks.run(call, done=done, failed=self._refused, owner=self)  # type: ignore[arg-type]

    def _decide(self, call: object) -> None:
        def done(decided: Decided) -> None:
            self.strip.hide()
            self.open_case(decided.case.id)
            self.decided.emit(decided)

        self._tasks.run(call, done=done, failed=self._refused, owner=self)  # type: ignore[arg-type]

    def _refused(self, error: AppError) -> None:
        self.spoke.emit(messages.sentence(error))

    # -- the full number ------------------------------------------------------------------------------

    def _reveal(self) -> None:
        if self._case is None:
            return
        self._held = True
        case_id = self._case.id
        self._tasks.run(
            lambda: self._hall.cases.reveal(case_id),
            done=lambda number: self.detail.head.reveal(number) if self._held else None,
            failed=self.trouble.emit,
            owner=self,
        )

    def _conceal(self) -> None:
        self._held = False
        if self._case is not None:
            self.detail.head.conceal()

    # -- window ---------------------------------------------------------------------------------------

    def _focus_search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.field.selectAll()

    def begin(self) -> None:
        self._search.setFixedWidth(theme.px(LEFT_COMPACT if theme.look().compact else LEFT))
        self._on_asked(self.finder.text)
        if self._wanted:
            self.open_case(self._wanted)  # it may have changed while another page was in front
        self._focus_search()

    def hide_person(self) -> None:
        self._conceal()

    def back(self) -> bool:
        for strip in (self.strip, self.amend):
            if strip.isVisible():
                strip.hide()
                self._focus_search()
                return True
        if self.finder.text:
            self.finder.clear()
            self._focus_search()
            return True
        return False

    def scanned(self, scan: Scan) -> bool:
        if scan.kind is not ScanKind.CASE:
            return False
        self.open_number(scan.value)
        return True

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes & {Subject.CASES, Subject.ATTENTION, Subject.NOTICES, Subject.SCANS}:
            self._on_asked(self.finder.text)
            if self._wanted:
                self.open_case(self._wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused: QWidget | None = self.focusWidget()
            if isinstance(focused, KeyButton):
                focused.click()
            return
        super().keyPressEvent(event)
