"""What the lawyers' page is handed: frozen values, persons' names already masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from app.records import dataclass
from app.rules.catalogue import PartyKind
from app.rules.consultation import BookingStatus, Interest, Objection, WaitState
from app.rules.roster import RosterDay, Seat


@dataclass(frozen=True, slots=True)
class DayLine:
    """One morning of the list at the left."""

    day: RosterDay
    published: bool
    free: int
    total: int
    waiting: int = 0
    called_off: str = ""
    lost: int = 0  # people to be called: their seat is gone


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A lawyer's column; one who sees two people at once has two."""

    lawyer: str
    place: int
    name: str
    fields: tuple[str, ...]
    room: str
    free: int
    stands_in_for: str = ""  # name


@dataclass(frozen=True, slots=True)
class CellView:
    """One seat of the grid. `state`: free, past, closed, or the status of the booking on it."""

    seat: Seat
    state: str
    booking: str = ""
    who: str = ""  # masked, an enterprise whole
    kind: PartyKind = PartyKind.PERSON
    topic: str = ""
    held: bool = True  # this window may confirm it by itself
    pending: bool = False  # the centre does not know it yet


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A booking that is not in its place: lost, or a wish beside a seat."""

    id: str
    seat: Seat
    lawyer: str  # name
    who: str
    phone_masked: str
    topic: str
    status: BookingStatus
    reason: str = ""
    alternatives: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitLine:
    """One line of the waiting list."""

    id: str
    place: int
    who: str
    kind: PartyKind
    phone_masked: str
    topic: str
    lawyer: str  # name; empty: any
    before: time | None
    registered_at: datetime
    state: WaitState
    offered: Seat | None = None
    booking: str = ""  # the offer's


@dataclass(frozen=True, slots=True)
class GridView:
    """A whole morning."""

    line: DayLine
    slots: tuple[tuple[time, time], ...]
    columns: tuple[ColumnView, ...]
    cells: Mapping[Seat, CellView]
    waiting: tuple[WaitLine, ...]
    lost: tuple[BookingLine, ...]
    unserved: tuple[WaitLine, ...] = ()  # the day is over and nobody could be given a seat: to be called


@dataclass(frozen=True, slots=True)
class BookingView:
    """One booking; the full name is asked for with `reveal`."""

    id: str
    seat: Seat
    ends: time
    lawyer: str  # name
    room: str
    status: BookingStatus
    who: str
    kind: PartyKind
    phone_masked: str
    topic: str
    note: str
    opposing: str
    case_id: str
    case_no: str
    slip_no: str
    ticket: str
    booked_at: datetime
    reason: str
    outcome: str
    follow_up: str | None  # None: this role may not read it
    alternatives: tuple[Seat, ...]
    pending: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What stands against a booking, and whose interests clash; asked before Enter books."""

    objections: tuple[Objection, ...]
    interests: tuple[Interest, ...]
    confirmed: bool  # False: the slip would say 待确认

    @property
    def stops(self) -> bool:
        return any(each.stops for each in self.objections)


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What a change of the roster did to people: who must be called, who sits with the stand-in now."""

    lost: tuple[BookingLine, ...] = ()
    moved: tuple[BookingLine, ...] = ()
    clashing: tuple[BookingLine, ...] = ()  # the stand-in has advised the other side


@dataclass(frozen=True, slots=True)
class DayClosed:
    """How a morning ended."""

    no_shows: int
    carried: int
    unserved: int
    next_day: date | None
