"""One act about a ticket: its row and the command for the centre in one journalled transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from app.errors import Conflict
from app.records import dataclass
from app.rules.ticket import Ticket, ticket_of, ticket_record
from app.services.changes import Subject
from app.services.house import SYSTEM, House
from app.services.queue.views import Kept, Person, person_record

if TYPE_CHECKING:
    from db.local.decisions import Decision, Reservation
    from db.local.store import Made

UNDO_MS: Final = 10_000  # eight seconds on the screen, and the time a key needs


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last act: what it was, the ticket before, until when it can be taken back."""

    cmd_id: str
    act: str
    before: Ticket
    number: str
    until_ms: int


class Writer:
    """Writes acts; `undoable` is what the last one could be taken back to."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.undoable: Undoable | None = None

    def actor(self) -> str:
        """The clerk, or the device itself where nobody signs in (a kiosk)."""
        clerk = self._house.desk.clerk
        return SYSTEM if clerk is None else self._house.desk.signed_in().id

    def take(self, build: Callable[[Reservation], Ticket], person: Person) -> Ticket:
        """A new ticket with its number."""
        from db.local.decisions import Decision, Plan
        from db.local.tickets import Tickets

        made: list[Ticket] = []

        def decision(reserved: Reservation) -> Decision:
            ticket = build(reserved)
            made.append(ticket)
            body = ticket_record(ticket)
            known = None if person.is_empty else person_record(person)
            plan = Plan()
            plan.do(Tickets.add, ticket.id, body, known)
            payload = {"act": "take", "number": ticket.number, "changes": body, "person": known}
            return Decision("ticket", ticket.id, payload, plan)

        self._house.store.decide("ticket.take", self.actor(), decision)
        self._told()
        return made[-1]

    def change(
        self,
        act: str,
        kept: Kept,
        make: Callable[[datetime], Ticket],
        *,
        actor: str | None = None,
        grant: str = "",
        facts: Mapping[str, Any] | None = None,
        undo: bool = False,
        of: str = "",
    ) -> Ticket:
        """An act on a known ticket; `make` gets the moment of the act.

        Conflict("changed-meanwhile") when its row is not the one that was looked at.
        """
        from db.local.decisions import Decision, Plan
        from db.local.tickets import Tickets

        before, version, made = kept.ticket, kept.version, list[Ticket]()

        def decision(reserved: Reservation) -> Decision:
            ticket = make(reserved.at)
            made.append(ticket)
            old, new = ticket_record(before), ticket_record(ticket)
            changes = {name: value for name, value in new.items() if old[name] != value}
            plan = Plan()
            plan.do(Tickets.change, ticket.id, version, changes)
            if grant:
                plan.do(Tickets.use_grant, grant)
            with self._house.store.read() as unit:
                base = unit.base.version("ticket", ticket.id)
            payload: dict[str, Any] = {"act": act, "number": ticket.number, "changes": changes}
            payload |= {"grant": grant} if grant else {}
            payload |= {"of": of} if of else {}
            payload |= {"facts": dict(facts)} if facts else {}
            return Decision("ticket", ticket.id, payload, plan, base)

        while True:
            try:
                done: Made = self._house.store.decide(f"ticket.{act}", actor or self.actor(), decision)
                break
            except Conflict as conflict:
                # The centre's feed came in between: only a ticket that is another one now is a conflict.
                found = self._version_of(before)
                if conflict.code != "changed-meanwhile" or found is None or found == version:
                    raise
                version = found
        until = self._house.clock.monotonic_ms() + UNDO_MS
        self.undoable = Undoable(done.cmd_id, act, before, before.number, until) if undo else None
        self._told()
        return made[-1]

    def _version_of(self, ticket: Ticket) -> int | None:
        """The version of a ticket's row, if it still says what this one says."""
        with self._house.store.read() as unit:
            row = unit.tickets.get(ticket.id)
        return int(row["version"]) if row is not None and ticket_of(row["body"]) == ticket else None

    def release(self, kept: Kept, grant: str) -> None:
        """A granted ticket goes back, in the order of this device's own commands (sync.md 2.7)."""
        from db.local.decisions import Decision, Plan
        from db.local.tickets import Tickets

        def decision(_reserved: Reservation) -> Decision:
            plan = Plan()
            plan.do(Tickets.release_grant, grant)
            plan.do(Tickets.change, kept.ticket.id, kept.version, {"owner": ""})
            payload = {
                "act": "release",
                "number": kept.ticket.number,
                "changes": {"owner": ""},
                "grant": grant,
            }
            with self._house.store.read() as unit:
                base = unit.base.version("ticket", kept.ticket.id)
            return Decision("ticket", kept.ticket.id, payload, plan, base)

        self._house.store.decide("ticket.release", self.actor(), decision)
        self._told()

    def called_at_centre(self, cmd_id: str, before: Ticket) -> None:
        """A call the centre made for this window can be taken back like one of its own."""
        until = self._house.clock.monotonic_ms() + UNDO_MS
        self.undoable = Undoable(cmd_id, "call", before, before.number, until)

    def set_counter(self, no: str, record: Mapping[str, Any]) -> None:
        """What a window does from now on."""
        from db.local.decisions import Decision, Plan
        from db.local.tickets import Tickets

        def decision(reserved: Reservation) -> Decision:
            body = {**record, "no": no, "at": reserved.at.isoformat()}
            plan = Plan()
            plan.do(Tickets.put_counter, no, body)
            return Decision("counter", no, {"act": "set", "changes": body}, plan)

        self._house.store.decide("counter.set", self.actor(), decision)
        self._told()

    def _told(self) -> None:
        self._house.decided(frozenset({Subject.QUEUE, Subject.OUTBOX}))
