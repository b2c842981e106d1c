"""What is done with a ticket at a window or kiosk, carried out on the centre's record of it (sync.md 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from app.central.context import Answer, Context
from app.central.refusals import Refusal
from app.central.tickets import COUNTER, ENTITY, keep_person, put_ticket, read_ticket
from app.errors import Conflict
from app.rules.ticket import (
    Ticket,
    TicketAct,
    TicketState,
    after,
    parse_ticket_number,
    ticket_of,
    ticket_record,
)
from app.wire.messages import Command
from db.central.registering import table

Payload = dict[str, Any]
# What an act may never change: a number is printed, a taking has happened.
_FIXED: Final = frozenset({"id", "day", "number", "taken_at", "device", "title"})
_OWNERS_ACTS: Final = frozenset(
    {TicketAct.CALL, TicketAct.RECALL, TicketAct.ARRIVE, TicketAct.FINISH, TicketAct.MISS, TicketAct.HOLD}
    | {TicketAct.RESUME}
)


def take(context: Context, command: Command, payload: Payload) -> Answer:
    """A number a device gave out by itself. Refusal: malformed-payload, number-taken, ticket-exists."""
    ticket = _told(command, payload)
    if context.get(ENTITY, ticket.id) is not None:
        raise Refusal("ticket-exists", id=ticket.id)
    if ticket.state is not TicketState.WAITING or ticket.device != context.device["code"]:
        raise Refusal("malformed-payload", where="state")
    if ticket.owner not in ("", context.device["code"]):
        raise Refusal("malformed-payload", where="owner")
    context.take_number(f"ticket:{ticket.day.isoformat()}", ticket.number, ENTITY, ticket.id)
    put_ticket(context, ticket, new=True)
    keep_person(context, ticket, payload.get("person"))
    return Answer()


def move(context: Context, command: Command, payload: Payload) -> Answer:
    """An act on a known ticket, by the centre's own state of it.

    Refusal: no-such-ticket, ticket-move-not-permitted, called-elsewhere, call-after-reclaim,
    malformed-payload.
    """
    ticket, changes = _known(context, command, payload)
    act = TicketAct(command.kind.partition(".")[2])
    mine = context.device["code"]
    if act in _OWNERS_ACTS and ticket.owner not in ("", mine):
        # Somebody else has it: by a later grant, or because a named person took it back from this window.
        code = "call-after-reclaim" if payload.get("grant") else "called-elsewhere"
        raise Refusal(code, number=ticket.number, owner=ticket.owner, state=ticket.state.value)
    try:
        state = after(ticket.state, act)
    except Conflict as refused:
        raise Refusal(refused.code, number=ticket.number, state=ticket.state.value, act=act.value) from None
    asked = changes.get("state", ticket.state.value)
    if state.value != asked:
        raise Refusal(
            "ticket-move-not-permitted", number=ticket.number, state=ticket.state.value, act=act.value
        )
    put_ticket(context, _changed(ticket, changes))
    return Answer()


def undo(context: Context, command: Command, payload: Payload) -> Answer:
    """A misclick taken back by the device that made it. Refusal: no-such-ticket, called-elsewhere."""
    ticket, changes = _known(context, command, payload)
    if ticket.owner not in ("", context.device["code"]):
        raise Refusal("called-elsewhere", number=ticket.number, owner=ticket.owner, state=ticket.state.value)
    put_ticket(context, _changed(ticket, changes))
    return Answer()


def release(context: Context, command: Command, payload: Payload) -> Answer:
    """A granted ticket given back, in the owner's own order. Refusal: no-such-ticket, not-yours."""
    ticket, _ = _known(context, command, payload)
    if ticket.owner != context.device["code"]:
        raise Refusal("not-yours", number=ticket.number, owner=ticket.owner)
    if ticket.state is TicketState.WAITING:
        put_ticket(context, replace(ticket, owner=""))
    return Answer()


def reclaim(context: Context, command: Command, payload: Payload) -> Answer:
    """A named supervisor takes a ticket back from a window that was suspended first (sync.md 2.7).

    Refusal: no-such-ticket, not-permitted, no-reason, window-not-suspended.
    """
    ticket, _ = _known(context, command, payload)
    clerk = context.clerk
    if clerk is None or clerk["role"] not in ("supervisor", "administrator"):
        raise Refusal("not-permitted", role=clerk["role"] if clerk else None, kind=command.kind)
    facts = payload.get("facts")
    reason = facts.get("reason", "") if isinstance(facts, Mapping) else ""
    if not isinstance(reason, str) or not reason.strip():
        raise Refusal("no-reason", number=ticket.number)
    device = table("device")
    status = context.connection.execute(
        select(device.c.status).where(device.c.hall == context.hall, device.c.code == ticket.owner)
    ).scalar()
    if status == "active":
        raise Refusal("window-not-suspended", number=ticket.number, owner=ticket.owner)
    if ticket.state is TicketState.WAITING:
        put_ticket(
            context, replace(ticket, owner="", rev=ticket.rev + 1, reason=f"reclaimed: {reason.strip()}")
        )
    return Answer()


def set_counter(context: Context, command: Command, payload: Payload) -> Answer:
    """What a window is doing; the last word counts. Refusal: malformed-payload."""
    changes = payload.get("changes")
    if not isinstance(changes, dict) or not command.entity_id:
        raise Refusal("malformed-payload", where="changes")
    context.put(COUNTER, command.entity_id, changes)
    return Answer()


def _told(command: Command, payload: Payload) -> Ticket:
    changes = payload.get("changes")
    try:
        if not isinstance(changes, dict) or changes["id"] != command.entity_id:
            raise Refusal("malformed-payload", where="id")
        ticket = ticket_of(changes)
        if ticket_record(ticket) != {**ticket_record(ticket), **changes}:
            raise Refusal("malformed-payload", where="changes")
    except (KeyError, TypeError, ValueError):
        raise Refusal("malformed-payload", where="changes") from None
    if parse_ticket_number(ticket.number) is None:
        raise Refusal("malformed-payload", where="number")
    return ticket


def _known(context: Context, command: Command, payload: Payload) -> tuple[Ticket, dict[str, Any]]:
    changes = payload.get("changes", {})
    if not isinstance(changes, dict) or not _FIXED.isdisjoint(changes):
        raise Refusal("malformed-payload", where="changes")
    ticket = read_ticket(context, command.entity_id or "")
    if ticket is None:
        raise Refusal("no-such-ticket", id=command.entity_id)
    return ticket, changes


def _changed(ticket: Ticket, changes: Mapping[str, Any]) -> Ticket:
    try:
        # The owner's own later commands stand on what this one says; grants are the centre's business.
        kept = {name: value for name, value in changes.items() if name != "rev"}
        return ticket_of({**ticket_record(ticket), **kept})
    except (KeyError, TypeError, ValueError):
        raise Refusal("malformed-payload", where="changes") from None


_Handler = Callable[[Context, Command, Payload], Answer]
HANDLERS: Final[Mapping[str, _Handler]] = MappingProxyType(
    {
        "ticket.take": take,
        **{f"ticket.{act.value}": move for act in TicketAct},
        "ticket.undo": undo,
        "ticket.release": release,
        "ticket.reclaim": reclaim,
        "counter.set": set_counter,
    }
)
