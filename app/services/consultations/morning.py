"""One morning as the store has it: roster, lawyers, bookings, waiting list, the seats this window owns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.errors import Conflict
from app.records import dataclass
from app.rules.consultation import (
    OCCUPYING,
    Booking,
    BookingStatus,
    Waiting,
    booking_from,
    waiting_from,
)
from app.rules.roster import DayPlan, Lawyer, Seat, lawyer_from, plan_from

if TYPE_CHECKING:
    from db.local.unit import Unit

V = TypeVar("V")
LAWYER, DAY, BOOKING, WAIT = "consult_lawyer", "consult_day", "consult_booking", "consult_wait"
HOLD = "seat_hold"


@dataclass(frozen=True)
class Kept(Generic[V]):
    """A value with the row it was read from."""

    value: V
    row: Mapping[str, Any]

    @property
    def pending(self) -> bool:
        return bool(self.row["sync_state"] != "synced")


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything about one day, read in one go."""

    day: date
    plan: Kept[DayPlan] | None
    lawyers: Mapping[str, Lawyer]
    bookings: tuple[Kept[Booking], ...]
    waits: tuple[Kept[Waiting], ...]
    grants: Mapping[str, str]
    held_elsewhere: frozenset[str] = frozenset()  # seats another window may confirm by itself

    def required(self) -> Kept[DayPlan]:
        """The roster. Conflict("no-roster") when nobody has made one."""
        if self.plan is None:
            raise Conflict("no-roster", day=self.day)
        return self.plan

    def taken(self) -> dict[Seat, Kept[Booking]]:
        """Which booking keeps which seat."""
        return {each.value.seat: each for each in self.bookings if each.value.status in OCCUPYING}

    def wished(self) -> dict[Seat, Kept[Booking]]:
        """Wishes that have no seat yet."""
        return {
            each.value.seat: each for each in self.bookings if each.value.status is BookingStatus.TENTATIVE
        }

    def booking(self, id: str) -> Kept[Booking]:
        found = next((each for each in self.bookings if each.value.id == id), None)
        if found is None:
            raise Conflict("no-such-booking", id=id)
        return found

    def name(self, lawyer: str) -> str:
        known = self.lawyers.get(lawyer)
        return known.name if known else lawyer


def kept_booking(row: Mapping[str, Any]) -> Kept[Booking]:
    return Kept(booking_from(row["id"], row["body"]), row)


def kept_wait(row: Mapping[str, Any]) -> Kept[Waiting]:
    return Kept(waiting_from(row["id"], row["body"]), row)


def kept_plan(row: Mapping[str, Any]) -> Kept[DayPlan]:
    return Kept(plan_from(row["body"]), row)


def lawyers(unit: Unit) -> dict[str, Lawyer]:
    return {row["id"]: lawyer_from(row["id"], row["body"]) for row in unit.consultations.lawyers()}


def read_morning(unit: Unit, day: date) -> Morning:
    """Inside one reading of the store."""
    text = day.isoformat()
    plan = unit.consultations.get(DAY, text)
    return Morning(
        day,
        kept_plan(plan) if plan else None,
        lawyers(unit),
        tuple(kept_booking(row) for row in unit.consultations.bookings(text, text)),
        tuple(kept_wait(row) for row in unit.consultations.waiting(text, text)),
        unit.consultations.held_grants(),
        unit.consultations.holds_elsewhere(text, unit.state.get("device_id") or ""),
    )
