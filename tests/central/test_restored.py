"""A centre that was set back waits for what a command stands on, and for nothing that will not come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.central.batch import REFILL
from app.central.refusals import Refused
from db.central.engine import writing
from db.central.epochs import begin_epoch
from tests.support.central_hall import CentralHall, Window, uid


@pytest.fixture
def window(house: CentralHall) -> Window:
    """A window with one case at a centre that was restored a moment ago."""
    window = house.window()
    window.does(window.opens(uid(1)))
    with writing(house.engine) as connection:
        begin_epoch(connection, lambda: "restored", at=house.clock.now())
    return window


def test_what_another_window_will_send_again_is_waited_for(house: CentralHall, window: Window) -> None:
    other = house.window()
    lost = other.opens(uid(2))
    command = window.amends(uid(2), 1, phone="13911112222")
    with pytest.raises(Refused) as told:
        window.does(command)
    assert (told.value.status, told.value.facts["waits_for"]) == (503, uid(2))
    assert other.does(lost).status == "ok"
    assert window.does(command).status == "ok"


def test_nobody_waits_for_more_than_a_day(house: CentralHall, window: Window) -> None:
    command = window.amends(uid(2), 1, phone="13911112222")
    house.clock.advance(REFILL - timedelta(seconds=1))
    with pytest.raises(Refused):
        window.does(command)
    house.clock.advance(timedelta(seconds=1))
    assert window.does(command).status == "refused"


def test_a_choice_about_what_is_in_dispute_no_more_waits_for_nobody(
    house: CentralHall, window: Window
) -> None:
    """The command that led to the entry was sent again, and this time nothing stood against it."""
    origin = window.amends(uid(1), 1, phone="13911112222")
    choice = window.resolves(origin.cmd_id, {"phone": "mine"}, base=1)
    assert [outcome.status for outcome in window.push(origin, choice).outcomes] == ["ok", "refused"]


def test_a_choice_about_an_entry_of_another_window_waits_for_its_command(
    house: CentralHall, window: Window
) -> None:
    other = house.window()
    origin = other.amends(uid(3), None, phone="13911112222")
    choice = window.resolves(origin.cmd_id, {}, "已电话核实", base=1)
    with pytest.raises(Refused):
        window.does(choice)
    assert other.does(origin).status == "refused"
    assert window.does(choice).status == "ok"
