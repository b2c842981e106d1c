"""A visitor's ticket (号票): its states, the one table of permitted moves, its number, who owns it.

The states are those of a real hall (domain/process.md §6: 等待, 叫号中, 受理, 过号, 处理完毕, 作废).
A ticket belongs to nobody or to one window (sync.md 2.7). Ownership never ends by a clock: only the owner's
own release or a named person's override ends it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from app.errors import Conflict
from app.records import dataclass
from app.rules.numbering import fold

LEAST_DIGITS: Final = 3


class TicketState(StrEnum):
    WAITING = "waiting"  # 等待
    CALLED = "called"  # 叫号中
    SERVING = "serving"  # 到窗, being served
    HELD = "held"  # put aside by its window: fills a form, fetches a copy
    MISSED = "missed"  # 过号
    DONE = "done"  # 处理完毕
    VOID = "void"  # 作废: never printed, or given back


class TicketClass(StrEnum):
    """Why a ticket goes before others."""

    ORDINARY = "ordinary"
    BOOKED = "booked"  # 预约: callable from the beginning of its slot
    PRIORITY = "priority"  # 优先: aged, disabled, pregnant, military, on proof


class TicketAct(StrEnum):
    CALL = "call"
    RECALL = "recall"
    ARRIVE = "arrive"  # 到窗
    FINISH = "finish"
    MISS = "miss"
    RETURN = "return"  # a missed visitor came back to the queue
    TRANSFER = "transfer"
    HOLD = "hold"
    RESUME = "resume"  # a held visitor goes on at the same window
    PROMOTE = "promote"  # priority on proof, at the guide desk
    VOID = "void"
    LAPSE = "lapse"  # the day ended


LIVE: Final = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD})
AT_WINDOW: Final = frozenset({TicketState.CALLED, TicketState.SERVING})
_S, _A = TicketState, TicketAct
MOVES: Final = MappingProxyType(
    {
        (_S.WAITING, _A.CALL): _S.CALLED,
        (_S.WAITING, _A.TRANSFER): _S.WAITING,
        (_S.WAITING, _A.PROMOTE): _S.WAITING,
        (_S.WAITING, _A.VOID): _S.VOID,
        (_S.WAITING, _A.LAPSE): _S.MISSED,
        (_S.CALLED, _A.RECALL): _S.CALLED,
        (_S.CALLED, _A.ARRIVE): _S.SERVING,
        (_S.CALLED, _A.FINISH): _S.DONE,
        (_S.CALLED, _A.MISS): _S.MISSED,
        (_S.CALLED, _A.TRANSFER): _S.WAITING,
        (_S.CALLED, _A.HOLD): _S.HELD,
        (_S.CALLED, _A.LAPSE): _S.MISSED,
        (_S.SERVING, _A.FINISH): _S.DONE,
        (_S.SERVING, _A.TRANSFER): _S.WAITING,
        (_S.SERVING, _A.HOLD): _S.HELD,
        (_S.SERVING, _A.LAPSE): _S.DONE,
        (_S.HELD, _A.RESUME): _S.SERVING,
        (_S.HELD, _A.CALL): _S.CALLED,
        (_S.HELD, _A.MISS): _S.MISSED,
        (_S.HELD, _A.TRANSFER): _S.WAITING,
        (_S.HELD, _A.FINISH): _S.DONE,
        (_S.HELD, _A.LAPSE): _S.MISSED,
        (_S.MISSED, _A.RETURN): _S.WAITING,
        (_S.MISSED, _A.CALL): _S.CALLED,
        (_S.MISSED, _A.VOID): _S.VOID,
    }
)


class GrantState(StrEnum):
    """What became of a grant; rows are marked, never deleted, so that a repeated grant revives nothing."""

    HELD = "held"
    USED = "used"
    RELEASED = "released"
    LOST = "lost"  # a named person took it back


@dataclass(frozen=True, slots=True)
class Ticket:
    """A visitor's place in the hall's queue on one day. Moments are aware, in UTC."""

    id: str
    day: date  # the hall's day, in the hall's time zone
    number: str
    business: str  # letter of a business of the hall's queue rules
    kind: TicketClass
    taken_at: datetime
    place_at: datetime  # where it stands among others of its rank; the taking, until it re-enters
    state: TicketState = TicketState.WAITING
    device: str = ""  # who issued it
    due_from: datetime | None = None  # booked: not callable earlier
    due_until: datetime | None = None
    proof: str = ""  # what a priority was given on
    counter: str = ""  # the window it was called to
    wanted: str = ""  # transferred to this window alone
    transferred: bool = False
    called_at: datetime | None = None  # the first call; a recall does not move it
    last_call_at: datetime | None = None
    calls: int = 0
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""  # of a miss, a transfer, a hold, a voiding
    title: str = ""  # 张*: all that a screen may show of the person
    item: str = ""  # service item chosen at the kiosk, if it was
    told_low_s: int | None = None  # the estimate the visitor was told, for its error
    told_high_s: int | None = None
    owner: str = ""  # the device it is granted to
    rev: int = 0  # of the grant: rises with every new owner

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def waited_s(self) -> int | None:
        """Seconds from taking to the first call."""
        return None if self.called_at is None else int((self.called_at - self.taken_at).total_seconds())

    @property
    def served_s(self) -> int | None:
        """Seconds of service, when it has ended at a window."""
        if self.ended_at is None or self.state is not TicketState.DONE:
            return None
        begun = self.arrived_at or self.last_call_at
        return None if begun is None else max(0, int((self.ended_at - begun).total_seconds()))


def after(state: TicketState, act: TicketAct) -> TicketState:
    """The state after an act; Conflict("ticket-move-not-permitted") when the table has no such move."""
    try:
        return MOVES[state, act]
    except KeyError:
        raise Conflict("ticket-move-not-permitted", status=state, act=act) from None


def called(ticket: Ticket, counter: str, at: datetime, device: str = "") -> Ticket:
    """The ticket called to a window for the first time, or again after it was held or missed."""
    return replace(
        ticket,
        state=after(ticket.state, TicketAct.CALL),
        counter=counter,
        owner=device or ticket.owner,
        called_at=ticket.called_at or at,
        last_call_at=at,
        calls=1,
        arrived_at=None,
        ended_at=None,
        reason="",
    )


def recalled(ticket: Ticket, at: datetime, limit: int) -> Ticket:
    """Called once more; Conflict("recall-limit") past the hall's limit. Waiting time is kept."""
    state = after(ticket.state, TicketAct.RECALL)
    if ticket.calls >= limit:
        raise Conflict("recall-limit", number=ticket.number, limit=limit)
    return replace(ticket, state=state, calls=ticket.calls + 1, last_call_at=at)


