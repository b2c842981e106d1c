"""One rule of the lawyers' seats taken away at a time: the story of two cut-off windows must notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.central.seats import Seats
from app.rules.consultation import BookingStatus
from app.rules.roster import Seat, seat_of
from app.services.consultations import service as booking_service
from db.local.consultations import Consultations
from tests.services.consulting import LEASE, LI, WANG, ZHANG
from tests.sync.ends import Ends
from tests.sync.lawyers import WEDNESDAY, Counter, opened, together

Mutant = Callable[[pytest.MonkeyPatch], None]


class BrokenError(AssertionError):
    """A rule of the hall was broken."""


def story(ends: Ends) -> None:
    """Two windows, one seat held by the first; both are cut off and book; then all heals."""
    one, two = opened(ends, "W01", "W02")
    place = _second_seat(two)
    one.service.keep_seats()
    one.talk()
    if not one.held():
        raise BrokenError("no hold was given")
    mine = seat_of(one.held()[-1])
    for counter in (one, two):
        counter.cut()
    promised: dict[str, Seat] = {}
    for counter, seat, client in ((two, mine, LI), (two, place, WANG), (one, mine, ZHANG)):
        made = counter.service.book(seat, client, LEASE)  # the second window has not heard of the hold
        if made.status is BookingStatus.BOOKED:
            promised[made.id] = seat
    again = one.held()
    two.heal()
    two.talk()
    together([one, two])
    _no_seat_twice(ends)
    records = ends.house.records("consult_booking")
    for id, seat in promised.items():
        if (records[id]["status"], records[id]["seat"]) != ("booked", seat.ref):
            raise BrokenError(f"promised to somebody's face: {seat.ref}, now {records[id]['status']}")
    if len(promised) != 1:
        raise BrokenError(f"{len(promised)} promises from one hold")
    _used_stays_used(one, mine, again)


def _second_seat(counter: Counter) -> Seat:
    free = counter.service.reader.free(counter.service.reader.morning(WEDNESDAY))
    return free[0]


def _no_seat_twice(ends: Ends) -> None:
    seats = [
        body["seat"]
        for body in ends.house.records("consult_booking").values()
        if body["status"] in ("booked", "offered", "checked_in")
    ]
    if len(set(seats)) != len(seats):
        raise BrokenError("two people on one seat")


def _used_stays_used(one: Counter, seat: Seat, before: list[str]) -> None:
    with one.end.hall.store.read() as unit:
        grants = [id for id in _grants(unit) if id.startswith(seat.ref)]
    with one.end.hall.store.unit() as unit:  # the centre repeats what it had said
        for grant in grants:
            unit.consultations.put_grant(grant, seat.ref, 1, "2026-11-26T00:00:00+00:00")
    if seat.ref in one.held() or seat.ref in before:
        raise BrokenError("a used hold came back")


def _grants(unit: Any) -> list[str]:
    return [record.id for record in unit.base.of("seat_hold")]


def a_wish_may_take_a_held_seat(patch: pytest.MonkeyPatch) -> None:
    real = Seats.claim

    def claim(self: Seats, seat: Seat, booking_id: str, *, grant: str = "") -> bool:
        row = self.row(seat)
        if row is not None and row.state == "held" and not grant:
            self._turn(seat, "held", state="free", holder=None)
        return real(self, seat, booking_id, grant=grant)

    patch.setattr(Seats, "claim", claim)


def a_seat_is_given_to_whoever_asks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Seats, "claim", lambda *_args, **_named: True)


def every_window_owns_every_seat(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(booking_service, "owned", lambda *_: "")


def a_used_hold_is_revived(patch: pytest.MonkeyPatch) -> None:
    def put_grant(self: Consultations, grant_id: str, seat: str, rev: int, at: str) -> None:
        self._sql.execute(
            "INSERT OR REPLACE INTO grant_ (grant_id, kind, ref, rev, state, got_at)"
            " VALUES (?, 'slot', ?, ?, 'held', ?)",
            (grant_id, seat, rev, at),
        )

    patch.setattr(Consultations, "put_grant", put_grant)


def test_the_story_goes_well_with_every_rule_in_place(ends: Ends) -> None:
    story(ends)


@pytest.mark.parametrize(
    "mutant",
    [
        a_wish_may_take_a_held_seat,
        a_seat_is_given_to_whoever_asks,
        every_window_owns_every_seat,
        a_used_hold_is_revived,
    ],
)
def test_without_the_rule_the_story_goes_wrong(
    ends: Ends, monkeypatch: pytest.MonkeyPatch, mutant: Mutant
) -> None:
    mutant(monkeypatch)
    with pytest.raises(BrokenError):
        story(ends)
