"""The lawyers' seats at the centre: taken, held, freed, each by one statement that only one can win."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select, update

from app.central.context import Context
from app.rules.consultation import LIVE, Booking, Client, Waiting, plain_name
from app.rules.roster import Seat, seat_of
from db.central.bulk import insert_new
from db.central.registering import table

FREE, HELD, BOOKED, GONE = "free", "held", "booked", "gone"
BOOKING: Final = "consult_booking"
WAIT: Final = "consult_wait"
_LIVE: Final = tuple(sorted(status.value for status in LIVE))


class SeatRow(NamedTuple):
    """One seat as it stands."""

    seat: Seat
    state: str
    holder: str | None
    rev: int
    booking_id: str | None

    @property
    def grant(self) -> str:
        """The name of the hold on it."""
        return f"{self.seat.ref}.{self.rev}"


class Seats:
    """The seats of the command's hall, inside its transaction; undone with the command when it is refused."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._table: Any = table("slot_seat")
        self._index: Any = table("consult_index")

    # -- one seat ------------------------------------------------------------------------------

    def claim(self, seat: Seat, booking_id: str, *, grant: str = "") -> bool:
        """Takes a free seat, or with a grant one this window holds; False when somebody else has it.

        The condition is part of the update: of two transactions the second one waits for the first and then
        finds nothing to update.
        """
        rows = self._table
        may = rows.c.state == FREE
        if grant:
            name, _, rev = grant.rpartition(".")
            mine = (self._context.device["id"], *self._context.predecessors)
            may = (rows.c.state == HELD) & rows.c.holder.in_(mine) & (rows.c.rev == int(rev or -1))
            if name != seat.ref:
                return False
        done = self._context.connection.execute(
            update(rows)
            .where(rows.c.scope == self._context.hall, rows.c.seat == seat.ref, may)
            .values(state=BOOKED, holder=None, booking_id=booking_id)
        )
        return bool(done.rowcount == 1)

    def free(self, seat: Seat, booking_id: str) -> bool:
        """A booking gives its seat up; False when it has none."""
        rows = self._table
        done = self._context.connection.execute(
            update(rows)
            .where(
                rows.c.scope == self._context.hall,
                rows.c.seat == seat.ref,
                rows.c.booking_id == booking_id,
            )
            .values(state=FREE, booking_id=None)
        )
        return bool(done.rowcount == 1)

    def hold(self, seat: Seat) -> SeatRow | None:
        """A free seat for this window alone; None when it is not free."""
        return self._turn(
            seat, FREE, state=HELD, holder=self._context.device["id"], rev=self._table.c.rev + 1
        )

    def release(self, grant: str) -> SeatRow | None:
        """A hold given back by the window that has it, in the order of its commands (sync.md 2.7)."""
        name, _, rev = grant.rpartition(".")
        row = self.row(seat_of(name))
        mine = (self._context.device["id"], *self._context.predecessors)
        if row is None or row.state != HELD or row.holder not in mine or str(row.rev) != rev:
            return None
        return self._turn(row.seat, HELD, state=FREE, holder=None)

    def _turn(self, seat: Seat, before: str, **values: Any) -> SeatRow | None:
        rows = self._table
        done = self._context.connection.execute(
            update(rows)
            .where(rows.c.scope == self._context.hall, rows.c.seat == seat.ref, rows.c.state == before)
            .values(**values)
        )
        return self.row(seat) if done.rowcount == 1 else None

    def row(self, seat: Seat) -> SeatRow | None:
        """A seat, locked until the command is done."""
        found = self._select(self._table.c.seat == seat.ref, lock=True)
        return found[0] if found else None

    # -- a morning -----------------------------------------------------------------------------

    def of_day(self, day: date, *, lock: bool = False) -> tuple[SeatRow, ...]:
        """Every seat of a morning that was ever there, by its name."""
        return self._select(self._table.c.day == day.isoformat(), lock=lock)

    def free_of(self, day: date) -> tuple[Seat, ...]:
        """What nobody has or holds."""
        return tuple(sorted(row.seat for row in self.of_day(day) if row.state == FREE))

    def open(self, seats: Iterable[Seat]) -> None:
        """These seats are there from now on; what somebody has stays as it is."""
        listed = sorted(seats)
        hall = self._context.hall
        insert_new(
            self._context.connection,
            "slot_seat",
            "scope seat day state",
            [(hall, seat.ref, seat.day.isoformat(), FREE) for seat in listed],
        )
        for seat in listed:
            self._turn(seat, GONE, state=FREE)

    def close(self, row: SeatRow) -> None:
        """This seat is not there any more, whoever had it."""
        self._turn(row.seat, row.state, state=GONE, holder=None, booking_id=None)

    def _select(self, condition: Any, *, lock: bool) -> tuple[SeatRow, ...]:
        rows = self._table
        asked = (
            select(rows.c.seat, rows.c.state, rows.c.holder, rows.c.rev, rows.c.booking_id)
            .where(rows.c.scope == self._context.hall, condition)
            .order_by(rows.c.seat)
        )
        found = self._context.connection.execute(asked.with_for_update() if lock else asked)
        return tuple(SeatRow(seat_of(seat), *rest) for seat, *rest in found)

    # -- who belongs to a morning ----------------------------------------------------------------

    def note_booking(self, booking: Booking) -> None:
        """A booking under its day and person."""
        self._note(BOOKING, booking.id, booking.seat.day, booking.status.value, person_of(booking.client), "")

    def note_wait(self, entry: Waiting) -> None:
        registered = entry.registered_at.isoformat()
        self._note(WAIT, entry.id, entry.day, entry.state.value, person_of(entry.client), registered)

    def _note(self, entity: str, id: str, day: date, state: str, person: str, registered: str) -> None:
        index, hall = self._index, self._context.hall
        insert_new(
            self._context.connection,
            "consult_index",
            "scope entity id day state person registered_at",
            [(hall, entity, id, day.isoformat(), state, person, registered)],
        )
        self._context.connection.execute(
            update(index)
            .where(index.c.scope == hall, index.c.entity == entity, index.c.id == id)
            .values(day=day.isoformat(), state=state)
        )

    def ids(self, entity: str, day: date, states: Sequence[str]) -> tuple[str, ...]:
        """Records of a morning in these states; waiting people by the time of registering."""
        index = self._index
        found = self._context.connection.execute(
            select(index.c.id)
            .where(
                index.c.scope == self._context.hall,
                index.c.day == day.isoformat(),
                index.c.entity == entity,
                index.c.state.in_(states),
            )
            .order_by(index.c.registered_at, index.c.id)
        )
        return tuple(found.scalars())

    def booked_by(self, client: Client, day: date, besides: Iterable[str]) -> int:
        """How many live bookings a person has that day, but for these."""
        index = self._index
        found = self._context.connection.execute(
            select(index.c.id).where(
                index.c.scope == self._context.hall,
                index.c.day == day.isoformat(),
                index.c.entity == BOOKING,
                index.c.state.in_(_LIVE),
                index.c.person == person_of(client),
            )
        )
        return len(set(found.scalars()) - set(besides))


def person_of(client: Client) -> str:
    """One text by which the same person is found: the document, else name and phone."""
    if client.id_number:
        return f"{client.id_kind.value}:{client.id_number}"
    return f"{plain_name(client.name)}:{client.phone}" if client.phone else ""
