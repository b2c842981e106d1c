"""Who is called next: the hall's order as data, re-entry of missed and late visitors, reserves of windows.

Called > priority > booked and due > transferred > arrival (domain/process.md §6). What a hall may choose
stands in resources/rules/queue.json and is read by `app.rules.queue_file`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from app.records import dataclass
from app.rules.ticket import Ticket, TicketClass, TicketState

ORDER_KEYS: Final = ("priority", "booked", "preferred", "transferred", "arrival")
_TINY: Final = timedelta(microseconds=1)


class Place(StrEnum):
    """Where somebody enters a queue that others are in already."""

    FRONT = "front"
    AFTER = "after"  # so many people
    END = "end"


@dataclass(frozen=True, slots=True)
class Reentry:
    """Where a visitor comes back in, and for how long he may."""

    place: Place = Place.AFTER
    people: int = 3
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class Business:
    """A queue of the hall with its letter; `spoken` may stand on a public screen."""

    letter: str
    name: str
    name_en: str
    usual_minutes: float
    public: bool = True  # False: screens show the letter alone, the name would tell something of the person


@dataclass(frozen=True, slots=True)
class Tile:
    """A button of the kiosk: what visitors call their matter, and the queue it leads to."""

    title: str
    note: str
    title_en: str
    note_en: str
    icon: str
    business: str
    kind: TicketClass = TicketClass.ORDINARY
    item: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A window: which queues it may call from, and which of them first."""

    no: str
    area: str
    serves: tuple[str, ...]
    prefers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRules:
    """Everything about the queue that a hall may choose."""

    businesses: tuple[Business, ...]
    tiles: tuple[Tile, ...]
    counters: tuple[Counter, ...]
    opens: time
    closes: time
    closing_minutes: int  # so long before the end the kiosk says that it may be too late
    letters: Mapping[TicketClass, str] = field(hash=False)  # "V{letter}"
    order: tuple[str, ...] = ORDER_KEYS
    in_a_row: Mapping[TicketClass, int] = field(default_factory=dict, hash=False)
    recall_limit: int = 3
    missed: Reentry = Reentry()
    late: Reentry = Reentry(Place.END, 0, 15)
    reserve: int = 5
    in_doubt_minutes: int = 10
    keeps_overnight: bool = False
    sentences: tuple[str, ...] = ()  # of the display's foot
    reminders: tuple[str, ...] = ()  # on the slip

    def business(self, letter: str) -> Business | None:
        return next((each for each in self.businesses if each.letter == letter), None)

    def counter(self, no: str) -> Counter | None:
        return next((each for each in self.counters if each.no == no), None)

    def letters_of(self, kind: TicketClass, business: str) -> str:
        """The letters a number begins with."""
        return self.letters[kind].replace("{letter}", business)


def may_call(ticket: Ticket, counter: Counter, now: datetime, device: str) -> bool:
    """Whether this window may call this ticket now (sync.md 2.7: its own or nobody's)."""
    if ticket.state is not TicketState.WAITING or (ticket.owner and ticket.owner != device):
        return False
    if ticket.wanted:
        return ticket.wanted == counter.no
    return ticket.business in counter.serves and is_due(ticket, now)


def is_due(ticket: Ticket, now: datetime) -> bool:
    """A booked visitor cannot be called before his slot begins; anybody else at any time."""
    return ticket.kind is not TicketClass.BOOKED or ticket.due_from is None or ticket.due_from <= now


def rank(ticket: Ticket, rules: QueueRules, now: datetime, counter: Counter | None = None) -> tuple[Any, ...]:
    """What tickets are sorted by; the smallest is called first. Without a window nothing is preferred."""
    values: list[Any] = []
    for key in rules.order:
        match key:
            case "priority":
                values.append(ticket.kind is not TicketClass.PRIORITY)
            case "booked":
                values.append(not (ticket.kind is TicketClass.BOOKED and is_due(ticket, now)))
            case "preferred" if counter is not None:
                values.append(ticket.business not in counter.prefers and ticket.wanted != counter.no)
            case "transferred":
                values.append(not ticket.transferred)
            case "arrival":
                values.append(ticket.place_at)
    return (*values, ticket.place_at, ticket.taken_at, ticket.number, ticket.id)


def line(
    tickets: Iterable[Ticket], rules: QueueRules, counter: Counter, now: datetime, device: str = ""
) -> list[Ticket]:
    """What this window may call, in order."""
    callable_now = [ticket for ticket in tickets if may_call(ticket, counter, now, device)]
    return sorted(callable_now, key=lambda ticket: rank(ticket, rules, now, counter))


