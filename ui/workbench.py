"""The work of the window put together: desk, receipts and cases, each told of what the others did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QCoreApplication, QObject

from app.devices.registry import Devices
from app.rules.case import CaseStatus
from app.rules.catalogue import ServiceItem
from app.rules.visit import Draft
from app.services.views import CaseView, Decided, NoticeKind
from ui import messages
from ui.bridge import HallSignals
from ui.key_table import QT_TRANSLATE_NOOP, WORKSPACES
from ui.main_window import MainWindow
from ui.sync_desk import SyncDesk
from ui.tasks import Tasks
from ui.widgets.bars import BannerAct, BannerNews
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.calling import Calling
    from ui.pages.cases.page import CasesPage
    from ui.pages.conflicts.page import ConflictsPage
    from ui.pages.consultations.client import Visitor
    from ui.pages.consultations.page import ConsultationsPage
    from ui.pages.intake.front import FrontPage
    from ui.pages.intake.page import IntakePage
    from ui.pages.receipt.page import ReceiptPage
    from ui.widgets.command_box import CommandHit, Source


# What a key says whose workspace or device this build does not have.
LATER: Final = {
    "ask": QT_TRANSLATE_NOOP("Workbench", "The knowledge base is not part of this build yet."),
    "applicant_screen": QT_TRANSLATE_NOOP("Workbench", "No applicant screen is connected."),
    "remind": QT_TRANSLATE_NOOP("Workbench", "Reminding departments needs the centre; it is not connected."),
    "wait_list": QT_TRANSLATE_NOOP("Workbench", "The waiting list is for lawyers: open them with Alt+6."),
}


class Workbench(QObject):
    """Knows the pages; the pages do not know each other. Each is made when it is first wanted."""

    def __init__(
        self,
        window: MainWindow,
        hall: Hall,
        tasks: Tasks,
        device_tasks: Tasks,
        devices: Devices,
        signals: HallSignals,
    ) -> None:
        super().__init__(window)
        self._window, self._hall, self._tasks = window, hall, tasks
        self._device_tasks, self._devices, self._signals = device_tasks, devices, signals
        self._print_after = False
        self._front: FrontPage | None = None
        self._calling: Calling | None = None
        self._ticket: str | None = None  # of the visit on the desk
        self.sync = SyncDesk(window, hall, tasks, signals)
        actions = window.actions_table
        window.add_workspace("intake", self._make_intake)
        window.add_workspace("receipt", self._make_receipt)
        window.add_workspace("cases", self._make_cases)
        window.add_workspace("consultations", self._make_consultations)
        window.add_workspace("queue", self._make_queue)
        window.add_workspace("pending", self._make_pending)
        window.add_workspace("attention", self._make_attention)
        window.add_workspace("unfinished", self._make_unfinished)
        for name in (*(name for name, *_ in WORKSPACES), "settings"):
            if name not in ("intake", "cases", "consultations", "queue"):
                window.add_workspace(name, partial(self._make_unbuilt, name))
        for name, sentence in LATER.items():
            actions.explain(name, QCoreApplication.translate("Workbench", sentence))
        actions.on("next", self._serve_next)
        actions.on("book_lawyer", self._book_lawyer)
        window.case_scanned.connect(self.open_scanned)
        window.finds(self._sources)

    # -- pages made when wanted ------------------------------------------------------------------

    def begin_lightly(self) -> None:
        """At the start of the program: the free desk alone, until `furnish`."""
        from ui.pages.intake.front import FrontPage

        keys = {action.spec.id: action.keys for action in self._window.actions_table}
        self._front = front = FrontPage(self._hall, self._tasks, keys)
        front.next_wanted.connect(self._serve_next)
        front.resume_wanted.connect(self._resume)
        front.discard_wanted.connect(self._discard)
        front.spoke.connect(self._window.say)
        front.trouble.connect(self._window.show_trouble)
        self._window.add_view("intake", front)

    def furnish(self) -> None:
        """The whole intake page in the place of the free desk."""
        if self._front is not None:
            self._front = None
            self._window.exchange("intake", self._make_intake())
        if self._calling is None:
            from ui.calling import Calling

            self._calling = Calling(self._window, self._hall, self._tasks, self._signals, lambda: self.intake)
            if self._hall.settings.queue.display:
                from ui.screens.beside import SecondScreen

                beside = SecondScreen(self._hall, self._tasks, self._device_tasks, self._signals, self)
                self._window.closing.connect(beside.close)

    @property
    def intake(self) -> IntakePage:
        """The intake page; made now if nobody needed more than the free desk yet."""
        self.furnish()
        return cast("IntakePage", self._window.page("intake"))

    def list_visits(self) -> None:
        """The unfinished visits again, on whichever page shows them."""
        if self._front is not None:
            self._front.list_visits()
        else:
            self.intake.desk.list_visits()

    def _make_intake(self) -> Workspace:
        from ui.pages.intake.page import IntakePage

        window = self._window
        page = IntakePage(self._hall, self._tasks, self._device_tasks, self._devices, window.actions_table)
        page.spoke.connect(window.say)
        page.trouble.connect(window.show_trouble)
        page.undo_offered.connect(lambda text: window.offer_undo(text, page.desk.undo))
        page.undone.connect(window.undo.dismiss)
        page.visit_changed.connect(self._show_visit)
        page.decided.connect(self._on_decided)
        page.preview.connect(self._on_preview)
        page.case_scanned.connect(self.open_scanned)
        page.decisions.closed.connect(self._on_asking_closed)
        window.actions_table.on("undo", partial(self._undo, page), page)
        window.actions_table.on("next", self._serve_next, page)
        return page

    def _undo(self, page: IntakePage) -> None:
        """Ctrl+Z at the desk: a call that was just made, else what was done to the visit."""
        if self._calling is not None and self._calling.can_undo:
            self._calling.undo()
        else:
            page.desk.undo()

    def _make_receipt(self) -> Workspace:
        from ui.pages.receipt.page import ReceiptPage

        page = ReceiptPage(
            self._hall, self._tasks, self._device_tasks, self._devices, self._window.actions_table
        )
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        page.confirmed.connect(self._on_preview_confirmed)
        page.closed.connect(self._on_receipt_closed)
        page.next_wanted.connect(self._serve_next)
        page.take_back_wanted.connect(self._take_back)
        return page

    def _make_cases(self) -> Workspace:
        from ui.pages.cases.page import CasesPage

        page = CasesPage(self._hall, self._tasks, self._signals, self._window.actions_table)
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        page.supplement_wanted.connect(self._supplement)
        page.decided.connect(self._on_decided)
        page.notices_wanted.connect(self._look_at_notice)
        page.settle_wanted.connect(self.settle)
        page.take_back_wanted.connect(self._take_back)
        return page

    def _make_queue(self) -> Workspace:
        from ui.pages.queue.page import QueuePage

        page = QueuePage(self._hall, self._tasks, self._signals, self._window.actions_table)
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        page.undo_offered.connect(self._window.offer_undo)
        return page

    def _make_consultations(self) -> Workspace:
        from ui.pages.consultations.page import ConsultationsPage

        page = ConsultationsPage(
            self._hall,
            self._tasks,
            self._device_tasks,
            self._devices,
            self._signals,
            self._window.actions_table,
        )
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        page.undo_offered.connect(self._window.offer_undo)
        page.case_wanted.connect(self.open_case)
        page.left.connect(self._window.actions_table["go_intake"].trigger)
        return page

    def _book_lawyer(self) -> None:
        """Ctrl+L from anywhere: a lawyer for whoever is at the window."""
        desk = None if self._front is not None else self.intake.desk
        visitor = _visitor(desk.draft, desk.item) if desk is not None else None
        case = self.cases.case if self._window.open_page == "cases" else None
        if case is not None:
            visitor = _visitor_of(case)
        self._window.open("consultations")
        self.consultations.book_for(visitor)

    def _make_unfinished(self) -> Workspace:
        from ui.pages.unfinished import UnfinishedPage

        back = self._window.actions_table["go_intake"].trigger
        page = UnfinishedPage(self._hall.recovery, self._tasks, back)
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        page.settled.connect(self.tell_unfinished)
        return page

    def tell_unfinished(self, count: int) -> None:
        """A decision a crash cut off is not overlooked: it stays in the banner until someone settled it."""
        if not count:
            self._window.banner.withdraw("unfinished")
            return
        self._window.banner.tell(
            BannerNews(
                "unfinished",
                70,
                "alert-octagon-outline",
                self.tr("%n decisions were cut off", "", count),
                self.tr("The program ended in the middle of them. Keep or discard each one."),
                (BannerAct(self.tr("Look"), "", partial(self._window.open, "unfinished")),),
            )
        )

    def _make_unbuilt(self, name: str) -> Workspace:
        from ui.pages.unbuilt import UnbuiltPage

        return UnbuiltPage(name, self._window.actions_table)

    def _make_pending(self) -> Workspace:
        from ui.pages.pending import PendingPage

        page = PendingPage(self._hall, self._tasks, self._signals, self.sync, self._window.actions_table)
        page.case_wanted.connect(self._open_number)
        page.settle_wanted.connect(self.settle)
        page.spoke.connect(self._window.say)
        return page

    def _make_attention(self) -> Workspace:
        from ui.pages.conflicts.page import ConflictsPage

        page = ConflictsPage(self._hall, self._tasks, self._signals, self.sync, self._window.actions_table)
        page.case_wanted.connect(self.open_case)
        page.spoke.connect(self._window.say)
        page.trouble.connect(self._window.show_trouble)
        return page

    @property
    def receipt(self) -> ReceiptPage:
        return cast("ReceiptPage", self._window.page("receipt"))

    @property
    def consultations(self) -> ConsultationsPage:
        return cast("ConsultationsPage", self._window.page("consultations"))

    @property
    def cases(self) -> CasesPage:
        return cast("CasesPage", self._window.page("cases"))

    # -- the visit -------------------------------------------------------------------------------

    def _show_visit(self, draft: Draft | None) -> None:
        if draft is None:
            self._window.strip.show_idle()
        else:
            since = draft.serving_since or draft.opened_at
            self._window.strip.show_visit(draft.applicant.name, since, draft.ticket)
            self._ticket = draft.ticket
        self._window.refresh_keys()

    def _serve_next(self) -> None:
        """F2 from anywhere: the next number is called, or a visit is begun with whoever comes."""
        self._window.open("intake")
        if self._calling is not None and self._calling.has_queue:
            self._calling.next()
        else:
            self.intake.desk.next_visit()

    def _resume(self, draft_id: str) -> None:
        self.intake.desk.resume(draft_id)

    def _discard(self, draft_id: str) -> None:
        self.intake.desk.discard(draft_id)

    def _supplement(self, case_no: str) -> None:
        self._window.open("intake")
        self.intake.desk.supplement(case_no)

    def _take_back(self, case_id: str) -> None:
        self._window.open("intake")
        self.intake.decisions.take_back(case_id)

    # -- decisions -------------------------------------------------------------------------------

    def _on_decided(self, decided: Decided) -> None:
        print_now, self._print_after = self._print_after, False
        self._window.undo.dismiss()
        if self._calling is not None:
            self._calling.decided(self._ticket)
        self.receipt.show_decided(decided, print_now=print_now)
        self._window.open("receipt")
        self._window.strip.show_idle()

    def _on_preview(self, pdf: bytes) -> None:
        self.receipt.show_preview(pdf, messages.label(NoticeKind.ONE_TIME))
        self._window.open("receipt")

    def _on_preview_confirmed(self) -> None:
        """Enter on the preview: record it, and print without another key."""
        self._print_after = True
        self.intake.decisions.notify()

    def _on_asking_closed(self) -> None:
        self._print_after = False

    def _on_receipt_closed(self) -> None:
        if self.intake.decisions.is_asking:
            self.intake.decisions.close()
        self._window.open("intake")

    def _look_at_notice(self, case: CaseView, notice_id: str) -> None:
        """From the record: the same view as after a decision, at the notice asked for."""
        self.receipt.show_case(case, notice_id)
        self._window.open("receipt")

    def open_case(self, case_id: str) -> None:
        """Ctrl+K found it."""
        self._window.open("cases")
        self.cases.open_case(case_id)

    def settle(self, wanted: str) -> None:
        """An entry that waits for a person, by its id or its case's."""
        self._window.open("attention")
        if wanted:
            cast("ConflictsPage", self._window.page("attention")).open_entry(wanted)

    def _open_number(self, case_no: str) -> None:
        self._window.open("cases")
        self.cases.open_number(case_no)

    def open_scanned(self, number: str) -> None:
        """A notice was scanned: a case that waits for papers goes on at once, another one is looked at."""

        def found(case: CaseView | None) -> None:
            if case is not None and case.status is CaseStatus.CORRECTING:
                self._supplement(case.case_no)
            else:
                self._window.open("cases")
                self.cases.open_number(number)

        self._tasks.run(lambda: self._hall.cases.by_no(number), done=found, owner=self)

    # -- Ctrl+K ------------------------------------------------------------------------------------

    def _sources(self) -> Sequence[Source]:
        from ui import finding

        return (
            finding.items(self._found_items),
            finding.cases(self._hall.cases, self._tasks, self.open_case),
            finding.commands(self._window.actions_table),
        )

    def _found_items(self, text: str) -> list[CommandHit]:
        """Items of the catalogue; Enter gives one to the visit that is open, or begins a visit with it."""
        from ui.finding import MOST_ITEMS
        from ui.widgets.command_box import CommandHit

        draft = self.intake.desk.draft
        name = draft.applicant.name if draft is not None else ""
        right = self.tr("begin for {name}").format(name=name) if name else ""
        unknown = self.tr("department not published")
        return [
            CommandHit(
                "file-document-outline",
                hit.item.name,
                note=hit.item.department or unknown,
                right=right,
                run=partial(self._begin_item, hit.item),
            )
            for hit in self._hall.catalogue.search(text, MOST_ITEMS)
        ]

    def _begin_item(self, item: ServiceItem) -> None:
        self._window.open("intake")
        if self.intake.desk.draft is None:
            self.intake.desk.next_visit()
        self.intake.desk.choose_item(item)


def _visitor_of(case: CaseView) -> Visitor:
    """The applicant of a case that is being looked at."""
    from ui.pages.consultations.client import Visitor, client_of

    return Visitor(client_of(case.applicant), case.item.code, case.item.name, case.id, case.case_no)


def _visitor(draft: Draft | None, item: ServiceItem | None) -> Visitor | None:
    """Who is at the window, as the lawyers' page wants to know it."""
    if draft is None or draft.applicant.is_empty:
        return None
    from ui.pages.consultations.client import Visitor, client_of

    return Visitor(
        client_of(draft.applicant),
        draft.item_code,
        item.name if item is not None else "",
        draft.id,
        draft.case_no or "",
    )
