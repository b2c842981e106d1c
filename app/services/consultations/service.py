"""Booking a lawyer: asked, confirmed from an owned seat or left as a wish, moved, cancelled, carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final

from app.clock import HALL_ZONE
from app.errors import Conflict, NotAllowed, Problem, Rejected
from app.rules.consultation import (
    Booking,
    BookingAct,
    BookingStatus,
    Client,
    Matter,
    Outcome,
    Waiting,
    WaitState,
    after,
    best_seat,
    interests,
    nearest,
    objections,
    slip_number,
    slip_series,
    waiting_record,
)
from app.rules.consultation_file import Consulting, consulting_from
from app.rules.roster import Lawyer, Seat, coming_days
from app.services.consultations.morning import (
    BOOKING,
    HOLD,
    WAIT,
    Kept,
    Morning,
    kept_booking,
    kept_wait,
    lawyers,
    read_morning,
)
from app.services.consultations.papers import Papers
from app.services.consultations.reading import Reader, owned, promised
from app.services.consultations.report import Reports
from app.services.consultations.roster import Roster
from app.services.consultations.views import BookingView, Check, DayLine, GridView
from app.services.consultations.writing import Acting, Sheet, checked_client, offer_next, seat_taken
from app.services.house import House
from app.services.views import ClerkView, SyncState

SUPERVISING: Final = frozenset({"supervisor", "administrator"})


class ConsultationService:
    """Everything about consultations but the roster (`roster`) and the papers (`papers`)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._acting = Acting(house)

    @cached_property
    def rules(self) -> Consulting:
        """The hall's rules; its own file goes before the program's. Rejected("bad-consultations")."""
        names = ("consultations.json", "consultations.schema.json")
        path, schema = (
            next(found for folder in self._house.folders if (found := folder / "rules" / name).is_file())
            for name in names
        )
        try:
            record: Any = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            problem = Problem(str(path), "unreadable", {"why": str(error)})
            raise Rejected([problem], "bad-consultations") from error
        return consulting_from(record, json.loads(schema.read_text(encoding="utf-8")))

    @cached_property
    def reader(self) -> Reader:
        return Reader(self._house, self.rules)

    @cached_property
    def roster(self) -> Roster:
        """Who sits in the hall, and the end of a morning."""
        return Roster(self._house, self.reader, self._acting, self.supervising)

    @cached_property
    def papers(self) -> Papers:
        """Slips, the lawyers' rosters, calendar files."""
        return Papers(self._house, self.reader)

    @cached_property
    def reports(self) -> Reports:
        """Figures of months, lawyers and topics."""
        return Reports(self._house, self.reader)

    # -- reading -------------------------------------------------------------------------------

    def days(self, start: date | None = None, count: int | None = None) -> tuple[DayLine, ...]:
        """The mornings to choose from: from today on unless told."""
        return self.reader.lines(start or self._house.today(), count or self.rules.weeks_ahead)

    def grid(self, day: date) -> GridView:
        return self.reader.grid(day)

    def booking(self, booking_id: str) -> BookingView:
        """Conflict("no-such-booking")."""
        morning, kept = self._found(booking_id)
        return self.reader.view(morning, kept, self._house.desk.clerk)

    def by_slip(self, slip_no: str) -> BookingView | None:
        """The booking a slip was printed for, scanned or typed."""
        with self._house.store.read() as unit:
            row = unit.consultations.by_slip(slip_no.strip().upper())
        return None if row is None else self.booking(row["id"])

    def of_case(self, case_id: str) -> tuple[BookingView, ...]:
        """A case's consultations, by their days."""
        with self._house.store.read() as unit:
            ids = [row["id"] for row in unit.consultations.of_case(case_id)]
        return tuple(self.booking(id) for id in ids)

    def lawyers(self) -> tuple[Lawyer, ...]:
        with self._house.store.read() as unit:
            return tuple(lawyers(unit).values())

    def reveal(self, booking_id: str) -> Client:
        """The whole person; who asked and when is audited before it is given."""
        clerk = self._house.desk.signed_in()
        _, kept = self._found(booking_id)
        with self._house.store.unit() as unit:
            unit.audit.append(
                at=self._house.now(),
                clerk=clerk.id,
                what="reveal",
                subject=booking_id,
                facts={"slip_no": kept.value.slip_no},
            )
        return kept.value.client

    def suggest(self, item_code: str | None = None, day: date | None = None) -> Seat | None:
        """Ctrl+L: the first free seat of a lawyer whose field fits the item; the first morning with one."""
        topic = self.rules.topic_for(item_code)
        if day is not None:
            days = [day]
        else:
            coming = coming_days(
                self._house.today(), self.rules.weeks_ahead, self.rules, self._house.calendar
            )
            days = [each.day for each in coming if each.is_held]
        for each in days:
            morning = self.reader.morning(each)
            seat = best_seat(self.reader.free(morning), morning.lawyers, topic.fields)
            if seat is not None:
                return seat
        return None

    def check(self, seat: Seat, client: Client, matter: Matter, *, moving: str = "") -> Check:
        """What stands against it, asked before Enter books; the person may still be unnamed."""
        with self._house.store.read() as unit:
            morning = read_morning(unit, seat.day)
            earlier = self.reader.of_client(unit, client)
            history = [kept_booking(row).value for row in unit.consultations.with_lawyer(seat.lawyer)]
        return Check(
            objections(
                client,
                seat,
                self._house.now(),
                morning.required().value,
                earlier,
                self.rules,
                moving=moving,
            ),
            interests(client, matter, seat.lawyer, (each for each in history if each.id != moving)),
            confirmed=promised(self._house, self.rules, morning.grants, seat),
        )

    # -- booking -------------------------------------------------------------------------------

    def book(self, seat: Seat, client: Client, matter: Matter, *, aware: bool = False) -> BookingView:
        """Books a seat this window owns, else leaves a wish (待确认); both get a slip.

        Rejected: name or phone, or an objection that stops it. Conflict: "seat-taken" with the nearest free
        one, "conflict-of-interest" unless `aware`, "no-roster".
        """
        clerk = self._house.desk.signed_in()
        client = checked_client(client)

        def build(sheet: Sheet) -> None:
            self._book(sheet, seat, client, matter, aware=aware)

        return self.booking(self._acting.decide("book", clerk, build))

    def fill(self, wait_id: str, seat: Seat, *, aware: bool = False) -> BookingView:
        """补入: somebody of the waiting list takes a seat the clerk has chosen."""
        clerk = self._house.desk.signed_in()
        entry = self._waiting(wait_id)

        def build(sheet: Sheet) -> None:
            kept = self._waiting(wait_id)
            if kept.value.state is not WaitState.WAITING:
                raise Conflict("not-waiting", id=wait_id, state=kept.value.state)
            made = self._book(sheet, seat, kept.value.client, kept.value.matter, aware=aware, waiting=wait_id)
            sheet.wait(kept, replace(kept.value, state=WaitState.TAKEN, booking=made.id))

        checked_client(entry.value.client)
        return self.booking(self._acting.decide("fill", clerk, build))

    def move(self, booking_id: str, seat: Seat, *, aware: bool = False) -> BookingView:
        """改约: the old booking stays in the records as moved, the new one has its own slip."""
        clerk = self._house.desk.signed_in()

        def build(sheet: Sheet) -> None:
            old_morning, kept = self._found(booking_id)
            old = kept.value
            status = after(old.status, BookingAct.MOVE)
            made = self._book(
                sheet, seat, old.client, old.matter, aware=aware, moving=old.id, waiting=old.waiting
            )
            sheet.rebook(kept, replace(old, status=status, moved_to=made.id, clerk=clerk.id))
            self._free(sheet, old_morning, old)

        return self.booking(self._acting.decide("move", clerk, build))

    def cancel(self, booking_id: str, reason: str = "") -> BookingView:
        """取消: the seat is offered to the next in line."""
        return self._act(booking_id, BookingAct.CANCEL, lambda b, _: replace(b, reason=reason), frees=True)

    def restore(self, booking_id: str) -> BookingView:
        """Takes a cancellation back: the same person on the same seat, if nobody else has it by now."""
        _, kept = self._found(booking_id)
        if kept.value.status is not BookingStatus.CANCELLED:
            raise Conflict("booking-move-not-permitted", status=kept.value.status, act="restore")
        return self.book(kept.value.seat, kept.value.client, kept.value.matter, aware=True)

    def accept_offer(self, booking_id: str) -> BookingView:
        """Who was offered a free seat takes it: a booking with a slip from now on."""

        def change(booking: Booking, sheet: Sheet) -> Booking:
            kept = self._waiting(booking.waiting)
            sheet.wait(kept, replace(kept.value, state=WaitState.TAKEN))
            return replace(booking, slip_no=self._slip(sheet))

        return self._act(booking_id, BookingAct.ACCEPT_OFFER, change)

    def decline_offer(self, booking_id: str, *, keep_waiting: bool = True) -> BookingView:
        """Not this seat: the next in line is asked; the person stays in the list unless he or she leaves."""

        def change(booking: Booking, sheet: Sheet) -> Booking:
            kept = self._waiting(booking.waiting)
            state = WaitState.WAITING if keep_waiting else WaitState.LEFT
            sheet.wait(kept, replace(kept.value, state=state, booking=""))
            return replace(booking, reason="declined")

        return self._act(booking_id, BookingAct.DECLINE_OFFER, change, frees=True)

    # -- the morning itself ----------------------------------------------------------------------

    def expected(self, booking_id: str) -> tuple[Client, datetime, datetime]:
        """Who may be checked in now, and the slot: what a Y ticket is taken with.

        Conflict: "not-today", "booking-move-not-permitted".
        """
        self._on_the_day(booking_id)
        morning, kept = self._found(booking_id)
        after(kept.value.status, BookingAct.CHECK_IN)
        plan, seat = morning.plan.value if morning.plan else None, kept.value.seat
        return (
            kept.value.client,
            seat.at,
            datetime.combine(seat.day, self.reader.ends(plan, seat), HALL_ZONE),
        )

    def check_in(self, booking_id: str, ticket: str = "") -> BookingView:
        """签到; `ticket`: the Y ticket the person waits with. Conflict("not-today")."""
        self._on_the_day(booking_id)
        return self._act(
            booking_id,
            BookingAct.CHECK_IN,
            lambda b, sheet: replace(b, ticket=ticket, checked_in_at=sheet.at),
        )

    def start(self, booking_id: str) -> BookingView:
        return self._act(booking_id, BookingAct.START, lambda b, sheet: replace(b, started_at=sheet.at))

    def finish(self, booking_id: str, outcome: Outcome, follow_up: str = "") -> BookingView:
        """结束, with how it ended and a note for the roles that may read it."""
        return self._act(
            booking_id,
            BookingAct.FINISH,
            lambda b, sheet: replace(
                b, finished_at=sheet.at, outcome=outcome.value, follow_up=follow_up.strip()
            ),
        )

    def no_show(self, booking_id: str) -> BookingView:
        """未到: counted for the person; somebody else may have the seat if there is time.

        Conflict("not-begun") before the slot begins.
        """
        seat = self._found(booking_id)[1].value.seat
        if self._house.now() < seat.at:
            raise Conflict("not-begun", begins=seat.begins, day=seat.day)
        return self._act(booking_id, BookingAct.NO_SHOW, lambda b, _: b, frees=True)

    def reinstate(self, booking_id: str) -> BookingView:
        """Came after all, and nobody has the seat: checked in. Conflict("not-today")."""
        self._on_the_day(booking_id)
        return self._act(
            booking_id, BookingAct.REINSTATE, lambda b, sheet: replace(b, checked_in_at=sheet.at)
        )

    # -- the waiting list ------------------------------------------------------------------------

    def wait(
        self, day: date, client: Client, matter: Matter, *, lawyer: str = "", before: time | None = None
    ) -> str:
        """候补: by lawyer or any, for slots before a time or any; gives the entry's id.

        Conflict("waits-already") for the same person, day and lawyer.
        """
        clerk = self._house.desk.signed_in()
        client = checked_client(client)

        def build(sheet: Sheet) -> None:
            morning = self.reader.morning(day)
            for kept in morning.waits:
                entry = kept.value
                live = entry.state in (WaitState.WAITING, WaitState.OFFERED)
                if live and entry.client.is_same(client) and entry.lawyer == lawyer:
                    raise Conflict("waits-already", day=day, registered_at=entry.registered_at)
            id = sheet.new_id()
            entry = Waiting(id, day, client, matter, sheet.at, lawyer, before, clerk=clerk.id)
            sheet.facts["saw_free"] = any(entry.fits(seat) for seat in self.reader.free(morning))
            sheet.add(WAIT, id, waiting_record(entry))

        return self._acting.decide("wait", clerk, build)

    def leave(self, wait_id: str) -> None:
        """退出候补. Conflict("not-waiting") for somebody who has a seat already."""
        clerk = self._house.desk.signed_in()

        def build(sheet: Sheet) -> None:
            kept = self._waiting(wait_id)
            if kept.value.state not in (WaitState.WAITING, WaitState.UNSERVED):
                raise Conflict("not-waiting", id=wait_id, state=kept.value.state)
            sheet.wait(kept, replace(kept.value, state=WaitState.LEFT, clerk=clerk.id))

        self._acting.decide("leave", clerk, build)

    # -- seats this window may confirm while the centre is away ----------------------------------

    def keep_seats(self) -> int:
        """Asks the centre for holds on the next morning, when it is there and this window has fewer than the
        hall's rules say; gives how many it asked for.
        """
        clerk, link = self._house.desk.clerk, self._house.sync
        if clerk is None or link is None or link.status().state is not SyncState.ONLINE:
            return 0
        day = next((line.day.day for line in self.days() if line.published and line.free), None)
        if day is None:
            return 0
        with self._house.store.read() as unit:
            mine = [ref for ref in unit.consultations.held_grants() if ref.startswith(f"{day:%Y%m%d}")]
            asked = any(row["kind"] == "consultation.hold" for row in unit.outbox.pending(1000))
        if asked or len(mine) >= self.rules.walk_in_seats:
            return 0
        wanted = {"day": day.isoformat(), "count": self.rules.walk_in_seats}
        self._acting.ask("hold", clerk, HOLD, day.isoformat(), wanted)
        return self.rules.walk_in_seats - len(mine)

    def give_back(self, grant: str) -> None:
        """A hold nobody here needs any more. Conflict("hold-gone")."""
        self._acting.release(self._house.desk.signed_in(), grant)

    # -- parts -----------------------------------------------------------------------------------

    def _found(self, booking_id: str) -> tuple[Morning, Kept[Booking]]:
        with self._house.store.read() as unit:
            row = unit.consultations.get(BOOKING, booking_id)
            if row is None:
                raise Conflict("no-such-booking", id=booking_id)
            kept = kept_booking(row)
            return read_morning(unit, kept.value.seat.day), kept

    def _on_the_day(self, booking_id: str) -> None:
        day = self._found(booking_id)[1].value.seat.day
        if day != self._house.today():
            raise Conflict("not-today", day=day)

    def _waiting(self, wait_id: str) -> Kept[Waiting]:
        with self._house.store.read() as unit:
            row = unit.consultations.get(WAIT, wait_id)
        if row is None:
            raise Conflict("no-such-waiting", id=wait_id)
        return kept_wait(row)

    def _book(
        self,
        sheet: Sheet,
        seat: Seat,
        client: Client,
        matter: Matter,
        *,
        aware: bool,
        moving: str = "",
        waiting: str = "",
    ) -> Booking:
        """The booking on the sheet, its seat asked for; the last word has the store's own transaction."""
        check = self.check(seat, client, matter, moving=moving)
        stopping = [each for each in check.objections if each.stops]
        if stopping:
            raise Rejected([Problem("booking", each.code, dict(each.facts)) for each in stopping])
        if check.interests and not aware:
            first = check.interests[0]
            raise Conflict("conflict-of-interest", kind=first.kind, day=first.day, count=len(check.interests))
        morning = self.reader.morning(seat.day)
        if seat in morning.taken() or seat in morning.wished():
            raise seat_taken(morning, seat, self.reader.free(morning))
        grant = owned(self._house, self.rules, morning.grants, seat)
        booking = Booking(
            id=sheet.new_id(),
            seat=seat,
            status=BookingStatus.TENTATIVE if grant is None else BookingStatus.BOOKED,
            client=client,
            matter=matter,
            booked_at=sheet.at,
            slip_no=self._slip(sheet),
            clerk=sheet.clerk.id,
            waiting=waiting,
            moved_from=moving,
            grant=grant or "",
            # What the person would take instead, should the wish not come true (sync.md 2.9).
            alternatives=nearest(self.reader.free(morning), seat) if grant is None else (),
        )
        sheet.use_grant(grant or "")
        sheet.book(booking)
        sheet.facts["per_day"] = self.rules.per_person_per_day
        if check.interests:
            sheet.facts["aware"] = [each.kind for each in check.interests]
        sheet.tell_case(morning, booking)
        return booking

    def _slip(self, sheet: Sheet) -> str:
        today = self._house.today()
        return slip_number(
            today, self._house.settings.hall.device_code, sheet.reserved.next(slip_series(today))
        )

    def _act(
        self,
        booking_id: str,
        act: BookingAct,
        change: Callable[[Booking, Sheet], Booking],
        *,
        frees: bool = False,
    ) -> BookingView:
        clerk = self._house.desk.signed_in()

        def build(sheet: Sheet) -> None:
            morning, kept = self._found(booking_id)
            status = after(kept.value.status, act)
            # The command is about the booking, so it is written first; the waiting list follows.
            later = Sheet(self._house, sheet.act, clerk, sheet.reserved, sheet.plan)
            changed = replace(change(kept.value, later), status=status, clerk=clerk.id)
            sheet.rebook(kept, changed)
            sheet.touched += later.touched
            sheet.tell_case(morning, changed)
            if frees:
                self._free(sheet, morning, kept.value)

        self._acting.decide(act.value, clerk, build)
        return self.booking(booking_id)

    def _free(self, sheet: Sheet, morning: Morning, booking: Booking) -> None:
        """The seat of a booking that ends is offered; with a centre the centre does it, for all windows."""
        if self._house.sync is not None or booking.seat not in morning.taken():
            return
        others = tuple(each for each in morning.bookings if each.value.id != booking.id)
        if booking.seat in self.reader.free(replace(morning, bookings=others)):
            offer_next(sheet, morning, booking.seat)

    def supervising(self) -> ClerkView:
        """Who may change the roster. NotAllowed("supervisors-only")."""
        clerk = self._house.desk.signed_in()
        if clerk.role not in SUPERVISING:
            raise NotAllowed("supervisors-only", role=clerk.role)
        return clerk
