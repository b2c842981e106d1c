"""A hall's queue for tests: its shipped rules, tickets in a few words, strategies that make many."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.rules.queue_file import read_rules
from app.rules.queue_order import Counter
from app.rules.ticket import Ticket, TicketClass, TicketState

RULES = read_rules((Path(__file__).resolve().parents[2] / "resources",))
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
THREE = Counter("3", "", ("A", "B", "C"), ("A",))


def at(minutes: float) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def ticket(number: str, minutes: float = 0, **facts: Any) -> Ticket:
    """A waiting ticket taken so many minutes after nine."""
    made = Ticket(
        id=f"id-{number}",
        day=MONDAY,
        number=number,
        business=number.lstrip("VY")[0],
        kind=TicketClass.ORDINARY,
        taken_at=at(minutes),
        place_at=at(minutes),
    )
    return replace(made, **facts)


@st.composite
def tickets(draw: st.DrawFn, most: int = 14) -> list[Ticket]:
    """Different tickets of one morning, in any state and of any kind."""
    made = []
    for count in range(draw(st.integers(0, most))):
        letter = draw(st.sampled_from("ABC"))
        minutes = draw(st.integers(0, 120))
        kind = draw(st.sampled_from(TicketClass))
        made.append(
            replace(
                ticket(f"{letter}{count + 1:03d}", minutes),
                kind=kind,
                state=draw(st.sampled_from([TicketState.WAITING] * 4 + list(TicketState))),
                due_from=at(draw(st.integers(0, 180))) if kind is TicketClass.BOOKED else None,
                transferred=draw(st.booleans()),
                wanted=draw(st.sampled_from(["", "", "", "3", "5"])),
                owner=draw(st.sampled_from(["", "", "C03", "C05"])),
            )
        )
    return made
