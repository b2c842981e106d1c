"""Who sits in the hall on which morning: publishing, absences, stand-ins, a morning called off, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from app.errors import Conflict, NotAllowed, Problem, Rejected
from app.rules.consultation import (
    LIVE,
    Booking,
    BookingAct,
    BookingStatus,
    Waiting,
    WaitState,
    after,
    end_of_day,
    interests,
    nearest,
    waiting_record,
)
from app.rules.naming import check_name, mask_phone
from app.rules.roster import (
    DayPlan,
    Duty,
    Lawyer,
    Seat,
    coming_days,
    lawyer_from,
    lawyer_record,
    new_plan,
    plan_record,
    replaced_seat,
    slots,
    state_of,
)
from app.services.consultations.morning import DAY, LAWYER, WAIT, Kept, Morning, kept_booking
from app.services.consultations.reading import Reader, shown_name
from app.services.consultations.views import BookingLine, DayClosed, RosterChange
from app.services.consultations.writing import Acting, Sheet, offer_next
from app.services.house import House
from app.services.views import ClerkView

# Whose seat may be taken away; who is here already is advised.
_MOVABLE = frozenset({BookingStatus.TENTATIVE, BookingStatus.BOOKED, BookingStatus.OFFERED})


PAST_DAYS: Final = 60  # so long somebody may not have opened the page


class Roster:
    """Changes of the roster; each says whom it touched."""

    def __init__(
        self, house: House, reader: Reader, acting: Acting, supervising: Callable[[], ClerkView]
    ) -> None:
        self._house = house
        self._reader = reader
        self._acting = acting
        self._supervising = supervising

    # -- lawyers -------------------------------------------------------------------------------

    def save_lawyer(self, lawyer: Lawyer) -> Lawyer:
        """A new lawyer (empty id) or a known one as he or she is now. Rejected: the name."""
        clerk = self._supervising()
        checked = check_name(lawyer.name)
        if checked.faults:
            problems = [Problem("name", flaw.code, dict(flaw.facts)) for flaw in checked.faults]
            raise Rejected(problems)
        with self._house.store.read() as unit:
            row = unit.consultations.get(LAWYER, lawyer.id) if lawyer.id else None
        body = lawyer_record(replace(lawyer, name=checked.value))

        def build(sheet: Sheet) -> None:
            if row is None:
                # A letter before the digits: lawyers sort by when they came, after those of a sample file.
                sheet.add(LAWYER, lawyer.id or f"n{sheet.new_id().replace('-', '')}", body)
            else:
                sheet.change(LAWYER, row, body)

        return lawyer_from(self._acting.decide("lawyer", clerk, build), body)

    # -- mornings ------------------------------------------------------------------------------

    def plan(self, day: date) -> DayPlan | None:
        morning = self._reader.morning(day)
        return morning.plan.value if morning.plan else None

    def save(self, day: date, duties: Iterable[Duty], *, publish: bool = True) -> RosterChange:
        """The roster of a morning. Conflict("not-held") for a day off or one whose year is not published."""
        state = state_of(day, self._reader.rules, self._house.calendar)
        if state is None or not state.is_held:
            raise Conflict("not-held", day=day, state=state.state if state else None)
        listed = tuple(duties)
        twice = {duty.lawyer for duty in listed if sum(each.lawyer == duty.lawyer for each in listed) > 1}
        if twice or (publish and not listed):
            code = "twice" if twice else "empty"
            raise Rejected([Problem("duties", code, {"lawyers": sorted(twice)})])

        def change(morning: Morning) -> DayPlan:
            known = morning.plan.value if morning.plan else new_plan(day, self._reader.rules)
            return replace(known, duties=listed, published=publish, called_off="")

        return self._change("publish" if publish else "roster", day, change)

    def absent(self, day: date, lawyer: str, away: Iterable[time] | None = None) -> RosterChange:
        """A lawyer cannot come, for some slots or the whole morning."""
        out = None if away is None else tuple(away)
        return self._change("absence", day, lambda m: m.required().value.without(lawyer, out))

    def back(self, day: date, lawyer: str, slots_in: Iterable[time] | None = None) -> RosterChange:
        """The lawyer can come after all."""
        given = None if slots_in is None else tuple(slots_in)
        return self._change("back", day, lambda m: m.required().value.back(lawyer, given))

    def substitute(self, day: date, lawyer: str, by: str, room: str = "") -> RosterChange:
        """Another lawyer takes the duty over: people keep their times and sit with the stand-in."""

        def change(morning: Morning) -> DayPlan:
            if by not in morning.lawyers:
                raise Conflict("no-such-lawyer", id=by)
            return morning.required().value.substituted(lawyer, by, room)

        return self._change("substitute", day, change)

    def call_off(self, day: date, reason: str) -> RosterChange:
        """The whole morning falls out: everybody must be called."""
        if not reason.strip():
            raise Rejected([Problem("reason", "empty")])
        return self._change("call_off", day, lambda m: replace(m.required().value, called_off=reason.strip()))

    def look_at_calendar(self) -> tuple[RosterChange, ...]:
        """Published mornings that have become days off since: called off by themselves, their people listed.

        Run by whoever opens the page; without a signed-in supervisor nothing is changed.
        """
        try:
            self._supervising()
        except NotAllowed:
            return ()
        coming = coming_days(
            self._house.today(), self._reader.rules.weeks_ahead, self._reader.rules, self._house.calendar
        )
        done: list[RosterChange] = []
        for each in coming:
            plan = self.plan(each.day)
            if each.is_held or plan is None or not plan.published or plan.called_off:
                continue
            done.append(self.call_off(each.day, each.name or each.state.value))
        return tuple(done)

    # -- the end of a morning --------------------------------------------------------------------

    def close_day(self, day: date) -> DayClosed:
        """Who did not come is counted, who still waits goes over to the next morning: nobody is forgotten.

        Conflict: "day-not-over", "people-still-here" (somebody must finish them first).
        """
        clerk = self._house.desk.signed_in()
        counted: list[DayClosed] = []

        def build(sheet: Sheet) -> None:
            morning = self._reader.morning(day)
            kept_plan = morning.required()
            plan = kept_plan.value
            last = max(slots(plan.begins, plan.ends, plan.slot_minutes), key=lambda slot: slot.begins)
            if Seat(day, last.ends, "-").at > self._house.now():
                raise Conflict("day-not-over", day=day, ends=last.ends)
            ended = end_of_day(
                (each.value for each in morning.bookings), (each.value for each in morning.waits)
            )
            # Of an earlier day nobody is here any more: who was not finished by hand stays as he or she is.
            if ended.still_here and day >= self._house.today():
                raise Conflict("people-still-here", day=day, count=len(ended.still_here))
            sheet.change(DAY, kept_plan.row, {**kept_plan.row["body"], "closed": True})
            counted[:] = [self._settle(sheet, morning, ended.no_shows, ended.unconfirmed, ended.waiting)]

        self._acting.decide("close_day", clerk, build)
        return counted[0]

    def close_past_days(self) -> tuple[DayClosed, ...]:
        """Mornings nobody closed: done by whoever works with the lawyers next, so that nobody who waited is
        forgotten.
        """
        today = self._house.today()
        first = (today - timedelta(days=PAST_DAYS)).isoformat()
        with self._house.store.read() as unit:
            rows = unit.consultations.days(first, (today - timedelta(days=1)).isoformat())
        left = [row["id"] for row in rows if row["published"] and not row["body"].get("closed")]
        return tuple(self.close_day(date.fromisoformat(day)) for day in left)

    def _settle(
        self,
        sheet: Sheet,
        morning: Morning,
        no_shows: Iterable[Booking],
        unconfirmed: Iterable[Booking],
        waiting: Iterable[Waiting],
    ) -> DayClosed:
        coming = coming_days(
            morning.day + timedelta(days=1), self._reader.rules.weeks_ahead, self._reader.rules,
            self._house.calendar,
        )  # fmt: skip
        next_day = next((each.day for each in coming if each.is_held), None)
        missed = carried = unserved = 0
        sheet.facts |= {"next_day": next_day.isoformat() if next_day else None, "carried": {}}
        for booking in no_shows:
            kept = morning.booking(booking.id)
            status = after(booking.status, BookingAct.NO_SHOW)
            sheet.rebook(kept, replace(booking, status=status, clerk=sheet.clerk.id))
            missed += 1
        for booking in unconfirmed:
            kept = morning.booking(booking.id)
            changed = replace(booking, status=BookingStatus.CANCELLED, reason="day-over")
            sheet.rebook(kept, changed)
            if not booking.waiting or booking.status is not BookingStatus.OFFERED:
                # Never had a place in the list: gets one, as of the day the wish was made.
                entry = Waiting("", morning.day, booking.client, booking.matter, booking.booked_at)
                new = self._carry(sheet, booking.id, entry, next_day)
                carried, unserved = _counted(new, carried, unserved)
        waits = {each.value.id: each for each in morning.waits}
        for entry in waiting:
            new = self._carry(sheet, entry.id, replace(entry, booking=""), next_day)
            state = WaitState.CARRIED if next_day else WaitState.UNSERVED
            sheet.wait(waits[entry.id], replace(entry, state=state, booking="", carried_to=new or ""))
            carried, unserved = _counted(new, carried, unserved)
        return DayClosed(missed, carried, unserved, next_day)

    def _carry(self, sheet: Sheet, of: str, entry: Waiting, next_day: date | None) -> str | None:
        """The same place in the next morning's list; without a next one a new entry is left to be called."""
        if next_day is None and entry.id:
            return None
        id = sheet.new_id()
        sheet.facts["carried"][of] = id
        state = WaitState.WAITING if next_day else WaitState.UNSERVED
        moved = replace(entry, id=id, day=next_day or entry.day, state=state, clerk=sheet.clerk.id)
        sheet.add(WAIT, id, waiting_record(moved))
        return id if next_day else None

    # -- parts -----------------------------------------------------------------------------------

    def _change(self, act: str, day: date, change: Callable[[Morning], DayPlan]) -> RosterChange:
        clerk = self._supervising()
        told: list[RosterChange] = []

        def build(sheet: Sheet) -> None:
            morning = self._reader.morning(day)
            plan = change(morning)
            if morning.plan is None:
                sheet.add(DAY, day.isoformat(), plan_record(plan))
            else:
                sheet.change(DAY, morning.plan.row, {**morning.plan.row["body"], **plan_record(plan)})
            told[:] = [self._follow(sheet, morning, plan, act)]

        self._acting.decide(act, clerk, build)
        return told[0]

    def _follow(self, sheet: Sheet, morning: Morning, plan: DayPlan, act: str) -> RosterChange:
        """What the new roster means for the people who had seats in the old one."""
        moved: list[BookingLine] = []
        clashing: list[BookingLine] = []
        lost: list[Kept[Booking]] = []
        kept_seats: set[Seat] = set()
        for kept in morning.bookings:
            booking = kept.value
            if booking.status not in LIVE:
                continue
            if plan.has(booking.seat):
                kept_seats.add(booking.seat)
                continue
            stand_in = replaced_seat(booking.seat, plan)
            if stand_in is not None:
                sat = replace(booking, seat=stand_in)
                sheet.rebook(kept, sat)
                kept_seats.add(stand_in)
                moved.append(self._line(morning, sat))
                if self._clashes(sat):
                    clashing.append(self._line(morning, sat))
            elif booking.status in _MOVABLE:
                lost.append(kept)
        free = [
            seat
            for seat in self._reader.free(replace(morning, plan=Kept(plan, {}), bookings=()))
            if seat not in kept_seats
        ]
        lines = [self._displace(sheet, morning, kept, act, free) for kept in lost]
        if self._house.sync is None:
            self._offer(sheet, replace(morning, plan=Kept(plan, {})), free)
        return RosterChange(tuple(lines), tuple(moved), tuple(clashing))

    def _displace(
        self, sheet: Sheet, morning: Morning, kept: Kept[Booking], act: str, free: list[Seat]
    ) -> BookingLine:
        """A booking without its seat; the nearest free one is kept out of the others' suggestions."""
        booking = kept.value
        if booking.status is BookingStatus.OFFERED:
            waiting = next(each for each in morning.waits if each.value.id == booking.waiting)
            changed = replace(booking, status=BookingStatus.CANCELLED, reason=act, clerk=sheet.clerk.id)
            sheet.rebook(kept, changed)
            sheet.wait(waiting, replace(waiting.value, state=WaitState.WAITING, booking=""))
            return self._line(morning, changed)
        near = nearest(free, booking.seat)
        if near:
            free.remove(near[0])
        status = after(booking.status, BookingAct.DISPLACE)
        changed = replace(booking, status=status, reason=act, alternatives=near, clerk=sheet.clerk.id)
        sheet.rebook(kept, changed)
        sheet.tell_case(morning, changed)
        return self._line(morning, changed)

    def _offer(self, sheet: Sheet, morning: Morning, free: Iterable[Seat]) -> None:
        """New seats go to the waiting list first."""
        asked: frozenset[str] = frozenset()
        if morning.required().value.published:
            for seat in free:
                entry = offer_next(sheet, morning, seat, asked)
                asked |= {entry} if entry else set()

    def _clashes(self, booking: Booking) -> bool:
        with self._house.store.read() as unit:
            history = [kept_booking(row).value for row in unit.consultations.with_lawyer(booking.seat.lawyer)]
        return bool(interests(booking.client, booking.matter, booking.seat.lawyer, history))

    def _line(self, morning: Morning, booking: Booking) -> BookingLine:
        return BookingLine(
            booking.id,
            booking.seat,
            morning.name(booking.seat.lawyer),
            shown_name(booking.client),
            mask_phone(booking.client.phone),
            self._reader.topic(booking.matter.topic),
            booking.status,
            booking.reason,
            booking.alternatives,
        )


def _counted(carried_to: str | None, carried: int, unserved: int) -> tuple[int, int]:
    return (carried + 1, unserved) if carried_to else (carried, unserved + 1)
