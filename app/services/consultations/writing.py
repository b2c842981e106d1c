"""One act about consultations: rows, the case's timeline, the command for the centre in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.errors import Conflict, Problem, Rejected
from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation import (
    Booking,
    BookingStatus,
    Client,
    Waiting,
    WaitState,
    booking_record,
    nearest,
    next_in_line,
    waiting_record,
)
from app.rules.naming import check_name, check_phone
from app.rules.roster import Seat
from app.services.changes import Subject
from app.services.consultations.morning import BOOKING, HOLD, WAIT, Kept, Morning
from app.services.house import House
from app.services.views import ClerkView

if TYPE_CHECKING:
    from db.local.decisions import Decision, Plan, Reservation

Row = dict[str, Any]
EVENT = "consultation"  # the kind of a case's timeline


@dataclass(frozen=True, slots=True)
class Touch:
    """A record a command changes, as the centre is told of it."""

    entity: str
    id: str
    base_version: int | None
    changes: Mapping[str, Any]


class Sheet:
    """What one act writes; the first record written is the command's own."""

    def __init__(self, house: House, act: str, clerk: ClerkView, reserved: Reservation, plan: Plan) -> None:
        self._house = house
        self.act, self.clerk, self.reserved, self.plan = act, clerk, reserved, plan
        self.touched: list[Touch] = []
        self.facts: Row = {}
        self._event: Row | None = None
        self._told: set[str] = set()

    @property
    def at(self) -> datetime:
        return self.reserved.at

    def new_id(self) -> str:
        from db.local.ids import uuid7

        return uuid7(int(self.at.timestamp() * 1000))

    def add(self, table: str, id: str, body: Mapping[str, Any]) -> None:
        """A new record."""
        from db.local.consultations import Consultations

        self.plan.do(Consultations.add, table, id, body)
        self.touched.append(Touch(table, id, None, dict(body)))

    def change(self, table: str, row: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """A known record as it is to be; only what differs is written and told."""
        from db.local.consultations import Consultations

        old = row["body"]
        changes = {name: value for name, value in body.items() if old.get(name) != value}
        self.plan.do(Consultations.change, table, row["id"], row["version"], changes)
        with self._house.store.read() as unit:
            version = unit.base.version(table, row["id"])
        self.touched.append(Touch(table, row["id"], version, changes))

    def book(self, booking: Booking) -> None:
        self.add(BOOKING, booking.id, booking_record(booking))

    def rebook(self, kept: Kept[Booking], booking: Booking) -> None:
        """A booking after an act."""
        self.change(BOOKING, kept.row, booking_record(booking))

    def wait(self, kept: Kept[Waiting], entry: Waiting) -> None:
        """A place in the waiting list after an act."""
        self.change(WAIT, kept.row, waiting_record(entry))

    def use_grant(self, grant: str) -> None:
        from db.local.consultations import Consultations

        if grant:
            self.plan.do(Consultations.use_grant, grant)

    def tell_case(self, morning: Morning, booking: Booking) -> None:
        """A line in the timeline of the case the consultation belongs to."""
        if not booking.matter.case_id or booking.matter.case_id in self._told:
            return
        from db.local.events import Events

        self._told.add(booking.matter.case_id)
        facts = {
            "act": self.act,
            "status": booking.status.value,
            "day": booking.seat.day.isoformat(),
            "begins": booking.seat.begins.strftime("%H:%M"),
            "lawyer": morning.name(booking.seat.lawyer),
            "booking": booking.id,
            "clerk_name": self.clerk.name,
            "clerk_number": self.clerk.number,
        }
        event: Row = {"at": self.at, "kind": EVENT, "clerk": self.clerk.id, "facts": facts}
        self.plan.do(Events.append, booking.matter.case_id, **event, cmd_id=self.reserved.cmd_id)
        self._event = {"case_id": booking.matter.case_id, **event}

    def decision(self) -> Decision:
        from db.local.decisions import Decision

        first, *others = self.touched
        payload: Row = {
            "act": self.act,
            "changes": first.changes,
            "also": [
                {
                    "entity": each.entity,
                    "id": each.id,
                    "changes": each.changes,
                    "base_version": each.base_version,
                }
                for each in others
            ],
            "event": self._event,
            "facts": self.facts,
        }
        return Decision(first.entity, first.id, payload, self.plan, base_version=first.base_version)


class Acting:
    """Carries acts out; each is one transaction with its outbox entry."""

    def __init__(self, house: House) -> None:
        self._house = house

    def decide(self, act: str, clerk: ClerkView, build: Callable[[Sheet], None]) -> str:
        """Runs `build` on an empty sheet and writes what it says; gives the first record's id."""
        written: list[str] = []

        def made(reserved: Reservation) -> Decision:
            from db.local.decisions import Plan

            sheet = Sheet(self._house, act, clerk, reserved, Plan())
            build(sheet)
            written[:] = [sheet.touched[0].id]
            return sheet.decision()

        self._house.store.decide(f"consultation.{act}", clerk.id, made, cmd_version=1)
        self._house.decided(frozenset({Subject.CONSULTATIONS, Subject.OUTBOX, Subject.CASES}))
        return written[0]

    def ask(self, act: str, clerk: ClerkView, entity: str, id: str, changes: Mapping[str, Any]) -> None:
        """A command that changes nothing here: its effect comes back with the feed."""

        def made(_reserved: Reservation) -> Decision:
            from db.local.decisions import Decision, Plan

            return Decision(entity, id, _payload(act, changes), Plan())

        self._house.store.decide(f"consultation.{act}", clerk.id, made, cmd_version=1)
        self._house.decided(frozenset({Subject.OUTBOX}))

    def release(self, clerk: ClerkView, grant: str) -> None:
        """A hold given back, in the same transaction in which this window stops using it."""

        def made(_reserved: Reservation) -> Decision:
            from db.local.consultations import Consultations
            from db.local.decisions import Decision, Plan

            plan = Plan()
            plan.do(Consultations.drop_grant, grant)
            return Decision(HOLD, grant, _payload("release", {}), plan)

        self._house.store.decide("consultation.release", clerk.id, made, cmd_version=1)
        self._house.decided(frozenset({Subject.CONSULTATIONS, Subject.OUTBOX}))


def _payload(act: str, changes: Mapping[str, Any]) -> Row:
    return {"act": act, "changes": changes, "also": [], "event": None, "facts": {}}


def checked_client(client: Client) -> Client:
    """The person with name and phone as they are kept; Rejected when nobody could be called back."""
    organisation = client.kind is PartyKind.ORGANISATION
    name, phone = check_name(client.name, organisation=organisation), check_phone(client.phone)
    problems = [
        Problem(field, flaw.code, dict(flaw.facts))
        for field, checked in (("name", name), ("phone", phone))
        for flaw in checked.faults
    ]
    if problems:
        raise Rejected(problems)
    return replace(client, name=name.value, phone=phone.value)


def seat_taken(morning: Morning, seat: Seat, free: Sequence[Seat]) -> Conflict:
    """Somebody else has the seat; the nearest free one is named."""
    near = next(iter(nearest(free, seat, 1)), None)
    return Conflict(
        "seat-taken",
        seat=seat.ref,
        begins=seat.begins,
        lawyer=morning.name(seat.lawyer),
        nearest=near.ref if near else None,
        nearest_begins=near.begins if near else None,
        nearest_lawyer=morning.name(near.lawyer) if near else "",
    )


def offer_next(sheet: Sheet, morning: Morning, seat: Seat, asked: frozenset[str] = frozenset()) -> str | None:
    """A seat became free: it is kept for the next who waits for such a one; gives the entry, None for none.

    `asked`: entries that were offered a seat by this very act.
    """
    waiting = [each for each in morning.waits if each.value.id not in asked]
    chosen = next_in_line((each.value for each in waiting), seat)
    if chosen is None:
        return None
    kept = next(each for each in waiting if each.value.id == chosen.id)
    offer = Booking(
        id=sheet.new_id(),
        seat=seat,
        status=BookingStatus.OFFERED,
        client=chosen.client,
        matter=chosen.matter,
        booked_at=sheet.at,
        clerk=sheet.clerk.id,
        waiting=chosen.id,
    )
    sheet.book(offer)
    sheet.wait(kept, replace(chosen, state=WaitState.OFFERED, booking=offer.id))
    sheet.tell_case(morning, offer)
    return chosen.id
