"""What the keys of the lawyers' page do: ask the service, say what came of it, print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from app.devices.ports import IdCard
from app.devices.registry import Devices
from app.errors import AppError, Conflict
from app.rules.consultation import BookingAct, BookingStatus, Client, Matter, Outcome
from app.rules.roster import Duty, Lawyer, Seat, seat_of
from app.services.consultations.views import BookingView, CellView, Check, DayClosed, RosterChange
from ui import messages
from ui.pages.consultations import words
from ui.pages.consultations.booking_detail import SLIP, TO_CASE

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.pages.consultations.page import ConsultationsPage
    from ui.tasks import Tasks


PATIENCE_MS: Final = 1500  # for the centre's answer, before a slip says 待确认


class Acting(QObject):
    """One method per act; each is one call of the service on the store's worker."""

    def __init__(
        self, page: ConsultationsPage, hall: Hall, tasks: Tasks, device_tasks: Tasks, devices: Devices
    ) -> None:
        super().__init__(page)
        self._page, self._hall, self._tasks = page, hall, tasks
        self._device_tasks, self._devices = device_tasks, devices
        self._aware: tuple[object, ...] = ()  # the booking whose clash of interests was told
        self._dialog: QFileDialog | None = None
        self._awaited = ""  # the booking the centre is asked about
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.look_for_answer)

    def look_ahead(self) -> None:
        """As the page comes to the front: mornings nobody closed, days that became holidays, seats for when
        the centre is away.
        """
        service = self._hall.consultations

        def call() -> tuple[tuple[DayClosed, ...], tuple[RosterChange, ...]]:
            service.keep_seats()
            return service.roster.close_past_days(), service.roster.look_at_calendar()

        def done(answer: tuple[tuple[DayClosed, ...], tuple[RosterChange, ...]]) -> None:
            for closed in answer[0]:
                self._closed(closed)
            for change in answer[1]:
                self._roster_changed(change)

        self._page.ask(call, done)

    # -- booking -------------------------------------------------------------------------------

    def check(self, client: Client, matter: Matter) -> None:
        """What stands against it, as soon as who, what and where are known."""
        cell = self._page.grid.current
        if cell is None or cell.state != "free":
            return
        seat = cell.seat

        def show(check: Check) -> None:
            now = self._page.grid.current
            if now is not None and now.seat == seat and not self._page.new.is_waiting:
                self._page.new.show_check(check)

        self._page.ask(lambda: self._hall.consultations.check(seat, client, matter), show)

    def book(self, client: Client, matter: Matter) -> None:
        """Enter: book and print; a clash of interests is told first and needs a second Enter."""
        cell = self._page.grid.current
        if cell is None or cell.state != "free":
            self._page.spoke.emit(self.tr("Choose a free place first"))
            self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        seat = cell.seat
        asked = (seat, client, matter)
        aware = self._aware == asked
        self._aware = ()
        self._page.ask(
            lambda: self._hall.consultations.book(seat, client, matter, aware=aware),
            self._booked,
            lambda error: self._not_booked(error, asked),
        )

    def _booked(self, booking: BookingView) -> None:
        self._page.show_day(booking.seat.day, booking.seat)
        self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if booking.status is BookingStatus.TENTATIVE and booking.pending:
            # With the centre there its answer is a moment away: one slip, and the right one.
            self._awaited = booking.id
            self._patience.start()
            self.look_for_answer()
        else:
            self._tell(booking)

    def _tell(self, booking: BookingView) -> None:
        tentative = booking.status is BookingStatus.TENTATIVE
        said = self.tr("{who}: {seat}, to be confirmed") if tentative else self.tr("{who}: {seat} is booked")
        self._page.spoke.emit(
            said.format(who=booking.who, seat=words.seat_words(booking.seat, booking.lawyer))
        )
        self.print_slip(booking.id)

    def look_for_answer(self) -> None:
        """Something changed: perhaps the centre's answer to the last booking has come."""
        if self._awaited:
            id = self._awaited
            self._page.ask(lambda: self._hall.consultations.booking(id), self._answered)

    def _answered(self, booking: BookingView) -> None:
        late = not self._patience.isActive()
        if booking.id != self._awaited or (booking.pending and not late):
            return
        self._awaited = ""
        self._patience.stop()
        if booking.status is BookingStatus.DISPLACED:
            self._page.call_for(booking)
        elif booking.status in (BookingStatus.BOOKED, BookingStatus.TENTATIVE):
            self._tell(booking)

    def _not_booked(self, error: AppError, asked: tuple[object, ...]) -> None:
        if isinstance(error, Conflict) and error.code == "seat-taken":
            self._offer_nearest(error)
            return
        if error.code == "conflict-of-interest":
            self._aware = asked
        self._page.new.warn(words.sentence(error))
        self._page.say(error)

    def _offer_nearest(self, error: Conflict) -> None:
        """The seat went to somebody else: the cursor on the nearest free one, Enter takes it."""
        self._page.say(error)
        near = error.facts.get("nearest")
        if isinstance(near, str) and near:
            seat = seat_of(near)
            self._page.show_day(seat.day, seat)
        else:
            self._page.reload()
        self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_slip(self, slip_no: str) -> None:
        """A slip was scanned: its booking."""

        def show(booking: BookingView | None) -> None:
            if booking is None:
                self._page.spoke.emit(self.tr("No booking with this slip at this window"))
            else:
                self._page.show_detail(booking)

        self._page.ask(lambda: self._hall.consultations.by_slip(slip_no), show)

    def move(self, booking_id: str, seat: Seat) -> None:
        """By Enter or by a drop."""
        asked = (booking_id, seat)
        aware = self._aware == asked
        self._aware = ()

        def failed(error: AppError) -> None:
            if error.code == "conflict-of-interest":
                self._aware = asked
                self._page.grid.set_moving(booking_id)
            self._page.say(error)

        self._page.ask(
            lambda: self._hall.consultations.move(booking_id, seat, aware=aware), self._booked, failed
        )

    def cancel_cell(self, cell: CellView) -> None:
        """Del: done at once, and taken back with Ctrl+Z."""
        if cell.state not in ("booked", "tentative"):
            self._page.spoke.emit(self.tr("There is no booking to cancel here"))
            return
        self.cancel(cell.booking)

    def cancel(self, booking_id: str) -> None:
        def done(booking: BookingView) -> None:
            said = self.tr("{who} is cancelled").format(who=booking.who)
            self._page.undo_offered.emit(said, lambda: self._restore(booking.id))
            self._page.show_day(booking.seat.day, booking.seat)

        self._page.ask(lambda: self._hall.consultations.cancel(booking_id), done)

    def _restore(self, booking_id: str) -> None:
        """Ctrl+Z after a cancellation: the same seat again, if nobody has it by now."""
        self._page.ask(
            lambda: self._hall.consultations.restore(booking_id),
            lambda booking: self._page.show_day(booking.seat.day, booking.seat),
        )

    # -- acts of the right panel ---------------------------------------------------------------

    def on_detail(self, act: str) -> None:
        """A digit in the booking's panel."""
        booking = self._page.detail.booking
        if booking is None:
            return
        service = self._hall.consultations
        match act:
            case BookingAct.MOVE.value:
                self._page.pick(booking.id)
                return
            case BookingAct.CANCEL.value:
                self.cancel(booking.id)
                return
            case BookingAct.ACCEPT_OFFER.value:
                self.accept(booking.id)
                return
            case _ if act == SLIP:
                self.print_slip(booking.id)
                return
            case _ if act == TO_CASE:
                self._page.case_wanted.emit(booking.case_id)
                return
        calls: dict[str, Callable[[str], BookingView]] = {
            BookingAct.CHECK_IN.value: self._check_in,
            BookingAct.START.value: service.start,
            BookingAct.NO_SHOW.value: service.no_show,
            BookingAct.REINSTATE.value: service.reinstate,
            BookingAct.DECLINE_OFFER.value: service.decline_offer,
        }
        self._page.ask(lambda: calls[act](booking.id), self._shown)

    def _check_in(self, booking_id: str) -> BookingView:
        """签到 on the store's worker: with a Y ticket where the queue has the lawyers' business."""
        from app.rules.ticket import TicketClass
        from app.services.queue.views import Person

        service, ticket = self._hall.consultations, ""
        client, begins, ends = service.expected(booking_id)
        business = service.rules.queue_business
        if business:
            person = Person(client.name, client.id_kind, client.id_number, client.phone)
            try:
                taken = self._hall.queue.taking.take(
                    business, kind=TicketClass.BOOKED, person=person, due_from=begins, due_until=ends
                )
                ticket = taken.ticket.number
            except Conflict:
                ticket = ""  # no window calls for the lawyers today: who is here is seen in the grid
        return service.check_in(booking_id, ticket)

    def _shown(self, booking: BookingView) -> None:
        self._page.detail.show_booking(booking)
        said = self.tr("{who}: {state}").format(who=booking.who, state=words.state(booking.status.value))
        self._page.spoke.emit(said)
        self._page.show_day(booking.seat.day, booking.seat)

    def finish(self, outcome: Outcome, note: str) -> None:
        booking = self._page.detail.booking
        if booking is None:
            return

        def done(finished: BookingView) -> None:
            self._shown(finished)
            self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)

        self._page.ask(lambda: self._hall.consultations.finish(booking.id, outcome, note), done)

    def reveal(self) -> None:
        """Alt+V: the whole person while the key is held, which is written down."""
        booking = self._page.detail.booking
        if booking is not None:
            self._page.ask(lambda: self._hall.consultations.reveal(booking.id), self._page.detail.reveal)

    # -- the waiting list ----------------------------------------------------------------------

    def wait(self, client: Client, matter: Matter, lawyer: str, before: time | None) -> None:
        day = self._page.day
        if day is None:
            return

        def done(_: str) -> None:
            said = self.tr("{name} is on the waiting list of {day}")
            self._page.spoke.emit(said.format(name=client.name, day=messages.day(day)))
            self._page.close_side()
            self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.reload()

        self._page.ask(
            lambda: self._hall.consultations.wait(day, client, matter, lawyer=lawyer, before=before), done
        )

    def fill(self, wait_id: str) -> None:
        """补入: onto the free seat under the cursor."""
        cell = self._page.grid.current
        if cell is None or cell.state != "free":
            self._page.spoke.emit(self.tr("Choose a free place first"))
            self._page.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        seat = cell.seat
        asked = (wait_id, seat)
        aware = self._aware == asked
        self._aware = ()

        def failed(error: AppError) -> None:
            if error.code == "conflict-of-interest":
                self._aware = asked
            self._page.say(error)

        self._page.ask(
            lambda: self._hall.consultations.fill(wait_id, seat, aware=aware), self._booked, failed
        )

    def accept(self, booking_id: str) -> None:
        self._page.ask(lambda: self._hall.consultations.accept_offer(booking_id), self._booked)

    def decline(self, booking_id: str) -> None:
        self._page.ask(lambda: self._hall.consultations.decline_offer(booking_id), self._shown)

    def leave(self, wait_id: str) -> None:
        self._page.ask(lambda: self._hall.consultations.leave(wait_id), lambda _: self._page.reload())

    # -- the roster ----------------------------------------------------------------------------

    def toggle_away(self, cell: CellView) -> None:
        """S in the grid: the lawyer is away in this slot, or back."""
        roster = self._hall.consultations.roster
        seat = cell.seat
        call = roster.back if cell.state == "closed" else roster.absent
        self._page.ask(lambda: call(seat.day, seat.lawyer, (seat.begins,)), self._roster_changed)

    def publish(self, lawyers: tuple[str, ...]) -> None:
        day, service = self._page.day, self._hall.consultations
        if day is None:
            return

        def call() -> RosterChange:
            known = service.roster.plan(day)
            duties = {duty.lawyer: duty for duty in known.duties} if known is not None else {}
            rooms = {each.id: each.room for each in service.lawyers()}
            # Who sat there already keeps room and absences.
            listed = [duties.get(id) or Duty(id, rooms.get(id, "")) for id in lawyers]
            return service.roster.save(day, listed)

        self._page.ask(call, self._roster_changed)

    def save_lawyer(self, lawyer: Lawyer) -> None:
        """The details as typed; the roster's panel comes back with them."""

        def done(saved: Lawyer) -> None:
            self._page.spoke.emit(self.tr("Saved: {name}").format(name=saved.name))
            self._page.open_roster()
            self._page.reload()

        self._page.ask(lambda: self._hall.consultations.roster.save_lawyer(lawyer), done)

    def absent(self, lawyer: str) -> None:
        self._on_day(lambda day: self._hall.consultations.roster.absent(day, lawyer))

    def back_again(self, lawyer: str) -> None:
        self._on_day(lambda day: self._hall.consultations.roster.back(day, lawyer))

    def substitute(self, lawyer: str, by: str) -> None:
        self._on_day(lambda day: self._hall.consultations.roster.substitute(day, lawyer, by))

    def call_off(self, reason: str) -> None:
        self._on_day(lambda day: self._hall.consultations.roster.call_off(day, reason))

    def _on_day(self, call: Callable[..., RosterChange]) -> None:
        day = self._page.day
        if day is not None:
            self._page.ask(lambda: call(day), self._roster_changed)

    def _roster_changed(self, change: RosterChange) -> None:
        parts = []
        if change.lost:
            parts.append(self.tr("%n people to call: they are listed at the right", "", len(change.lost)))
        if change.moved:
            parts.append(self.tr("%n people sit with the stand-in", "", len(change.moved)))
        if change.clashing:
            names = "、".join(line.who for line in change.clashing)
            parts.append(self.tr("The stand-in has advised the other side of {names}").format(names=names))
        said = " · ".join(parts) or self.tr("The roster is changed; nobody loses a place")
        self._page.spoke.emit(said)
        self._page.roster.tell(said)
        self._page.reload()

    def close_day(self) -> None:
        """The morning is over: nobody on it is forgotten."""
        day = self._page.day
        if day is None:
            return

        self._page.ask(lambda: self._hall.consultations.roster.close_day(day), self._closed)

    def _closed(self, closed: DayClosed) -> None:
        said = self.tr("{missed} did not come, {carried} go over to {next}, {unserved} to be called")
        on = messages.day(closed.next_day) if closed.next_day else "—"
        self._page.spoke.emit(
            said.format(missed=closed.no_shows, carried=closed.carried, unserved=closed.unserved, next=on)
        )
        self._page.reload()

    # -- paper ---------------------------------------------------------------------------------

    def print_slip(self, booking_id: str) -> None:
        """The slip of a booking; a printer in trouble undoes nothing."""
        title, service = self.tr("Consultation slip"), self._hall.consultations
        self._page.ask(
            lambda: service.papers.slip(booking_id, service.rules.slip),
            lambda pdf: self._print(pdf, title),
        )

    def print_roster(self) -> None:
        """Ctrl+P: each lawyer's sheet of this morning."""
        day = self._page.day
        if day is not None:
            title = self.tr("Lawyers' roster")
            self._page.ask(
                lambda: self._hall.consultations.papers.roster(day), lambda pdf: self._print(pdf, title)
            )

    def _print(self, pdf: bytes, title: str) -> None:
        self._device_tasks.run(
            lambda: self._devices.printer.print_pdf(pdf, title=title),
            done=lambda _: self._page.spoke.emit(self.tr("Printed: {title}").format(title=title)),
            failed=self._page.say,
            owner=self,
        )

    def open_report(self) -> None:
        """The year in figures."""
        self._page.ask(self._hall.consultations.reports.year, self._page.show_report)

    def export(self) -> None:
        """Ctrl+E: the morning for a calendar program; the figures, when they are shown, for a spreadsheet."""
        day, report = self._page.day, self._page.report.report if self._page.shows_report else None
        if report is not None:
            name, suffix = str(report.first.year), "xlsx"
            filters = ["Excel (*.xlsx)", "CSV (*.csv)"]
        elif day is not None:
            name, suffix, filters = day.isoformat(), "ics", ["iCalendar (*.ics)"]
        else:
            return
        dialog = QFileDialog(self._page, self.tr("Save as a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilters(filters)
        dialog.selectFile(f"{name}.{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        self._dialog = dialog
        dialog.open()

    def save(self, path: Path) -> None:
        """What is shown, into a file whose ending says how."""
        day, report = self._page.day, self._page.report.report if self._page.shows_report else None
        service = self._hall.consultations

        def call() -> None:
            if report is not None:
                service.reports.save(report, path)
            elif day is not None:
                path.write_bytes(service.papers.calendar(day))

        self._page.ask(call, lambda _: self._page.spoke.emit(self.tr("Saved: {name}").format(name=path.name)))

    # -- the card ------------------------------------------------------------------------------

    def read_card(self) -> None:
        """F5: whoever's card lies there; known here with a phone or not."""
        self._device_tasks.run(
            self._devices.card_reader.read, done=self._on_card, failed=self._page.say, owner=self
        )

    def _on_card(self, card: IdCard) -> None:
        def known(line: object) -> None:
            party = getattr(line, "party", None)
            phone = party.phone if party is not None else ""
            self._page.new.take_client(
                Client(card.name, phone, id_kind=card.id_kind, id_number=card.id_number)
            )
            self._page.grid.set_chooser(card.name)

        self._page.ask(lambda: self._hall.parties.known(card.id_kind, card.id_number), known)
