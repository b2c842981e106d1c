"""What a morning leaves on paper and in calendars: slips, the lawyers' rosters, an iCalendar file."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from app.clock import HALL_ZONE
from app.errors import Conflict
from app.rules.consultation import LIVE, OCCUPYING, Booking, BookingStatus
from app.rules.naming import mask_phone
from app.rules.roster import Seat
from app.services.consultations.morning import BOOKING, Kept, Morning, kept_booking, read_morning
from app.services.consultations.reading import Reader, shown_name
from app.services.house import House
from app.services.views import ClerkView

if TYPE_CHECKING:
    from app.documents.calendar_file import Appointment, Status
    from app.documents.consultation import ConsultationPaper, Format, RosterRow

WEEKDAYS: Final = "一二三四五六日"
_REMARKS: Final = {
    BookingStatus.TENTATIVE: "待确认",
    BookingStatus.OFFERED: "待答复",
    BookingStatus.CHECKED_IN: "已到",
    BookingStatus.STARTED: "咨询中",
    BookingStatus.FINISHED: "已结束",
}


def day_words(day: date) -> str:
    """2026年11月25日 周三."""
    return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


class Papers:
    """Makes papers out of bookings; nothing is written but who printed a roster."""

    def __init__(self, house: House, reader: Reader) -> None:
        self._house = house
        self._reader = reader

    @cached_property
    def _paper(self) -> ConsultationPaper:
        from app.documents.consultation import ConsultationPaper
        from app.documents.fonts import prepare

        return ConsultationPaper(prepare(self._house.settings.cache_folder))

    def slip(self, booking_id: str, form: Format = "80mm") -> bytes:
        """预约凭条 as PDF. Conflict("no-slip") for a booking that has none (an offer, one that is over)."""
        from app.documents.consultation import SlipFacts

        clerk = self._house.desk.signed_in()
        with self._house.store.read() as unit:
            row = unit.consultations.get(BOOKING, booking_id)
            if row is None:
                raise Conflict("no-such-booking", id=booking_id)
            booking = kept_booking(row).value
            morning = read_morning(unit, booking.seat.day)
        if not booking.slip_no or booking.status not in LIVE:
            raise Conflict("no-slip", id=booking_id, status=booking.status)
        lawyer = morning.lawyers.get(booking.seat.lawyer)
        return self._paper.slip(
            SlipFacts(
                hall=self._house.hall.name,
                slip_no=booking.slip_no,
                tentative=booking.status is BookingStatus.TENTATIVE,
                day=day_words(booking.seat.day),
                time=self._hours(morning, booking.seat),
                lawyer=morning.name(booking.seat.lawyer),
                firm=lawyer.firm if lawyer else "",
                room=self._room(morning, booking.seat),
                client=booking.client.name,
                phone_masked=mask_phone(booking.client.phone),
                topic=self._reader.topic(booking.matter.topic),
                case_no=booking.matter.case_no,
                alternatives=tuple(
                    f"{seat.begins:%H:%M} {morning.name(seat.lawyer)}" for seat in booking.alternatives
                ),
                notes=self._notes(),
                counter=self._house.hall.counter,
                clerk_number=clerk.number,
                made_at=booking.booked_at,
                demo=self._house.hall.demo,
            ),
            form,
        )

    def _notes(self) -> tuple[str, ...]:
        rules = self._reader.rules
        notes = [
            f"请提前到窗口签到；迟到 {rules.late_minutes} 分钟转候补。",
            f"改约、取消请在时段开始 {rules.cut_off_minutes} 分钟前办理。",
            "咨询免费。律师意见供参考，不代替法律文书。",
        ]
        if self._house.hall.phone:
            notes.append(f"咨询电话：{self._house.hall.phone}")
        return tuple(notes)

    def roster(self, day: date) -> bytes:
        """当日安排 as PDF, one lawyer to a sheet, with whole names: printing it is audited."""
        from app.documents.consultation import RosterFacts, RosterSheet

        clerk = self._house.desk.signed_in()
        morning = self._reader.morning(day)
        plan = morning.required().value
        self._audit(clerk, day, "consultation_roster")
        sheets = tuple(
            RosterSheet(
                morning.name(duty.lawyer),
                morning.lawyers[duty.lawyer].firm if duty.lawyer in morning.lawyers else "",
                duty.room,
                tuple(self._rows(morning, duty.lawyer)),
                morning.name(duty.stands_in_for) if duty.stands_in_for else "",
            )
            for duty in plan.duties
        )
        return self._paper.roster(
            RosterFacts(
                hall=self._house.hall.name,
                day=day_words(day),
                hours=f"{plan.begins:%H:%M}–{plan.ends:%H:%M}",
                sheets=sheets,
                counter=self._house.hall.counter,
                clerk_number=clerk.number,
                made_at=self._house.now(),
                demo=self._house.hall.demo,
            )
        )

    def _rows(self, morning: Morning, lawyer: str) -> list[RosterRow]:
        from app.documents.consultation import RosterRow

        plan = morning.required().value
        duty = plan.duty(lawyer)
        listed = {**morning.wished(), **morning.taken()}
        rows: list[RosterRow] = []
        for slot in plan.slots():
            for place in range(1, (duty.seats if duty else 1) + 1):
                seat = Seat(plan.day, slot.begins, lawyer, place)
                kept = listed.get(seat)
                time = f"{slot.begins:%H:%M}\n至 {slot.ends:%H:%M}"
                if kept is None:
                    rows.append(RosterRow(time, "", "", "", "", "" if plan.has(seat) else "停约"))
                    continue
                booking = kept.value
                rows.append(
                    RosterRow(
                        time,
                        booking.client.name,
                        self._reader.topic(booking.matter.topic),
                        booking.matter.note,
                        booking.matter.opposing,
                        _REMARKS.get(booking.status, ""),
                    )
                )
        return rows

    # -- calendars -------------------------------------------------------------------------------

    def calendar(self, day: date, lawyer: str | None = None) -> bytes:
        """The morning for a calendar, of one lawyer or all; names masked, for it leaves the hall."""
        from app.documents.calendar_file import calendar_file

        clerk = self._house.desk.signed_in()
        morning = self._reader.morning(day)
        self._audit(clerk, day, "consultation_calendar")
        entries = [
            self._appointment(morning, kept)
            for kept in morning.bookings
            if lawyer in (None, kept.value.seat.lawyer) and kept.value.status in LIVE
        ]
        name = f"律师咨询 {day:%Y-%m-%d}" + (f" {morning.name(lawyer)}" if lawyer else "")
        return calendar_file(name, entries)

    def invitation(self, booking_id: str) -> bytes:
        """One booking for the person's own calendar; a cancelled one takes the entry away again."""
        from app.documents.calendar_file import calendar_file

        with self._house.store.read() as unit:
            row = unit.consultations.get(BOOKING, booking_id)
            if row is None:
                raise Conflict("no-such-booking", id=booking_id)
            kept = kept_booking(row)
            morning = read_morning(unit, kept.value.seat.day)
        return calendar_file(f"律师咨询 {kept.value.slip_no}", [self._appointment(morning, kept)])

    def _appointment(self, morning: Morning, kept: Kept[Booking]) -> Appointment:
        from app.documents.calendar_file import Appointment

        booking = kept.value
        plan = morning.plan.value if morning.plan else None
        ends = datetime.combine(booking.seat.day, self._reader.ends(plan, booking.seat), HALL_ZONE)
        hall = self._house.hall
        status: Status = "CONFIRMED" if booking.status in OCCUPYING else "CANCELLED"
        if booking.status in (BookingStatus.TENTATIVE, BookingStatus.OFFERED):
            status = "TENTATIVE"
        topic = self._reader.topic(booking.matter.topic)
        lines = [f"凭条号：{booking.slip_no}" if booking.slip_no else "", f"事由：{topic}"]
        return Appointment(
            uid=f"{booking.id}@{hall.code.lower()}.window-clerk",
            begins=booking.seat.at,
            ends=ends,
            summary=f"律师咨询：{morning.name(booking.seat.lawyer)} · {shown_name(booking.client)}",
            location="　".join(part for part in (hall.name, self._room(morning, booking.seat)) if part),
            description="\n".join(line for line in lines if line),
            status=status,
            changed_at=self._house.now(),
            sequence=int(kept.row["version"]) - 1,
        )

    # -- parts -----------------------------------------------------------------------------------

    def _hours(self, morning: Morning, seat: Seat) -> str:
        plan = morning.plan.value if morning.plan else None
        return f"{seat.begins:%H:%M}–{self._reader.ends(plan, seat):%H:%M}"

    def _room(self, morning: Morning, seat: Seat) -> str:
        duty = morning.plan.value.duty(seat.lawyer) if morning.plan else None
        return duty.room if duty else ""

    def _audit(self, clerk: ClerkView, day: date, what: str) -> None:
        with self._house.store.unit() as unit:
            unit.audit.append(at=self._house.now(), clerk=clerk.id, what=what, subject=day.isoformat())
