"""Taking a number: what the kiosk says before, the ticket, its slip, and a slip that did not come out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from app.clock import HALL_ZONE, hall_time
from app.errors import Conflict, Unavailable
from app.rules import ticket as rules
from app.rules.naming import mask_name
from app.rules.queue_order import QueueRules, ahead_of, is_late, place_again
from app.rules.slip import Slip
from app.rules.ticket import Ticket, TicketClass, TicketState, ticket_number, ticket_series
from app.rules.waiting import Estimate, outlooks
from app.services.house import House
from app.services.queue.centre_line import CentreLine
from app.services.queue.reading import Reader
from app.services.queue.views import Mode, Offer, Person, Taken, person_record
from app.services.queue.writing import Writer

if TYPE_CHECKING:
    from db.local.decisions import Reservation

_REQUESTS: Final = 64  # taps of the kiosk that are remembered


class Taking:
    """Issues tickets, at a kiosk or at a window; used on the store worker."""

    def __init__(
        self, house: House, rules: QueueRules, reader: Reader, writer: Writer, line: CentreLine
    ) -> None:
        self._house, self.rules = house, rules
        self.reader, self._writer, self._line = reader, writer, line
        self._lost: set[str] = set()  # asked of the centre, and no answer: void if it comes after all
        self._requests: OrderedDict[str, Taken] = OrderedDict()

    def offers(self) -> dict[str, Offer]:
        """How long every business takes now, for the kiosk's tiles."""
        if self._lost:
            self.void_unanswered()
        found = outlooks(self.reader.tickets(), self.rules, self.reader.open_counters())
        return {
            letter: Offer(letter, each.waiting, each.estimate, each.open_counters)
            for letter, each in found.items()
        }

    def take(
        self,
        business: str,
        *,
        kind: TicketClass = TicketClass.ORDINARY,
        person: Person | None = None,
        item: str = "",
        due_from: datetime | None = None,
        due_until: datetime | None = None,
        proof: str = "",
        request: str = "",
    ) -> Taken:
        """A number for a business. The same `request` (one tap) gives the same ticket however often asked.

        Conflict: hall-closed (opens, closes), no-open-counter, already-waiting (number), unknown-business.
        """
        if request and request in self._requests:
            return self._requests[request]
        asked = person or Person()
        offer = self._may_take(business, asked)
        at_kiosk = self._house.desk.clerk is None
        if self.reader.mode is Mode.ONLINE:
            told = self._at_centre(business, kind, asked, item, due_from, due_until, proof, offer)
            if told is not None:
                return self._remembered(request, Taken(told, self.slip(told)))

        def build(reserved: Reservation) -> Ticket:
            day = self._house.today()
            letters = self.rules.letters_of(kind, business)
            count = reserved.next(ticket_series(day, letters, self._series))
            ticket = Ticket(
                id=reserved.cmd_id,
                day=day,
                number=ticket_number(letters, count, self._series),
                business=business,
                kind=kind,
                taken_at=reserved.at,
                place_at=reserved.at,
                device=self.reader.device,
                due_from=due_from,
                due_until=due_until,
                proof=proof,
                title=mask_name(asked.name),
                item=item,
                told_low_s=offer.estimate.low_s if offer.estimate else None,
                told_high_s=offer.estimate.high_s if offer.estimate else None,
                # Given out at a window while it is cut off: that window may call it by itself.
                owner="" if at_kiosk or self.reader.mode is Mode.ALONE else self.reader.device,
            )
            if is_late(ticket, self.rules.late, reserved.at):
                place = place_again(ticket, self.reader.tickets(), self.rules, self.rules.late, reserved.at)
                ticket = replace(ticket, place_at=place, kind=TicketClass.ORDINARY)
            return ticket

        ticket = self._writer.take(build, asked)
        return self._remembered(request, Taken(ticket, self.slip(ticket)))

    def _remembered(self, request: str, taken: Taken) -> Taken:
        if request:
            self._requests[request] = taken
            while len(self._requests) > _REQUESTS:
                self._requests.popitem(last=False)
        return taken

    def _at_centre(
        self,
        business: str,
        kind: TicketClass,
        person: Person,
        item: str,
        due_from: datetime | None,
        due_until: datetime | None,
        proof: str,
        offer: Offer,
    ) -> Ticket | None:
        """A number of the hall's own series; None when the centre does not answer: then one of ours is given.

        Should the centre have given one all the same, it is void as soon as it is heard of: nobody has it.
        """
        cmd_id = self._line.new_id()
        body = {
            "cmd_id": cmd_id,
            "business": business,
            "kind": str(kind),
            "person": None if person.is_empty else person_record(person),
            "item": item,
            "due_from": due_from.isoformat() if due_from else None,
            "due_until": due_until.isoformat() if due_until else None,
            "proof": proof,
            "told_low_s": offer.estimate.low_s if offer.estimate else None,
            "told_high_s": offer.estimate.high_s if offer.estimate else None,
        }
        try:
            return self._line.take(body)
        except Unavailable:
            self._lost.add(cmd_id)
            return None

    def void_unanswered(self) -> int:
        """Numbers the centre gave out whose answer never came: nobody holds them. How many."""
        found = [kept for id, kept in self.reader.day().items() if id in self._lost]
        for kept in found:
            if kept.ticket.state is TicketState.WAITING:
                self.void(kept.ticket.id, "no-answer")
            self._lost.discard(kept.ticket.id)
        return len(found)

    @property
    def _series(self) -> str:
        chosen = self._house.settings.queue.series
        return self._house.hall.device_code if chosen is None else chosen

    def _may_take(self, business: str, person: Person) -> Offer:
        if self.rules.business(business) is None:
            raise Conflict("unknown-business", business=business)
        now = hall_time(self._house.now()).time()
        if not self.rules.opens <= now < self.rules.closes:
            opens, closes = (f"{each:%H:%M}" for each in self.hours)
            raise Conflict("hall-closed", opens=opens, closes=closes)
        offer = self.offers()[business]
        if not offer.open_counters:
            raise Conflict("no-open-counter", business=business)
        if person.id_number:
            for each in self.reader.day().values():
                same = each.person.id_number == person.id_number and each.ticket.business == business
                if same and each.ticket.state is TicketState.WAITING:
                    raise Conflict("already-waiting", number=each.ticket.number, id=each.ticket.id)
        return offer

    def slip(self, ticket: Ticket, *, copy: int = 0) -> Slip:
        """The slip of a ticket as things stand."""
        tickets, now = self.reader.tickets(), self._house.now()
        business = self.rules.business(ticket.business)
        serving = [each for each in self.reader.open_counters() if ticket.business in each.serves]
        low, high = ticket.told_low_s, ticket.told_high_s
        told = Estimate(low, high) if low is not None and high is not None else None
        waiting = [each for each in tickets if each.state is TicketState.WAITING and each.id != ticket.id]
        # Given out by this device itself although the hall has a centre: the others may not see it yet.
        parsed = rules.parse_ticket_number(ticket.number)
        cut_off = self.reader.mode is not Mode.ALONE and parsed is not None and bool(parsed.device)
        return Slip(
            hall=self._house.hall.name,
            number=ticket.number,
            code=rules.slip_code(ticket.day, ticket.number),
            business=business.name if business else ticket.business,
            ahead=ahead_of(ticket, tickets, self.rules, now),
            ahead_hall=None if cut_off else len(waiting),
            taken_at=ticket.taken_at,
            counters=tuple(each.no for each in serving),
            area=serving[0].area if serving else "",
            title=ticket.title,
            wait_low_min=told.low_min if told else None,
            wait_high_min=told.high_min if told else None,
            due_from=ticket.due_from,
            due_until=ticket.due_until,
            reminders=self.rules.reminders,
            closing=self.is_closing,
            cut_off=cut_off,
            copy=copy,
            demo=self._house.hall.demo,
            priority=ticket.kind is TicketClass.PRIORITY,
        )

    @property
    def is_closing(self) -> bool:
        """Whether it may be too late for somebody who comes now."""
        now = hall_time(self._house.now())
        ends = datetime.combine(now.date(), self.rules.closes, HALL_ZONE)
        return (ends - now).total_seconds() <= self.rules.closing_minutes * 60

    @property
    def hours(self) -> tuple[time, time]:
        return self.rules.opens, self.rules.closes

    def void(self, ticket_id: str, reason: str) -> Ticket:
        """A number that will not be called: its slip did not come out, or it was given back."""
        kept = self.reader.get(ticket_id)
        return self._writer.change("void", kept, lambda at: rules.voided(kept.ticket, at, reason))

    def reprinted(self, ticket_id: str, why: str, copy: int) -> Slip:
        """The slip again, marked 补打; who and why is audited."""
        kept = self.reader.get(ticket_id)
        with self._house.store.unit() as unit:
            unit.audit.append(
                at=self._house.now(),
                clerk=self._writer.actor(),
                what="slip_reprinted",
                subject=ticket_id,
                facts={"number": kept.ticket.number, "why": why, "copy": copy},
            )
        return self.slip(kept.ticket, copy=copy)
