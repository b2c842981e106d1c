"""The queue at one window or kiosk: every act is one transaction here and one command for the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from heapq import nlargest
from typing import Any, Final

from app.errors import Conflict, NotAllowed, Unavailable
from app.rules import ticket as rules
from app.rules.board import CENTRE, WINDOW, Board, board_of
from app.rules.queue_file import read_rules
from app.rules.queue_order import (
    Counter,
    QueueRules,
    is_due,
    line,
    may_return,
    next_ticket,
    place_again,
)
from app.rules.queue_report import DayReport, report
from app.rules.ticket import Ticket, TicketClass, TicketState
from app.rules.waiting import PastError, past_error
from app.services.house import SYSTEM, House
from app.services.queue.centre_line import CentreLine
from app.services.queue.reading import Reader, hall_day_of, kept_of, longest_min
from app.services.queue.taking import Taking
from app.services.queue.views import CounterLine, Kept, Mode, Person, StripView
from app.services.queue.writing import Undoable, Writer

NOBODY_CAME: Final = "nobody-came"
MISS_REASONS: Final = (NOBODY_CAME, "left", "wrong-business", "papers-missing", "other")
_NEXT: Final = 3


class QueueService:
    """Everything about tickets; used on the store worker."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._writer = Writer(house)

    @cached_property
    def rules(self) -> QueueRules:
        """The hall's rules; its own file goes before the program's. Rejected("queue-rules")."""
        return read_rules(self._house.folders)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self._house, self.rules)

    @cached_property
    def taking(self) -> Taking:
        """Issuing tickets and their slips."""
        return Taking(self._house, self.rules, self.reader, self._writer, self.line)

    @cached_property
    def line(self) -> CentreLine:
        """What is asked of the centre directly."""
        return CentreLine(self._house, self.rules, self.reader, self._writer)

    @property
    def no(self) -> str:
        """This window's number."""
        return self._house.hall.counter_no

    @property
    def undoable(self) -> Undoable | None:
        """What `undo` would take back; None when there is nothing or it is too late."""
        last = self._writer.undoable
        if last is None or self._house.clock.monotonic_ms() > last.until_ms:
            return None
        return last

    # -- what is shown -------------------------------------------------------------------------

    def strip(self) -> StripView:
        """This window and its queue."""
        now, reader = self._house.now(), self.reader
        counter = reader.counter(self.no)
        tickets = reader.tickets()
        current = reader.current(self.no)
        mine = [each for each in tickets if self._may_serve(each, counter)]
        following = line(self._callable(), self.rules, counter, now, reader.device)
        return StripView(
            mode=reader.mode,
            current=current.ticket if current else None,
            person=current.person if current else Person(),
            waiting=len(mine),
            longest_min=longest_min(mine, now),
            following=tuple(following[:_NEXT]),
            held=reader.held(self.no),
            paused=self.no in reader.paused(),
            recall_limit=self.rules.recall_limit,
            reserve=len(reader.grants()),
            known=bool(tickets),
        )

    def _may_serve(self, ticket: Ticket, counter: Counter) -> bool:
        if ticket.state is not TicketState.WAITING:
            return False
        return ticket.wanted == counter.no if ticket.wanted else ticket.business in counter.serves

    def _callable(self) -> list[Ticket]:
        """What could be called here: of the whole hall while the centre decides, else what is ours."""
        return self.reader.tickets() if self.reader.mode is Mode.ONLINE else self.reader.callable_here()

    def board(self, area: str = "") -> Board:
        """What a screen beside this window may show."""
        source = CENTRE if self.reader.mode is Mode.ONLINE else WINDOW
        return board_of(
            self.reader.tickets(),
            self.rules,
            self.reader.open_counters(),
            self._house.now(),
            source=source,
            area=area,
            paused=self.reader.paused(),
        )

    def past_error(self, day: date | None = None) -> PastError:
        """How good the estimates of a day were."""
        return past_error(self.reader.tickets(day))

    def report(self, day: date | None = None) -> DayReport:
        """The figures of a day."""
        wanted = day or self._house.today()
        return report(wanted, self.reader.tickets(wanted))

    def exported(self, day: date | None = None, *, xlsx: bool = True) -> bytes:
        """The same as a file."""
        from app.documents import queue_sheets

        made = self.report(day)
        return queue_sheets.as_xlsx(made) if xlsx else queue_sheets.as_csv(made)

    def counter_lines(self) -> tuple[CounterLine, ...]:
        """The hall's windows as a supervisor looks at them."""
        records, tickets = self.reader.counter_records(), self.reader.tickets()
        standing = self.line.standing() if self.reader.mode is Mode.ONLINE else {}
        found = []
        for counter in self.reader.counters():
            record = records.get(counter.no, {})
            mine = [each for each in tickets if each.counter == counter.no]
            in_hand = [each for each in mine if each.state in rules.AT_WINDOW]
            device = str(record.get("device", ""))
            held = sum(each.owner == device and each.state is TicketState.WAITING for each in tickets)
            found.append(
                CounterLine(
                    no=counter.no,
                    area=counter.area,
                    serves=counter.serves,
                    prefers=counter.prefers,
                    state=str(record.get("state", "")),
                    number=in_hand[-1].number if in_hand else "",
                    clerk=str(record.get("clerk", "")),
                    served=sum(each.state is TicketState.DONE for each in mine),
                    device=device,
                    told_at=record.get("at"),
                    reserved=held if device else 0,
                    last_seen_at=standing.get(device, {}).get("last_seen_at"),
                    in_doubt=bool(standing.get(device, {}).get("in_doubt", False)),
                )
            )
        return tuple(found)

    def of_day(self, day: date | None = None) -> tuple[Kept, ...]:
        """Every ticket of a day, in order of taking."""
        return tuple(sorted(self.reader.day(day).values(), key=lambda each: each.ticket.taken_at))

    def find(self, number: str, day: date | None = None) -> Kept:
        """A ticket by its number as typed or scanned. Conflict("not-a-number"), ("no-such-ticket")."""
        parsed = rules.parse_ticket_number(number)
        if parsed is None:
            raise Conflict("not-a-number", number=number)
        return self.reader.by_number(str(parsed), day)

    # -- calling -------------------------------------------------------------------------------

    def call_next(self) -> Kept | None:
        """The next person to this window; None when nobody waits whom it may call.

        A ticket still being served here is finished first. Conflict: window-paused; still-called (number)
        when the one called before was neither served nor missed; calls-on-their-way right after an outage.
        """
        self._house.desk.signed_in()
        self._ready_for_another()
        reader, now = self.reader, self._house.now()
        untold = reader.mode is Mode.ONLINE and self.line.has_untold_calls()
        if reader.mode is Mode.ONLINE and not untold:
            try:
                return self.line.call()
            except Unavailable:
                pass  # cut off this very moment: what is reserved here can still be called
        waiting = self._callable_locally()
        found = next_ticket(
            waiting,
            self.rules,
            reader.counter(self.no),
            now,
            device=reader.device,
            recent=self._recent(waiting),
        )
        if found is None and untold:
            # The centre would name somebody again whom this window called while it was cut off.
            raise Conflict("calls-on-their-way")
        return None if found is None else self._call(found.id)

    def call_number(self, number: str) -> Kept:
        """A chosen number: waiting, held or missed. Conflict: not-a-number, no-such-ticket, not-yours,
        not-due, ticket-move-not-permitted.
        """
        self._house.desk.signed_in()
        found = self.find(number)
        waits = found.ticket.state is TicketState.WAITING
        if waits and not is_due(found.ticket, self._house.now()):
            raise Conflict("not-due", number=number, due=found.ticket.due_from)
        if self.reader.mode is Mode.ONLINE and not self.line.has_untold_calls():
            rules.after(found.ticket.state, rules.TicketAct.CALL)
            self._ready_for_another()
            called = self._chosen_at_centre(found.ticket.id)
            if called is not None:
                return called
        if waits and found.ticket.id not in {each.id for each in self._callable_locally()}:
            raise Conflict("not-yours", number=number, owner=found.ticket.owner)
        rules.after(found.ticket.state, rules.TicketAct.CALL)
        self._ready_for_another()
        return self._call(found.ticket.id, chosen=True)

    def _chosen_at_centre(self, ticket_id: str) -> Kept | None:
        """The centre's word; None when it cannot be asked now."""
        try:
            return self.line.call(ticket_id)
        except Unavailable:
            return None

    def _callable_locally(self) -> list[Ticket]:
        return self.reader.callable_here()

    def _ready_for_another(self) -> None:
        if self.no in self.reader.paused():
            raise Conflict("window-paused", counter=self.no)
        current = self.reader.current(self.no)
        if current is None:
            return
        if current.ticket.state is TicketState.CALLED:
            raise Conflict("still-called", number=current.ticket.number)
        self.finish(current.ticket.id)

    def _call(self, ticket_id: str, *, chosen: bool = False) -> Kept:
        kept = self.reader.get(ticket_id)
        grant = self.reader.grants().get(ticket_id, "")
        ticket = self._writer.change(
            "call",
            kept,
            lambda at: rules.called(kept.ticket, self.no, at, self.reader.device),
            grant=grant,
            facts={"chosen": True} if chosen else None,
            undo=True,
        )
        return self.reader.get(ticket.id)

    def _recent(self, waiting: list[Ticket]) -> list[TicketClass]:
        """The kinds of the hall's last calls, the newest first; empty where no rule asks for it."""
        if not any(each.kind in self.rules.in_a_row for each in waiting):
            return []
        called = [each for each in self.reader.tickets() if each.called_at is not None]
        newest = nlargest(
            max(self.rules.in_a_row.values()), called, key=lambda each: each.called_at or each.taken_at
        )
        return [each.kind for each in newest]

    def _current(self) -> Kept:
        current = self.reader.current(self.no)
        if current is None:
            raise Conflict("nobody-called", counter=self.no)
        return current

    def recall(self) -> Ticket:
        """Once more. Conflict: nobody-called, recall-limit (limit)."""
        kept = self._current()
        limit = self.rules.recall_limit
        return self._writer.change("recall", kept, lambda at: rules.recalled(kept.ticket, at, limit))

    def arrive(self) -> Kept:
        """到窗. Conflict("nobody-called")."""
        kept = self._current()
        ticket = self._writer.change("arrive", kept, lambda at: rules.arrived(kept.ticket, at))
        return self.reader.get(ticket.id)

    def finish(self, ticket_id: str) -> Ticket:
        """The service ended; a ticket that has ended already stays as it is."""
        kept = self.reader.get(ticket_id)
        if not kept.ticket.is_live:
            return kept.ticket
        return self._writer.change("finish", kept, lambda at: rules.finished(kept.ticket, at), undo=True)

    def miss(self, reason: str = NOBODY_CAME) -> Ticket:
        """过号. Conflict("nobody-called")."""
        if reason not in MISS_REASONS:
            raise ValueError(reason)
        kept = self._current()
        return self._writer.change("miss", kept, lambda at: rules.missed(kept.ticket, at, reason), undo=True)

    def bring_back(self, number: str) -> Ticket:
        """A missed visitor is in the queue again. Conflict: missed-too-long (minutes), no-such-ticket."""
        kept = self.find(number)
        if kept.ticket.state is TicketState.MISSED and not may_return(
            kept.ticket, self.rules.missed, self._house.now()
        ):
            raise Conflict("missed-too-long", number=number, minutes=self.rules.missed.minutes)

        def made(at: datetime) -> Ticket:
            place = place_again(kept.ticket, self.reader.tickets(), self.rules, self.rules.missed, at)
            return rules.returned(kept.ticket, place)

        return self._writer.change("return", kept, made, undo=True)

    def transfer(
        self, *, business: str = "", counter: str = "", number: str = "", reason: str = ""
    ) -> Ticket:
        """To another window or business: the one in hand, or a waiting `number`.

        Conflict: transfer-nowhere, unknown-business, unknown-counter, nobody-called.
        """
        if business and self.rules.business(business) is None:
            raise Conflict("unknown-business", business=business)
        if counter and counter not in {each.no for each in self.reader.counters()}:
            raise Conflict("unknown-counter", counter=counter)
        kept = self.find(number) if number else self._current()
        return self._writer.change(
            "transfer",
            kept,
            lambda _at: rules.transferred(kept.ticket, business=business, counter=counter, reason=reason),
            undo=True,
        )

    def hold(self, reason: str = "") -> Ticket:
        """Put aside: the window is free. Conflict("nobody-called")."""
        kept = self._current()
        return self._writer.change("hold", kept, lambda _at: rules.put_aside(kept.ticket, reason), undo=True)

    def resume(self, number: str) -> Kept:
        """A held visitor goes on here. Conflict: still-called, ticket-move-not-permitted."""
        kept = self.find(number)
        rules.after(kept.ticket.state, rules.TicketAct.RESUME)
        self._ready_for_another()
        ticket = self._writer.change("resume", kept, lambda at: rules.resumed(kept.ticket, at), undo=True)
        return self.reader.get(ticket.id)

    def promote(self, number: str, proof: str) -> Ticket:
        """First by law, on a proof somebody looked at. Conflict("no-proof")."""
        kept = self.find(number)
        return self._writer.change("promote", kept, lambda _at: rules.promoted(kept.ticket, proof), undo=True)

    def undo(self) -> Ticket:
        """Takes the last act of this window back, with every time it had. Conflict("nothing-to-undo")."""
        last = self.undoable
        if last is None:
            raise Conflict("nothing-to-undo")
        kept = self.reader.get(last.before.id)
        # A used grant never comes back: the ticket is nobody's again, and the centre may give it anew.
        before = replace(last.before, owner="") if last.act == "call" else last.before
        return self._writer.change("undo", kept, lambda _at: before, of=last.cmd_id)

    # -- the window ----------------------------------------------------------------------------

    def set_state(self, state: str) -> None:
        """open, paused or closed: what the hall sees of this window."""
        self._set(self.no, {"state": state})

    def toggle_pause(self) -> bool:
        """Whether the window is on a break now."""
        paused = self.no in self.reader.paused()
        if not paused:
            self.release_all()  # nobody waits for a window on a break
        self.set_state("open" if paused else "paused")
        return not paused

    def set_businesses(self, no: str, serves: tuple[str, ...], prefers: tuple[str, ...]) -> None:
        """What a window serves from now on; a supervisor's act. Conflict("unknown-business")."""
        self._supervisor()
        for letter in (*serves, *prefers):
            if self.rules.business(letter) is None:
                raise Conflict("unknown-business", business=letter)
        if not serves or not set(prefers) <= set(serves):
            raise Conflict("not-served", counter=no)
        self._set(no, {"serves": list(serves), "prefers": list(prefers)})

    def _set(self, no: str, changes: Mapping[str, Any]) -> None:
        clerk, known = self._house.desk.clerk, dict(self.reader.counter_records().get(no, {}))
        told_today = self._told_today(no)
        for name in ("no", "at"):
            known.pop(name, None)
        record = {"state": "open" if no == self.no else "", **known, **changes}
        if no == self.no:
            record |= {"device": self._house.hall.device_code, "clerk": clerk.name if clerk else ""}
        if record != known or not told_today:
            self._writer.set_counter(no, record)

    def _told_today(self, no: str) -> bool:
        return hall_day_of(self.reader.counter_records().get(no, {})) == self._house.today()

    def refill(self) -> int:
        """Fills this window's reserve against the network's failing; how many tickets came."""
        if self.reader.mode is not Mode.ONLINE or self.no in self.reader.paused():
            return 0
        if len(self.reader.grants()) >= self.rules.reserve:
            return 0
        try:
            return self.line.reserve()
        except Unavailable:
            return 0

    def release_all(self) -> int:
        """Gives the reserve back, behind every call that was made from it; how many tickets."""
        given = 0
        for ticket_id, grant in self.reader.grants().items():
            kept = self.reader.get(ticket_id)
            self._writer.release(kept, grant)
            given += 1
        return given

    def reclaim(self, no: str, reason: str) -> int:
        """A stopped window's reserve back into the queue, by a named supervisor; how many tickets.

        NotAllowed("supervisors-only"), Conflict("no-reason"). The centre agrees only when the window was
        suspended first (sync.md 2.7); its no is in the conflict inbox.
        """
        self._supervisor()
        if not reason.strip():
            raise Conflict("no-reason", counter=no)
        device = str(self.reader.counter_records().get(no, {}).get("device", ""))
        taken = 0
        for kept in tuple(self.reader.day().values()):
            mine = device and kept.ticket.owner == device and kept.ticket.state is TicketState.WAITING
            if mine:
                freed = replace(kept.ticket, owner="")
                self._writer.change("reclaim", kept, partial(_same, freed), facts={"reason": reason.strip()})
                taken += 1
        return taken

    def _supervisor(self) -> None:
        clerk = self._house.desk.signed_in()
        if clerk.role not in ("supervisor", "administrator"):
            raise NotAllowed("supervisors-only", clerk=clerk.number)

    def sweep(self) -> int:
        """Ends what earlier days left open; how many tickets. A hall may keep them overnight."""
        with self._house.store.unit() as unit:
            unit.tickets.forget_people(self._house.today().isoformat())
        if self.rules.keeps_overnight:
            return 0
        with self._house.store.read() as unit:
            rows = unit.tickets.live_before(self._house.today().isoformat())
        me, alone, ended = self.reader.device, self.reader.mode is Mode.ALONE, 0
        for row in rows:
            kept = kept_of(row)
            if alone or me in (kept.ticket.device, kept.ticket.owner):
                self._writer.change("lapse", kept, partial(rules.lapsed, kept.ticket), actor=SYSTEM)
                ended += 1
        return ended


def _same(ticket: Ticket, _at: datetime) -> Ticket:
    """The ticket as it was made ready, whatever the moment of the act."""
    return ticket
