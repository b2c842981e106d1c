"""What the lawyers' page shows: the list of mornings, the grid, one booking; names masked (ux.md §9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation import (
    LIVE,
    Booking,
    BookingStatus,
    Client,
    Waiting,
    WaitState,
    free_seats,
    in_line,
)
from app.rules.consultation_file import Consulting
from app.rules.naming import mask_name, mask_phone
from app.rules.roster import DayPlan, DayState, RosterDay, Seat, coming_days, minutes_before, state_of
from app.services.consultations.morning import Kept, Morning, kept_booking, kept_plan, kept_wait, read_morning
from app.services.consultations.views import (
    BookingLine,
    BookingView,
    CellView,
    ColumnView,
    DayLine,
    GridView,
    WaitLine,
)
from app.services.house import House
from app.services.views import ClerkView, SyncState

if TYPE_CHECKING:
    from db.local.unit import Unit

BACK_DAYS: Final = 366  # how far back a person's bookings are looked at
_LOST: Final = frozenset({BookingStatus.DISPLACED})


def shown_name(client: Client) -> str:
    """A person as 张*, an enterprise whole."""
    return client.name if client.kind is PartyKind.ORGANISATION else mask_name(client.name)


def owned(house: House, rules: Consulting, grants: Mapping[str, str], seat: Seat) -> str | None:
    """The hold a seat may be confirmed from: "" when this window is the hall's only one, None for none."""
    if house.sync is None and rules.alone:
        return ""
    return grants.get(seat.ref)


