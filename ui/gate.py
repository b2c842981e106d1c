"""Who may use the window: signing in, locking by F12 or idleness, unlocking, handing over."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.services.views import ClerkView, SyncState
from ui import messages
from ui.idle import IdleLimits, IdleWatch
from ui.main_window import MainWindow
from ui.widgets.bars import BannerNews

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.pages.sign_in import SignInPage
    from ui.tasks import Tasks


class Purpose(Enum):
    """Why the sign-in page is there."""

    SIGN_IN = "sign_in"
    UNLOCK = "unlock"
    HAND_OVER = "hand_over"


class Gate(QObject):
    """Covers the window with the sign-in page and uncovers it; the session service decides who it is."""

    admitted = Signal(object)  # ClerkView: signed in, or took over
    locked = Signal()

    def __init__(
        self,
        window: MainWindow,
        hall: Hall,
        tasks: Tasks,
        *,
        limits: IdleLimits | None = None,
        serving: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._hall, self._tasks = window, hall, tasks
        self._clerk: ClerkView | None = None
        self._page: SignInPage | None = None
        self.idle = IdleWatch(hall.clock, serving or (lambda: bool(window.strip.ticket)), limits, self)
        self.idle.warned.connect(self._on_warned)
        self.idle.calmed.connect(lambda: window.banner.withdraw("idle"))
        self.idle.expired.connect(self.lock)
        self.idle.signed_out.connect(self._on_signed_out)
        window.ticked.connect(self.idle.tick)
        window.actions_table.acted.connect(lambda _name: self.idle.poke())
        window.actions_table.on("lock", self.lock)
        window.actions_table.on("hand_over", self.hand_over)

    def watch(self) -> None:
        """Count the acts of a person from now on; the window must have been shown."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self.idle)

    @property
    def is_locked(self) -> bool:
        return self._window.is_covered

    def begin(self) -> None:
        """Admit the clerk who is signed in already (a demo hall), else ask."""
        clerk = self._hall.session.current
        if clerk is not None:
            self._admit(clerk)
        else:
            self._ask(Purpose.SIGN_IN)

    def lock(self) -> None:
        """Now: the panels are replaced, the visit is kept, only the ticket is named."""
        if self.is_locked:
            return
        self._window.banner.withdraw("idle")
        self._tasks.run(self._hall.session.lock, owner=self)
        self._ask(Purpose.UNLOCK)
        self.idle.locked()
        self.locked.emit()

    def hand_over(self) -> None:
        """Another clerk takes the window; from the desk this locks first."""
        if not self.is_locked:
            self.lock()
        self._ask(Purpose.HAND_OVER)

    def _the_page(self) -> SignInPage:
        if self._page is None:
            from ui.pages.sign_in import SignInPage

            self._page = SignInPage(self._hall.hall)
            self._page.submitted.connect(self._on_submitted)
            self._page.hand_over_wanted.connect(self.hand_over)
            self._page.back_wanted.connect(self._on_back_wanted)
        return self._page

    def _ask(self, purpose: Purpose) -> None:
        page = self._the_page()
        if not self._window.is_covered:
            self._window.cover(page, self.tr("The window is locked: type the password first."))
        clerk = self._clerk
        page.ask(
            purpose,
            clerk=clerk.name if clerk else "",
            number=clerk.number if clerk else "",
            ticket=self._window.strip.ticket,
            about=self._about_centre(),
        )

    def _about_centre(self) -> str:
        """Who can sign in now, as far as the link to the centre knows."""
        link = self._hall.house.sync
        if link is None:
            return ""
        state = link.status().state
        if state in (SyncState.ONLINE, SyncState.CONNECTING):
            return self.tr("The centre is asked. Without the network who signed in here lately can sign in.")
        return self.tr("Offline: who signed in here with the network lately can sign in.")

    def tell(self, text: str) -> None:
        """Something that must be known while the window is locked."""
        self._the_page().say(text)

    def _on_back_wanted(self) -> None:
        """Esc on the hand-over page: to the lock page, never past it."""
        self._ask(Purpose.UNLOCK if self._clerk is not None else Purpose.SIGN_IN)

    def _on_warned(self, seconds: int) -> None:
        self._window.banner.tell(
            BannerNews(
                "idle",
                90,
                "lock-outline",
                self.tr("Locking in %n seconds", "", seconds),
                self.tr("The visit is kept. Any key keeps the window open."),
            )
        )

    def _on_signed_out(self) -> None:
        self._tasks.run(self._hall.session.sign_out, owner=self)
        self._clerk = None
        self._window.topbar.show_clerk(None)
        self._ask(Purpose.SIGN_IN)

    def _on_submitted(self, purpose: Purpose, number: str, password: str) -> None:
        session = self._hall.session
        asks: dict[Purpose, Callable[[], ClerkView]] = {
            Purpose.SIGN_IN: lambda: session.sign_in(number, password),
            Purpose.UNLOCK: lambda: session.unlock(number, password),
            Purpose.HAND_OVER: lambda: session.hand_over(number, password),
        }
        self._tasks.run(asks[purpose], done=self._admit, failed=self._on_refused, owner=self)

    def _on_refused(self, error: AppError) -> None:
        self._the_page().refused(messages.sentence(error))

    def _admit(self, clerk: ClerkView) -> None:
        if self._page is not None:
            self._page.settled()
        another = self._clerk is None or clerk.id != self._clerk.id
        self._clerk = clerk
        self._window.topbar.show_clerk(clerk)
        if self._window.is_covered:
            self._window.uncover()
        self.idle.unlocked()
        if another:
            self.admitted.emit(clerk)