def arrived(ticket: Ticket, at: datetime) -> Ticket:
    """The person is at the window: the service time begins."""
    return replace(ticket, state=after(ticket.state, TicketAct.ARRIVE), arrived_at=at)


def finished(ticket: Ticket, at: datetime) -> Ticket:
    """The service ended; one that was never marked as arrived counts from its call."""
    state = after(ticket.state, TicketAct.FINISH)
    return replace(ticket, state=state, ended_at=at, arrived_at=ticket.arrived_at or ticket.last_call_at)


def missed(ticket: Ticket, at: datetime, reason: str) -> Ticket:
    """Nobody came; the number is not void."""
    return replace(ticket, state=after(ticket.state, TicketAct.MISS), ended_at=at, reason=reason)


def returned(ticket: Ticket, place_at: datetime) -> Ticket:
    """A missed visitor is in the queue again, at a place the hall's rules chose."""
    return replace(
        ticket,
        state=after(ticket.state, TicketAct.RETURN),
        place_at=place_at,
        counter="",
        owner="",
        calls=0,
        ended_at=None,
        reason="",
    )


def transferred(ticket: Ticket, *, business: str = "", counter: str = "", reason: str = "") -> Ticket:
    """To a window or another business, with its number and its waiting time.

    Conflict("transfer-nowhere") when neither is given.
    """
    if not business and not counter:
        raise Conflict("transfer-nowhere", number=ticket.number)
    return replace(
        ticket,
        state=after(ticket.state, TicketAct.TRANSFER),
        business=business or ticket.business,
        wanted=counter,
        counter="",
        owner="",
        transferred=True,
        calls=0,
        arrived_at=None,
        reason=reason,
    )


def put_aside(ticket: Ticket, reason: str) -> Ticket:
    """The window holds it and is free for the next."""
    return replace(ticket, state=after(ticket.state, TicketAct.HOLD), reason=reason)


def resumed(ticket: Ticket, at: datetime) -> Ticket:
    """A held visitor goes on where he was served."""
    state = after(ticket.state, TicketAct.RESUME)
    return replace(ticket, state=state, arrived_at=ticket.arrived_at or at, reason="")


