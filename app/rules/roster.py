"""Which mornings lawyers sit in the hall, who sits there, and in which slots (周三律师咨询)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from app.clock import HALL_ZONE
from app.errors import Conflict
from app.records import dataclass
from app.rules.consultation_file import Consulting
from app.rules.workdays import CalendarUnpublished, HolidayCalendar

_SEAT: Final = re.compile(r"(\d{8})-(\d{4})-([0-9A-Za-z_]{1,40})-(\d{1,2})")


class DayState(StrEnum):
    """What the calendar says of one of the mornings; whether its roster is published is another question."""

    REGULAR = "regular"
    MAKE_UP = "make_up"  # held on another day than the weekday
    HOLIDAY = "holiday"  # a statutory day off
    CLOSED = "closed"  # the hall itself called it off
    UNKNOWN = "unknown"  # the year's holidays are not published: nobody can promise this morning


HELD: Final = frozenset({DayState.REGULAR, DayState.MAKE_UP})


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One morning of the year."""

    day: date
    state: DayState
    name: str = ""  # the holiday, or why the hall called it off
    instead_of: date | None = None

    @property
    def is_held(self) -> bool:
        return self.state in HELD


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of the morning."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """What one person can take: a lawyer's place in one slot of one day."""

    day: date
    begins: time
    lawyer: str
    place: int = 1

    @property
    def ref(self) -> str:
        """Its name on the wire and in grants: 20261125-0930-l2-1."""
        return f"{self.day:%Y%m%d}-{self.begins:%H%M}-{self.lawyer}-{self.place}"

    @property
    def at(self) -> datetime:
        """When it begins, on the hall's clock."""
        return datetime.combine(self.day, self.begins, HALL_ZONE)


def seat_of(ref: str) -> Seat:
    """The seat a name stands for; ValueError when it is none."""
    found = _SEAT.fullmatch(ref)
    if found is None:
        raise ValueError(f"not a seat: {ref!r}")
    day, begins, lawyer, place = found.groups()
    return Seat(
        datetime.strptime(day, "%Y%m%d").date(),  # noqa: DTZ007 (a day, not a moment)
        time(int(begins[:2]), int(begins[2:])),
        lawyer,
        int(place),
    )


@dataclass(frozen=True, slots=True)
class Lawyer:
    """Who gives advice; a lawyer who left stays in the records, inactive."""

    id: str
    name: str
    firm: str = ""
    fields: tuple[str, ...] = ()
    room: str = ""
    active: bool = True

    def fits(self, fields: Iterable[str]) -> bool:
        return bool(set(self.fields) & set(fields))


