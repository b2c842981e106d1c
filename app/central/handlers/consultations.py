"""What is done about a consultation at a window, carried out on the centre's seats and records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from app.central.consulting import HOLD, Desk, read_booking, read_wait, told_beside
from app.central.context import Answer, Context
from app.central.refusals import Refusal
from app.central.seats import BOOKING, WAIT
from app.errors import Conflict
from app.rules.consultation import (
    OCCUPYING,
    Booking,
    BookingAct,
    BookingStatus,
    WaitState,
    after,
    booking_from,
    booking_record,
    nearest,
)
from app.rules.roster import seat_of
from app.wire.messages import Command

Payload = dict[str, Any]
HELD_SHARE: Final = 3  # one seat in so many may be held: the others are for whoever comes first
# What an act may say beside the state; everything else of a booking stays as the centre has it.
_SAID: Final[Mapping[BookingAct, frozenset[str]]] = MappingProxyType(
    {
        BookingAct.CANCEL: frozenset({"reason", "clerk"}),
        BookingAct.ACCEPT_OFFER: frozenset({"slip_no", "clerk"}),
        BookingAct.DECLINE_OFFER: frozenset({"reason", "clerk"}),
        BookingAct.CHECK_IN: frozenset({"ticket", "checked_in_at", "clerk"}),
        BookingAct.START: frozenset({"started_at", "clerk"}),
        BookingAct.FINISH: frozenset({"finished_at", "outcome", "follow_up", "clerk"}),
        BookingAct.NO_SHOW: frozenset({"clerk"}),
        BookingAct.REINSTATE: frozenset({"checked_in_at", "clerk"}),
    }
)


def book(context: Context, command: Command, payload: Payload) -> Answer:
    """A new booking: confirmed from the window's own hold or on a free seat, else somebody must be called.

    Refusal: malformed-payload, booking-exists, booked-that-day (an unheld wish only).
    """
    desk = Desk(context, payload)
    booking = _new(desk, command, payload)
    limit = _limit(payload)
    if not booking.grant and limit and desk.seats.booked_by(booking.client, booking.seat.day, ()) >= limit:
        raise Refusal("booked-that-day", begins=f"{booking.seat.begins:%H:%M}", limit=limit)
    conflict_id = desk.seat_it(booking, payload)
    _note_event(context, payload)
    return Answer(conflict_id, _result(desk, booking.id))


def fill(context: Context, command: Command, payload: Payload) -> Answer:
    """Somebody of the waiting list takes a seat. Refusal: not-waiting, no-such-waiting, and as `book`."""
    desk = Desk(context, payload)
    booking = _new(desk, command, payload)
    entry = desk.waiting(booking.waiting)
    if entry.state not in (WaitState.WAITING, WaitState.UNSERVED):
        raise Refusal("not-waiting", id=entry.id, state=entry.state.value)
    conflict_id = desk.seat_it(booking, payload)
    if conflict_id is None:
        desk.stop_waiting(entry.id, WaitState.TAKEN, booking.id)
    _note_event(context, payload)
    return Answer(conflict_id, _result(desk, booking.id))


def move(context: Context, command: Command, payload: Payload) -> Answer:
    """Another seat for a booking; when it cannot be had, the old one stays as it is.

    Refusal: seat-taken (nearest), no-such-booking, booking-move-not-permitted, malformed-payload.
    """
    desk = Desk(context, payload)
    new = _new(desk, command, payload)
    old = desk.booking(new.moved_from)
    status = _after(old, BookingAct.MOVE)
    if not desk.seats.claim(new.seat, new.id, grant=new.grant):
        near = next(iter(nearest(desk.seats.free_of(new.seat.day), new.seat, 1)), None)
        raise Refusal(
            "seat-taken",
            seat=new.seat.ref,
            begins=f"{new.seat.begins:%H:%M}",
            nearest=near.ref if near else None,
        )
    _use_hold(context, new.grant)
    desk.put_booking(replace(new, status=BookingStatus.BOOKED, alternatives=(), client=old.client))
    desk.put_booking(replace(old, status=status, moved_to=new.id, clerk=command.actor))
    desk.give_up(old)
    _note_event(context, payload)
    return Answer(None, _result(desk, new.id))


def _act(act: BookingAct) -> Callable[[Context, Command, Payload], Answer]:
    """A step of one booking, by the centre's own state of it."""

    def carry_out(context: Context, command: Command, payload: Payload) -> Answer:
        desk = Desk(context, payload)
        before = desk.booking(_id(command))
        status = _after(before, act)
        changes = payload.get("changes")
        said = changes if isinstance(changes, dict) else {}
        told = {name: said[name] for name in _SAID[act] & said.keys()}
        try:
            now = booking_from(before.id, {**booking_record(before), **told, "status": status.value})
        except (LookupError, ValueError, TypeError):
            raise Refusal("malformed-payload", where="changes") from None
        comes_back = status in OCCUPYING and before.status not in OCCUPYING
        if comes_back and not desk.seats.claim(now.seat, now.id):
            raise Refusal("seat-taken", seat=now.seat.ref, begins=f"{now.seat.begins:%H:%M}")
        desk.put_booking(now)
        _follow_waiting(desk, act, now, payload)
        if before.status in OCCUPYING and status not in OCCUPYING:
            desk.give_up(before)
        _note_event(context, payload)
        return Answer(None, _result(desk, now.id))

    return carry_out