def next_ticket(
    tickets: Iterable[Ticket],
    rules: QueueRules,
    counter: Counter,
    now: datetime,
    *,
    device: str = "",
    recent: Sequence[TicketClass] = (),
) -> Ticket | None:
    """Whom this window calls next; `recent` are the kinds of the hall's last calls, the newest first.

    When a kind was called as often in a row as the hall allows, the first of another kind goes before it.
    """
    waiting = line(tickets, rules, counter, now, device)
    if not waiting:
        return None
    tired = _tired(rules, recent)
    return next((ticket for ticket in waiting if ticket.kind is not tired), waiting[0])


def _tired(rules: QueueRules, recent: Sequence[TicketClass]) -> TicketClass | None:
    for kind, limit in rules.in_a_row.items():
        if len(recent) >= limit and all(each is kind for each in recent[:limit]):
            return kind
    return None


def waiting_order(tickets: Iterable[Ticket], rules: QueueRules, now: datetime) -> list[Ticket]:
    """Everybody who waits, as the hall sees it."""
    waiting = [ticket for ticket in tickets if ticket.state is TicketState.WAITING]
    return sorted(waiting, key=lambda ticket: rank(ticket, rules, now))


def ahead_of(ticket: Ticket, tickets: Iterable[Ticket], rules: QueueRules, now: datetime) -> int:
    """How many people of the same business are called before this one, as things stand."""
    mine = rank(ticket, rules, now)
    return sum(
        other.business == ticket.business and other.id != ticket.id and rank(other, rules, now) < mine
        for other in tickets
        if other.state is TicketState.WAITING
    )


def place_again(
    ticket: Ticket, tickets: Iterable[Ticket], rules: QueueRules, reentry: Reentry, now: datetime
) -> datetime:
    """The `place_at` of somebody who comes back or comes late: in front, after so many people, or last.

    People with one and the same moment are not parted: then it is after the last of them.
    """
    others = [
        other.place_at
        for other in waiting_order(tickets, rules, now)
        if other.business == ticket.business and other.id != ticket.id and other.kind is ticket.kind
    ]
    others.sort()
    match reentry.place:
        case Place.FRONT:
            return min((ticket.place_at, *(moment - _TINY for moment in others[:1])))
        case Place.AFTER if reentry.people < len(others):
            behind = others[reentry.people - 1] if reentry.people else others[0] - 2 * _TINY
            return behind + _TINY
        case _:
            return max((now, *(moment + _TINY for moment in others[-1:])))


def may_return(ticket: Ticket, reentry: Reentry, now: datetime) -> bool:
    """Whether a missed visitor is back in time."""
    return ticket.ended_at is not None and now <= ticket.ended_at + timedelta(minutes=reentry.minutes)


def is_late(ticket: Ticket, reentry: Reentry, now: datetime) -> bool:
    """Whether a booked visitor took the ticket after his slot and the hall's patience."""
    return ticket.due_until is not None and now > ticket.due_until + timedelta(minutes=reentry.minutes)


@dataclass(frozen=True, slots=True)
class Holder:
    """A window that keeps a reserve against the network's failing: how many tickets it has in it."""

    device: str
    counter: Counter
    held: int = 0


def share_out(
    tickets: Collection[Ticket], rules: QueueRules, holders: Sequence[Holder], now: datetime
) -> list[tuple[str, str]]:
    """(ticket id, device) to grant: the nearest free tickets, one to each window in turn.

    Striped, so that one window's failing holds up only every so-manieth person; never more than a fair part
    of those who wait, so that a short queue is not locked up in reserves.
    """
    free = [ticket for ticket in tickets if ticket.state is TicketState.WAITING and not ticket.owner]
    held = {holder.device: holder.held for holder in holders}
    size = min(rules.reserve, -(-(len(free) + sum(held.values())) // len(holders))) if holders else 0
    lines = {holder.device: iter(line(free, rules, holder.counter, now, holder.device)) for holder in holders}
    given: dict[str, str] = {}
    for level in range(size):
        for holder in holders:
            if held[holder.device] > level:
                continue
            found = next((ticket for ticket in lines[holder.device] if ticket.id not in given), None)
            if found is not None:
                given[found.id] = holder.device
                held[holder.device] += 1
    return list(given.items())
