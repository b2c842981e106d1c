"""The words for a ticket's states, as the queue page, the strip and the footer say them."""

from __future__ import annotations

from typing import Final

from app.rules.ticket import TicketState
from ui.key_table import QT_TRANSLATE_NOOP

STATES: Final = {
    TicketState.WAITING: QT_TRANSLATE_NOOP("QueueLines", "waiting"),
    TicketState.CALLED: QT_TRANSLATE_NOOP("QueueLines", "called"),
    TicketState.SERVING: QT_TRANSLATE_NOOP("QueueLines", "at the window"),
    TicketState.HELD: QT_TRANSLATE_NOOP("QueueLines", "put aside"),
    TicketState.MISSED: QT_TRANSLATE_NOOP("QueueLines", "missed"),
    TicketState.DONE: QT_TRANSLATE_NOOP("QueueLines", "done"),
    TicketState.VOID: QT_TRANSLATE_NOOP("QueueLines", "void"),
}
