"""The intake desk as one page: panels show the visit, keys change it, focus follows the clerk's own acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.devices.registry import Devices
from app.devices.scan_codes import Scan, ScanKind
from app.errors import AppError
from app.rules.catalogue import ServiceItem
from app.services.views import Confirmation, DraftView
from ui import theme
from ui.actions import Actions
from ui.models.materials import MaterialTableModel
from ui.pages.intake import wording
from ui.pages.intake.applicant_flow import ApplicantFlow
from ui.pages.intake.applicant_panel import ApplicantPanel
from ui.pages.intake.checking import Checking
from ui.pages.intake.conclusion_panel import ConclusionPanel
from ui.pages.intake.confirmation import strip_facts
from ui.pages.intake.decisions import Decisions
from ui.pages.intake.desk import Desk
from ui.pages.intake.idle_panel import IdlePanel
from ui.pages.intake.item_finder import ItemFinder
from ui.pages.intake.item_head import ItemHead
from ui.pages.intake.large_view import LargeView
from ui.pages.intake.layout import DeskColumns, TablePanel
from ui.pages.intake.outlook import Outlook
from ui.pages.intake.place import Place
from ui.pages.intake.review_panel import ReviewPanel
from ui.pages.intake.scan_strip import ScanStrip
from ui.pages.intake.scanning import Scanning
from ui.pages.intake.side_panels import ClocksPanel, ConditionsPanel, PrintsPanel, likely_notices
from ui.pages.intake.situation_panel import SituationPanel
from ui.pages.intake.strips import AcceptStrip, RefuseStrip
from ui.widgets.painted import RESTYLED
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

_FOCUS = Qt.FocusReason.OtherFocusReason


class IntakePage(Workspace):
    """What stands between the panels: who is shown when, and where the focus goes."""

    spoke = Signal(str)
    undo_offered = Signal(str)  # what Ctrl+Z takes back now
    undone = Signal()
    trouble = Signal(object)  # AppError
    visit_changed = Signal(object)  # Draft | None, for the queue strip
    decided = Signal(object)  # Decided
    preview = Signal(object)  # bytes
    case_scanned = Signal(str)

    def __init__(
        self,
        hall: Hall,
        tasks: Tasks,
        device_tasks: Tasks,
        devices: Devices,
        actions: Actions,
    ) -> None:
        super().__init__()
        self._hall, self._actions = hall, actions
        keys = {action.spec.id: action.keys for action in actions}
        self.desk = Desk(hall, tasks, self)
        self.decisions = Decisions(self.desk, hall, tasks, self)
        self._model = MaterialTableModel()
        self._visits: tuple[DraftView, ...] = ()
        self._shown_visit = ""
        self.idle = IdlePanel(keys)
        self.applicant = ApplicantPanel(lambda: self.desk.today, keys)
        self.situation = SituationPanel(keys["situations"])
        self.head = ItemHead()
        self.finder = ItemFinder(self._search_items, hall.catalogue.items, keys)
        self.materials = TablePanel(self._model)
        self.table = self.materials.table
        self.large = LargeView()
        self.review = ReviewPanel(keys["scan"])
        self.accept_strip = AcceptStrip()
        self.refuse_strip = RefuseStrip()
        self.scan_strip = ScanStrip()
        self.conclusion = ConclusionPanel(keys)
        self.clocks, self.prints, self.conditions = ClocksPanel(), PrintsPanel(), ConditionsPanel()
        self.columns = DeskColumns(
            self.applicant,
            self.situation,
            self.head,
            self.finder,
            self.materials,
            self.large,
            self.review,
            self.accept_strip,
            self.refuse_strip,
            self.scan_strip,
            self.conclusion,
            self.clocks,
            self.prints,
            self.conditions,
        )
        self.parties = ApplicantFlow(self.desk, self.applicant, hall, tasks, device_tasks, devices, self)
        self.scanning = Scanning(self.desk, devices, self)
        self.checking = Checking(
            self.desk,
            self._model,
            self.columns,
            self.table,
            self.review,
            self.large,
            self.conclusion,
            hall,
            self,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.idle)
        self._stack.addWidget(self.columns)
        whole = QVBoxLayout(self)
        edge = theme.px("size.gutter")
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.addWidget(self._stack)
        self._connect_desk()
        self._connect_panels()
        self._register_keys()
        self._refresh()
        self.desk.list_visits()

    # -- wiring ------------------------------------------------------------------------------------

    def _connect_desk(self) -> None:
        desk, decisions = self.desk, self.decisions
        desk.visit_changed.connect(self._refresh)
        desk.place_wanted.connect(self._go)
        desk.row_wanted.connect(self.table.choose)
        desk.chooser_wanted.connect(self.checking.open_chooser)
        desk.visits_listed.connect(self._on_visits_listed)
        desk.visit_left.connect(self._close_strips)
        desk.undoable.connect(self.undo_offered)
        desk.undone.connect(self.undone)
        for source in (desk, decisions):
            source.spoke.connect(self.spoke)
            source.trouble.connect(self._on_trouble)
        decisions.confirmation.connect(self._on_confirmation)
        decisions.refusal_wanted.connect(self._on_refusal_wanted)
        decisions.closed.connect(self._close_strips)
        decisions.decided.connect(self._on_decided)
        decisions.preview.connect(self._on_preview)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def _connect_panels(self) -> None:
        desk, decisions = self.desk, self.decisions
        self.idle.next_wanted.connect(self._actions["next"].trigger)
        self.idle.resume_wanted.connect(desk.resume)
        self.idle.discard_wanted.connect(desk.discard)
        self.applicant.asked.connect(self.parties.ask)
        self.applicant.known_chosen.connect(desk.set_known)
        self.applicant.filled.connect(desk.set_applicant)
        self.applicant.read_card_wanted.connect(self.parties.read_card)
        self.applicant.reveal_wanted.connect(self.parties.reveal)
        self.applicant.conceal_wanted.connect(self.parties.conceal)
        self.finder.chosen.connect(desk.choose_item)
        self.finder.non_standard_wanted.connect(self._say_non_standard)
        self.situation.answered.connect(desk.answer)
        self.situation.confirmed.connect(desk.confirm_situation)
        self.table.mark_wanted.connect(desk.mark)
        self.table.left_below.connect(self.conclusion.focus_likely)
        self.table.files_dropped.connect(self.scanning.take_files)
        self.conclusion.accept_wanted.connect(decisions.ask_accept)
        self.conclusion.notify_wanted.connect(decisions.ask_notify)
        self.conclusion.refuse_wanted.connect(decisions.ask_refuse)
        self.conclusion.receive_wanted.connect(decisions.receive)
        self.conclusion.hold_wanted.connect(desk.hold)
        self.conclusion.back_to_table.connect(self.checking.focus_table)
        self.conclusion.remark_wanted.connect(self.checking.mark_current)
        self.accept_strip.accepted.connect(decisions.accept)
        self.refuse_strip.refused.connect(decisions.refuse)
        self.scan_strip.capture_wanted.connect(lambda: self.scanning.photograph(self.table.current_code))
        self.scan_strip.files_chosen.connect(
            lambda paths: self.scanning.take_files(self.table.current_code or "", paths)
        )
        for speaker in (
            self.applicant,
            self.refuse_strip,
            self.idle,
            self.parties,
            self.scanning,
            self.checking,
        ):
            speaker.spoke.connect(self.spoke)

    def _register_keys(self) -> None:
        acts = (
            ("next", self.desk.next_visit),
            ("read_card", self.parties.read_card),
            ("situations", lambda: self._go(Place.SITUATION)),
            ("notify", self.decisions.ask_notify),
            ("accept", self._accept_key),
            ("save", self.desk.hold),
            ("undo", self.desk.undo),
            ("find", self._find_item),
            ("by_department", self._by_department),
            ("scan", self._open_scan),
            ("other_case", lambda: self.desk.other_visit(self._visits)),
            ("refuse", self.decisions.ask_refuse),
            ("reveal", self.parties.reveal),
            ("type_in", self._type_in),
            ("agent", self._agent),
            ("applicant_drawer", self._drawer),
            ("non_standard", self._say_non_standard),
        )
        for name, act in acts:
            self._actions.on(name, act, self)
        self._actions["reveal"].released.connect(self.parties.conceal)

    # -- showing the visit -------------------------------------------------------------------------

    def _refresh(self) -> None:
        desk = self.desk
        draft, item, now = desk.draft, desk.item, desk.outlook
        self._stack.setCurrentWidget(self.idle if draft is None else self.columns)
        if draft is not None:
            if draft.id != self._shown_visit:  # what was typed for the person before is not for this one
                self._shown_visit = draft.id
                self.finder.open_finder()
            self.applicant.show_applicant(draft.applicant, draft.agent, desk.known)
        marks = draft.marks if draft is not None else {}
        self._model.show(desk.materials, marks)
        self.head.show_visit(draft, item, now.step)
        self.situation.show_questions(
            desk.questions, draft.answers if draft is not None else {}, self._nothing_to_ask()
        )
        listed = len(item.materials) if item is not None else 0
        self.situation.show_trimmed(
            listed, len(desk.materials), now.counts.exempt, supplement=desk.is_supplement
        )
        self.columns.show_situation(visible=item is not None)
        if item is None:
            self.columns.show_finder()
        elif self.columns.is_finding:
            self.columns.show_table()
        self._show_right(now)
        self.checking.show_row()
        self.visit_changed.emit(draft)

    def _show_right(self, now: Outlook) -> None:
        desk = self.desk
        asking = self.decisions.is_asking
        accepting = asking and self.columns.strip.currentWidget() is self.accept_strip
        self.conclusion.show_outlook(now, strip_open=asking, accepting=accepting)
        self.clocks.show_item(desk.item, desk.draft, desk.today, self._hall.calendar)
        self.prints.show_kinds(likely_notices(now))
        self.conditions.show_item(desk.item)

    def _nothing_to_ask(self) -> str:
        if self.desk.item is None:
            return ""
        return self.tr("The catalogue asks nothing for this item: the list is the same for everybody.")

    # -- focus -------------------------------------------------------------------------------------

    def _go(self, place: Place) -> None:
        """The clerk's act moves the focus; what is in the way gives way."""
        if place is not Place.IDLE and self.desk.draft is None:
            place = Place.IDLE
            self.spoke.emit(wording.nothing_open())
        self.desk.stand_at(place)
        match place:
            case Place.IDLE:
                self.idle.focus_here()
            case Place.APPLICANT:
                self.columns.open_drawer()
                if self.desk.draft is not None and self.desk.draft.is_empty and not self.applicant.is_filling:
                    self.applicant.open_finder()
                self.applicant.focus_here()
            case Place.ITEM:
                self.finder.open_finder()
                self.columns.show_finder()
                self.finder.focus_here()
            case Place.SITUATION:
                self._focus_situation()
            case Place.TABLE | Place.REVIEW:
                self.columns.show_table()
                self.checking.focus_table()
            case Place.CONCLUSION:
                if self.columns.is_large or self.columns.is_finding:
                    self.columns.show_table()
                self.conclusion.focus_likely()

    def _focus_situation(self) -> None:
        draft = self.desk.draft
        if draft is None or self.desk.item is None:
            self._go(Place.ITEM)
            return
        self.columns.open_drawer()
        self.columns.show_table()
        if not self.situation.focus_first(draft.answers):
            self.checking.focus_table()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        for panel, place in (
            (self.applicant, Place.APPLICANT),
            (self.finder, Place.ITEM),
            (self.situation, Place.SITUATION),
            (self.materials, Place.TABLE),
            (self.conclusion, Place.CONCLUSION),
        ):
            if panel.isAncestorOf(new):
                self.desk.stand_at(place)
                return

    def back(self) -> bool:
        """Esc: one level, never losing anything."""
        finding = self.columns.is_finding and self.finder.isAncestorOf(QApplication.focusWidget() or self)
        if self.decisions.is_asking:
            self.decisions.close()
        elif self.columns.strip.currentWidget() is self.scan_strip:
            self.scanning.switch_off()
            self._close_strips()
        elif self.review.is_choosing:
            self.checking.close_chooser()
        elif self.columns.is_large:
            self.checking.close_large()
        elif any(step() for step in self._steps_back(finding=finding)):
            return True
        elif self.desk.item is not None and self.desk.place is not Place.TABLE:
            self._go(Place.TABLE)
        else:
            return False
        return True

    def _steps_back(self, *, finding: bool) -> tuple[Callable[[], bool], ...]:
        """What may be gone back from, the nearest first."""
        near = (self.finder.back,) if finding else ()
        return (*near, self.applicant.back, self.idle.keep_doomed, self.desk.drop_empty)

    def _type_in(self) -> None:
        """Alt+E: the form, for a new applicant or to correct this one."""
        if self.desk.draft is None:
            self.desk.next_visit()
        self.columns.open_drawer()
        self.applicant.edit()

    def _agent(self) -> None:
        self._type_in()
        self.applicant.form.toggle_agent()

    def _drawer(self) -> None:
        self.columns.toggle_drawer()
        self._go(Place.APPLICANT)

    def _open_scan(self) -> None:
        row = self._model.material_row(self.table.currentIndex().row())
        if row is None:
            self.spoke.emit(wording.item_first())
            return
        if self.decisions.is_asking:
            return
        title = self.tr("{number} · {name}: scan").format(number=row.number, name=row.material.name)
        self.scan_strip.open_strip(title, len(row.mark.scans), camera=self.scanning.switch_on())
        self.columns.show_table()
        self.columns.show_strip(self.scan_strip)
        self.scan_strip.focus_here()

    # -- item --------------------------------------------------------------------------------------

    def _search_items(self, text: str, limit: int) -> Sequence[ServiceItem]:
        return [hit.item for hit in self._hall.catalogue.search(text, limit)]

    def _find_item(self) -> None:
        """Ctrl+F: another item for this visit."""
        self._go(Place.ITEM)

    def _by_department(self) -> None:
        if self.desk.draft is None:
            self.desk.next_visit()
        self._go(Place.ITEM)
        self.finder.by_department()

    def _say_non_standard(self) -> None:
        self.spoke.emit(self.tr("Non-standard items are registered with the centre; it is not connected yet"))

    # -- decisions ---------------------------------------------------------------------------------

    def _accept_key(self) -> None:
        if self.columns.strip.currentWidget() is self.accept_strip:
            # F9 a second time is not the second Enter: accepting has legal effect.
            self.spoke.emit(self.tr("Enter accepts, Esc goes back"))
            return
        self.decisions.ask_accept()

    def _on_confirmation(self, confirmation: Confirmation) -> None:
        self.undone.emit()  # the bar of the last mark would lie over the button
        self.accept_strip.show_facts(*strip_facts(confirmation))
        self.columns.show_table()
        self.columns.show_strip(self.accept_strip)
        self._show_right(self.desk.outlook)
        self.accept_strip.focus_here()

    def _on_preview(self, pdf: bytes) -> None:
        self.undone.emit()
        self.preview.emit(pdf)

    def _on_refusal_wanted(self) -> None:
        self.undone.emit()
        self.refuse_strip.open_strip()
        self.columns.show_table()
        self.columns.show_strip(self.refuse_strip)
        self._show_right(self.desk.outlook)
        self.refuse_strip.focus_here()

    def _close_strips(self) -> None:
        self.columns.show_strip()
        self.review.close_chooser()
        self._refresh()
        if self.isVisible() and self.desk.draft is not None:
            self.checking.focus_table()

    def _on_decided(self, decided: object) -> None:
        self.columns.show_strip()
        self.undone.emit()
        self.decided.emit(decided)

    def _on_trouble(self, error: AppError) -> None:
        self.refuse_strip.again()
        self.trouble.emit(error)

    def _on_visits_listed(self, visits: Sequence[DraftView]) -> None:
        self._visits = tuple(visits)
        self.idle.show_visits(visits)

    # -- window ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The window came to this page: the focus is where it was left."""
        if self.decisions.is_asking:
            strip = self.columns.strip.currentWidget()
            if strip is self.accept_strip:
                self.accept_strip.focus_here()
            elif strip is self.refuse_strip:
                self.refuse_strip.focus_here()
            return
        self._go(self.desk.place)

    def scanned(self, scan: Scan) -> bool:
        """A material's own code jumps to its row, a case number opens the case."""
        if scan.kind is ScanKind.CASE:
            self.case_scanned.emit(scan.value)
            return True
        if scan.kind is not ScanKind.MATERIAL or self.desk.item is None:
            return False
        self.checking.go_to_material(scan.value)
        return True

    def set_narrow(self, narrow: bool) -> None:
        self.columns.set_narrow(narrow=narrow)

    def hide_person(self) -> None:
        """Locking: the full number is covered again; the visit itself is on disk already."""
        self.parties.conceal()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.columns.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RESTYLED and hasattr(self, "columns"):
            self.columns.fit()
            self._refresh()
