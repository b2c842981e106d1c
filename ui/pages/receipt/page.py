"""After the decision: the notices of this visit, the paper on the screen, print, take back, call the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.devices.registry import Devices
from app.errors import AppError
from app.rules.case import CaseStatus
from app.rules.naming import mask_phone
from app.services.views import CaseView, Decided, NoticeKind, NoticeView
from ui import messages, theme
from ui.actions import Actions, Blocked
from ui.models.hits import Hit
from ui.pages.receipt.printing import Printing
from ui.widgets.chip import Shape
from ui.widgets.hit_list import HitList
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.labels import FactGrid, RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.paper_view import PaperView
from ui.widgets.reprint_strip import ReprintStrip
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

LEFT, RIGHT = 340, 380
LEFT_COMPACT, RIGHT_COMPACT = 236, 306


class Mode(StrEnum):
    """A decided case, or a notice looked at before it is decided."""

    DECIDED = "decided"
    PREVIEW = "preview"


class ReceiptPage(Workspace):
    """Enter prints all; F2 prints and serves the next; Esc goes back; printing never undoes the decision."""

    spoke = Signal(str)
    trouble = Signal(object)
    confirmed = Signal()  # Enter on a preview: decide and print
    closed = Signal()  # back to the visit (preview) or to the desk
    next_wanted = Signal()
    take_back_wanted = Signal(str)  # case id

    def __init__(
        self, hall: Hall, tasks: Tasks, device_tasks: Tasks, devices: Devices, actions: Actions
    ) -> None:
        super().__init__()
        self._hall, self._tasks, self._actions = hall, tasks, actions
        self._printing = Printing(hall, tasks, device_tasks, devices.printer)
        self._devices = devices
        self._mode = Mode.DECIDED
        self._case: CaseView | None = None
        self._notices: tuple[NoticeView, ...] = ()
        self._printed: set[str] = set()
        self._print_when_decided = False
        self._dialog: QFileDialog | None = None
        self._keys = {action.spec.id: action.keys for action in actions}
        self._left, self._centre, self._right = QWidget(), QWidget(), QWidget()
        self._build_left()
        self._build_centre(device_tasks)
        self._build_right()
        row = QHBoxLayout(self)
        edge = theme.px("size.gutter")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        row.addWidget(self._left)
        row.addWidget(self._centre, 1)
        row.addWidget(self._right)
        self._register_keys()

    # -- building ------------------------------------------------------------------------------------

    def _build_left(self) -> None:
        panel = Panel(self.tr("Notices of this visit"), "file-document-multiple-outline", pad=False)
        panel.add_to_head(KeyCap("↑"))
        panel.add_to_head(KeyCap("↓"))
        self.list = HitList()
        self.list.looked_at.connect(self._on_looked_at)
        self.list.taken.connect(lambda _: self.print_all())
        panel.body.addWidget(self.list, 1)
        panel.set_first_focus(self.list)
        self._printer = Panel(self.tr("Printer"), "printer-outline")
        self._printer_facts = FactGrid()
        self._printer.body.addWidget(self._printer_facts)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(panel, 1)
        column.addWidget(self._printer)

    def _build_centre(self, device_tasks: Tasks) -> None:
        def run(call: Callable[[], list[QImage]], done: Callable[[list[QImage]], object]) -> None:
            device_tasks.run(call, done=done, failed=self.trouble.emit, owner=self)

        self._frame = Panel(pad=False)
        head = QFrame()
        head.setProperty("role", "panelhead")
        head.setFixedHeight(theme.px("size.head") + theme.px(6))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px("size.pad"), 0, theme.px("size.pad"), 0)
        row.setSpacing(theme.px("space.2"))
        self._title = RoleLabel("", "smallstrong")
        self._pages = RoleLabel("", "small")
        self._zoom = RoleLabel("", "small")
        smaller = KeyButton(self.tr("Smaller"), "Ctrl+-")
        larger = KeyButton(self.tr("Larger"), "Ctrl+=")
        self._export = KeyButton(self.tr("Save as PDF"), self._keys["export"], icon="file-export-outline")
        row.addWidget(self._title)
        row.addWidget(self._pages, 1)
        for widget in (self._zoom, smaller, larger, self._export):
            row.addWidget(widget)
        self.paper = PaperView(run)
        self._frame.body.addWidget(head)
        self._frame.body.addWidget(self.paper, 1)
        self.reprint_strip = ReprintStrip()
        self.reprint_strip.hide()
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(self._frame, 1)
        column.addWidget(self.reprint_strip)
        smaller.clicked.connect(lambda: self.paper.zoom(-1))
        larger.clicked.connect(lambda: self.paper.zoom(1))
        self._export.clicked.connect(self.export)
        self.paper.zoomed.connect(self._zoom.setText)
        self.paper.pages_shown.connect(
            lambda count: self._pages.setText(self.tr("{count} pages").format(count=count) if count else "")
        )
        self.reprint_strip.confirmed.connect(self._reprint)

    def _build_right(self) -> None:
        done = Panel()
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.3"))
        self._sign = Shape("ok", 30)
        self._verdict = RoleLabel("", "title")
        self._when = RoleLabel("", "small")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._verdict)
        words.addWidget(self._when)
        first.addWidget(self._sign)
        first.addLayout(words, 1)
        self._facts = FactGrid()
        done.body.addLayout(first)
        done.body.addWidget(self._facts)
        acts = Panel(self.tr("What comes next"), "keyboard-return")
        self.print_button = KeyButton("", "Enter", "pri", icon="printer-outline", big=True, spread=True)
        self._next = KeyButton(
            self.tr("Print and serve the next"), self._keys["next"], icon="bullhorn", spread=True
        )
        self._message = KeyButton(
            self.tr("Message only, no print"),
            self._keys["message_only"],
            icon="cellphone-message",
            spread=True,
        )
        self._take_back = KeyButton(
            self.tr("Take back (10 minutes)"), self._keys["take_back"], icon="undo-variant", spread=True
        )
        self._again = KeyButton(
            self.tr("Print one again…"), self._keys["print"], icon="printer-outline", spread=True
        )
        self._state = RoleLabel("", "small", wrap=True)
        for widget in (self.print_button, self._next, self._again, self._message, self._take_back):
            acts.body.addWidget(widget)
        acts.body.addWidget(self._state)
        acts.body.addStretch(1)
        acts.set_first_focus(self.print_button)
        self.print_button.installEventFilter(self)
        self.print_button.clicked.connect(self.print_all)
        self._next.clicked.connect(self._actions["next"].trigger)
        self._again.clicked.connect(self.ask_reprint)
        self._message.clicked.connect(self._actions["message_only"].trigger)
        self._take_back.clicked.connect(self._actions["take_back"].trigger)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("size.gutter"))
        column.addWidget(done)
        column.addWidget(acts, 1)

    def _register_keys(self) -> None:
        on = self._actions.on
        on("next", self._print_and_next, self)
        on("print", self.ask_reprint, self, guard=self._needs_decision)
        on("export", self.export, self)
        on("take_back", self._on_take_back, self, guard=self._cannot_take_back)
        on("message_only", self._say_no_messages, self)

    def _needs_decision(self) -> Blocked | None:
        if self._mode is Mode.PREVIEW:
            return Blocked(self.tr("This is a preview: Enter records and prints it, Esc goes back"))
        return None

    def _cannot_take_back(self) -> Blocked | None:
        until = self._case.take_back_until if self._case is not None else None
        if self._mode is Mode.PREVIEW or until is None:
            return Blocked(self.tr("Only an acceptance can be taken back, within ten minutes"))
        if until <= self._hall.clock.now():
            return Blocked(
                self.tr(
                    "The ten minutes are over: the applicant may withdraw the application in 办件 (Alt+2)"
                )
            )
        return None

    # -- showing ------------------------------------------------------------------------------------

    def show_decided(self, decided: Decided, *, print_now: bool = False) -> None:
        """A decision was recorded: its notices lie here; a confirmed preview prints at once."""
        self._mode = Mode.DECIDED
        self._case, self._notices = decided.case, decided.notices
        self._printed = set()
        self.reprint_strip.hide()
        self._show_case(decided.case)
        self._show_list()
        self._show_printer()
        if print_now:
            self.print_all()

    def show_case(self, case: CaseView, notice_id: str) -> None:
        """A case of the record: its notices to look at and, with a reason, to print again."""
        self.show_decided(Decided(case, case.notices))
        self._printed = {notice.id for notice in case.notices if notice.printed_at is not None or notice.void}
        self._show_list()
        row = next((n for n, notice in enumerate(case.notices) if notice.id == notice_id), 0)
        self.list.choose(row)

    def show_preview(self, pdf: bytes, title: str) -> None:
        """The one-time notice before it is given: marked 预览, without a number."""
        self._mode = Mode.PREVIEW
        self._case, self._notices = None, ()
        self.reprint_strip.hide()
        self._title.setText(title)
        self.list.show_hits(
            [Hit("preview", title, self.tr("Preview: not recorded yet"), icon="file-alert-outline")]
        )
        self._sign.show_state("wait")
        self._verdict.setText(self.tr("Preview"))
        self._when.setText(self.tr("Nothing is recorded before Enter"))
        self._facts.set_rows([])
        self.print_button.setText(self.tr("Record and print"))
        self._state.setText(self.tr("Esc goes back to the materials."))
        for button in (self._next, self._again, self._message, self._take_back):
            button.hide()
        self._show_printer()
        self.paper.show_pdf(pdf)

    def _show_case(self, case: CaseView) -> None:
        good = case.status in (CaseStatus.ACCEPTED, CaseStatus.RECEIVED)
        self._sign.show_state("ok" if good else "bad" if case.status is CaseStatus.REFUSED else "warn")
        self._verdict.setText(messages.label(case.status))
        self._verdict.set_state("ok" if good else "")
        last: datetime | None = case.events[-1].at if case.events else None
        self._when.setText(messages.moment_of(last) if last is not None else "")
        rows = [
            ("number", self.tr("Case"), case.case_no),
            (
                "who",
                self.tr("Applicant"),
                f"{case.applicant.name} {mask_phone(case.applicant.phone)}".strip(),
            ),
        ]
        clocks = case.clocks
        if clocks.promised_by is not None:
            rows.append(("promised", self.tr("Promised"), messages.day(clocks.promised_by)))
        elif clocks.legal_by is not None:
            rows.append(("legal", self.tr("Legal"), messages.day(clocks.legal_by)))
        if clocks.notify_by is not None and case.status is CaseStatus.RECEIVED:
            rows.append(("notify", self.tr("Tell by"), messages.day(clocks.notify_by)))
        if clocks.supplement_by is not None and case.status is CaseStatus.CORRECTING:
            rows.append(("supplement", self.tr("Hand in by"), messages.day(clocks.supplement_by)))
        if clocks.deferred_by is not None:
            rows.append(("deferred", self.tr("To follow by"), messages.day(clocks.deferred_by)))
        rows.append(("sync", self.tr("Upload"), self.tr("kept here, waiting for the centre")))
        self._facts.set_rows(rows)
        for button in (self._next, self._again, self._message):
            button.show()
        self._take_back.setVisible(case.take_back_until is not None)

    def _show_list(self) -> None:
        self.list.show_hits(
            [
                Hit(
                    notice.id,
                    messages.label(notice.kind),
                    notice.number,
                    right=self.tr("{count} copies").format(count=notice.copies),
                    icon="check-circle" if notice.id in self._printed else _sign_of(notice.kind),
                )
                for notice in self._notices
            ],
            first=False,
        )
        left = [notice for notice in self._notices if notice.id not in self._printed]
        sheets = sum(notice.copies for notice in left)
        if left:
            words = self.tr("Print {kinds} notices · {sheets} copies")
            self.print_button.setText(words.format(kinds=len(left), sheets=sheets))
            self._state.setText("")
        else:
            self.print_button.setText(self.tr("Printed. Serve the next"))
            self._state.setText(self.tr("All notices are printed. F2 serves the next person."))

    def _show_printer(self) -> None:
        def show(presence: object) -> None:
            ok = bool(getattr(presence, "ok", False))
            reason = str(getattr(presence, "reason", ""))
            words = self.tr("ready") if ok else messages.device(reason)
            self._printer_facts.set_row("a4", "A4", words, "ok" if ok else "warn")

        self._tasks.run(self._devices.printer.probe, done=show, failed=self.trouble.emit, owner=self)

    def _on_looked_at(self, hit: Hit) -> None:
        notice = next((each for each in self._notices if each.id == hit.key), None)
        if notice is None:
            return
        self._title.setText(messages.label(notice.kind))
        asked = notice.id

        def show(pdf: bytes) -> None:
            here = self.list.current
            if here is not None and here.key == asked:
                self.paper.show_pdf(pdf)

        self._tasks.run(
            lambda: self._hall.notices.pdf(asked), done=show, failed=self.trouble.emit, owner=self
        )

    # -- acts ----------------------------------------------------------------------------------------

    def print_all(self) -> None:
        """Enter: everything not printed yet, in order."""
        self._print(then=None)

    def _print_and_next(self) -> None:
        """F2: print what is left, and the next person may come."""
        if self._mode is Mode.PREVIEW:
            self.spoke.emit(self.tr("This is a preview: Enter records and prints it, Esc goes back"))
            return
        self._print(then=self.next_wanted.emit)

    def _print(self, then: Callable[[], object] | None) -> None:
        if self._mode is Mode.PREVIEW:
            self.confirmed.emit()
            return
        if self._printing.is_running:
            self.spoke.emit(self.tr("Printing…"))
            return
        left = [notice for notice in self._notices if notice.id not in self._printed]
        if not left:
            self.next_wanted.emit()
            return

        def printed(notice: NoticeView) -> None:
            self._printed.add(notice.id)
            self._show_list()

        def done() -> None:
            self.spoke.emit(self.tr("Printed: {count} notices").format(count=len(left)))
            if then is not None:
                then()

        self._printing.print_all(left, self._title_of, printed, done, self._on_printer_trouble)

    def _title_of(self, notice: NoticeView) -> str:
        return f"{messages.label(notice.kind)} {notice.number}"

    def _on_printer_trouble(self, notice: NoticeView, error: AppError) -> None:
        """The decision stands; the rest stays to be printed."""
        self._show_list()
        self._show_printer()
        words = self.tr("{notice} is not printed. The decision stands and everything is kept. {why}")
        text = words.format(notice=messages.label(notice.kind), why=messages.sentence(error))
        self._state.setText(text)
        self.spoke.emit(messages.sentence(error))

    def ask_reprint(self) -> None:
        """Ctrl+P: one notice again, with a reason."""
        hit = self.list.current
        if hit is None:
            return
        self.reprint_strip.open_strip(hit.title)
        self.reprint_strip.show()
        self.reprint_strip.focus_here()

    def _reprint(self, reason: str) -> None:
        hit = self.list.current
        notice = next((each for each in self._notices if hit is not None and each.id == hit.key), None)
        if notice is None:
            return
        self.reprint_strip.hide()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._printing.reprint(
            notice,
            reason,
            self._title_of(notice),
            done=lambda: self.spoke.emit(self.tr("Printed again, recorded with its reason")),
            failed=lambda error: self._on_printer_trouble(notice, error),
        )

    def export(self) -> None:
        """Ctrl+E: the archived PDF as a file."""
        hit = self.list.current
        if hit is None or self._mode is Mode.PREVIEW:
            self.spoke.emit(self.tr("A preview is not saved: it has no number yet"))
            return
        notice = str(hit.key)
        dialog = QFileDialog(self, self.tr("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.selectFile(f"{hit.title}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._save(notice, Path(name)))
        self._dialog = dialog
        dialog.open()

    def _save(self, notice: str, path: Path) -> None:
        self._tasks.run(
            lambda: self._hall.notices.export(notice, path),
            done=lambda _: self.spoke.emit(self.tr("Saved: {name}").format(name=path.name)),
            failed=self.trouble.emit,
            owner=self,
        )

    def _on_take_back(self) -> None:
        if self._case is not None:
            self.take_back_wanted.emit(self._case.id)

    def _say_no_messages(self) -> None:
        self.spoke.emit(self.tr("Messages are sent by the centre, and it is not connected yet: please print"))

    # -- window --------------------------------------------------------------------------------------

    def begin(self) -> None:
        self.fit()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        if self.reprint_strip.isVisible():
            self.reprint_strip.hide()
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        self.closed.emit()
        return True

    def fit(self) -> None:
        compact = theme.look().compact
        self._left.setFixedWidth(theme.px(LEFT_COMPACT if compact else LEFT))
        self._right.setFixedWidth(theme.px(RIGHT_COMPACT if compact else RIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑ ↓ on the print button walk the notices: the button must not take them for its own."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            self.list.move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.print_all()
        elif control and event.key() in (Qt.Key.Key_Equal, Qt.Key.Key_Plus):
            self.paper.zoom(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.paper.zoom(-1)
        else:
            super().keyPressEvent(event)


def _sign_of(kind: NoticeKind) -> str:
    if kind is NoticeKind.COMMITMENT:
        return "file-sign"
    return "format-list-checks" if kind is NoticeKind.MATERIAL_LIST else "file-check-outline"
