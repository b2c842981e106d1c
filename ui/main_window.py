"""The main window: five fixed bands, the workspace between them, and what concerns the whole window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.clock import Clock
from app.devices.scan_codes import Scan, ScanKind
from app.errors import AppError
from app.services.views import HallView, SyncView
from ui import messages, theme
from ui.actions import Actions, Blocked
from ui.key_table import WORKSPACES
from ui.problems import ProblemReport, Unforeseen
from ui.widgets.bars import Banner, TroubleBar, UndoBar
from ui.widgets.footer import Footer
from ui.widgets.panel import PanelWalker
from ui.widgets.queue_strip import QueueStrip
from ui.widgets.rail import Rail
from ui.widgets.topbar import TopBar
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from ui.widgets.command_box import CommandBox, Source

Factory = Callable[[], Workspace]
LOCKED_KEYS = frozenset({"hand_over", "full_screen", "back"})


class MainWindow(QMainWindow):
    """Bands around a stack of workspaces; whoever builds it adds pages, sources and handlers.

    `add_workspace(name, factory)` makes a page when it is first opened; `add_view(name, page)` adds a full
    view with no place on the rail (receipts, what is waiting). Nothing here talks to a service.
    """

    closing = Signal()
    opened = Signal(str)  # workspace or view now in front
    narrowed = Signal(bool)
    ticked = Signal()  # once a second
    case_scanned = Signal(str)  # a case number no page took
    ticket_scanned = Signal(str)  # what stands in a visitor's slip, behind its T:

    def __init__(
        self,
        hall: HallView,
        clock: Clock,
        actions_of: Callable[[QWidget], Actions] = Actions,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._factories: dict[str, Factory] = {}
        self._pages: dict[str, Workspace] = {}
        self._open = ""
        self._before = ""
        self._focus_before: QWidget | None = None
        self._may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(self.tr("Window Clerk"))
        self.actions_table = actions_of(self)
        self.topbar = TopBar(hall)
        self.strip = QueueStrip(self.actions_table)
        self.rail = Rail(self.actions_table)
        self.banner = Banner()
        self._hall = hall
        self.footer = Footer(self._standing(""))
        self.pages = QStackedWidget()
        self._whole = QStackedWidget()
        self._desk = QWidget()
        self._desk.setObjectName("canvas")
        self._arrange()
        self.undo = UndoBar(self._desk, key=self.actions_table["undo"].keys)
        self.trouble = TroubleBar(self._desk)
        self._box: CommandBox | None = None
        self._sources: Callable[[], Sequence[Source]] = tuple
        self._walker = PanelWalker(QApplication.instance(), self, self.banner)  # type: ignore[arg-type]
        self._connect()
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        self._on_tick()

    def show_version(self, version: str) -> None:
        """Which version this is, at the right of the footer."""
        self.footer.show_standing(self._standing(version))

    def _standing(self, version: str) -> str:
        parts = [self.tr("Data is stored encrypted on this machine"), self._hall.counter]
        if self._hall.demo:
            parts.insert(0, self.tr("Demo hall: sample data only"))
        return " · ".join([*parts, f"v{version}"] if version else parts)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for widget in (self.topbar, self.banner, self.strip):
            right.addWidget(widget)
        right.addWidget(self.pages, 1)
        right.addWidget(self.footer)
        across = QHBoxLayout(self._desk)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self._whole.addWidget(self._desk)
        self.setCentralWidget(self._whole)
        # The order of Tab is the order of reading; the rail and the top bar have keys of their own.
        self.setTabOrder(self.banner, self.strip)
        self.setTabOrder(self.strip, self.pages)

    def _connect(self) -> None:
        on = self.actions_table.on
        for name, *_ in WORKSPACES:
            on(f"go_{name}", partial(self.open, name))
        on("settings", partial(self.open, "settings"))
        on("next_panel", partial(self._walk, 1))
        on("previous_panel", partial(self._walk, -1))
        on("full_screen", self._toggle_full_screen)
        on("find_anything", self.find_anything)
        on("undo", self._on_undo, guard=self._nothing_to_undo)
        on("back", self._on_back)
        for view in ("pending", "attention"):
            on(view, partial(self.open, view))
        self.actions_table.refused.connect(lambda _name, reason: self.say(reason, "warn"))
        self.actions_table.acted.connect(self._on_acted)
        self.rail.chosen.connect(self.open)
        self.topbar.search_wanted.connect(self.actions_table["find_anything"].trigger)
        self.banner.vacated.connect(self._back_to_page)
        self.footer.keys.pressed.connect(lambda name: self.actions_table[name].trigger())

    # -- pages -----------------------------------------------------------------------------------

    def add_workspace(self, name: str, factory: Factory) -> None:
        """A page of the rail, made when it is first opened."""
        self._factories[name] = factory

    def add_view(self, name: str, page: Workspace) -> None:
        """A page that is there at once."""
        self._pages[name] = page
        self.pages.addWidget(page)

    def page(self, name: str) -> Workspace:
        """The page of a workspace; made now if nobody opened it yet."""
        if name not in self._pages:
            self.add_view(name, self._factories[name]())
            self._pages[name].set_narrow(self.is_narrow)
        return self._pages[name]

    def exchange(self, name: str, page: Workspace) -> None:
        """Another page under the same name; in front, with the focus, where the former one was."""
        former = self._pages.pop(name)
        self.add_view(name, page)
        page.set_narrow(self.is_narrow)
        if self._open == name:
            self.pages.setCurrentWidget(page)
            if not self.is_covered:
                page.begin()
            self.refresh_keys()
        self.pages.removeWidget(former)
        former.deleteLater()

    @property
    def open_page(self) -> str:
        return self._open

    def open(self, name: str) -> None:
        """Bring a workspace to the front and the focus into it."""
        page = self.page(name)
        if name != self._open:
            self._before, self._open = self._open, name
        self.pages.setCurrentWidget(page)
        self.rail.show_open(name)
        page.begin()
        self.refresh_keys()
        self.opened.emit(name)

    def refresh_keys(self) -> None:
        """The footer shows the keys that work now."""
        self.footer.show_actions(self.actions_table.footer())

    # -- what the whole window says ----------------------------------------------------------------

    def say(self, text: str, state: str = "") -> None:
        """One line in the footer, read out by a screen reader."""
        self.footer.say(text, state)

    def show_trouble(self, error: AppError) -> None:
        """The sentence of an error nobody nearer could show; a bug is in its own bar already."""
        if not isinstance(error, Unforeseen):
            self.say(messages.sentence(error), "warn")

    def show_problem(self, report: ProblemReport) -> None:
        """A bug: the window stays, the number is for the technician."""
        self.trouble.tell(messages.sentence(Unforeseen("unforeseen", id=report.id, kind=report.kind)))
        self._place_bars()

    def show_sync(self, sync: SyncView) -> None:
        self.topbar.show_sync(sync, self._clock.now())

    def offer_undo(self, text: str, undo: Callable[[], object]) -> None:
        """Eight seconds to take back what was just done (Ctrl+Z, also later while the page has more)."""
        self.undo.offer(text, undo)
        self._place_bars()

    def finds(self, sources: Callable[[], Sequence[Source]]) -> None:
        """What Ctrl+K looks through; made when it is first opened."""
        self._sources = sources

    @property
    def command_box(self) -> CommandBox:
        """The box of Ctrl+K; the start of the program does not wait for it."""
        if self._box is None:
            from ui.widgets.command_box import CommandBox

            self._box = CommandBox(self._desk)
            self._box.set_sources(self._sources())
        return self._box

    def find_anything(self) -> None:
        """Ctrl+K: the box opens where the command field is."""
        if self.command_box.is_open:
            self.command_box.close_box()
            return
        field = self.topbar.search
        corner = field.mapTo(self._desk, field.rect().bottomLeft())
        wide = min(theme.px("size.command.width"), self._desk.width() - corner.x() - theme.px(16))
        top = corner.y() + theme.px(4)
        room = self._desk.height() - top - self.footer.height() - theme.px(8)
        focus = QApplication.focusWidget()
        self.command_box.open_over(focus, QRect(corner.x(), top, wide, room))

    def scanned(self, scan: Scan) -> None:
        """A code was read: the page in front gets it, else the intake desk, else it is said what it was."""
        if self.is_covered:
            return
        for name in dict.fromkeys((self._open, "intake")):
            page = self._pages.get(name)
            if page is not None and page.scanned(scan):
                return
        if scan.kind is ScanKind.UNREADABLE:
            self.say(self.tr("The code was read, but its check character is wrong: scan again."), "warn")
        elif scan.kind is ScanKind.CASE:
            self.case_scanned.emit(scan.value)
        elif scan.kind is ScanKind.TICKET:
            self.ticket_scanned.emit(scan.value)
        else:
            unknown = self.tr("A code was scanned that nothing here uses: {value}")
            self.say(unknown.format(value=scan.value[:40]), "warn")

    # -- locking -----------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        return self._whole.currentWidget() is not self._desk

    def cover(self, page: QWidget, reason: str) -> None:
        """Replace all bands by another page; only the keys of locking act."""
        if self._box is not None and self._box.is_open:
            self._box.close_box()
        self.undo.dismiss()
        self._focus_before = QApplication.focusWidget()
        if self._whole.indexOf(page) < 0:
            self._whole.addWidget(page)
        # Covered first: whatever a page does about it, nobody reads the desk any more.
        self._whole.setCurrentWidget(page)
        self.actions_table.restrict(LOCKED_KEYS, reason)
        for open_page in self._pages.values():
            open_page.hide_person()

    def uncover(self) -> None:
        """The bands come back as they were, with the focus where it was."""
        self.actions_table.restrict(None)
        self._whole.setCurrentWidget(self._desk)
        before, self._focus_before = self._focus_before, None
        if (
            before is not None
            and shiboken6.isValid(before)
            and self._desk.isAncestorOf(before)
            and before.isVisible()
        ):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._open:
            self.page(self._open).begin()
        self.refresh_keys()

    def on_close(self, may_close: Callable[[], bool]) -> None:
        """Ask this before the window goes."""
        self._may_close = may_close

    # -- events ------------------------------------------------------------------------------------

    def _walk(self, step: int) -> None:
        if not self._walker.walk(step):
            self.say(self.tr("There is no other panel here."))

    def _back_to_page(self) -> None:
        """The banner went while it had the focus: on where the work was, not wherever Qt finds something."""
        page = self._pages.get(self._open)
        inside = page.focusWidget() if page is not None else None
        if inside is not None and inside.isVisible():
            inside.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None:
            page.begin()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _nothing_to_undo(self) -> Blocked | None:
        return None if self.undo.is_open else Blocked(self.tr("There is nothing to undo."))

    def _on_undo(self) -> None:
        self.undo.undo()

    def _on_back(self) -> None:
        if self.trouble.isVisible():
            self.trouble.hide()
            return
        page = self._pages.get(self._open)
        if page is not None and page.back():
            return
        if self._before and self._open not in (name for name, *_ in WORKSPACES):
            self.open(self._before)
            return
        self.say(self.tr("There is nothing to go back from."))

    def _on_acted(self, _name: str) -> None:
        self.refresh_keys()

    def _on_tick(self) -> None:
        now: datetime = self._clock.now()
        self.topbar.show_time(now)
        self.strip.show_time(now)
        self.ticked.emit()

    @property
    def is_narrow(self) -> bool:
        """Below 1366 design pixels the left column is a drawer."""
        return self.width() * 100 / theme.look().scale < theme.COMPACT_WIDTH

    def restyle(self) -> None:
        """Take the sizes of the look now applied."""
        for band in (self.rail, self.topbar, self.banner, self.strip, self.footer):
            band.restyle()
        self._place_bars()

    def _place_bars(self) -> None:
        """Over the bottom right of the work area, where the least is covered."""
        edge = theme.px("size.gutter") + theme.px(8)
        bottom = self._desk.height() - self.footer.height() - edge
        wide = min(theme.px(348), self._desk.width() - self.rail.width() - 2 * edge)
        left = self._desk.width() - wide - edge
        for bar in (self.undo, self.trouble):
            if bar.isHidden():
                continue
            high = bar.heightForWidth(wide) if bar is self.trouble else bar.height()
            high = max(high, bar.sizeHint().height()) if bar is self.trouble else high
            bar.setGeometry(left, bottom - high, wide, high)
            bottom -= high + edge

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = theme.compact_for(event.size(), theme.look().scale)
        app = QApplication.instance()
        if compact != theme.look().compact and isinstance(app, QApplication):
            theme.apply(app, theme.look().name, theme.look().scale, compact=compact)
            self.restyle()
        for page in self._pages.values():
            page.set_narrow(self.is_narrow)
        self.narrowed.emit(self.is_narrow)
        self._place_bars()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_bars()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc comes here when nothing that has the focus wanted it."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.actions_table["back"].trigger()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._tick.stop()
        self.closing.emit()
        super().closeEvent(event)
