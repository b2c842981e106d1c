"""Clerks sign in with the centre, and without it for as long as its word holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.bootstrap import Hall
from app.clock import FrozenClock, hall_time
from app.errors import NotAllowed
from app.services.views import SyncState
from app.sync import link
from tests.services.window import NUMBER, PASSWORD
from tests.support.fault_proxy import FaultProxy, Faults
from tests.support.running_centre import CLERK_ID, HALL, RunningCentre
from tests.sync.conftest import enrolled_line
from tests.sync.watching import Watch, connected


@pytest.fixture
def cable(hall: Hall, centre: RunningCentre) -> Iterator[FaultProxy]:
    """What may be pulled; the window is enrolled and connected through it."""
    enrolled_line(hall, centre)
    with FaultProxy(centre.port) as line:
        yield line


@pytest.fixture
def watch(hall: Hall, cable: FaultProxy) -> Iterator[Watch]:
    with connected(hall, cable.url) as watching:
        yield watching


def pull(cable: FaultProxy) -> None:
    cable.faults = Faults(refuse=True)
    cable.cut()


def test_the_centre_says_who_it_is(hall: Hall, watch: Watch) -> None:
    local = hall.session.sign_in  # the same call as ever
    clerk = local(f" {NUMBER} ", PASSWORD)
    assert (clerk.id, clerk.number, clerk.role) == (CLERK_ID, NUMBER, "administrator")
    with hall.store.read() as unit:
        row, audited = unit.clerks.get(CLERK_ID), unit.audit.newest()[0]
        former = [each for each in unit.clerks.list() if each["id"] != CLERK_ID]
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$")
    assert (audited["what"], audited["facts"]["centre"]) == ("sign_in", True)
    assert [each["active"] for each in former] == [0]  # who had the number before the enrolment
    assert hall.session.current == clerk


def test_without_the_centre_its_last_word_holds_for_three_days(
    hall: Hall, watch: Watch, cable: FaultProxy, clock: FrozenClock
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    watch.until_state(SyncState.ONLINE)
    pull(cable)
    clock.advance(timedelta(hours=72, seconds=-1))
    assert hall.session.sign_in(NUMBER, PASSWORD).id == CLERK_ID
    with pytest.raises(NotAllowed, match="wrong-password"):
        hall.session.sign_in(NUMBER, "wrong-password")
    clock.advance(timedelta(seconds=1))
    with pytest.raises(NotAllowed) as refused:
        hall.session.sign_in(NUMBER, PASSWORD)
    assert refused.value.code == "sign-in-expired"
    assert refused.value.facts["until"] == clock.now()
    assert f"{hall_time(clock.now()):%H:%M}" == "10:00"
    cable.faults = Faults()
    assert hall.session.sign_in(NUMBER, PASSWORD).id == CLERK_ID  # the centre is asked in spite of all
    pull(cable)
    clock.advance(timedelta(hours=71))
    assert hall.session.sign_in(NUMBER, PASSWORD).id == CLERK_ID


def test_a_wrong_password_is_final_when_the_centre_says_so(
    hall: Hall, watch: Watch, centre: RunningCentre
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    centre.server.clerks.set_password(HALL, NUMBER, "another-password")
    with pytest.raises(NotAllowed) as refused:
        hall.session.sign_in(NUMBER, PASSWORD)  # what the window itself would still take
    assert refused.value.code == "wrong-password"
    assert hall.session.sign_in(NUMBER, "another-password").id == CLERK_ID


def test_a_suspended_clerk_is_told_and_stays_out_without_the_centre_too(
    hall: Hall, watch: Watch, centre: RunningCentre, cable: FaultProxy
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    centre.server.clerks.suspend(HALL, NUMBER)
    with pytest.raises(NotAllowed, match="inactive"):
        hall.session.sign_in(NUMBER, PASSWORD)
    pull(cable)
    with pytest.raises(NotAllowed, match="inactive"):
        hall.session.sign_in(NUMBER, PASSWORD)


def test_another_clerk_takes_over(hall: Hall, watch: Watch, centre: RunningCentre, cable: FaultProxy) -> None:
    centre.clerk("08", "吴样本", id="0193a0f0-0000-7000-8000-000000000008", role="reviewer")
    hall.session.sign_in(NUMBER, PASSWORD)
    hall.session.lock()
    taken = hall.session.hand_over("08", PASSWORD)
    assert (taken.name, taken.role) == ("吴样本", "reviewer")
    hall.session.lock()
    pull(cable)
    assert hall.session.unlock("08", PASSWORD).id == taken.id


def test_nobody_begins_here_while_the_centre_is_away(
    hall: Hall, watch: Watch, centre: RunningCentre, cable: FaultProxy
) -> None:
    pull(cable)
    with pytest.raises(NotAllowed, match="never-verified"):
        hall.session.sign_in(NUMBER, PASSWORD)


def test_a_silent_centre_costs_no_more_than_its_limit(
    hall: Hall, watch: Watch, cable: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    watch.until_state(SyncState.ONLINE)
    monkeypatch.setattr(link, "SIGN_IN_S", 0.2)
    cable.faults = Faults(silent=True)
    assert hall.session.sign_in(NUMBER, PASSWORD).id == CLERK_ID


def test_too_many_wrong_passwords_lock_the_clerk_at_the_centre(
    hall: Hall, watch: Watch, centre: RunningCentre, clock: FrozenClock
) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    for _ in range(5):
        with pytest.raises(NotAllowed):
            hall.session.sign_in(NUMBER, "wrong-password")
        clock.advance(timedelta(seconds=16))
    clock.advance(timedelta(seconds=300))
    assert hall.session.sign_in(NUMBER, PASSWORD).id == CLERK_ID


def test_half_a_character_is_a_wrong_password(hall: Hall, watch: Watch) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    with pytest.raises(NotAllowed, match="wrong-password"):
        hall.session.sign_in(NUMBER, "\ud800" * 9)


def test_passwords_and_clerks_are_kept_at_the_centre(hall: Hall, watch: Watch) -> None:
    hall.session.sign_in(NUMBER, PASSWORD)
    with pytest.raises(NotAllowed, match="central-clerks"):
        hall.session.change_password(PASSWORD, "new-password")
    with pytest.raises(NotAllowed, match="central-clerks"):
        hall.session.add_clerk("09", "郑示例", PASSWORD)
