"""Calling at the desk: the strip, its keys, what a called person brings to the visit, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, QTimer

from app.errors import AppError
from app.records import dataclass
from app.rules.catalogue import ServiceItem
from app.rules.ticket import Ticket, TicketClass, TicketState, parse_slip_code
from app.services.changes import Changes, Subject
from app.services.queue.service import MISS_REASONS
from app.services.queue.views import Kept, Mode, StripView
from app.services.views import PartyLine
from ui import messages
from ui.actions import Blocked
from ui.bridge import HallSignals
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.ticket_words import STATES as TICKET_STATES
from ui.widgets.pick_box import Pick, PickBox

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.pages.intake.page import IntakePage


REFILL_MS: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Seated:
    """Who came to the window, and what is known of him."""

    kept: Kept
    known: PartyLine | None
    item: ServiceItem | None


class Calling(QObject):
    """Between the queue and the desk; a window whose hall gives out no numbers works as before."""

    def __init__(
        self,
        window: MainWindow,
        hall: Hall,
        tasks: Tasks,
        signals: HallSignals,
        intake: Callable[[], IntakePage],
    ) -> None:
        super().__init__(window)
        self._window, self._hall, self._tasks, self._intake = window, hall, tasks, intake
        self._view: StripView | None = None
        self._box: PickBox | None = None
        self._busy = False
        self._just_called = False
        self._opened = False
        window.strip.arrived.connect(self.arrive)
        signals.changed.connect(self._on_changed)
        on = window.actions_table.on
        on("recall", self.recall, guard=self._needs_call)
        on("missed", self.ask_missed, guard=self._needs_call)
        on("transfer", self.ask_transfer, guard=self._needs_somebody)
        on("hold_ticket", self.hold, guard=self._needs_somebody)
        on("pause", self.pause, guard=self._needs_queue)
        on("call_number", self.ask_number, guard=self._needs_queue)
        window.closing.connect(self._close_down)
        window.ticket_scanned.connect(self.slip_scanned)
        timer = QTimer(self, interval=REFILL_MS)
        timer.timeout.connect(self._refill)
        timer.start()
        tasks.run(self._begin_day, done=self._on_begun, failed=self._on_trouble, owner=self)

    def _begin_day(self) -> StripView:
        self._hall.queue.sweep()
        return self._hall.queue.strip()

    def _on_begun(self, view: StripView) -> None:
        self._show(view)

    def _open(self) -> None:
        """The hall learns that this window is open, once its centre is there; the reserve is filled."""
        if self._opened or self._view is None or self._view.mode is not Mode.ONLINE:
            return
        if self._hall.session.current is None:
            return
        self._opened = True
        self._tasks.run(self._open_window, failed=self._on_trouble, owner=self)

    def _open_window(self) -> None:
        if not self._hall.queue.strip().paused:
            self._hall.queue.set_state("open")
        self._hall.queue.refill()

    def _refill(self) -> None:
        if self._opened:
            self._tasks.run(self._hall.queue.refill, failed=self._on_trouble, owner=self)

    def _close_down(self) -> None:
        """Nobody waits for a window that is closed: its reserve goes back."""
        if self._opened:
            self._tasks.run(self._close_window)

    def _close_window(self) -> None:
        self._hall.queue.release_all()
        if self._hall.session.current is not None and not self._hall.session.locked:
            self._hall.queue.set_state("closed")

    # -- what the strip shows ------------------------------------------------------------------------

    @property
    def view(self) -> StripView | None:
        return self._view

    @property
    def has_queue(self) -> bool:
        """Whether numbers are given out here at all."""
        return self._view is not None and (self._view.known or self._view.mode is Mode.ONLINE)

    def refresh(self) -> None:
        self._tasks.run(self._hall.queue.strip, done=self._show, failed=self._on_trouble, owner=self)

    def _on_changed(self, changes: Changes) -> None:
        if Subject.QUEUE in changes or Subject.SYNC in changes:
            self.refresh()

    def _show(self, view: StripView) -> None:
        self._view = view
        self._open()
        strip = self._window.strip
        if not self.has_queue:
            return
        strip.show_waiting(self._waiting(view), [self._tag(each) for each in view.following])
        current = view.current
        called = current is not None and current.state is TicketState.CALLED
        if current is not None and called:
            what = self.tr("Calling {n}/{limit}").format(n=current.calls, limit=view.recall_limit)
            since = current.last_call_at or current.taken_at
            strip.show_call(current.number, view.person.name, since, what)
            if self._just_called:
                # Only after the clerk's own F2: the network never moves the focus.
                self._just_called = False
                strip.arrive.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._intake().desk.draft is None:
            if current is not None:
                since = current.arrived_at or current.last_call_at or current.taken_at
                strip.show_visit(view.person.name, since, current.number)
            else:
                strip.show_idle()
        able = {"pause", "call_number"}
        if called:
            able |= {"recall", "missed"}
        if current is not None:
            able |= {"transfer"}
        names = {"next": self.tr("Call the next")}
        if view.paused:
            names["pause"] = self.tr("Resume")
        strip.show_calls(frozenset(able), names)
        self._window.refresh_keys()

    def _waiting(self, view: StripView) -> str:
        if view.paused:
            return self.tr("On a break · %n waiting", "", view.waiting)
        told = self.tr("%n waiting", "", view.waiting)
        if view.waiting:
            told += " · " + self.tr("longest {minutes} min").format(minutes=view.longest_min)
        if view.mode is Mode.OFFLINE:
            told += " · " + self.tr("%n reserved", "", view.reserve)
        return told

    def _tag(self, ticket: Ticket) -> str:
        word = self.tr("moved") if ticket.transferred else ""
        if ticket.kind is TicketClass.BOOKED:
            word = self.tr("booked")
        elif ticket.kind is TicketClass.PRIORITY:
            word = self.tr("first")
        return f"{ticket.number} {word}".strip()

    # -- guards --------------------------------------------------------------------------------------

    def _needs_queue(self) -> Blocked | None:
        if self.has_queue:
            return None
        return Blocked(self.tr("No ticket machine is connected: serve whoever comes with F2."))

    def _needs_somebody(self) -> Blocked | None:
        blocked = self._needs_queue()
        if blocked is None and (self._view is None or self._view.current is None):
            return Blocked(self.tr("Nobody with a number is at this window. Call the next one: F2."))
        return blocked

    def _needs_call(self) -> Blocked | None:
        blocked = self._needs_somebody()
        current = self._view.current if self._view is not None else None
        if blocked is None and current is not None and current.state is not TicketState.CALLED:
            return Blocked(self.tr("{number} is at the window already.").format(number=current.number))
        return blocked

    # -- calling -------------------------------------------------------------------------------------

    def next(self) -> None:
        """F2: the next number; where nobody waits with one, whoever stands there."""
        if not self.has_queue:
            self._walk_in()
            return
        if self._busy:
            return  # the first press is still on its way: nobody is called twice
        current = self._view.current if self._view is not None else None
        if current is not None and current.state is TicketState.CALLED:
            told = self.tr(
                "{number} is called and may still come. At the window: Enter. Missed: Alt+G. Again: F3."
            )
            self._window.say(told.format(number=current.number), "warn")
            self._window.strip.arrive.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ask(self._hall.queue.call_next, self._on_called)

    def _on_called(self, kept: Kept | None) -> None:
        if kept is None:
            self._window.say(self.tr("Nobody waits with a number: a walk-in."))
            self._walk_in()
            return
        self._put_visit_aside()
        self._just_called = True
        self._offer_undo(self.tr("{number} called").format(number=kept.ticket.number))
        self.refresh()

    def _walk_in(self) -> None:
        self._window.open("intake")
        desk = self._intake().desk
        if desk.draft is not None and desk.draft.ticket is not None:
            desk.drop_empty()  # a number nobody told anything about is not the next person's
        desk.next_visit()

    def _put_visit_aside(self) -> None:
        """The visit in hand stays on disk; the next person finds an empty desk."""
        self._window.open("intake")
        desk = self._intake().desk
        if desk.draft is not None and not desk.drop_empty():
            desk.hold()

    def arrive(self) -> None:
        """到窗: the clock starts, and the person is on the desk."""

        def seated() -> _Seated:
            kept = self._hall.queue.arrive()
            person = kept.person
            known = self._hall.parties.known(person.id_kind, person.id_number) if person.id_number else None
            item = self._hall.catalogue.item(kept.ticket.item) if kept.ticket.item else None
            return _Seated(kept, known, item)

        self._ask(seated, self._on_seated)

    def _on_seated(self, seated: _Seated) -> None:
        self._window.open("intake")
        self._window.undo.dismiss()
        party = seated.kept.person.party()
        self._intake().desk.serve(seated.kept.ticket.number, party, seated.known, seated.item)
        self.refresh()

    def recall(self) -> None:
        self._ask(self._hall.queue.recall, lambda _: self.refresh())

    def hold(self) -> None:
        """Put aside: Alt+N with its number, and it goes on."""

        def held(ticket: Ticket) -> None:
            self._put_visit_aside()
            self._offer_undo(self.tr("{number} put aside").format(number=ticket.number))
            self.refresh()

        self._ask(self._hall.queue.hold, held)

    def pause(self) -> None:
        def told(paused: bool) -> None:
            self._window.say(
                self.tr("The window is on a break.") if paused else self.tr("The window is open.")
            )
            self.refresh()

        self._ask(self._hall.queue.toggle_pause, told)

    def decided(self, number: str | None) -> None:
        """The case of a ticket was decided: the ticket is finished with it."""
        view = self._view
        current = view.current if view is not None else None
        if current is None or number is None or current.number != number:
            return
        if current.state is TicketState.SERVING:
            self._ask(partial(self._hall.queue.finish, current.id), lambda _: self.refresh())

    # -- with a question -----------------------------------------------------------------------------

    def ask_missed(self) -> None:
        words = (
            self.tr("Nobody came"), self.tr("Went away"), self.tr("Another business"),
            self.tr("Papers are missing"), self.tr("Something else"),
        )  # fmt: skip
        picks = [
            Pick(word, partial(self._miss, reason)) for word, reason in zip(words, MISS_REASONS, strict=True)
        ]
        self._question(self.tr("Why missed? Enter: nobody came"), picks)

    def _miss(self, reason: str) -> None:
        def missed(ticket: Ticket) -> None:
            self._offer_undo(self.tr("{number} missed").format(number=ticket.number))
            self.refresh()

        self._ask(partial(self._hall.queue.miss, reason), missed)

    def ask_transfer(self) -> None:
        self._ask(self._places, self._choose_place)

    def _places(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        queue = self._hall.queue
        businesses = [(each.letter, each.name) for each in queue.rules.businesses]
        windows = [(each.no, "".join(each.serves)) for each in queue.reader.counters() if each.no != queue.no]
        return businesses, windows

    def _choose_place(self, places: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
        businesses, windows = places
        listed = "  ".join(f"{letter} {name}" for letter, name in businesses)
        numbers = self.tr("Windows {numbers}").format(numbers="、".join(no for no, _ in windows))
        title = self.tr("Transfer to a business (letter) or window (number)")
        self._question("\n".join((title, listed, numbers)), (), typed=self._transfer, hint="B / 5")

    def _transfer(self, text: str) -> None:
        letter = text.strip().upper()
        target = {"business": letter} if letter.isascii() and letter.isalpha() else {"counter": text.strip()}

        def moved(ticket: Ticket) -> None:
            self._put_visit_aside()
            to = ticket.wanted or ticket.business
            self._offer_undo(self.tr("{number} transferred to {to}").format(number=ticket.number, to=to))
            self.refresh()

        self._ask(partial(self._hall.queue.transfer, **target), moved)

    def ask_number(self) -> None:
        held = self._view.held if self._view is not None else ()
        title = self.tr("Which number? Waiting, missed or put aside")
        if held:
            title += "\n" + self.tr("Put aside: {numbers}").format(
                numbers="、".join(each.number for each in held)
            )
        self._question(title, (), typed=self._call_number)

    def _call_number(self, text: str) -> None:
        queue = self._hall.queue

        def called() -> tuple[Kept, bool]:
            found = queue.find(text)
            if found.ticket.state is TicketState.HELD and found.ticket.counter == queue.no:
                return queue.resume(text), True
            return queue.call_number(text), False

        def done(result: tuple[Kept, bool]) -> None:
            kept, resumed = result
            if resumed:
                self._on_seated(_Seated(kept, None, None))
            else:
                self._on_called(kept)

        self._ask(called, done)

    def slip_scanned(self, code: str) -> None:
        """A visitor shows a slip: of today, it is called here if the window is free, else looked at."""
        found = parse_slip_code(code)
        if found is None:
            self._window.say(self.tr("This is no slip of a number: {code}").format(code=code[:20]), "warn")
            return
        day, number = found
        if day != self._hall.house.today():
            told = self.tr("{number} is of {day}: please take a new number.")
            self._window.say(told.format(number=number, day=messages.day(day)), "warn")
            return
        view = self._view
        if view is not None and view.current is None and not view.paused:
            self._call_number(str(number))
            return
        self._ask(lambda: self._hall.queue.find(str(number)), self._say_ticket)

    def _say_ticket(self, kept: Kept) -> None:
        ticket = kept.ticket
        state = TICKET_STATES[ticket.state]
        words = QCoreApplication.translate("QueueLines", state)
        where = self.tr("window {counter}").format(counter=ticket.counter) if ticket.counter else ""
        self._window.say(" · ".join(filter(None, (ticket.number, words, where))))

    def _question(
        self,
        title: str,
        picks: Sequence[Pick],
        typed: Callable[[str], object] | None = None,
        hint: str = "A037",
    ) -> None:
        strip = self._window.strip
        if self._box is None:
            self._box = PickBox(strip.window())
        corner = strip.mapTo(strip.window(), QPoint(strip.height() * 2, strip.height() + 4))
        self._box.ask(title, picks, corner, typed=typed, hint=hint)

    # -- taking back ---------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        return self._hall.queue.undoable is not None and self._window.undo.is_open

    def undo(self) -> None:
        """The last act, with every time it had."""

        def undone(ticket: Ticket) -> None:
            self._window.undo.dismiss()
            self._window.say(self.tr("Taken back: {number}").format(number=ticket.number))
            self.refresh()

        self._ask(self._hall.queue.undo, undone)

    def _offer_undo(self, text: str) -> None:
        self._window.offer_undo(text, self.undo)

    # -- asking --------------------------------------------------------------------------------------

    def _ask(self, call: Callable[[], object], done: Callable[..., object]) -> None:
        if self._busy:
            return
        self._busy = True

        def answered(result: object) -> None:
            self._busy = False
            done(result)

        self._tasks.run(call, done=answered, failed=self._on_refused, owner=self)

    def _on_refused(self, error: AppError) -> None:
        self._busy = False
        self._window.say(messages.sentence(error), "warn")
        self.refresh()

    def _on_trouble(self, error: AppError) -> None:
        self._window.show_trouble(error)
