"""律师 (Alt+6, Ctrl+L): Wednesdays at the left, the morning's grid, booking and waiting list at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.clock import hall_day
from app.devices.registry import Devices
from app.devices.scan_codes import Scan, ScanKind
from app.errors import AppError
from app.rules.roster import Lawyer, Seat
from app.services.changes import Changes, Subject
from app.services.consultations.report import Report
from app.services.consultations.views import BookingView, CellView, DayLine, GridView
from ui import messages, theme
from ui.actions import Actions, Blocked
from ui.bridge import HallSignals
from ui.pages.consultations import words
from ui.pages.consultations.acting import Acting
from ui.pages.consultations.booking_detail import BookingDetail
from ui.pages.consultations.client import Visitor
from ui.pages.consultations.columns import DaysColumn, Scrolled
from ui.pages.consultations.lawyer_form import LawyerForm
from ui.pages.consultations.new_booking import NewBooking
from ui.pages.consultations.report_view import ReportView
from ui.pages.consultations.roster_tools import RosterTools
from ui.pages.consultations.slot_grid import SlotGrid
from ui.pages.consultations.wait_panel import WaitPanel
from ui.widgets.keys import KeyCap
from ui.widgets.labels import RoleLabel
from ui.widgets.panel import Panel
from ui.widgets.states import EmptyState, ErrorState, SkeletonRows
from ui.widgets.workspace import Workspace

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks

T = TypeVar("T")
LEFT, LEFT_COMPACT = 300, 200
RIGHT, RIGHT_COMPACT = 392, 306


class ConsultationsPage(Workspace):
    """Shows a morning and what is chosen in it; `acting` asks the service and prints."""

    spoke = Signal(str)
    trouble = Signal(object)
    undo_offered = Signal(str, object)  # sentence, what undoes it
    case_wanted = Signal(str)  # case id
    left = Signal()  # Esc with nothing open: back to the desk

    def __init__(
        self,
        hall: Hall,
        tasks: Tasks,
        device_tasks: Tasks,
        devices: Devices,
        signals: HallSignals,
        actions: Actions,
    ) -> None:
        super().__init__()
        self._hall, self._tasks, self._actions = hall, tasks, actions
        self._visitor: Visitor | None = None
        self._day: date | None = None
        self._wanted: Seat | None = None  # where the cursor goes when the grid comes
        self._started = False
        keys = {action.spec.id: action.keys for action in actions}
        self._left, self.grid = DaysColumn(), SlotGrid()
        self.days = self._left.days
        self.new, self.detail = NewBooking(keys), BookingDetail()
        self.roster, self.form, self.waiting = RosterTools(), LawyerForm(), WaitPanel()
        self.acting = Acting(self, hall, tasks, device_tasks, devices)
        self._lay_out(keys)
        self._connect(signals)
        self._register_keys()

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self, keys: dict[str, str]) -> None:
        self._grid_panel = Panel(" ", "scale-balance", pad=False)
        for key, text in (
            ("↑↓←→", self.tr("choose")),
            ("Enter", self.tr("book")),
            ("M", self.tr("move")),
            ("Del", self.tr("cancel")),
            (keys["print"], self.tr("print the roster")),
        ):
            self._grid_panel.add_to_head(KeyCap(key))
            self._grid_panel.add_to_head(RoleLabel(text, "small"))
        self._wait_rows = SkeletonRows(6)
        self._nothing = EmptyState(self.tr("No roster"), icon="calendar-blank-outline")
        self._make = self._nothing.add_act(self.tr("Make the roster"), "", self.open_roster)
        self._error = ErrorState("")
        self._middle = QStackedWidget()
        self.report = ReportView()
        for widget in (self.grid, self._nothing, self._error, self._wait_rows, self.report):
            self._middle.addWidget(widget)
        self._grid_panel.body.addWidget(self._middle, 1)
        self._grid_panel.set_first_focus(self.grid)
        self._side_panel = Panel(self.tr("New booking"), "calendar-plus")
        self._side_panel.add_to_head(KeyCap(keys["book_lawyer"]))
        self._side = QStackedWidget()
        for part in (self.new, self.detail, self.roster, self.form):
            self._side.addWidget(Scrolled(part))
        self._side_panel.body.addWidget(self._side, 1)
        self._right = QWidget()
        self._column = right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px("size.gutter"))
        right.addWidget(self._side_panel, 3)
        right.addWidget(self.waiting, 2)
        row = QHBoxLayout(self)
        edge = theme.px("size.gutter")
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(edge)
        row.addWidget(self._left)
        row.addWidget(self._grid_panel, 1)
        row.addWidget(self._right)

    def _connect(self, signals: HallSignals) -> None:
        self._left.roster.clicked.connect(self.open_roster)
        self._left.figures.clicked.connect(self.acting.open_report)
        self.days.chosen.connect(self.show_day)
        self.days.entered.connect(lambda: self.grid.setFocus(Qt.FocusReason.OtherFocusReason))
        self.grid.taken.connect(self._on_taken)
        self.grid.chosen.connect(self._on_chosen)
        self.grid.cancel_wanted.connect(self.acting.cancel_cell)
        self.grid.pick_wanted.connect(self._on_pick)
        self.grid.move_wanted.connect(self.acting.move)
        self.grid.away_wanted.connect(self.acting.toggle_away)
        self.grid.digit_pressed.connect(self._on_digit)
        self.grid.step_wanted.connect(self.days.step)
        self.new.book_wanted.connect(self.acting.book)
        self.new.wait_wanted.connect(self.acting.wait)
        self.new.check_wanted.connect(self.acting.check)
        self.new.spoke.connect(self.spoke)
        self.detail.spoke.connect(self.spoke)
        self.detail.acted.connect(self.acting.on_detail)
        self.detail.finish_wanted.connect(self.acting.finish)
        self.waiting.fill_wanted.connect(self.acting.fill)
        self.waiting.accept_wanted.connect(self.acting.accept)
        self.waiting.decline_wanted.connect(self.acting.decline)
        self.waiting.leave_wanted.connect(self.acting.leave)
        self.waiting.call_wanted.connect(self._on_call)
        self.roster.publish_wanted.connect(self.acting.publish)
        self.roster.away_wanted.connect(self.acting.absent)
        self.roster.back_wanted.connect(self.acting.back_again)
        self.roster.substitute_wanted.connect(self.acting.substitute)
        self.roster.call_off_wanted.connect(self.acting.call_off)
        self.roster.close_wanted.connect(self.acting.close_day)
        self.roster.spoke.connect(self.spoke)
        self.roster.lawyer_wanted.connect(self._open_form)
        self.form.save_wanted.connect(self.acting.save_lawyer)
        signals.changed.connect(self._on_changed)

    def _register_keys(self) -> None:
        on = self._actions.on
        on("wait_list", self.open_waiting, self, guard=self._no_morning)
        on("print", self.acting.print_roster, self, guard=self._no_morning)
        on("export", self.acting.export, self, guard=self._no_morning)
        on("read_card", self.acting.read_card, self)
        on("find", lambda: self.days.setFocus(Qt.FocusReason.ShortcutFocusReason), self)
        on("reveal", self.acting.reveal, self, guard=self._no_booking)
        self._actions["reveal"].released.connect(self.detail.conceal)

    # -- asking --------------------------------------------------------------------------------

    def ask(
        self, call: Callable[[], T], done: Callable[[T], Any], failed: Callable[[AppError], Any] | None = None
    ) -> None:
        """One question to the store's worker; a trouble is said in the footer unless told otherwise."""
        self._tasks.run(call, done=done, failed=failed or self.say, owner=self)

    def say(self, error: AppError) -> None:
        self.spoke.emit(words.sentence(error))

    @property
    def today(self) -> date:
        return hall_day(self._hall.clock.now())

    @property
    def day(self) -> date | None:
        """The morning in the grid."""
        return self._day

    # -- beginning -----------------------------------------------------------------------------

    def book_for(self, visitor: Visitor | None) -> None:
        """Ctrl+L: the first free seat of the lawyer whose field fits, for this person."""
        self._visitor = visitor
        item = visitor.item_code if visitor else None

        def found(answer: tuple[Seat | None, str]) -> None:
            seat, topic = answer
            self.new.show_visitor(visitor, topic)
            self.grid.set_chooser(self.new.chooser)
            if seat is None:
                self.spoke.emit(self.tr("Every morning is full: Alt+W puts on the waiting list"))
                self.reload()
                return
            self.show_day(seat.day, seat)

        service = self._hall.consultations
        self.ask(lambda: (service.suggest(item), service.rules.topic_for(item).code), found, self._on_no_days)
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin(self) -> None:
        compact = theme.look().compact
        self._left.setFixedWidth(theme.px(LEFT_COMPACT if compact else LEFT))
        self._right.setFixedWidth(theme.px(RIGHT_COMPACT if compact else RIGHT))
        self._left.set_compact(compact)
        # What is being typed needs its button in sight; a list may be scrolled.
        self._column.setStretch(0, 3 if compact else 8)
        self._column.setStretch(1, 1 if compact else 5)
        if not self._started:
            self._started = True
            self._middle.setCurrentWidget(self._wait_rows)
            self._wait_rows.begin(self.tr("Reading the mornings"))
            self.ask(lambda: self._hall.consultations.rules, self._on_rules, self._on_no_days)
        self.acting.look_ahead()
        self.reload()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def call_for(self, booking: BookingView) -> None:
        """The place a person at the window wished for is gone: the nearest one is under the cursor."""
        text = self.tr("{begins} was taken elsewhere: Enter takes {seat} instead")
        near = booking.alternatives[0] if booking.alternatives else booking.seat
        self.spoke.emit(text.format(begins=f"{booking.seat.begins:%H:%M}", seat=words.seat_words(near, "")))
        self.show_day(near.day, near)
        self.grid.set_moving(booking.id)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rules(self, rules: Any) -> None:
        self.new.show_topics(rules.topics)
        self.waiting.show_late(rules.late_minutes)
        self.new.show_visitor(self._visitor, rules.topics[0].code if not self.new.topics.value else "")

    def reload(self) -> None:
        """Everything again as the store has it now."""
        self.ask(self._hall.consultations.days, self._on_days, self._on_no_days)

    def _on_days(self, lines: Sequence[DayLine]) -> None:
        self._wait_rows.end()
        if self._day is None:
            held = next((line.day.day for line in lines if line.published and line.free), None)
            self._day = held or (lines[0].day.day if lines else None)
        self.days.show_lines(lines, self.today, self._day)
        if self._day is not None:
            self.show_day(self._day)

    def _on_no_days(self, error: AppError) -> None:
        self._wait_rows.end()
        self._error.say(words.sentence(error))
        self._middle.setCurrentWidget(self._error)

    # -- a morning -----------------------------------------------------------------------------

    def show_day(self, day: date, seat: Seat | None = None) -> None:
        """Brings a morning into the grid; a later choice overtakes an answer that is late."""
        self._day = day
        if seat is not None:
            self._wanted = seat

        def show(grid: GridView) -> None:
            if self._day == day:
                self._show_grid(grid)

        self.ask(lambda: self._hall.consultations.grid(day), show, self._on_no_days)

    def show_report(self, report: Report) -> None:
        """The figures in the place of the grid; Esc brings the morning back."""
        self._grid_panel.set_title(self.tr("Figures of the consultations"))
        self.report.show_report(report)
        self._middle.setCurrentWidget(self.report)
        self.report.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shows_report(self) -> bool:
        return self._middle.currentWidget() is self.report

    def _show_grid(self, grid: GridView) -> None:
        wanted, self._wanted = self._wanted, None
        title = self.tr("{day} morning · free advice of lawyers").format(day=messages.day(grid.line.day.day))
        self._grid_panel.set_title(title)
        self.grid.show_grid(grid, wanted)
        self.waiting.show_grid(grid)
        if grid.columns:
            self._middle.setCurrentWidget(self.grid)
        else:
            self._nothing.say(
                self.tr("{day}: {state}").format(
                    day=messages.day(grid.line.day.day), state=words.day_state(grid.line)
                ),
                self.tr("Bookings begin when the roster is published."),
            )
            self._make.setVisible(grid.line.day.is_held)
            self._middle.setCurrentWidget(self._nothing)
        self._on_chosen(self.grid.current)
        if self.grid.current is None and self._side_index < 2 and not self.new.is_waiting:
            self.new.show_nothing()
            self._show_side(0, self.tr("New booking"))

    def _on_chosen(self, cell: CellView | None) -> None:
        """The cursor moved: the right panel shows that seat."""
        if cell is None or self._side_index >= 2 or (self.new.is_waiting and self._side_index == 0):
            return
        if cell.booking:
            self.show_booking(cell.booking)
        else:
            self._show_seat(cell)

    def _show_seat(self, cell: CellView) -> None:
        grid = self.grid.grid
        if grid is None:
            return
        column = next((each for each in grid.columns if each.lawyer == cell.seat.lawyer), None)
        ends = next((ends for begins, ends in grid.slots if begins == cell.seat.begins), cell.seat.begins)
        self.new.show_seat(
            cell.seat,
            column.name if column else "",
            column.room if column else "",
            words.hours(cell.seat.begins, ends),
        )
        self._show_side(0, self.tr("New booking"))
        self.grid.set_chooser(self.new.chooser)

    def show_booking(self, booking_id: str) -> None:
        """One booking in the right panel."""

        def show(booking: BookingView) -> None:
            cell = self.grid.current
            if cell is None or cell.booking == booking.id or self._side_index == 1:
                self.detail.show_booking(booking)
                self._show_side(1, self.tr("Booking"))

        self.ask(lambda: self._hall.consultations.booking(booking_id), show)

    @property
    def _side_index(self) -> int:
        return self._side.currentIndex()

    def show_detail(self, booking: BookingView) -> None:
        """A booking with the keys on it, whatever the grid shows."""
        self.show_day(booking.seat.day, booking.seat)
        self.detail.show_booking(booking)
        self._show_side(1, self.tr("Booking"))
        self.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_side(self, index: int, title: str) -> None:
        self._side.setCurrentIndex(index)
        self._side_panel.set_title(title)

    # -- keys in the grid ----------------------------------------------------------------------

    def _on_taken(self, cell: CellView) -> None:
        """Enter on a seat: take it, put the picked-up booking there, or go to its booking."""
        if self.grid.moving and cell.state == "free":
            moving = self.grid.moving
            self.grid.set_moving("")
            self.acting.move(moving, cell.seat)
        elif cell.state == "free":
            self._show_seat(cell)
            self.new.begin()
        elif cell.booking:
            self.show_booking(cell.booking)
            self.detail.setFocus(Qt.FocusReason.OtherFocusReason)
        elif cell.state == "kept":
            self.spoke.emit(self.tr("Another window keeps this place for people who come there"))
        elif cell.state == "closed":
            self.spoke.emit(self.tr("The lawyer is away in this slot"))
        else:
            self.spoke.emit(self.tr("This slot can no longer be booked"))

    def _on_digit(self, digit: int) -> None:
        """A digit while the cursor is in the grid: the topic, without leaving it."""
        cell = self.grid.current
        if cell is not None and cell.state == "free" and not self.new.topics.choose_digit(digit):
            self.spoke.emit(self.tr("There is no topic {digit}").format(digit=digit))

    def _on_pick(self, cell: CellView) -> None:
        if cell.state not in ("booked", "tentative"):
            self.spoke.emit(self.tr("Only a booking that has not begun can be moved"))
            return
        self.pick(cell.booking)

    def pick(self, booking_id: str) -> None:
        """The booking is in the hand: the next Enter on a free seat puts it there."""
        self.grid.set_moving(booking_id)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.spoke.emit(self.tr("Choose the new place: Enter puts it there, Esc leaves it"))

    def _on_call(self, booking_id: str) -> None:
        """Somebody whose place was lost was called: the nearest free one is under the cursor."""
        grid = self.grid.grid
        line = next((each for each in grid.lost if each.id == booking_id), None) if grid else None
        if line is not None and line.alternatives:
            self.grid.choose_seat(line.alternatives[0])
        self.pick(booking_id)

    # -- other panels --------------------------------------------------------------------------

    def open_waiting(self) -> None:
        """Alt+W: this person onto the waiting list of this morning."""
        grid = self.grid.grid
        if grid is None:
            return
        title = self.tr("Waiting list of {day}").format(day=messages.day(grid.line.day.day))
        self._show_side(0, self.tr("Waiting list"))
        self.new.show_waiting(title, grid.columns, [begins for begins, _ in grid.slots])
        self.new.begin()

    def close_side(self) -> None:
        """The right panel shows the chosen seat again."""
        if self.new.is_waiting or self._side_index >= 2:
            self._side.setCurrentIndex(0)
            cell = self.grid.current
            self.new.show_check(None)
            if cell is not None and not cell.booking:
                self._show_seat(cell)
            elif cell is not None:
                self._show_side(1, self.tr("Booking"))
                self.show_booking(cell.booking)
            else:
                self._show_side(0, self.tr("New booking"))

    def open_roster(self) -> None:
        """Who sits here on this morning, for the supervisor to change."""
        day = self._day
        if day is None:
            return
        service = self._hall.consultations

        def show(answer: tuple[GridView, Any]) -> None:
            self.roster.show_morning(*answer)
            self._show_side(2, self.tr("Roster"))
            self.roster.begin()

        self.ask(lambda: (service.grid(day), service.lawyers()), show)

    def _open_form(self, lawyer: Lawyer | None) -> None:
        self.form.show_lawyer(lawyer)
        self._show_side(3, self.tr("Lawyer"))
        self.form.begin()

    # -- the window ----------------------------------------------------------------------------

    def back(self) -> bool:
        if self.grid.cancel_drag():
            return True
        if self.grid.moving:
            self.grid.set_moving("")
            self.spoke.emit(self.tr("It stays where it is"))
        elif self.shows_report:
            self.reload()
        elif self.detail.close_ending():
            return True
        elif self.new.is_waiting or self._side_index >= 2:
            self.close_side()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.grid.hasFocus():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()
        return True

    def hide_person(self) -> None:
        self._visitor = None
        self.new.show_visitor(None, self.new.topics.value)
        self.detail.conceal()

    def scanned(self, scan: Scan) -> bool:
        """A slip's code: its booking."""
        if scan.kind is not ScanKind.UNKNOWN or not scan.value.upper().startswith("L:"):
            return False

        self.acting.open_slip(scan.value[2:])
        return True

    def _no_morning(self) -> Blocked | None:
        return None if self.grid.grid is not None else Blocked(self.tr("First choose a morning"), self.days)

    def _no_booking(self) -> Blocked | None:
        if self._side_index != 1 or self.detail.booking is None:
            return Blocked(self.tr("First choose a booking"), self.grid)
        return None

    def _on_changed(self, changes: Changes) -> None:
        if Subject.CONSULTATIONS in changes and self.isVisible():
            self.acting.look_for_answer()
            self.reload()
