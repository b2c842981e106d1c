"""A consultation with a lawyer: its states, who may book it, whose interests clash, who is next in line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from app.clock import hall_day
from app.errors import Conflict
from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation_file import Consulting
from app.rules.identity import IdKind
from app.rules.naming import normal_name
from app.rules.numbering import check_character
from app.rules.roster import DayPlan, Lawyer, Seat, minutes_before, seat_of


class BookingStatus(StrEnum):
    TENTATIVE = "tentative"  # 待确认: a wish, no seat yet
    BOOKED = "booked"  # 已约
    OFFERED = "offered"  # 待答复: kept for the next in line until he or she answers
    CHECKED_IN = "checked_in"  # 已到
    STARTED = "started"  # 咨询中
    FINISHED = "finished"  # 已结束
    NO_SHOW = "no_show"  # 未到
    CANCELLED = "cancelled"  # 已取消
    MOVED = "moved"  # 已改约: another booking took its place
    DISPLACED = "displaced"  # 待改约: the seat is gone, somebody must call


class BookingAct(StrEnum):
    CONFIRM = "confirm"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    DISPLACE = "displace"
    MOVE = "move"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    REINSTATE = "reinstate"  # came after all


B, A = BookingStatus, BookingAct
MOVES: Final = MappingProxyType(
    {
        (B.TENTATIVE, A.CONFIRM): B.BOOKED,
        (B.TENTATIVE, A.DISPLACE): B.DISPLACED,
        (B.TENTATIVE, A.MOVE): B.MOVED,
        (B.TENTATIVE, A.CANCEL): B.CANCELLED,
        (B.OFFERED, A.ACCEPT_OFFER): B.BOOKED,
        (B.OFFERED, A.DECLINE_OFFER): B.CANCELLED,
        (B.OFFERED, A.DISPLACE): B.DISPLACED,
        (B.BOOKED, A.DISPLACE): B.DISPLACED,
        (B.BOOKED, A.MOVE): B.MOVED,
        (B.BOOKED, A.CANCEL): B.CANCELLED,
        (B.BOOKED, A.CHECK_IN): B.CHECKED_IN,
        (B.BOOKED, A.NO_SHOW): B.NO_SHOW,
        (B.DISPLACED, A.MOVE): B.MOVED,
        (B.DISPLACED, A.CANCEL): B.CANCELLED,
        (B.CHECKED_IN, A.START): B.STARTED,
        (B.CHECKED_IN, A.CANCEL): B.CANCELLED,
        (B.STARTED, A.FINISH): B.FINISHED,
        (B.NO_SHOW, A.REINSTATE): B.CHECKED_IN,
    }
)
# Whose booking keeps a seat from everybody else.
OCCUPYING: Final = frozenset({B.BOOKED, B.OFFERED, B.CHECKED_IN, B.STARTED, B.FINISHED})
# What counts as this person's booking of the day.
LIVE: Final = OCCUPYING | {B.TENTATIVE}
# After these a lawyer knows the person's matter.
ADVISED: Final = frozenset({B.BOOKED, B.CHECKED_IN, B.STARTED, B.FINISHED})


def after(status: BookingStatus, act: BookingAct) -> BookingStatus:
    """The state after an act; Conflict("booking-move-not-permitted") when the table has no such move."""
    try:
        return MOVES[status, act]
    except KeyError:
        raise Conflict("booking-move-not-permitted", status=status, act=act) from None


class Outcome(StrEnum):
    """How a consultation ended."""

    ANSWERED = "answered"  # 已解答
    FURTHER = "further"  # 需再次咨询
    LEGAL_AID = "legal_aid"  # 转法律援助
    MEDIATION = "mediation"  # 转调解
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Client:
    """Who wants advice (咨询人); the document's number may be unknown."""

    name: str
    phone: str = ""
    kind: PartyKind = PartyKind.PERSON
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""

    def is_same(self, other: Client) -> bool:
        """By the document when both showed one, else by name and phone together."""
        if self.id_number and other.id_number:
            return self.id_kind is other.id_kind and self.id_number == other.id_number
        return (
            bool(self.phone) and self.phone == other.phone and plain_name(self.name) == plain_name(other.name)
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """What it is about; `opposing` is the other party's name, for the lawyer's conflict of interest."""

    topic: str
    note: str = ""  # 要点, read by the lawyer beforehand
    opposing: str = ""
    case_id: str = ""
    case_no: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking with everything that became of it."""

    id: str
    seat: Seat
    status: BookingStatus
    client: Client
    matter: Matter
    booked_at: datetime
    slip_no: str = ""
    clerk: str = ""
    waiting: str = ""  # the entry of the waiting list it was offered to
    moved_from: str = ""
    moved_to: str = ""
    ticket: str = ""  # the Y ticket it joined the queue with
    reason: str = ""  # why displaced, cancelled
    checked_in_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str = ""
    follow_up: str = ""  # shown to the roles the hall names
    alternatives: tuple[Seat, ...] = ()  # what the centre offers instead
    grant: str = ""  # the hold it was confirmed from


class WaitState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"  # a seat is kept for this person
    TAKEN = "taken"
    LEFT = "left"  # 退出
    CARRIED = "carried"  # waits on another day now
    UNSERVED = "unserved"  # the day is over and no later one is open: to be called


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the waiting list (候补)."""

    id: str
    day: date
    client: Client
    matter: Matter
    registered_at: datetime
    lawyer: str = ""  # empty: any
    before: time | None = None  # only slots that begin before this
    state: WaitState = WaitState.WAITING
    booking: str = ""  # what it was offered or became
    clerk: str = ""
    carried_to: str = ""

    def fits(self, seat: Seat) -> bool:
        return (
            self.day == seat.day
            and self.lawyer in ("", seat.lawyer)
            and (self.before is None or seat.begins < self.before)
        )


# -- who may book ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Objection:
    """Something against a booking; one that does not stop it is told and left to the clerk."""

    code: str
    facts: Mapping[str, Any]
    stops: bool = True


def objections(
    client: Client,
    seat: Seat,
    now: datetime,
    plan: DayPlan,
    earlier: Iterable[Booking],
    rules: Consulting,
    *,
    moving: str = "",
) -> tuple[Objection, ...]:
    """All that stands against this person taking this seat; `moving` is the booking that would be given up.

    `earlier`: the person's bookings, of this day and of the months before.
    """
    found: list[Objection] = []
    mine = [each for each in earlier if each.id != moving and each.client.is_same(client)]
    if not plan.published:
        found.append(Objection("roster-not-published", {"day": seat.day}))
    elif not plan.has(seat):
        found.append(Objection("no-such-seat", {"day": seat.day, "begins": seat.begins}))
    if now > minutes_before(seat.at, rules.cut_off_minutes):
        found.append(Objection("past-cut-off", {"begins": seat.begins, "minutes": rules.cut_off_minutes}))
    today = [each for each in mine if each.seat.day == seat.day and each.status in LIVE]
    if len(today) >= rules.per_person_per_day:
        first = min(today, key=lambda each: each.seat)
        found.append(
            Objection("booked-that-day", {"begins": first.seat.begins, "limit": rules.per_person_per_day})
        )
    missed = missed_of(mine, hall_day(now), rules.no_show.within_days)
    if missed >= rules.no_show.warn_from:
        refuse_from = rules.no_show.refuse_from
        stops = refuse_from is not None and missed >= refuse_from
        found.append(
            Objection("missed-before", {"count": missed, "days": rules.no_show.within_days}, stops=stops)
        )
    return tuple(found)


def missed_of(bookings: Iterable[Booking], today: date, within_days: int) -> int:
    """How often somebody did not come in the last days."""
    since = today - timedelta(days=within_days)
    return sum(each.status is B.NO_SHOW and since <= each.seat.day <= today for each in bookings)


# -- whose interests clash ---------------------------------------------------------------------


def plain_name(name: str) -> str:
    """A name for comparing: no spaces, brackets or dots, one width, one case."""
    return "".join(character for character in normal_name(name).casefold() if character.isalnum())


@dataclass(frozen=True, slots=True)
class Interest:
    """Why this lawyer should not take this matter: an earlier consultation on the other side."""

    kind: str  # advised-opponent | advised-against
    day: date
    name: str


def interests(
    client: Client, matter: Matter, lawyer: str, history: Iterable[Booking]
) -> tuple[Interest, ...]:
    """The lawyer's consultations that stand on the other side of this one, the latest first.

    Either this lawyer has advised the party named as the opponent, or has advised somebody against this
    person.
    """
    me, opponent = plain_name(client.name), plain_name(matter.opposing)
    found: list[Interest] = []
    for each in history:
        if each.seat.lawyer != lawyer or each.status not in ADVISED:
            continue
        if opponent and plain_name(each.client.name) == opponent:
            found.append(Interest("advised-opponent", each.seat.day, each.client.name))
        if me and plain_name(each.matter.opposing) == me and not each.client.is_same(client):
            found.append(Interest("advised-against", each.seat.day, each.matter.opposing))
    return tuple(sorted(found, key=lambda interest: interest.day, reverse=True))


# -- which seat --------------------------------------------------------------------------------


def free_seats(plan: DayPlan, taken: Iterable[Seat], now: datetime, rules: Consulting) -> tuple[Seat, ...]:
    """The seats of a published morning that can still be booked, in its order."""
    gone = set(taken)
    if not plan.published:
        return ()
    return tuple(
        seat
        for seat in plan.seats()
        if seat not in gone and now <= minutes_before(seat.at, rules.cut_off_minutes)
    )


def best_seat(free: Sequence[Seat], lawyers: Mapping[str, Lawyer], fields: Iterable[str]) -> Seat | None:
    """The first free seat of a lawyer whose field fits; of any lawyer when none does or all are full."""
    wanted = set(fields)
    fitting = [seat for seat in free if seat.lawyer in lawyers and lawyers[seat.lawyer].fits(wanted)]
    return min(fitting or free, default=None)


def nearest(free: Iterable[Seat], wish: Seat, count: int = 3) -> tuple[Seat, ...]:
    """The free seats closest to a wish: that day before others, by minutes, the same lawyer first."""

    def distance(seat: Seat) -> tuple[int, int, bool, Seat]:
        apart = (seat.begins.hour - wish.begins.hour) * 60 + seat.begins.minute - wish.begins.minute
        return abs((seat.day - wish.day).days), abs(apart), seat.lawyer != wish.lawyer, seat

    return tuple(sorted((seat for seat in free if seat != wish), key=distance)[:count])


# -- the waiting list --------------------------------------------------------------------------


def in_line(entries: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Who waits, by the time of registering."""
    waiting = (each for each in entries if each.state is WaitState.WAITING)
    return tuple(sorted(waiting, key=lambda each: (each.registered_at, each.id)))


def next_in_line(entries: Iterable[Waiting], seat: Seat) -> Waiting | None:
    """The first who waits for such a seat."""
    return next((each for each in in_line(entries) if each.fits(seat)), None)


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """What a morning leaves when it is over; nobody is in none of these lists."""

    no_shows: tuple[Booking, ...]  # booked and did not come
    unconfirmed: tuple[Booking, ...]  # a wish nobody answered, an offer nobody took, a seat that was lost
    still_here: tuple[Booking, ...]  # checked in or started: somebody must finish them by hand
    waiting: tuple[Waiting, ...]  # go over to the next morning, or are called


def end_of_day(bookings: Iterable[Booking], entries: Iterable[Waiting]) -> EndOfDay:
    """Sorts everybody of a morning who is not done with."""
    listed = sorted(bookings, key=lambda each: (each.seat, each.id))
    return EndOfDay(
        tuple(each for each in listed if each.status is B.BOOKED),
        tuple(each for each in listed if each.status in (B.TENTATIVE, B.OFFERED, B.DISPLACED)),
        tuple(each for each in listed if each.status in (B.CHECKED_IN, B.STARTED)),
        tuple(
            sorted(
                (each for each in entries if each.state in (WaitState.WAITING, WaitState.OFFERED)),
                key=lambda each: (each.registered_at, each.id),
            )
        ),
    )


# -- numbers and records -----------------------------------------------------------------------


def slip_series(day: date) -> str:
    """The series a slip's counter belongs to: a new one every day it is issued."""
    return f"slip:{day:%y%m%d}"


def slip_number(day: date, device: str, counter: int) -> str:
    """The number on a slip: L, day of issue, device, counter, check character; no two windows share one."""
    stem = f"L{day:%y%m%d}{device}{counter:03d}"
    return f"L{day:%y%m%d}-{device}-{counter:03d}-{check_character(stem)}"


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def client_record(client: Client) -> dict[str, Any]:
    return {
        "kind": client.kind.value,
        "name": client.name,
        "phone": client.phone,
        "id_kind": client.id_kind.value,
        "id_number": client.id_number,
    }


def client_from(record: Mapping[str, Any]) -> Client:
    return Client(
        record["name"],
        record["phone"],
        PartyKind(record["kind"]),
        IdKind(record["id_kind"]),
        record["id_number"],
    )


def matter_record(matter: Matter) -> dict[str, Any]:
    return {
        "topic": matter.topic,
        "note": matter.note,
        "opposing": matter.opposing,
        "case_id": matter.case_id,
        "case_no": matter.case_no,
    }


def matter_from(record: Mapping[str, Any]) -> Matter:
    return Matter(record["topic"], record["note"], record["opposing"], record["case_id"], record["case_no"])


def booking_record(booking: Booking) -> dict[str, Any]:
    """A booking as stored and sent: flat, so that a command can name the fields it changes."""
    return {
        "seat": booking.seat.ref,
        "status": booking.status.value,
        **client_record(booking.client),
        **matter_record(booking.matter),
        "booked_at": booking.booked_at.isoformat(),
        "slip_no": booking.slip_no,
        "clerk": booking.clerk,
        "waiting": booking.waiting,
        "moved_from": booking.moved_from,
        "moved_to": booking.moved_to,
        "ticket": booking.ticket,
        "reason": booking.reason,
        "checked_in_at": _moment(booking.checked_in_at),
        "started_at": _moment(booking.started_at),
        "finished_at": _moment(booking.finished_at),
        "outcome": booking.outcome,
        "follow_up": booking.follow_up,
        "alternatives": [seat.ref for seat in booking.alternatives],
        "grant": booking.grant,
    }


def booking_from(id: str, record: Mapping[str, Any]) -> Booking:
    return Booking(
        id=id,
        seat=seat_of(record["seat"]),
        status=BookingStatus(record["status"]),
        client=client_from(record),
        matter=matter_from(record),
        booked_at=datetime.fromisoformat(record["booked_at"]),
        slip_no=record["slip_no"],
        clerk=record["clerk"],
        waiting=record["waiting"],
        moved_from=record["moved_from"],
        moved_to=record["moved_to"],
        ticket=record["ticket"],
        reason=record["reason"],
        checked_in_at=_when(record["checked_in_at"]),
        started_at=_when(record["started_at"]),
        finished_at=_when(record["finished_at"]),
        outcome=record["outcome"],
        follow_up=record["follow_up"],
        alternatives=tuple(seat_of(ref) for ref in record["alternatives"]),
        grant=record["grant"],
    )


def waiting_record(entry: Waiting) -> dict[str, Any]:
    """A place in the waiting list as stored and sent."""
    return {
        "day": entry.day.isoformat(),
        **client_record(entry.client),
        **matter_record(entry.matter),
        "registered_at": entry.registered_at.isoformat(),
        "lawyer": entry.lawyer,
        "before": entry.before.strftime("%H:%M") if entry.before else None,
        "state": entry.state.value,
        "booking": entry.booking,
        "clerk": entry.clerk,
        "carried_to": entry.carried_to,
    }


def waiting_from(id: str, record: Mapping[str, Any]) -> Waiting:
    return Waiting(
        id=id,
        day=date.fromisoformat(record["day"]),
        client=client_from(record),
        matter=matter_from(record),
        registered_at=datetime.fromisoformat(record["registered_at"]),
        lawyer=record["lawyer"],
        before=time.fromisoformat(record["before"]) if record["before"] else None,
        state=WaitState(record["state"]),
        booking=record["booking"],
        clerk=record["clerk"],
        carried_to=record["carried_to"],
    )