def _follow_waiting(desk: Desk, act: BookingAct, booking: Booking, payload: Payload) -> None:
    """Who was offered the seat has it now, waits on, or has left the list."""
    if act is BookingAct.ACCEPT_OFFER:
        desk.stop_waiting(booking.waiting, WaitState.TAKEN, booking.id)
    elif act is BookingAct.DECLINE_OFFER:
        told = told_beside(payload, WAIT).get(booking.waiting, {})
        left = told.get("state") == WaitState.LEFT
        desk.stop_waiting(booking.waiting, WaitState.LEFT if left else WaitState.WAITING)


def wait(context: Context, command: Command, payload: Payload) -> Answer:
    """A place in the waiting list; a seat that the window did not see free is offered at once.

    Refusal: malformed-payload, waits-already.
    """
    desk = Desk(context, payload)
    entry = read_wait(command.entity_id, payload.get("changes"))
    if context.get(WAIT, entry.id) is not None:
        raise Refusal("waits-already", day=entry.day.isoformat())
    waiting = (WaitState.WAITING.value, WaitState.OFFERED.value)
    for id in desk.seats.ids(WAIT, entry.day, waiting):
        known = desk.waiting(id)
        if known.client.is_same(entry.client) and known.lawyer == entry.lawyer:
            raise Refusal("waits-already", day=entry.day.isoformat())
    desk.put_wait(replace(entry, state=WaitState.WAITING, booking=""))
    facts = payload.get("facts")
    # Who chose to wait though a fitting seat was to be had is not asked about it now.
    if not (isinstance(facts, dict) and facts.get("saw_free")):
        fitting = (seat for seat in desk.seats.free_of(entry.day) if entry.fits(seat))
        if (seat := next(fitting, None)) is not None:
            desk.offer(seat)
    return Answer()


def leave(context: Context, command: Command, payload: Payload) -> Answer:
    """Off the waiting list. Refusal: no-such-waiting, not-waiting."""
    desk = Desk(context, payload)
    entry = desk.waiting(_id(command))
    if entry.state not in (WaitState.WAITING, WaitState.UNSERVED):
        raise Refusal("not-waiting", id=entry.id, state=entry.state.value)
    desk.put_wait(replace(entry, state=WaitState.LEFT, clerk=command.actor))
    return Answer()


