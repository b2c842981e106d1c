"""A day of visitors replayed through the centre's queue: who came, who was called when, how fair it was."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.central.queueing import CentralQueue
from app.rules.queue_report import DayReport, report
from app.rules.ticket import Ticket, TicketState, ticket_of
from app.wire.queue import CallRequest, TakeRequest
from tests.support.central_hall import CentralHall, Window, uid

SERVICE_S = {"A": 540, "B": 720, "C": 600}


@dataclass
class QueueDay:
    """So many visitors at so many windows; the clock is the hall's, nothing waits for real."""

    house: CentralHall
    visitors: int
    windows: int
    seed: int = 1
    calls: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, number, window

    def run(self) -> DayReport:
        """Everybody comes, waits and is served; then the day's figures."""
        chance = random.Random(self.seed)
        queue = CentralQueue(self.house.centre)
        kiosk = self.house.window()
        counters = [self.house.window() for _ in range(self.windows)]
        begin = self.house.clock.now()
        arrivals = sorted(chance.uniform(0, 7 * 3600) for _ in range(self.visitors))
        events: list[tuple[float, int, str, Any]] = []
        for n, at in enumerate(arrivals):
            heapq.heappush(events, (at, n, "come", None))
        free = set(range(self.windows))
        n = self.visitors
        while events:
            at, _, what, which = heapq.heappop(events)
            self.house.clock.set(begin + timedelta(seconds=at))
            if what == "come":
                queue.take(kiosk.id, self._wish(chance, n := n + 1))
            else:
                self._finish(counters[which[0]], which[1])
                free.add(which[0])
            for counter in sorted(free):
                ticket = queue.call(counters[counter].id, self._ask(counter, n := n + 1)).ticket
                if ticket is None:
                    break
                free.discard(counter)
                self.calls.append((self.house.clock.now(), ticket["number"], str(counter + 1)))
                lasts = chance.gammavariate(3, SERVICE_S[ticket["business"]] / 3)
                heapq.heappush(events, (at + lasts, n, "end", (counter, ticket)))
        return report(date(2026, 11, 26), self.tickets())

    def tickets(self) -> list[Ticket]:
        return [ticket_of({**body, "id": id}) for id, body in self.house.records("ticket").items()]

    def _wish(self, chance: random.Random, n: int) -> TakeRequest:
        first = chance.random() < 0.06
        return TakeRequest(
            cmd_id=uid((7 << 96) + n),
            business=chance.choice("AAABBC"),
            kind="priority" if first else "ordinary",
            proof="老年人证" if first else "",
        )

    def _ask(self, counter: int, n: int) -> CallRequest:
        return CallRequest(
            cmd_id=uid((8 << 96) + n),
            counter=str(counter + 1),
            clerk="clerk",
            serves=("A", "B", "C"),
            prefers=(),
        )

    def _finish(self, window: Window, ticket: dict[str, Any]) -> None:
        changes = {
            "state": TicketState.DONE.value,
            "ended_at": self.house.clock.now().isoformat(),
            "arrived_at": ticket["last_call_at"],
        }
        command = window.command(
            "ticket.finish", {"act": "finish", "changes": changes}, entity="ticket", entity_id=ticket["id"]
        )
        (outcome,) = window.push(command).outcomes
        assert outcome.status == "ok", outcome
