"""What everybody in the hall may see of the queue: calls, who waits for what, who is next. Never a person.

The board is made from tickets by whoever has them, the centre or a window cut off from it, and says how old
it is and whose data it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Final

from app.records import dataclass
from app.rules.queue_order import Counter, QueueRules, next_ticket
from app.rules.ticket import Ticket, TicketClass, TicketState
from app.rules.waiting import outlooks

CENTRE: Final = "centre"
WINDOW: Final = "window"
MOST_CALLS: Final = 8
MOST_NEXT: Final = 4
_SHOWN: Final = frozenset({TicketState.CALLED, TicketState.SERVING, TicketState.MISSED, TicketState.HELD})


@dataclass(frozen=True, slots=True)
class CallLine:
    """One called number; `name` is empty where the business would tell something about the person."""

    ticket: str  # id
    number: str
    counter: str
    title: str
    name: str
    state: str
    at: datetime
    calls: int

    @property
    def key(self) -> str:
        """Changes with every call and recall: what is announced once."""
        return f"{self.ticket}/{self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One queue: people, and between how many minutes; `by_slot` for booked visitors."""

    letter: str
    name: str
    people: int
    low_min: int | None
    high_min: int | None
    open_counters: int
    by_slot: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The whole of it at one moment."""

    as_of: datetime
    source: str
    calls: tuple[CallLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    next_up: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    paused: tuple[str, ...] = field(default=())  # windows on a break


def board_of(
    tickets: Sequence[Ticket],
    rules: QueueRules,
    open_counters: Sequence[Counter],
    now: datetime,
    *,
    source: str,
    area: str = "",
    paused: Iterable[str] = (),
) -> Board:
    """The board of an area, or of the whole hall."""
    inside = [counter for counter in open_counters if not area or counter.area == area]
    here = {counter.no for counter in rules.counters if not area or counter.area == area}
    here |= {counter.no for counter in inside}
    called = [
        ticket
        for ticket in tickets
        if ticket.state in _SHOWN and ticket.last_call_at is not None and ticket.counter in here
    ]
    called.sort(key=lambda ticket: (ticket.last_call_at or ticket.taken_at, ticket.id), reverse=True)
    return Board(
        as_of=now,
        source=source,
        calls=tuple(_call(ticket, rules) for ticket in called[:MOST_CALLS]),
        waiting=_waiting(tickets, rules, open_counters, inside, area),
        next_up=_next_up(tickets, rules, inside, now),
        sentences=rules.sentences,
        paused=tuple(sorted(paused)),
    )


def _call(ticket: Ticket, rules: QueueRules) -> CallLine:
    business = rules.business(ticket.business)
    name = business.name if business is not None and business.public else ""
    at = ticket.last_call_at or ticket.taken_at
    return CallLine(
        ticket.id, ticket.number, ticket.counter, ticket.title, name, str(ticket.state), at, ticket.calls
    )


def _waiting(
    tickets: Sequence[Ticket],
    rules: QueueRules,
    open_counters: Sequence[Counter],
    inside: Sequence[Counter],
    area: str,
) -> tuple[WaitingLine, ...]:
    booked = [
        each for each in tickets if each.state is TicketState.WAITING and each.kind is TicketClass.BOOKED
    ]
    letters = {letter for counter in inside for letter in counter.serves}
    lines = []
    for letter, outlook in outlooks(tickets, rules, open_counters).items():
        if area and letter not in letters:
            continue
        if not outlook.waiting and not outlook.open_counters:
            continue  # closed today and nobody waits for it
        business = rules.business(letter)
        name = business.name if business is not None and business.public else ""
        told = outlook.estimate
        lines.append(
            WaitingLine(
                letter,
                name,
                outlook.waiting - sum(each.business == letter for each in booked),
                told.low_min if told else None,
                told.high_min if told else None,
                outlook.open_counters,
            )
        )
    if booked:
        letter = rules.letters[TicketClass.BOOKED].replace("{letter}", "")
        lines.append(WaitingLine(letter, "", len(booked), None, None, len(inside), by_slot=True))
    return tuple(lines)


def _next_up(
    tickets: Sequence[Ticket], rules: QueueRules, counters: Sequence[Counter], now: datetime
) -> tuple[str, ...]:
    """Who should get ready: the next of every open window, the longest waiting first."""
    found: dict[str, Ticket] = {}
    for counter in counters:
        free = [each if not each.owner else _unowned(each) for each in tickets if each.id not in found]
        following = next_ticket(free, rules, counter, now)
        if following is not None:
            found[following.id] = following
    ready = sorted(found.values(), key=lambda ticket: ticket.place_at)
    return tuple(ticket.number for ticket in ready[:MOST_NEXT])


def _unowned(ticket: Ticket) -> Ticket:
    from dataclasses import replace

    return replace(ticket, owner="")


# -- as sent ---------------------------------------------------------------------------------------


def board_record(board: Board) -> dict[str, Any]:
    """JSON values."""
    return {
        "as_of": board.as_of.isoformat(),
        "source": board.source,
        "calls": [
            {name: getattr(line, name) for name in CallLine.__slots__} | {"at": line.at.isoformat()}
            for line in board.calls
        ],
        "waiting": [{name: getattr(line, name) for name in WaitingLine.__slots__} for line in board.waiting],
        "next_up": list(board.next_up),
        "sentences": list(board.sentences),
        "paused": list(board.paused),
    }


def board_from(record: Mapping[str, Any]) -> Board:
    """A board out of its JSON values; what a later program added is not looked at."""
    return Board(
        as_of=datetime.fromisoformat(record["as_of"]),
        source=str(record["source"]),
        calls=tuple(
            CallLine(
                **{name: line[name] for name in CallLine.__slots__ if name != "at"},
                at=datetime.fromisoformat(line["at"]),
            )
            for line in record["calls"]
        ),
        waiting=tuple(
            WaitingLine(**{name: line[name] for name in WaitingLine.__slots__}) for line in record["waiting"]
        ),
        next_up=tuple(record["next_up"]),
        sentences=tuple(record["sentences"]),
        paused=tuple(record.get("paused", ())),
    )
