"""Windows that book lawyers at a centre: commands as the window's service writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from app.clock import HALL_ZONE
from app.rules.consultation import (
    Booking,
    BookingStatus,
    Client,
    Matter,
    Waiting,
    booking_record,
    waiting_record,
)
from app.rules.roster import DayPlan, Duty, Lawyer, Seat, lawyer_record, plan_record
from app.wire.messages import Command, Outcome
from tests.support.central_hall import CentralHall, Window, uid

WEDNESDAY: Final = date(2026, 12, 2)
NEXT: Final = date(2026, 12, 9)
BOOKED_AT: Final = datetime(2026, 11, 26, 9, 0, tzinfo=HALL_ZONE)
PLAN: Final = DayPlan(
    WEDNESDAY, time(8, 30), time(11, 30), 20, (Duty("l1"), Duty("l2"), Duty("l3")), published=True
)
SEATS: Final = tuple(PLAN.seats())


def seat(at: str = "09:30", lawyer: str = "l2") -> Seat:
    return Seat(WEDNESDAY, time.fromisoformat(at), lawyer)


def person(number: int) -> Client:
    return Client(f"示例{number}号", f"139{number:08d}")


class Lawyers:
    """The consultations of one centre's first hall, with a supervisor who makes the rosters."""

    def __init__(self, house: CentralHall) -> None:
        self.house = house
        self.office = house.window()
        house.clerk("boss", "supervisor")
        house.signs_in("boss", self.office)
        self._next = 10_000

    def id(self) -> str:
        self._next += 1
        return uid(self._next)

    # -- the roster ----------------------------------------------------------------------------

    def publish(self, plan: DayPlan = PLAN, act: str = "publish", base: int | None = None) -> Outcome:
        day = plan.day.isoformat()
        return self.does(self.office, act, "consult_day", day, plan_record(plan), base=base, actor="boss")

    def knows(self, *lawyers: Lawyer) -> None:
        for lawyer in lawyers:
            self.does(self.office, "lawyer", "consult_lawyer", lawyer.id, lawyer_record(lawyer), actor="boss")

    # -- commands ------------------------------------------------------------------------------

    def command(
        self,
        window: Window,
        act: str,
        entity: str,
        id: str,
        changes: Any,
        *,
        also: Iterable[dict[str, Any]] = (),
        facts: Any = None,
        event: Any = None,
        **columns: Any,
    ) -> Command:
        payload = {"act": act, "changes": changes, "also": list(also), "event": event, "facts": facts or {}}
        return window.command(
            f"consultation.{act}", payload, entity=entity, entity_id=id, cmd_version=1, **columns
        )

    def does(self, window: Window, act: str, entity: str, id: str, changes: Any, **more: Any) -> Outcome:
        reply = window.push(self.command(window, act, entity, id, changes, **more))
        return reply.outcomes[0]

    def booking(
        self, place: Seat, client: Client, *, grant: str = "", waiting: str = "", id: str = ""
    ) -> Booking:
        """What a window books: confirmed when it names a hold, a wish otherwise."""
        status = BookingStatus.BOOKED if grant else BookingStatus.TENTATIVE
        return Booking(
            id or self.id(), place, status, client, Matter("lease"), BOOKED_AT,
            slip_no="L261126-A01-001-X", clerk="clerk", grant=grant, waiting=waiting,
        )  # fmt: skip

    def books(self, window: Window, booking: Booking, *, per_day: int = 1) -> Outcome:
        return self.does(
            window,
            "book",
            "consult_booking",
            booking.id,
            booking_record(booking),
            facts={"per_day": per_day},
        )

    def acts(self, window: Window, act: str, id: str, **changes: Any) -> Outcome:
        return self.does(window, act, "consult_booking", id, changes)

    def waits(self, window: Window, client: Client, **wish: Any) -> str:
        entry = Waiting(self.id(), WEDNESDAY, client, Matter("lease"), BOOKED_AT, **wish)
        outcome = self.does(window, "wait", "consult_wait", entry.id, waiting_record(entry))
        assert outcome.status == "ok", outcome
        return entry.id

    def holds(self, window: Window, count: int) -> list[str]:
        """The names of the seats this window holds after asking for so many."""
        outcome = self.does(
            window,
            "hold",
            "consult_day",
            WEDNESDAY.isoformat(),
            {"day": WEDNESDAY.isoformat(), "count": count},
        )
        assert outcome.status == "ok", outcome
        records = self.house.records("seat_hold")
        return sorted(
            id for id, body in records.items() if body["device"] == window.id and body["state"] == "held"
        )

    # -- seeing --------------------------------------------------------------------------------

    def status(self, id: str) -> str:
        return str(self.house.records("consult_booking")[id]["status"])

    def taken(self) -> dict[str, str]:
        """Which booking has which seat, by the seat rows."""
        return {
            row["seat"]: row["booking_id"] for row in self.house.rows("slot_seat") if row["state"] == "booked"
        }

    def is_sound(self) -> None:
        """Every seat has at most one booking, and rows and records say the same."""
        taken = self.taken()
        assert len(set(taken.values())) == len(taken)
        keeping = {
            id: body["seat"]
            for id, body in self.house.records("consult_booking").items()
            if body["status"] in ("booked", "offered", "checked_in", "started", "finished")
        }
        assert keeping == {booking: place for place, booking in taken.items()}


def moved(plan: DayPlan, **changes: Any) -> DayPlan:
    return replace(plan, **changes)
