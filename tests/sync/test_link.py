"""A window and its centre for real: threads, sockets, the whole way of a decision and its papers."""

from __future__ import annotations

import threading

import pytest

from app.bootstrap import Hall
from app.services.views import SyncState
from app.sync.client import CentreAway
from app.sync.storage import Storage
from tests.services.window import NUMBER, PASSWORD, Window
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import RunningCentre
from tests.sync.conftest import enrolled_line
from tests.sync.watching import connected

SYNC_THREADS = {"sync", "pokes", "scans"}


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()} & SYNC_THREADS


def test_a_window_that_is_not_enrolled_says_so(hall: Hall, centre: RunningCentre) -> None:
    with connected(hall, centre.url) as watch:
        watch.until_state(SyncState.NEEDS_ENROLMENT)
        assert hall.session.sign_in(NUMBER, PASSWORD).number == NUMBER  # as ever, until it is


def test_a_decision_arrives_at_the_centre_with_its_papers(
    hall: Hall, window: Window, centre: RunningCentre
) -> None:
    enrolled_line(hall, centre)
    with connected(hall, centre.url) as watch:
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        made = hall.intake.accept(window.visit())
        watch.until_sent()
        progress = hall.scans.progress(made.case.id)
        assert progress.is_whole
        assert progress.total == len(made.notices) > 0
        assert hall.outbox.status().conflicts == 0


def test_nothing_is_pushed_before_a_clerk_of_the_centre_was_here(
    hall: Hall, window: Window, centre: RunningCentre
) -> None:
    """It would all be refused: the centre does not know yet that these clerks work at this window."""
    hall.session.sign_in(NUMBER, PASSWORD)
    hall.intake.accept(window.visit())
    enrolled_line(hall, centre)
    with connected(hall, centre.url) as watch:
        assert hall.outbox.status().state is SyncState.CONNECTING
        assert hall.outbox.status().pending == 1
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_sent()


def test_a_pulled_cable_is_told_and_the_work_goes_on(
    hall: Hall, window: Window, centre: RunningCentre
) -> None:
    enrolled_line(hall, centre)
    with FaultProxy(centre.port) as line, connected(hall, line.url) as watch:
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
        line.faults = Faults(refuse=True)
        line.cut()
        made = [hall.intake.accept(window.visit()) for _ in range(3)]
        watch.until_state(SyncState.OFFLINE)
        status = hall.outbox.status()
        assert (status.pending, status.code) == (3, "cut")
        assert status.retry_at is not None
        line.faults = Faults()
        hall.outbox.retry()
        watch.until_state(SyncState.ONLINE)
        watch.until_sent()
        assert all(hall.scans.progress(each.case.id).is_whole for each in made)


def test_the_window_closes_at_once_under_a_hanging_request(hall: Hall, centre: RunningCentre) -> None:
    enrolled_line(hall, centre)
    with FaultProxy(centre.port) as line:
        with connected(hall, line.url) as watch:
            hall.session.sign_in(NUMBER, PASSWORD)
            watch.until_state(SyncState.ONLINE)
            line.faults = Faults(silent=True)
            line.cut()
            hall.outbox.retry()
            assert threads() == SYNC_THREADS
        assert threads() == set()


def test_a_centre_that_was_never_there(hall: Hall, window: Window, centre: RunningCentre) -> None:
    enrolled_line(hall, centre)
    with connected(hall, centre.url) as watch:
        hall.session.sign_in(NUMBER, PASSWORD)
        watch.until_state(SyncState.ONLINE)
    with connected(hall, "http://127.0.0.1:9") as watch:
        watch.until_state(SyncState.OFFLINE)
        assert hall.outbox.status().code == "no-connection"
        hall.intake.accept(window.visit())
        assert hall.outbox.status().pending == 1


def test_a_long_piece_of_work_ends_between_two_transactions(hall: Hall) -> None:
    def stop() -> None:
        raise CentreAway("stopped")

    rows = [{"entity": "case", "id": f"case-{n}", "version": 1, "body": {}} for n in range(1000)]
    with pytest.raises(CentreAway, match="stopped"):
        Storage(hall.house, between=stop).load(rows)
    with hall.store.read() as unit:
        assert 0 < unit.base.next_count() < 1000
