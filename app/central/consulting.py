"""Bookings and the waiting list at the centre: a seat found for somebody, given on when it becomes free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from app.central.context import Context
from app.central.refusals import Refusal
from app.central.seats import BOOKING, WAIT, Seats
from app.rules.consultation import (
    Booking,
    BookingStatus,
    Waiting,
    WaitState,
    booking_from,
    booking_record,
    nearest,
    waiting_from,
    waiting_record,
)
from app.rules.roster import DayPlan, Seat, plan_from

Body = dict[str, Any]
DAY: Final = "consult_day"
LAWYER: Final = "consult_lawyer"
HOLD: Final = "seat_hold"
# Nobody is offered a seat that begins too soon to be told of it; windows have their own, stricter rule.
NOTICE: Final = timedelta(minutes=10)
_STUMBLES: Final = (LookupError, ValueError, TypeError, AttributeError)


class Desk:
    """One command about consultations on its way: the records it reads, the seats it moves."""

    def __init__(self, context: Context, payload: Mapping[str, Any]) -> None:
        self.context = context
        self.seats = Seats(context)
        self._offers = _given_offers(payload)
        self._made = 0

    # -- records -------------------------------------------------------------------------------

    def booking(self, id: str) -> Booking:
        """Refusal("no-such-booking")."""
        record = self.context.get(BOOKING, id)
        if record is None or record.deleted:
            raise Refusal("no-such-booking", id=id)
        return booking_from(id, record.body)

    def waiting(self, id: str) -> Waiting:
        """Refusal("no-such-waiting")."""
        record = self.context.get(WAIT, id)
        if record is None or record.deleted:
            raise Refusal("no-such-waiting", id=id)
        return waiting_from(id, record.body)

    def plan(self, seat: Seat) -> DayPlan | None:
        record = self.context.get(DAY, seat.day.isoformat())
        return plan_from(record.body) if record is not None and not record.deleted else None

    def put_booking(self, booking: Booking) -> None:
        self.context.put(BOOKING, booking.id, booking_record(booking))
        self.seats.note_booking(booking)

    def put_wait(self, entry: Waiting) -> None:
        self.context.put(WAIT, entry.id, waiting_record(entry))
        self.seats.note_wait(entry)

    def new_id(self, mark: str) -> str:
        """An id for what this command makes; the same however often the command comes."""
        self._made += 1
        return f"{self.context.command.cmd_id}.{mark}{self._made}"

    # -- seats ---------------------------------------------------------------------------------

    def seat_it(self, booking: Booking, payload: Mapping[str, Any]) -> str | None:
        """A new booking: confirmed on its seat, else left to be called with what else is near.

        Gives the id of the entry that tells a clerk to call; None when it has its seat. A slip that says
        confirmed was printed from a hold, so nothing but a change of the roster can stand against it.
        """
        taken = self.seats.claim(booking.seat, booking.id, grant=booking.grant)
        if taken:
            self._use(booking.grant)
            confirmed = replace(booking, status=BookingStatus.BOOKED, alternatives=(), reason="")
            self.put_booking(confirmed)
            return None
        row = self.seats.row(booking.seat)
        code = "seat-gone" if row is None or row.state == "gone" else "seat-taken"
        near = nearest(self.seats.free_of(booking.seat.day), booking.seat)
        lost = replace(booking, status=BookingStatus.DISPLACED, reason=code, alternatives=near)
        self.put_booking(lost)
        return self.call(lost, code, payload)

    def call(self, booking: Booking, code: str, payload: Mapping[str, Any]) -> str:
        """An entry of the inbox: somebody must call this person; a named clerk closes it."""
        near = booking.alternatives[0] if booking.alternatives else None
        return self.context.conflict(
            "refused",
            entity=BOOKING,
            entity_id=booking.id,
            mine=dict(payload),
            theirs={},
            base={},
            code=code,
            facts={
                "seat": booking.seat.ref,
                "begins": f"{booking.seat.begins:%H:%M}",
                "nearest": near.ref if near else None,
                "phone": booking.client.phone,
                "slip_no": booking.slip_no,
            },
        )

    def _use(self, grant: str) -> None:
        record = self.context.get(HOLD, grant) if grant else None
        if record is not None:
            self.context.put(HOLD, grant, {**record.body, "state": "used"}, ("state",))

    def give_up(self, booking: Booking) -> None:
        """A booking leaves its seat: the next in line is offered it."""
        if self.seats.free(booking.seat, booking.id):
            self.offer(booking.seat)

    def offer(self, seat: Seat, asked: Iterable[str] = ()) -> str | None:
        """Keeps a free seat for the first who waits for such a one; gives the entry, None for none."""
        if self.context.now > seat.at - NOTICE:
            return None
        passed = set(asked)
        for id in self.seats.ids(WAIT, seat.day, (WaitState.WAITING.value,)):
            entry = self.waiting(id)
            if id in passed or entry.state is not WaitState.WAITING or not entry.fits(seat):
                continue
            offer = Booking(
                id=self._offers.get((seat.ref, id)) or self.new_id("o"),
                seat=seat,
                status=BookingStatus.OFFERED,
                client=entry.client,
                matter=entry.matter,
                booked_at=self.context.now,
                clerk=self.context.command.actor,
                waiting=id,
            )
            if not self.seats.claim(seat, offer.id):
                return None
            self.put_booking(offer)
            self.put_wait(replace(entry, state=WaitState.OFFERED, booking=offer.id))
            return id
        return None

    def offer_all(self, seats: Iterable[Seat]) -> None:
        """Several seats became free at once."""
        asked: set[str] = set()
        for seat in seats:
            entry = self.offer(seat, asked)
            if entry is not None:
                asked.add(entry)

    def stop_waiting(self, id: str, state: WaitState, booking: str = "") -> None:
        """What became of a place in the waiting list; one that is not there is left alone."""
        if not id or self.context.get(WAIT, id) is None:
            return
        entry = self.waiting(id)
        self.put_wait(replace(entry, state=state, booking=booking))


def read_booking(id: str | None, changes: object) -> Booking:
    """A booking as its window told it. Refusal("malformed-payload")."""
    if id is None or not isinstance(changes, Mapping):
        raise Refusal("malformed-payload", where="changes")
    try:
        return booking_from(id, changes)
    except _STUMBLES:
        raise Refusal("malformed-payload", where="booking") from None


def read_wait(id: str | None, changes: object) -> Waiting:
    """A place in the waiting list as its window told it. Refusal("malformed-payload")."""
    if id is None or not isinstance(changes, Mapping):
        raise Refusal("malformed-payload", where="changes")
    try:
        return waiting_from(id, changes)
    except _STUMBLES:
        raise Refusal("malformed-payload", where="waiting") from None


def told_beside(payload: Mapping[str, Any], entity: str) -> dict[str, Body]:
    """What a window wrote besides the command's own record, by id."""
    listed = payload.get("also")
    found: dict[str, Body] = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("entity") == entity and isinstance(each.get("id"), str):
            changes = each.get("changes")
            found[each["id"]] = changes if isinstance(changes, dict) else {}
    return found


def _given_offers(payload: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The offers a window without a centre made by itself: the centre makes the same under the same ids."""
    return {
        (str(changes.get("seat")), str(changes.get("waiting"))): id
        for id, changes in told_beside(payload, BOOKING).items()
        if changes.get("status") == BookingStatus.OFFERED and changes.get("waiting")
    }


def moment_of(text: object) -> datetime | None:
    """A moment in a payload; None for anything else."""
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
