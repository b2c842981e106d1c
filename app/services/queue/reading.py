"""The day's tickets as the store has them, read again only where a row changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.clock import hall_day
from app.errors import Conflict
from app.rules.queue_order import Counter, QueueRules
from app.rules.ticket import AT_WINDOW, Ticket, TicketState, ticket_of
from app.services.house import House
from app.services.queue.views import Kept, Mode, person_of
from app.services.views import SyncState

_SETTLED = frozenset({"open", "paused", "closed"})


class Reader:
    """Used on the store worker alone; keeps the values of rows that did not change."""

    def __init__(self, house: House, rules: QueueRules) -> None:
        self._house, self._rules = house, rules
        self._day: date | None = None
        self._kept: dict[str, Kept] = {}
        self._seen = 0  # how many of the store's writes are in it

    @property
    def mode(self) -> Mode:
        """Who decides here now."""
        link = self._house.sync
        if link is None:
            return Mode.ALONE
        return Mode.ONLINE if link.status().state is SyncState.ONLINE else Mode.OFFLINE

    @property
    def device(self) -> str:
        return self._house.hall.device_code

    def day(self, day: date | None = None) -> dict[str, Kept]:
        """Every ticket of a day; today's unless told."""
        wanted = day or self._house.today()
        with self._house.store.read() as unit:
            touched = unit.tickets.touched
            if wanted != self._day:
                rows = {row["id"]: row for row in unit.tickets.of_day(wanted.isoformat())}
                self._day, self._kept = wanted, {}
            else:
                fresh = touched[self._seen :]
                rows = unit.tickets.bodies(fresh) if fresh else {}
                for id in fresh:
                    self._kept.pop(id, None)
            self._seen = len(touched)
        for id, row in rows.items():
            if row["day"] == wanted.isoformat():
                self._kept[id] = kept_of(row)
        return self._kept

    def tickets(self, day: date | None = None) -> list[Ticket]:
        return [each.ticket for each in self.day(day).values()]

    def get(self, id: str) -> Kept:
        """Conflict("no-such-ticket")."""
        with self._house.store.read() as unit:
            row = unit.tickets.get(id)
        if row is None:
            raise Conflict("no-such-ticket", id=id)
        return kept_of(row)

    def by_number(self, number: str, day: date | None = None) -> Kept:
        """Conflict("no-such-ticket")."""
        wanted = day or self._house.today()
        with self._house.store.read() as unit:
            row = unit.tickets.by_number(wanted.isoformat(), number)
        if row is None:
            raise Conflict("no-such-ticket", number=number)
        return kept_of(row)

    def current(self, counter: str) -> Kept | None:
        """The ticket this window has called or serves; of several, the one called last."""
        mine = [
            each
            for each in self.day().values()
            if each.ticket.state in AT_WINDOW and each.ticket.counter == counter
        ]
        return max(mine, key=lambda each: each.ticket.last_call_at or each.ticket.taken_at, default=None)

    def held(self, counter: str) -> tuple[Ticket, ...]:
        """Put aside by this window."""
        return tuple(
            each.ticket
            for each in self.day().values()
            if each.ticket.state is TicketState.HELD and each.ticket.counter == counter
        )

    # -- windows -------------------------------------------------------------------------------

    def counter_records(self) -> dict[str, Mapping[str, Any]]:
        with self._house.store.read() as unit:
            return {row["no"]: row["body"] for row in unit.tickets.counters()}

    def counter(self, no: str) -> Counter:
        """A window with what the supervisor set for it today; one nobody described serves everything."""
        ruled = self._rules.counter(no) or Counter(
            no, "", tuple(each.letter for each in self._rules.businesses)
        )
        return _with_record(ruled, self.counter_records().get(no))

    def counters(self) -> tuple[Counter, ...]:
        records = self.counter_records()
        ruled = [_with_record(each, records.get(each.no)) for each in self._rules.counters]
        known = {each.no for each in ruled}
        own = self._house.hall.counter_no
        if own not in known:
            ruled.append(self.counter(own))
        return tuple(ruled)

    def open_counters(self) -> tuple[Counter, ...]:
        """Windows that call now. Where nobody ever told how they stand, those of the rules."""
        records = self.counter_records()
        today = self._house.today()
        told = {
            no: record
            for no, record in records.items()
            if record.get("state") and hall_day_of(record) == today
        }
        if not told:
            return self.counters() if self.mode is not Mode.ALONE or not records else ()
        return tuple(each for each in self.counters() if told.get(each.no, {}).get("state") == "open")

    def paused(self) -> tuple[str, ...]:
        return tuple(no for no, record in self.counter_records().items() if record.get("state") == "paused")

    # -- grants --------------------------------------------------------------------------------

    def grants(self) -> dict[str, str]:
        """ticket id → grant of what may be called without the centre."""
        with self._house.store.read() as unit:
            return unit.tickets.held_grants()

    def callable_here(self) -> list[Ticket]:
        """What this window may call by itself now (sync.md 2.7)."""
        waiting = [each for each in self.tickets() if each.state is TicketState.WAITING]
        if self.mode is Mode.ALONE:
            return [replace(each, owner="") if each.owner else each for each in waiting]
        grants, me = self.grants(), self.device
        return [each for each in waiting if each.id in grants or (each.owner == me and each.device == me)]


def kept_of(row: Mapping[str, Any]) -> Kept:
    return Kept(ticket_of(row["body"]), row["version"], person_of(row["person"]), row["sync_state"])


def hall_day_of(record: Mapping[str, Any]) -> date | None:
    at = record.get("at")
    return hall_day(datetime.fromisoformat(at)) if isinstance(at, str) else None


def _with_record(counter: Counter, record: Mapping[str, Any] | None) -> Counter:
    if record is None or not record.get("serves"):
        return counter
    return replace(counter, serves=tuple(record["serves"]), prefers=tuple(record.get("prefers", ())))


def longest_min(tickets: list[Ticket], now: datetime) -> int:
    """How long the longest waiting one has waited, in whole minutes."""
    waits = [now - each.taken_at for each in tickets if each.state is TicketState.WAITING]
    return int(max(waits, default=timedelta()).total_seconds() // 60)
