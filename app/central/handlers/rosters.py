"""Lawyers and their mornings at the centre: seats come and go with the roster, nobody is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.central import conflicting
from app.central.consulting import DAY, HOLD, LAWYER, Desk
from app.central.context import Answer, Context
from app.central.refusals import Refusal
from app.central.seats import BOOKING, WAIT, SeatRow
from app.clock import hall_day
from app.rules.consultation import (
    BookingAct,
    BookingStatus,
    Waiting,
    WaitState,
    after,
    end_of_day,
    nearest,
)
from app.rules.roster import DayPlan, lawyer_from, plan_from, replaced_seat
from app.wire.messages import Command

Payload = dict[str, Any]
_STUMBLES: Final = (LookupError, ValueError, TypeError, AttributeError)
_MOVABLE: Final = frozenset({BookingStatus.TENTATIVE, BookingStatus.BOOKED})


def lawyer(context: Context, command: Command, payload: Payload) -> Answer:
    """A lawyer's details, new or changed. Refusal: malformed-payload."""
    body, conflict_id, taken = _merged(context, command, payload, LAWYER)
    try:
        lawyer_from("", body)
    except _STUMBLES:
        raise Refusal("malformed-payload", where="lawyer") from None
    context.put(LAWYER, _id(command), body, taken)
    return Answer(conflict_id)


def change(context: Context, command: Command, payload: Payload) -> Answer:
    """The roster of a morning as it is from now on: its seats, and the people whose seats are gone.

    Refusal: malformed-payload.
    """
    desk = Desk(context, payload)
    body, conflict_id, taken = _merged(context, command, payload, DAY)
    plan = _plan(body)
    if plan.day.isoformat() != command.entity_id:
        raise Refusal("malformed-payload", where="day")
    context.put(DAY, _id(command), body, taken)
    _reseat(desk, plan, str(payload.get("act") or "roster"))
    return Answer(conflict_id)


def _reseat(desk: Desk, plan: DayPlan, act: str) -> None:
    """The seats of the new roster; bookings on seats that are gone move to the stand-in or must be called."""
    wanted = set(plan.seats()) if plan.published and not plan.called_off else set()
    rows = desk.seats.of_day(plan.day, lock=True)
    known = {row.seat for row in rows if row.state != "gone"}
    desk.seats.open(wanted)
    for row in rows:
        if row.state != "gone" and row.seat not in wanted:
            _vacate(desk, plan, row, act)
    desk.offer_all(sorted(seat for seat in wanted - known if seat in set(desk.seats.free_of(plan.day))))


def _vacate(desk: Desk, plan: DayPlan, row: SeatRow, act: str) -> None:
    if row.state == "held":
        record = desk.context.get(HOLD, row.grant)
        if record is not None:
            desk.context.put(HOLD, row.grant, {**record.body, "state": "lost"}, ("state",))
    booking = desk.booking(row.booking_id) if row.booking_id else None
    if booking is not None and booking.status in (BookingStatus.CHECKED_IN, BookingStatus.STARTED):
        return  # who is here already is advised
    desk.seats.close(row)
    if booking is None:
        return
    stand_in = replaced_seat(booking.seat, plan)
    if stand_in is not None and desk.seats.claim(stand_in, booking.id):
        desk.put_booking(replace(booking, seat=stand_in))
    elif booking.status is BookingStatus.OFFERED:
        desk.put_booking(replace(booking, status=BookingStatus.CANCELLED, reason=act))
        desk.stop_waiting(booking.waiting, WaitState.WAITING)
    elif booking.status in _MOVABLE:
        near = nearest(desk.seats.free_of(plan.day), booking.seat)
        status = after(booking.status, BookingAct.DISPLACE)
        desk.put_booking(replace(booking, status=status, reason=act, alternatives=near))


def close_day(context: Context, command: Command, payload: Payload) -> Answer:
    """The end of a morning by the centre's own records: who missed it, who goes over to the next one.

    Refusal: people-still-here, no-roster.
    """
    desk = Desk(context, payload)
    record = context.get(DAY, _id(command))
    if record is None:
        raise Refusal("no-roster", day=command.entity_id)
    day = _plan(record.body).day
    next_day = _next_day(payload)
    bookings = [desk.booking(id) for id in desk.seats.ids(BOOKING, day, tuple(BookingStatus))]
    waits = [desk.waiting(id) for id in desk.seats.ids(WAIT, day, tuple(WaitState))]
    ended = end_of_day(bookings, waits)
    if ended.still_here and day >= hall_day(context.now):
        raise Refusal("people-still-here", day=day.isoformat(), count=len(ended.still_here))
    context.put(DAY, record.id, {**record.body, "closed": True}, ("closed",))
    for booking in ended.no_shows:
        desk.seats.free(booking.seat, booking.id)
        desk.put_booking(replace(booking, status=BookingStatus.NO_SHOW, clerk=command.actor))
    for booking in ended.unconfirmed:
        desk.seats.free(booking.seat, booking.id)
        desk.put_booking(replace(booking, status=BookingStatus.CANCELLED, reason="day-over"))
        if booking.status is not BookingStatus.OFFERED:
            entry = Waiting("", day, booking.client, booking.matter, booking.booked_at)
            _carry(desk, payload, booking.id, entry, next_day)
    for waiting in ended.waiting:
        new = _carry(desk, payload, waiting.id, replace(waiting, booking=""), next_day) if next_day else None
        state = WaitState.CARRIED if next_day else WaitState.UNSERVED
        desk.put_wait(replace(waiting, state=state, booking="", carried_to=new or ""))
    return Answer()


def _carry(desk: Desk, payload: Payload, of: str, entry: Waiting, next_day: date | None) -> str:
    """The same place on another morning, under the id the window gave it if it knew of this person."""
    facts = payload.get("facts")
    named = facts.get("carried") if isinstance(facts, dict) else None
    given = named.get(of) if isinstance(named, dict) else None
    id = given if isinstance(given, str) else desk.new_id("w")
    state = WaitState.WAITING if next_day else WaitState.UNSERVED
    desk.put_wait(replace(entry, id=id, day=next_day or entry.day, state=state))
    return id


# -- parts -----------------------------------------------------------------------------------------


def _merged(
    context: Context, command: Command, payload: Payload, entity: str
) -> tuple[dict[str, Any], str | None, tuple[str, ...] | None]:
    changes = payload.get("changes")
    if not isinstance(changes, dict):
        raise Refusal("malformed-payload", where="changes")
    record = context.get(entity, _id(command))
    if record is None:
        return dict(changes), None, None
    merged = conflicting.apply(context, entity, record, changes)
    return merged.body, merged.conflict_id, merged.taken


def _plan(body: dict[str, Any]) -> DayPlan:
    try:
        return plan_from(body)
    except _STUMBLES:
        raise Refusal("malformed-payload", where="roster") from None


def _next_day(payload: Payload) -> date | None:
    facts = payload.get("facts")
    text = facts.get("next_day") if isinstance(facts, dict) else None
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _id(command: Command) -> str:
    if command.entity_id is None:
        raise Refusal("malformed-payload", where="entity_id")
    return command.entity_id


ROSTER_KINDS: Final = tuple(
    f"consultation.{act}" for act in ("publish", "roster", "absence", "back", "substitute", "call_off")
)
HANDLERS: Final = {
    "consultation.lawyer": lawyer,
    **dict.fromkeys(ROSTER_KINDS, change),
    "consultation.close_day": close_day,
}
