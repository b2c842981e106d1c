"""What a window or kiosk asks the centre's queue directly, and keeps of its answers (sync.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import Unavailable
from app.rules.queue_order import QueueRules
from app.rules.ticket import Ticket, ticket_of
from app.services.changes import Subject
from app.services.house import House
from app.services.queue.reading import Reader
from app.services.queue.views import Kept
from app.services.queue.writing import Writer

Reply = Mapping[str, Any]


class CentreLine:
    """Each question has an id: asked again after a lost answer it gets the same ticket."""

    def __init__(self, house: House, rules: QueueRules, reader: Reader, writer: Writer) -> None:
        self._house, self._rules, self._reader, self._writer = house, rules, reader, writer

    def call(self, ticket_id: str | None = None) -> Kept | None:
        """The next one to this window, or a chosen one; None when nobody waits for it.

        Unavailable when the centre does not answer; Conflict with its own no.
        """
        before = self._reader.get(ticket_id).ticket if ticket_id else None
        clerk = self._house.desk.signed_in()
        body = self._asking() | {"clerk": clerk.id, "ticket": ticket_id}
        reply = self._twice("/queue/v1/call", body)
        if reply.get("ticket") is None:
            return None
        ticket = self.keep(reply)
        self._writer.called_at_centre(body["cmd_id"], before or _waiting(ticket))
        return self._reader.get(ticket.id)

    def take(self, body: dict[str, Any]) -> Ticket:
        """A number of the hall's own series. Unavailable; Conflict("already-waiting")."""
        return self.keep(self._twice("/queue/v1/take", body))

    def reserve(self) -> int:
        """Tickets this window may call by itself from now on; how many came."""
        reply = self._twice("/queue/v1/reserve", self._asking())
        at = self._house.now().isoformat()
        grants = reply.get("grants", ())
        for grant in grants:
            ticket = self.keep(grant, tell=False)
            with self._house.store.unit() as unit:
                unit.tickets.put_grant(grant["grant_id"], ticket.id, int(grant["rev"]), at)
        if grants:
            self._house.tell(frozenset({Subject.QUEUE}))
        return len(grants)

    def standing(self) -> dict[str, Reply]:
        """How the hall's devices stand, by their codes; empty when the centre cannot be asked."""
        link = self._house.sync
        if link is None:
            return {}
        try:
            told = link.ask("/queue/v1/windows", {})
        except Unavailable:
            return {}
        return {str(each["device"]): each for each in told.get("windows", ())}

    def has_untold_calls(self) -> bool:
        """Whether the centre does not know yet whom this window called by itself."""
        with self._house.store.read() as unit:
            return any(row["kind"] == "ticket.call" for row in unit.outbox.pending())

    def new_id(self) -> str:
        from db.local.ids import uuid7

        return uuid7(int(self._house.now().timestamp() * 1000))

    def keep(self, reply: Reply, *, tell: bool = True) -> Ticket:
        """An answer's ticket in the store, before the feed brings it."""
        ticket = ticket_of(reply["ticket"])
        with self._house.store.unit() as unit:
            unit.tickets.project(
                ticket.id,
                reply["ticket"],
                "synced",
                reply.get("person"),
                centre_version=int(reply.get("version") or 0),
            )
            grant = unit.tickets.held_grants().get(ticket.id)
            if grant is not None and ticket.state != "waiting":
                unit.tickets.use_grant(grant)
        if tell:
            self._house.tell(frozenset({Subject.QUEUE}))
        return ticket

    def _asking(self) -> dict[str, Any]:
        no = self._house.hall.counter_no
        counter = self._reader.counter(no)
        return {
            "cmd_id": self.new_id(),
            "counter": no,
            "serves": list(counter.serves),
            "prefers": list(counter.prefers),
        }

    def _twice(self, path: str, body: Reply) -> Reply:
        """An answer that was lost on its way is asked for once more, with the same id."""
        link = self._house.sync
        if link is None:
            raise Unavailable("centre-away", reason="none")
        try:
            return link.ask(path, body)
        except Unavailable:
            return link.ask(path, body)


def _waiting(ticket: Ticket) -> Ticket:
    """What a ticket was before its first call."""
    from dataclasses import replace

    from app.rules.ticket import TicketState

    return replace(
        ticket, state=TicketState.WAITING, counter="", owner="", called_at=None, last_call_at=None, calls=0
    )