def hold(context: Context, _command: Command, payload: Payload) -> Answer:
    """Some free seats of a morning for this window alone, to confirm while the centre is away.

    From the end of the morning, where they are missed least; fewer when fewer are free, and never more than
    a third of the morning for all windows together.
    """
    desk = Desk(context, payload)
    changes = payload.get("changes")
    told = changes if isinstance(changes, dict) else {}
    try:
        first = seat_of(f"{str(told['day']).replace('-', '')}-0000-x-1")
        count = min(max(int(told["count"]), 0), 9)
    except (LookupError, ValueError, TypeError):
        raise Refusal("malformed-payload", where="changes") from None
    rows = desk.seats.of_day(first.day, lock=True)
    held_by_all = [row for row in rows if row.state == "held"]
    mine = [row for row in held_by_all if row.holder == context.device["id"]]
    most = sum(row.state != "gone" for row in rows) // HELD_SHARE
    given: list[str] = []
    for row in reversed(rows):
        if len(mine) + len(given) >= count or len(held_by_all) + len(given) >= most:
            break
        if row.state == "free" and row.seat.at > context.now:
            held = desk.seats.hold(row.seat)
            if held is not None:
                body = {
                    "seat": held.seat.ref,
                    "device": context.device["id"],
                    "rev": held.rev,
                    "state": "held",
                }
                context.put(HOLD, held.grant, body)
                given.append(held.seat.ref)
    return Answer(None, {"held": given})


def release(context: Context, command: Command, payload: Payload) -> Answer:
    """A hold given back, in the order of the window's own commands. Refusal("hold-gone")."""
    grant = _id(command)
    desk = Desk(context, payload)
    record = context.get(HOLD, grant)
    row = desk.seats.release(grant) if record is not None else None
    if record is None or row is None:
        raise Refusal("hold-gone", grant=grant)
    context.put(HOLD, grant, {**record.body, "state": "released"}, ("state",))
    desk.offer(row.seat)
    return Answer()


# -- parts -----------------------------------------------------------------------------------------


def _new(desk: Desk, command: Command, payload: Payload) -> Booking:
    booking = read_booking(command.entity_id, payload.get("changes"))
    if desk.context.get(BOOKING, booking.id) is not None:
        raise Refusal("booking-exists", id=booking.id)
    return booking


def _id(command: Command) -> str:
    if command.entity_id is None:
        raise Refusal("malformed-payload", where="entity_id")
    return command.entity_id


def _after(booking: Booking, act: BookingAct) -> BookingStatus:
    try:
        return after(booking.status, act)
    except Conflict:
        raise Refusal("booking-move-not-permitted", status=booking.status.value, act=act.value) from None


def _limit(payload: Payload) -> int:
    """How many bookings a person may have that day, by the hall's rules at the window."""
    facts = payload.get("facts")
    limit = facts.get("per_day") if isinstance(facts, dict) else None
    return limit if isinstance(limit, int) and limit > 0 else 0


def _use_hold(context: Context, grant: str) -> None:
    record = context.get(HOLD, grant) if grant else None
    if record is not None:
        context.put(HOLD, grant, {**record.body, "state": "used"}, ("state",))


def _result(desk: Desk, id: str) -> dict[str, Any]:
    """What became of it; of one without a seat, the nearest that was free."""
    booking = desk.booking(id)
    found: dict[str, Any] = {"status": booking.status.value, "seat": booking.seat.ref}
    if booking.status is BookingStatus.DISPLACED:
        found["nearest"] = booking.alternatives[0].ref if booking.alternatives else None
    return found


def _note_event(context: Context, payload: Payload) -> None:
    """The line of the case's timeline, when the consultation belongs to one."""
    event = payload.get("event")
    if isinstance(event, dict) and isinstance(event.get("case_id"), str):
        told = {name: event.get(name) for name in ("case_id", "at", "kind", "clerk", "facts")}
        context.add("event", context.command.cmd_id, told)


HANDLERS: Final = {
    "consultation.book": book,
    "consultation.fill": fill,
    "consultation.move": move,
    **{f"consultation.{act.value}": _act(act) for act in _SAID},
    "consultation.wait": wait,
    "consultation.leave": leave,
    "consultation.hold": hold,
    "consultation.release": release,
}
