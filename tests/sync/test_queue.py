"""The queue through a real centre: the hall's own numbers, one call a ticket, the outage, and after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.errors import Conflict
from app.rules.identity import IdKind
from app.rules.ticket import TicketState
from app.services.queue.views import Mode, Person
from app.services.views import SyncState
from tests.services.window import NUMBER, PASSWORD
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import RunningCentre
from tests.sync.conftest import enrolled_line
from tests.sync.watching import Watch, connected

ZHANG = Person("张示例", IdKind.RESIDENT_ID, "460107198801101234", "13800001111", from_card=True)


@contextmanager
def kiosk_of(
    hall: Hall, centre: RunningCentre, folder: Path, clock: FrozenClock
) -> Iterator[tuple[Hall, Watch]]:
    """A kiosk of the same hall, enrolled and connected; nobody signs in at it."""
    mine = hall.settings
    settings = replace(
        mine, data=folder / "kiosk", hall=replace(mine.hall, device_code="K01", counter_no="K1")
    )
    opened = open_hall(settings, clock)
    try:
        enrolled_line(opened, centre)
        opened.house.unattended = True
        with connected(opened, centre.url) as watch:
            watch.until_state(SyncState.ONLINE)
            yield opened, watch
    finally:
        opened.close()


def until(watch: Watch, hall: Hall, number: str, state: TicketState) -> None:
    def seen() -> bool:
        return any(
            each.ticket.number == number and each.ticket.state is state for each in hall.queue.of_day()
        )

    # With a clock that stands still nothing is asked for by the clock: a poke lost on its way is made up for.
    hall.outbox.retry()
    watch.until(seen, f"{number} is {state}")


def test_a_number_of_the_kiosk_is_called_at_the_window_with_its_person(
    hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    with (
        connected(hall, centre.url) as watch,
        kiosk_of(hall, centre, tmp_path, clock) as (kiosk, kiosk_watch),
    ):
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        taken = kiosk.queue.taking.take("A", person=ZHANG)
        assert taken.ticket.number == "A001"  # of the hall's own series
        assert not taken.slip.cut_off
        with pytest.raises(Conflict, match="already-waiting"):
            kiosk.queue.taking.take("A", person=ZHANG)
        until(watch, hall, "A001", TicketState.WAITING)
        assert hall.queue.of_day()[0].person.is_empty  # the feed tells no person
        called = hall.queue.call_next()
        assert called is not None
        assert (called.ticket.number, called.person) == ("A001", ZHANG)
        until(kiosk_watch, kiosk, "A001", TicketState.CALLED)
        assert [line.number for line in kiosk.queue.board().calls] == ["A001"]
        hall.queue.arrive()
        hall.queue.finish(called.ticket.id)
        until(kiosk_watch, kiosk, "A001", TicketState.DONE)


def test_a_misclick_at_the_centre_is_taken_back(
    hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    with (
        connected(hall, centre.url) as watch,
        kiosk_of(hall, centre, tmp_path, clock) as (kiosk, kiosk_watch),
    ):
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        kiosk.queue.taking.take("A")
        assert hall.queue.call_next() is not None
        until(kiosk_watch, kiosk, "A001", TicketState.CALLED)
        hall.queue.undo()
        until(kiosk_watch, kiosk, "A001", TicketState.WAITING)
        watch.until_sent()
        again = hall.queue.call_next()
        assert again is not None
        assert again.ticket.number == "A001"


def test_a_cut_off_window_calls_its_reserve_then_its_own_series_and_nobody_twice(
    hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    with (
        FaultProxy(centre.port) as line,
        connected(hall, line.url) as watch,
        kiosk_of(hall, centre, tmp_path, clock) as (kiosk, kiosk_watch),
    ):
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        for _ in range(8):
            kiosk.queue.taking.take("A")
        until(watch, hall, "A008", TicketState.WAITING)
        assert hall.queue.refill() == 5
        line.faults = Faults(refuse=True)
        line.cut()
        called = []
        while (kept := hall.queue.call_next()) is not None:
            called.append(kept.ticket.number)
            hall.queue.arrive()
        assert called == ["A001", "A002", "A003", "A004", "A005"]
        watch.until_state(SyncState.OFFLINE)
        assert hall.queue.strip().mode is Mode.OFFLINE
        with pytest.raises(Conflict, match="not-yours"):
            hall.queue.call_number("A006")
        own = hall.queue.taking.take("A").ticket.number
        assert own == "C03-A001"
        served = hall.queue.call_next()
        assert served is not None
        assert served.ticket.number == own
        hall.queue.arrive()
        line.faults = Faults()
        hall.outbox.retry()
        watch.until_state(SyncState.ONLINE)
        watch.until_sent()
        following = hall.queue.call_next()
        assert following is not None
        assert following.ticket.number == "A006"
        until(kiosk_watch, kiosk, own, TicketState.DONE)
        until(kiosk_watch, kiosk, "A006", TicketState.CALLED)
        assert hall.outbox.status().conflicts == 0
        calls = {
            each.ticket.number: each.ticket.counter for each in kiosk.queue.of_day() if each.ticket.counter
        }
        assert set(calls) == {*called, own, "A006"}


def test_a_cut_off_kiosk_gives_numbers_of_its_own_series_that_are_called_afterwards(
    hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    hall.house.unattended = True  # this device is the kiosk
    with FaultProxy(centre.port) as line, connected(hall, line.url) as watch:
        watch.until_state(SyncState.ONLINE)
        assert hall.queue.taking.take("A").ticket.number == "A001"
        line.faults = Faults(refuse=True)
        line.cut()
        taken = hall.queue.taking.take("A", person=ZHANG)
        assert taken.ticket.number == "C03-A001"
        assert taken.slip.cut_off
        watch.until_state(SyncState.OFFLINE)
        line.faults = Faults()
        hall.outbox.retry()
        watch.until_state(SyncState.ONLINE)
        watch.until_sent()
        assert hall.outbox.status().conflicts == 0
        assert hall.queue.taking.take("A").ticket.number == "A002"


def test_a_window_on_a_break_gives_its_reserve_back(
    hall: Hall, centre: RunningCentre, tmp_path: Path, clock: FrozenClock
) -> None:
    enrolled_line(hall, centre)
    with (
        connected(hall, centre.url) as watch,
        kiosk_of(hall, centre, tmp_path, clock) as (kiosk, kiosk_watch),
    ):
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        kiosk.queue.taking.take("A")
        until(watch, hall, "A001", TicketState.WAITING)
        assert hall.queue.refill() == 1
        hall.queue.toggle_pause()
        watch.until_sent()
        kiosk_watch.until(
            lambda: all(not each.ticket.owner for each in kiosk.queue.of_day()),
            "the ticket is nobody's again",
        )
        assert hall.outbox.status().conflicts == 0
