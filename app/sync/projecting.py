"""Which entities of the feed have rows here, and who makes them: base + waiting commands → what is shown."""

from __future__ import annotations

from typing import Final

from app.sync.cases import show_case, show_event, show_notice
from app.sync.conflicts import show_conflict
from app.sync.consultations import ENTITIES, HOLD, show_consultation, show_hold
from app.sync.queue import show_counter, show_ticket
from app.sync.stage import Projector

# An entity that is not here is kept in the base as it came and not shown (sync.md 2.10).
PROJECTORS: Final[dict[str, Projector]] = {
    "case": show_case,
    "notice": show_notice,
    "event": show_event,
    "conflict": show_conflict,
    **dict.fromkeys(ENTITIES, show_consultation),
    HOLD: show_hold,
    "ticket": show_ticket,
    "counter": show_counter,
}