def promised(house: House, rules: Consulting, grants: Mapping[str, str], seat: Seat) -> bool:
    """Whether a slip would say more than 待确认: the seat is owned, or the centre is there to be asked."""
    if house.sync is not None and house.sync.status().state is SyncState.ONLINE:
        return True
    return owned(house, rules, grants, seat) is not None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads mornings with the hall's rules."""

    house: House
    rules: Consulting

    def lines(self, start: date, count: int) -> tuple[DayLine, ...]:
        """The mornings from a day on, one with bookings among them even if it is none of the weekdays."""
        days = coming_days(start, count, self.rules, self.house.calendar)
        if not days:
            return ()
        first, last = days[0].day.isoformat(), days[-1].day.isoformat()
        with self.house.store.read() as unit:
            plans = {row["id"]: kept_plan(row).value for row in unit.consultations.days(first, last)}
            bookings = [kept_booking(row).value for row in unit.consultations.bookings(first, last)]
            waits = [kept_wait(row).value for row in unit.consultations.waiting(first, last)]
        return tuple(self._line(day, plans.get(day.day.isoformat()), bookings, waits) for day in days)

    def _line(
        self, day: RosterDay, plan: DayPlan | None, bookings: Iterable[Booking], waits: Iterable[Waiting]
    ) -> DayLine:
        mine = [each for each in bookings if each.seat.day == day.day]
        waiting = sum(each.day == day.day and each.state is WaitState.WAITING for each in waits)
        lost = sum(each.status in _LOST for each in mine)
        if plan is None:
            return DayLine(day, False, 0, 0, waiting, lost=lost)
        taken = {each.seat for each in mine if each.status in LIVE}
        free = free_seats(plan, taken, self.house.now(), self.rules) if day.is_held else ()
        total = len(list(plan.seats()))
        return DayLine(day, plan.published, len(free), total, waiting, plan.called_off, lost)

    def morning(self, day: date) -> Morning:
        with self.house.store.read() as unit:
            return read_morning(unit, day)

    def free(self, morning: Morning) -> tuple[Seat, ...]:
        """What can still be booked of a morning; nothing when it is not held."""
        state = state_of(morning.day, self.rules, self.house.calendar)
        if morning.plan is None or state is None or not state.is_held:
            return ()
        gone = {*morning.taken(), *morning.wished()}
        free = free_seats(morning.plan.value, gone, self.house.now(), self.rules)
        return tuple(seat for seat in free if seat.ref not in morning.held_elsewhere)

    def grid(self, day: date) -> GridView:
        """A whole morning. Conflict("no-roster") is not raised: a day without one has no columns."""
        with self.house.store.read() as unit:
            morning = read_morning(unit, day)
            far = (day - timedelta(days=BACK_DAYS)).isoformat()
            unserved = [
                kept
                for row in unit.consultations.waiting(far, day.isoformat())
                if (kept := kept_wait(row)).value.state is WaitState.UNSERVED
            ]
        state = state_of(day, self.rules, self.house.calendar) or RosterDay(day, DayState.CLOSED)
        plan = morning.plan.value if morning.plan else None
        line = self._line(
            state, plan, [each.value for each in morning.bookings], [each.value for each in morning.waits]
        )
        lost = tuple(
            self._booking_line(morning, each) for each in morning.bookings if each.value.status in _LOST
        )
        waiting = self._wait_lines(morning, morning.waits)
        gone = self._wait_lines(morning, unserved)
        if plan is None:
            return GridView(line, (), (), {}, waiting, lost, gone)
        free = set(self.free(morning))
        cells = self._cells(morning, plan, free)
        columns = tuple(
            ColumnView(
                duty.lawyer,
                place,
                morning.name(duty.lawyer),
                morning.lawyers[duty.lawyer].fields if duty.lawyer in morning.lawyers else (),
                duty.room,
                sum(seat.lawyer == duty.lawyer and seat.place == place for seat in free),
                morning.name(duty.stands_in_for) if duty.stands_in_for else "",
            )
            for duty in plan.duties
            for place in range(1, duty.seats + 1)
        )
        slots = tuple((slot.begins, slot.ends) for slot in plan.slots())
        return GridView(line, slots, columns, cells, waiting, lost, gone)

    def _cells(self, morning: Morning, plan: DayPlan, free: set[Seat]) -> dict[Seat, CellView]:
        taken, wished = morning.taken(), morning.wished()
        cells: dict[Seat, CellView] = {}
        for slot in plan.slots():
            for duty in plan.duties:
                for place in range(1, duty.seats + 1):
                    seat = Seat(plan.day, slot.begins, duty.lawyer, place)
                    kept = taken.get(seat) or wished.get(seat)
                    if kept is not None:
                        cells[seat] = self._taken_cell(seat, kept)
                    elif not plan.has(seat):
                        cells[seat] = CellView(seat, "closed")
                    else:
                        held = promised(self.house, self.rules, morning.grants, seat)
                        elsewhere = seat.ref in morning.held_elsewhere
                        state = "free" if seat in free else "kept" if elsewhere else "past"
                        cells[seat] = CellView(seat, state, held=held)
        return cells

    def _taken_cell(self, seat: Seat, kept: Kept[Booking]) -> CellView:
        booking = kept.value
        return CellView(
            seat,
            booking.status.value,
            booking.id,
            shown_name(booking.client),
            booking.client.kind,
            self.topic(booking.matter.topic),
            pending=kept.pending and self.house.sync is not None,
        )

    def _booking_line(self, morning: Morning, kept: Kept[Booking]) -> BookingLine:
        booking = kept.value
        return BookingLine(
            booking.id,
            booking.seat,
            morning.name(booking.seat.lawyer),
            shown_name(booking.client),
            mask_phone(booking.client.phone),
            self.topic(booking.matter.topic),
            booking.status,
            booking.reason,
            booking.alternatives,
        )

    def _wait_lines(self, morning: Morning, waits: Iterable[Kept[Waiting]]) -> tuple[WaitLine, ...]:
        entries = [kept.value for kept in waits]
        offers = {each.value.id: each.value.seat for each in morning.bookings}
        waiting = in_line(entries)
        others = [each for each in entries if each.state in (WaitState.OFFERED, WaitState.UNSERVED)]
        listed = [*sorted(others, key=lambda each: each.registered_at), *waiting]
        return tuple(
            WaitLine(
                entry.id,
                place,
                shown_name(entry.client),
                entry.client.kind,
                mask_phone(entry.client.phone),
                self.topic(entry.matter.topic),
                morning.name(entry.lawyer) if entry.lawyer else "",
                entry.before,
                entry.registered_at,
                entry.state,
                offers.get(entry.booking) if entry.state is WaitState.OFFERED else None,
                entry.booking if entry.state is WaitState.OFFERED else "",
            )
            for place, entry in enumerate(listed, start=1)
        )

    def topic(self, code: str) -> str:
        """What a topic is called; its code when the hall has dropped it since."""
        known = self.rules.topic(code)
        return known.name if known else code

    def view(self, morning: Morning, kept: Kept[Booking], clerk: ClerkView | None) -> BookingView:
        """One booking; the follow-up note for the hall's roles and who wrote it."""
        booking = kept.value
        plan = morning.plan.value if morning.plan else None
        duty = plan.duty(booking.seat.lawyer) if plan else None
        may_read = clerk is not None and (
            clerk.role in self.rules.note_roles or (bool(booking.clerk) and clerk.id == booking.clerk)
        )
        return BookingView(
            id=booking.id,
            seat=booking.seat,
            ends=self.ends(plan, booking.seat),
            lawyer=morning.name(booking.seat.lawyer),
            room=duty.room if duty else "",
            status=booking.status,
            who=shown_name(booking.client),
            kind=booking.client.kind,
            phone_masked=mask_phone(booking.client.phone),
            topic=self.topic(booking.matter.topic),
            note=booking.matter.note,
            opposing=booking.matter.opposing,
            case_id=booking.matter.case_id,
            case_no=booking.matter.case_no,
            slip_no=booking.slip_no,
            ticket=booking.ticket,
            booked_at=booking.booked_at,
            reason=booking.reason,
            outcome=booking.outcome,
            follow_up=booking.follow_up if may_read else None,
            alternatives=booking.alternatives,
            pending=kept.pending and self.house.sync is not None,
        )

    def ends(self, plan: DayPlan | None, seat: Seat) -> time:
        """When the slot of a seat is over; by the hall's slot length when the roster is gone."""
        minutes = plan.slot_minutes if plan else self.rules.slot_minutes
        return minutes_before(seat.at, -minutes).time()

    def of_client(self, unit: Unit, client: Client) -> list[Booking]:
        """What this person has booked in the last year and ahead."""
        since = (self.house.today() - timedelta(days=BACK_DAYS)).isoformat()
        rows = unit.consultations.of_client(client.name, client.phone, client.id_number, since)
        return [kept_booking(row).value for row in rows]