def promoted(ticket: Ticket, proof: str) -> Ticket:
    """First by law, after somebody looked at the proof. Conflict("no-proof") without one."""
    if not proof.strip():
        raise Conflict("no-proof", number=ticket.number)
    state = after(ticket.state, TicketAct.PROMOTE)
    return replace(ticket, state=state, kind=TicketClass.PRIORITY, proof=proof.strip())


def voided(ticket: Ticket, at: datetime, reason: str) -> Ticket:
    """The number will never be called, and everybody can see why."""
    return replace(ticket, state=after(ticket.state, TicketAct.VOID), ended_at=at, reason=reason)


def lapsed(ticket: Ticket, at: datetime) -> Ticket:
    """The day ended before it did."""
    return replace(ticket, state=after(ticket.state, TicketAct.LAPSE), ended_at=at, reason="day-end")


# -- numbers ---------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"(?:([0-9A-Z]{1,4})-)?([A-Z]{1,3})([0-9]{3,6})")


@dataclass(frozen=True, slots=True)
class TicketNumber:
    """A ticket's number taken apart: series of a device that was cut off from the centre, letters, count."""

    device: str
    letters: str
    count: int

    def __str__(self) -> str:
        return ticket_number(self.letters, self.count, self.device)


def ticket_number(letters: str, count: int, device: str = "") -> str:
    """A037; past 999 it grows a digit. A device cut off from the centre writes its own series before it:
    `3-A007` can never be what another device or the centre gives out.
    """
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise ValueError(f"a series has one to three letters A-Z, not {letters!r}")
    if device and not re.fullmatch(r"[0-9A-Z]{1,4}", device):
        raise ValueError(f"a device's series has one to four characters 0-9 A-Z, not {device!r}")
    if not 0 < count < 10**6:
        raise ValueError(f"a ticket counter runs from 1 to 999999, not {count}")
    return f"{device}-{letters}{count:03d}" if device else f"{letters}{count:03d}"


def parse_ticket_number(text: str) -> TicketNumber | None:
    """A number as typed or scanned; None when it is none."""
    found = _NUMBER.fullmatch(fold(text))
    if found is None or not int(found[3]) or (len(found[3]) > LEAST_DIGITS and found[3][0] == "0"):
        return None
    return TicketNumber(found[1] or "", found[2], int(found[3]))


def ticket_series(day: date, letters: str, device: str = "") -> str:
    """The series a ticket counter belongs to: it begins again every day of the hall."""
    return f"ticket:{day:%y%m%d}:{device}:{letters}"


def slip_code(day: date, number: str) -> str:
    """What stands in the slip's bar code and QR: `T:261123-A037`."""
    return f"T:{day:%y%m%d}-{number}"


def parse_slip_code(value: str) -> tuple[date, TicketNumber] | None:
    """Day and number behind the `T:` of a scanned slip; None when it is none."""
    head, dash, rest = fold(value).partition("-")
    number = parse_ticket_number(rest)
    if not dash or number is None or not re.fullmatch(r"[0-9]{6}", head):
        return None
    try:
        day = date(2000 + int(head[:2]), int(head[2:4]), int(head[4:6]))
    except ValueError:
        return None
    return day, number


# -- as stored and sent ------------------------------------------------------------------------------

_MOMENTS: Final = (
    "taken_at", "place_at", "due_from", "due_until", "called_at", "last_call_at", "arrived_at", "ended_at",
)  # fmt: skip


def ticket_record(ticket: Ticket) -> dict[str, Any]:
    """JSON values of every field, as rows, commands and the feed have them."""
    record: dict[str, Any] = {name: getattr(ticket, name) for name in Ticket.__slots__}
    for name in _MOMENTS:
        moment = record[name]
        record[name] = None if moment is None else moment.isoformat(timespec="microseconds")
    return record | {"day": ticket.day.isoformat(), "kind": str(ticket.kind), "state": str(ticket.state)}


def ticket_of(record: Mapping[str, Any]) -> Ticket:
    """A ticket out of its record; what a later program added is not looked at."""
    values = {name: record[name] for name in Ticket.__slots__ if name in record}
    for name in _MOMENTS:
        text = values.get(name)
        values[name] = datetime.fromisoformat(text) if isinstance(text, str) else None
    values["day"] = date.fromisoformat(values["day"])
    values["kind"], values["state"] = TicketClass(values["kind"]), TicketState(values["state"])
    values["transferred"] = bool(values.get("transferred", False))
    return Ticket(**values)
