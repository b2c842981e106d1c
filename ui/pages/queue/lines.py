"""Tickets and windows of the queue page as lines of a list: words, shapes, never a whole name."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.rules.queue_order import QueueRules
from app.rules.ticket import Ticket, TicketClass, TicketState
from app.services.queue.views import CounterLine
from ui import messages
from ui.key_table import QT_TRANSLATE_NOOP
from ui.models.hits import Hit
from ui.ticket_words import STATES

SHAPES = {
    TicketState.WAITING: "wait",
    TicketState.CALLED: "share",
    TicketState.SERVING: "ok",
    TicketState.HELD: "warn",
    TicketState.MISSED: "bad",
    TicketState.DONE: "ok",
    TicketState.VOID: "wait",
}
KINDS = {
    TicketClass.PRIORITY: QT_TRANSLATE_NOOP("QueueLines", "priority"),
    TicketClass.BOOKED: QT_TRANSLATE_NOOP("QueueLines", "booked"),
}
COUNTER_STATES = {
    "open": QT_TRANSLATE_NOOP("QueueLines", "open"),
    "paused": QT_TRANSLATE_NOOP("QueueLines", "on a break"),
    "closed": QT_TRANSLATE_NOOP("QueueLines", "closed"),
    "": QT_TRANSLATE_NOOP("QueueLines", "not heard of today"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("QueueLines", text)


def ticket_hit(ticket: Ticket, rules: QueueRules, now: datetime) -> Hit:
    """One ticket: number and title; business, since when, how long, where; its state."""
    business = rules.business(ticket.business)
    waited = ticket.waited_s if ticket.waited_s is not None else int((now - ticket.taken_at).total_seconds())
    notes = [
        business.name if business else ticket.business,
        _tr(KINDS[ticket.kind]) if ticket.kind in KINDS else "",
        _tr(QT_TRANSLATE_NOOP("QueueLines", "transferred")) if ticket.transferred else "",
        _tr(QT_TRANSLATE_NOOP("QueueLines", "taken {time}")).format(
            time=messages.clock_time(ticket.taken_at)
        ),
        _tr(QT_TRANSLATE_NOOP("QueueLines", "waited {minutes} min")).format(minutes=waited // 60),
        _tr(QT_TRANSLATE_NOOP("QueueLines", "only window {counter}")).format(counter=ticket.wanted)
        if ticket.wanted
        else "",
        _tr(QT_TRANSLATE_NOOP("QueueLines", "reserved for {device}")).format(device=ticket.owner)
        if ticket.owner and ticket.state is TicketState.WAITING
        else "",
    ]
    where = (
        _tr(QT_TRANSLATE_NOOP("QueueLines", "window {counter}")).format(counter=ticket.counter)
        if ticket.counter
        else ""
    )
    title = f"{ticket.number}  {ticket.title}".strip()
    return Hit(
        ticket.number,
        title,
        " · ".join(filter(None, notes)),
        where,
        "ticket-confirmation-outline",
        SHAPES[ticket.state],
        _tr(STATES[ticket.state]),
    )


def counter_hit(line: CounterLine) -> Hit:
    """One window: what it serves, who is there, what it has in hand, what is reserved for it."""
    served = "".join(line.serves)
    if line.prefers:
        served = _tr(QT_TRANSLATE_NOOP("QueueLines", "{served}, first {preferred}")).format(
            served=served, preferred="".join(line.prefers)
        )
    told = messages.clock_time(datetime.fromisoformat(line.told_at)) if line.told_at else ""
    notes = [
        served,
        line.clerk,
        _tr(QT_TRANSLATE_NOOP("QueueLines", "in hand {number}")).format(number=line.number)
        if line.number
        else "",
        _tr(QT_TRANSLATE_NOOP("QueueLines", "served {n}")).format(n=line.served),
        _tr(QT_TRANSLATE_NOOP("QueueLines", "reserved {n}")).format(n=line.reserved) if line.reserved else "",
        _tr(QT_TRANSLATE_NOOP("QueueLines", "told {time}")).format(time=told) if told else "",
    ]
    if line.last_seen_at:
        seen = messages.clock_time(datetime.fromisoformat(line.last_seen_at))
        notes.append(_tr(QT_TRANSLATE_NOOP("QueueLines", "heard {time}")).format(time=seen))
    if line.in_doubt:
        word = _tr(QT_TRANSLATE_NOOP("QueueLines", "in doubt"))
        told = _tr(QT_TRANSLATE_NOOP("QueueLines", "window {counter}")).format(counter=line.no)
        note = " · ".join(filter(None, notes))
        return Hit(line.no, told, note, line.area, "monitor-account", "bad", word)
    shape = {"open": "ok", "paused": "warn", "closed": "wait"}.get(line.state, "wait")
    return Hit(
        line.no,
        _tr(QT_TRANSLATE_NOOP("QueueLines", "window {counter}")).format(counter=line.no),
        " · ".join(filter(None, notes)),
        line.area,
        "monitor-account",
        shape,
        _tr(COUNTER_STATES.get(line.state, "not heard of today")),
    )