@dataclass(frozen=True, slots=True)
class Duty:
    """A lawyer's morning: where, how many people at once, and the slots he or she is out (停约)."""

    lawyer: str
    room: str = ""
    seats: int = 1
    away: tuple[time, ...] = ()  # the slots' beginnings
    stands_in_for: str = ""  # the lawyer this one replaces


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The roster of one morning; before it is published nobody can book."""

    day: date
    begins: time
    ends: time
    slot_minutes: int
    duties: tuple[Duty, ...] = ()
    published: bool = False
    called_off: str = ""  # why the whole morning falls out

    def slots(self) -> tuple[Slot, ...]:
        return slots(self.begins, self.ends, self.slot_minutes)

    def duty(self, lawyer: str) -> Duty | None:
        return next((duty for duty in self.duties if duty.lawyer == lawyer), None)

    def seats(self, lawyer: str | None = None) -> Iterator[Seat]:
        """Every seat of this morning, by time and then in the roster's order of lawyers."""
        if self.called_off:
            return
        for slot in self.slots():
            for duty in self.duties:
                if lawyer in (None, duty.lawyer) and slot.begins not in duty.away:
                    for place in range(1, duty.seats + 1):
                        yield Seat(self.day, slot.begins, duty.lawyer, place)

    def has(self, seat: Seat) -> bool:
        """Whether this seat exists today: on duty, not away, within the hours."""
        duty = self.duty(seat.lawyer)
        return (
            not self.called_off
            and seat.day == self.day
            and duty is not None
            and seat.begins not in duty.away
            and 1 <= seat.place <= duty.seats
            and any(slot.begins == seat.begins for slot in self.slots())
        )

    # -- changing it ---------------------------------------------------------------------------

    def without(self, lawyer: str, slots_out: Iterable[time] | None = None) -> DayPlan:
        """The lawyer is away in these slots, or the whole morning. Conflict("not-on-duty")."""
        duty = self.duty(lawyer)
        if duty is None:
            raise Conflict("not-on-duty", lawyer=lawyer, day=self.day)
        out = {slot.begins for slot in self.slots()} if slots_out is None else set(slots_out)
        away = tuple(sorted(set(duty.away) | out))
        return self._with(replace(duty, away=away))

    def back(self, lawyer: str, slots_in: Iterable[time] | None = None) -> DayPlan:
        """The lawyer is there after all."""
        duty = self.duty(lawyer)
        if duty is None:
            raise Conflict("not-on-duty", lawyer=lawyer, day=self.day)
        back = set(duty.away) if slots_in is None else set(slots_in)
        return self._with(replace(duty, away=tuple(sorted(set(duty.away) - back))))

    def substituted(self, lawyer: str, by: str, room: str = "") -> DayPlan:
        """Another lawyer takes the whole duty over; people keep their times. Conflict when that one sits
        there already.
        """
        duty = self.duty(lawyer)
        if duty is None:
            raise Conflict("not-on-duty", lawyer=lawyer, day=self.day)
        if self.duty(by) is not None:
            raise Conflict("on-duty-already", lawyer=by, day=self.day)
        taken = Duty(by, room or duty.room, duty.seats, (), stands_in_for=lawyer)
        return replace(self, duties=tuple(taken if each.lawyer == lawyer else each for each in self.duties))

    def _with(self, duty: Duty) -> DayPlan:
        listed = tuple(duty if each.lawyer == duty.lawyer else each for each in self.duties)
        return replace(self, duties=listed)


