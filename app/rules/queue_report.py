"""A day of the queue in figures: how long people waited and were served, by window, by business, by hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from app.clock import hall_time
from app.records import dataclass
from app.rules.ticket import Ticket, TicketState
from app.rules.waiting import PastError, past_error


@dataclass(frozen=True, slots=True)
class Line:
    """One window, business or hour."""

    name: str
    taken: int
    called: int
    served: int
    missed: int
    void: int
    waited_mean_s: int | None
    waited_p90_s: int | None
    waited_max_s: int | None
    served_mean_s: int | None


@dataclass(frozen=True, slots=True)
class DayReport:
    """Everything of one day; the estimates' error with it."""

    day: date
    total: Line
    counters: tuple[Line, ...]
    businesses: tuple[Line, ...]
    hours: tuple[Line, ...]
    error: PastError
    overtaken: Mapping[str, int] = field(default_factory=dict, hash=False)


def report(day: date, tickets: Sequence[Ticket]) -> DayReport:
    """The figures of a day's tickets. A ticket without a window counts for its business and hour alone."""
    return DayReport(
        day=day,
        total=_line("", tickets),
        counters=_lines(tickets, lambda each: each.counter),
        businesses=_lines(tickets, lambda each: each.business),
        hours=_lines(tickets, lambda each: f"{hall_time(each.taken_at):%H}:00"),
        error=past_error(tickets),
        overtaken=_overtaken(tickets),
    )


def _lines(tickets: Iterable[Ticket], key: Callable[[Ticket], str]) -> tuple[Line, ...]:
    groups: dict[str, list[Ticket]] = {}
    for ticket in tickets:
        name = key(ticket)
        if name:
            groups.setdefault(name, []).append(ticket)
    return tuple(_line(name, groups[name]) for name in sorted(groups, key=lambda name: (len(name), name)))


def _line(name: str, tickets: Sequence[Ticket]) -> Line:
    waited = sorted(each.waited_s for each in tickets if each.waited_s is not None)
    served = [each.served_s for each in tickets if each.served_s is not None]
    states = [each.state for each in tickets]
    return Line(
        name=name,
        taken=len(tickets),
        called=len(waited),
        served=states.count(TicketState.DONE),
        missed=states.count(TicketState.MISSED),
        void=states.count(TicketState.VOID),
        waited_mean_s=sum(waited) // len(waited) if waited else None,
        waited_p90_s=waited[max(0, -(-len(waited) * 9 // 10) - 1)] if waited else None,
        waited_max_s=waited[-1] if waited else None,
        served_mean_s=sum(served) // len(served) if served else None,
    )


def _overtaken(tickets: Iterable[Ticket]) -> dict[str, int]:
    """How often somebody of the same business, kind and origin who came later was called earlier."""
    found: dict[str, int] = {}
    groups: dict[tuple[str, str, bool, str], list[Ticket]] = {}
    for ticket in tickets:
        if ticket.called_at is not None:
            key = (ticket.business, str(ticket.kind), ticket.transferred, ticket.wanted)
            groups.setdefault(key, []).append(ticket)
    for (business, *_), group in groups.items():
        group.sort(key=lambda each: each.place_at)
        latest = None
        for ticket in reversed(group):
            if latest is not None and ticket.called_at is not None and ticket.called_at > latest:
                found[business] = found.get(business, 0) + 1
            if latest is None or (ticket.called_at is not None and ticket.called_at < latest):
                latest = ticket.called_at
    return found