def slots(begins: time, ends: time, minutes: int) -> tuple[Slot, ...]:
    """The whole slots that fit between two times; what is left at the end is too short for anybody."""
    if minutes < 1:
        raise ValueError("a slot has at least one minute")
    start = begins.hour * 60 + begins.minute
    end = ends.hour * 60 + ends.minute
    return tuple(
        Slot(time(at // 60, at % 60), time((at + minutes) // 60, (at + minutes) % 60))
        for at in range(start, end - minutes + 1, minutes)
    )


def weekdays(year: int, weekday: int) -> tuple[date, ...]:
    """Every such weekday of a year; 0 is Monday."""
    from dateutil.rrule import WEEKLY, rrule

    rule = rrule(WEEKLY, byweekday=weekday, dtstart=datetime(year, 1, 1), until=datetime(year, 12, 31))  # noqa: DTZ001
    return tuple(moment.date() for moment in rule)


def _state(day: date, rules: Consulting, calendar: HolidayCalendar) -> RosterDay:
    if day in rules.closed:
        return RosterDay(day, DayState.CLOSED, rules.closed[day])
    made_up = next((each for each in rules.make_up if each.day == day), None)
    try:
        works = calendar.is_working_day(day)
    except CalendarUnpublished:
        return RosterDay(day, DayState.UNKNOWN, instead_of=made_up.instead_of if made_up else None)
    if not works:
        return RosterDay(day, DayState.HOLIDAY, calendar.name_of(day) or "")
    if made_up is not None:
        return RosterDay(day, DayState.MAKE_UP, instead_of=made_up.instead_of)
    return RosterDay(day, DayState.REGULAR)


def year_days(year: int, rules: Consulting, calendar: HolidayCalendar) -> tuple[RosterDay, ...]:
    """The mornings of a year: the weekdays with holidays marked, and the make-up days, in order.

    In a year whose holidays are not published every one of them is UNKNOWN, and not simply held.
    """
    days = {*weekdays(year, rules.weekday), *(each.day for each in rules.make_up if each.day.year == year)}
    return tuple(_state(day, rules, calendar) for day in sorted(days))


def coming_days(
    start: date, count: int, rules: Consulting, calendar: HolidayCalendar
) -> tuple[RosterDay, ...]:
    """The next mornings from a day on, that day included, held or not; may run into the next year."""
    found: list[RosterDay] = []
    for year in (start.year, start.year + 1):
        found += [each for each in year_days(year, rules, calendar) if each.day >= start]
    return tuple(found[:count])


def state_of(day: date, rules: Consulting, calendar: HolidayCalendar) -> RosterDay | None:
    """What a day is in the calendar of consultations; None when it is none of the mornings."""
    known = day.weekday() == rules.weekday or any(each.day == day for each in rules.make_up)
    return _state(day, rules, calendar) if known else None


def new_plan(day: date, rules: Consulting, duties: Iterable[Duty] = ()) -> DayPlan:
    """An unpublished roster with the hall's hours."""
    return DayPlan(day, rules.begins, rules.ends, rules.slot_minutes, tuple(duties))


def lost_seats(before: DayPlan, after: DayPlan, seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Which of these seats were there and are gone: their people must be called."""
    return tuple(seat for seat in seats if before.has(seat) and not after.has(seat))


def replaced_seat(seat: Seat, plan: DayPlan) -> Seat | None:
    """The same time with the lawyer who stands in; None when nobody does, or not at that time."""
    stand_in = next((duty.lawyer for duty in plan.duties if duty.stands_in_for == seat.lawyer), None)
    if stand_in is None:
        return None
    moved = replace(seat, lawyer=stand_in)
    return moved if plan.has(moved) else None


def plan_record(plan: DayPlan) -> dict[str, Any]:
    """A roster as it is stored and sent."""
    return {
        "day": plan.day.isoformat(),
        "begins": _clock(plan.begins),
        "ends": _clock(plan.ends),
        "slot_minutes": plan.slot_minutes,
        "published": plan.published,
        "called_off": plan.called_off,
        "duties": [
            {
                "lawyer": duty.lawyer,
                "room": duty.room,
                "seats": duty.seats,
                "away": [_clock(at) for at in duty.away],
                "stands_in_for": duty.stands_in_for,
            }
            for duty in plan.duties
        ],
    }


def plan_from(record: Mapping[str, Any]) -> DayPlan:
    return DayPlan(
        date.fromisoformat(record["day"]),
        time.fromisoformat(record["begins"]),
        time.fromisoformat(record["ends"]),
        record["slot_minutes"],
        tuple(
            Duty(
                duty["lawyer"],
                duty["room"],
                duty["seats"],
                tuple(time.fromisoformat(at) for at in duty["away"]),
                duty["stands_in_for"],
            )
            for duty in record["duties"]
        ),
        record["published"],
        record["called_off"],
    )


def lawyer_record(lawyer: Lawyer) -> dict[str, Any]:
    """A lawyer as stored and sent."""
    return {
        "name": lawyer.name,
        "firm": lawyer.firm,
        "fields": list(lawyer.fields),
        "room": lawyer.room,
        "active": lawyer.active,
    }


def lawyer_from(id: str, record: Mapping[str, Any]) -> Lawyer:
    return Lawyer(
        id, record["name"], record["firm"], tuple(record["fields"]), record["room"], record["active"]
    )


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def minutes_before(at: datetime, minutes: int) -> datetime:
    """So many minutes before a moment: the end of booking, of a hold."""
    return at - timedelta(minutes=minutes)
