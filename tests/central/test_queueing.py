"""The centre's queue: one call a ticket, one holder a number, the order, reserves, the same answers."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter as Count
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.central.queueing import CentralQueue
from app.central.refusals import Refused
from app.rules.ticket import TicketState
from app.wire.messages import Command
from app.wire.queue import CallRequest, PersonTold, ReserveRequest, TakeRequest
from tests.support.central_hall import HALL, CentralHall, Window, uid

ROOT = Path(__file__).resolve().parents[2]
ZHANG = PersonTold(name="张示例", id_number="460107198801101234", phone="13800001111", from_card=True)


class Hall:
    """A hall's queue with a window and a kiosk."""

    def __init__(self, house: CentralHall) -> None:
        self.house, self.queue = house, CentralQueue(house.centre)
        self.kiosk, self.window, self.other = house.window(), house.window(), house.window()
        self._n = 1 << 80

    def id(self) -> str:
        self._n += 1
        return uid(self._n)

    def take(self, business: str = "A", **facts: Any) -> dict[str, Any]:
        self.house.clock.advance(timedelta(seconds=1))
        request = TakeRequest(cmd_id=self.id(), business=business, **facts)
        ticket = self.queue.take(self.kiosk.id, request).ticket
        assert ticket is not None
        return ticket

    def asks(self, **facts: Any) -> CallRequest:
        known: dict[str, Any] = {"counter": "3", "clerk": "clerk", "serves": ("A", "B"), "prefers": ()}
        return CallRequest(cmd_id=self.id(), **(known | facts))

    def call(self, window: Window | None = None, **facts: Any) -> str | None:
        ticket = self.queue.call((window or self.window).id, self.asks(**facts)).ticket
        return None if ticket is None else str(ticket["number"])

    def reserve(self, window: Window, no: str) -> list[str]:
        request = ReserveRequest(cmd_id=self.id(), counter=no, serves=("A",), prefers=())
        return [str(each.ticket["number"]) for each in self.queue.reserve(window.id, request).grants]

    def push(self, window: Window, kind: str, ticket: dict[str, Any], **facts: Any) -> str:
        """A command about a ticket; the outcome's code, or ok."""
        changes = facts.pop("changes", {})
        command: Command = window.command(
            f"ticket.{kind}",
            {"act": kind, "number": ticket["number"], "changes": changes, **facts},
            entity="ticket",
            entity_id=ticket["id"],
        )
        (outcome,) = window.push(command).outcomes
        return outcome.code or outcome.status

    def ticket(self, ticket: dict[str, Any]) -> dict[str, Any]:
        return self.house.records("ticket")[ticket["id"]]


@pytest.fixture
def hall(house: CentralHall) -> Hall:
    return Hall(house)


def test_numbers_are_the_halls_and_every_window_is_told(hall: Hall) -> None:
    assert [hall.take(letter)["number"] for letter in "AABA"] == ["A001", "A002", "B001", "A003"]
    assert len(hall.house.records("ticket")) == 4
    assert hall.house.pull_is_gapless()


def test_the_same_question_gets_the_same_number_and_the_same_person(hall: Hall) -> None:
    request = TakeRequest(cmd_id=hall.id(), business="A", person=ZHANG)
    first = hall.queue.take(hall.kiosk.id, request)
    assert hall.queue.take(hall.kiosk.id, request) == first
    asked = hall.asks()
    called = hall.queue.call(hall.window.id, asked)
    assert hall.queue.call(hall.window.id, asked) == called
    assert called.person == ZHANG.model_dump()
    assert len(hall.house.records("ticket")) == 1
    with pytest.raises(Refused, match="tampered"):
        hall.queue.call(hall.other.id, asked)


def test_the_feed_tells_no_person(hall: Hall) -> None:
    told = hall.take(person=ZHANG)
    assert told["title"] == "张*"
    assert not [row for row in hall.house.rows("feed") if "460107" in str(row) or "示例" in str(row["body"])]


def test_one_person_waits_once_for_a_business(hall: Hall) -> None:
    first = hall.take(person=ZHANG)
    with pytest.raises(Refused, match="already-waiting") as refused:
        hall.take(person=ZHANG)
    assert refused.value.facts["number"] == first["number"]
    hall.take("B", person=ZHANG)
    hall.call()
    hall.take(person=ZHANG)


def test_the_halls_order_is_the_databases_order(hall: Hall) -> None:
    now = hall.house.clock.now()
    hall.take("A")
    hall.take("B")
    hall.take("A", kind="priority", proof="残疾人证")
    hall.take("A", kind="booked", due_from=now, due_until=now + timedelta(hours=1))
    hall.take("A", kind="booked", due_from=now + timedelta(hours=2))
    called = [hall.call(prefers=("B",)) for _ in range(5)]
    assert called == ["VA001", "YA001", "B001", "A001", None]
    hall.house.clock.advance(timedelta(hours=2))
    assert hall.call() == "YA002"


def test_after_five_with_priority_somebody_else_comes(hall: Hall) -> None:
    hall.take("A")
    for _ in range(7):
        hall.take("A", kind="priority", proof="老年人证")
    assert [hall.call() for _ in range(7)] == [*(f"VA00{n}" for n in range(1, 6)), "A001", "VA006"]


def test_what_is_reserved_for_one_window_no_other_calls(hall: Hall) -> None:
    for _ in range(4):
        hall.take()
    assert hall.reserve(hall.window, "3") == ["A001", "A002", "A003", "A004"]
    assert hall.call(hall.other, counter="5") is None
    assert hall.call(hall.window) == "A001"
    assert hall.call(hall.window) == "A002"


def test_reserves_are_striped_and_a_ticket_has_one_owner(hall: Hall) -> None:
    for window, no in ((hall.window, "3"), (hall.other, "5")):
        body = {"no": no, "state": "open", "device": window.code, "serves": ["A"], "prefers": []}
        window.push(window.command("counter.set", {"changes": body}, entity="counter", entity_id=no))
    tickets = [hall.take() for _ in range(6)]
    assert hall.reserve(hall.window, "3") == ["A001", "A003", "A005"]
    assert hall.reserve(hall.other, "5") == ["A002", "A004", "A006"]
    owners = [hall.ticket(each)["owner"] for each in tickets]
    assert owners == [hall.window.code, hall.other.code] * 3


def offline_call(hall: Hall, window: Window, ticket: dict[str, Any], counter: str = "3") -> str:
    at = hall.house.clock.now().isoformat()
    changes = {
        "state": "called",
        "counter": counter,
        "owner": window.code,
        "called_at": at,
        "last_call_at": at,
        "calls": 1,
    }
    return hall.push(window, "call", ticket, changes=changes, grant=f"{ticket['id']}:1")


def test_a_granted_ticket_called_without_the_centre_is_a_fact_when_it_is_told(hall: Hall) -> None:
    ticket = hall.take()
    hall.reserve(hall.window, "3")
    assert offline_call(hall, hall.window, ticket) == "ok"
    assert hall.ticket(ticket)["state"] == TicketState.CALLED
    assert hall.call(hall.other) is None


def test_a_window_that_never_owned_it_cannot_have_called_it(hall: Hall) -> None:
    ticket = hall.take()
    hall.reserve(hall.window, "3")
    assert offline_call(hall, hall.other, ticket, "5") == "call-after-reclaim"
    (entry,) = hall.house.records("conflict").values()
    assert (entry["kind"], entry["code"]) == ("refused", "call-after-reclaim")
    assert hall.ticket(ticket)["state"] == TicketState.WAITING


def test_the_loser_of_a_call_is_told_in_the_inbox(hall: Hall) -> None:
    ticket = hall.take()
    hall.call(hall.window)
    assert offline_call(hall, hall.other, ticket, "5") == "call-after-reclaim"
    assert hall.ticket(ticket)["counter"] == "3"


def test_a_release_in_the_owners_order_frees_the_ticket(hall: Hall) -> None:
    ticket = hall.take()
    hall.reserve(hall.window, "3")
    assert hall.push(hall.other, "release", ticket) == "not-yours"
    assert hall.push(hall.window, "release", ticket) == "ok"
    assert hall.call(hall.other, counter="5") == "A001"


def test_only_a_supervisor_reclaims_and_only_from_a_suspended_window(hall: Hall) -> None:
    ticket = hall.take()
    hall.reserve(hall.window, "3")
    boss = hall.other
    hall.house.clerk("boss", "supervisor")
    hall.house.signs_in("boss", boss)

    def reclaim(actor: str, reason: str) -> str:
        command = boss.command(
            "ticket.reclaim", {"changes": {}, "facts": {"reason": reason}},
            entity="ticket", entity_id=ticket["id"], actor=actor,
        )  # fmt: skip
        (outcome,) = boss.push(command).outcomes
        return outcome.code or outcome.status

    assert reclaim("clerk", "3 号窗口停电") == "not-permitted"
    assert reclaim("boss", "") == "no-reason"
    assert reclaim("boss", "3 号窗口停电") == "window-not-suspended"
    suspend(hall, hall.window)
    assert reclaim("boss", "3 号窗口停电") == "ok"
    assert hall.call(hall.other, counter="5") == "A001"
    # The stopped window's own call comes in late: a fact in the inbox, never a second call.
    assert offline_call(hall, hall.window, ticket) == "call-after-reclaim"


def suspend(hall: Hall, window: Window) -> None:
    from db.central.engine import writing
    from db.central.registering import set_device_status

    with writing(hall.house.engine) as connection:
        set_device_status(connection, window.id, "suspended", at=hall.house.clock.now(), by="boss")


def test_a_suspended_window_gets_nobody(hall: Hall) -> None:
    hall.take()
    suspend(hall, hall.window)
    with pytest.raises(Refused, match="suspended"):
        hall.call(hall.window)


def test_a_kiosk_that_was_cut_off_hands_in_its_own_series(hall: Hall) -> None:
    given = hall.take()
    own = {**hall.ticket(given), "id": hall.id(), "number": "K-A001", "device": hall.kiosk.code, "owner": ""}
    assert push_take(hall, own) == "ok"
    assert push_take(hall, {**own, "id": hall.id()}) == "number-taken"
    assert [hall.call(), hall.call()] == ["A001", "K-A001"]


def push_take(hall: Hall, ticket: dict[str, Any]) -> str:
    command = hall.kiosk.command(
        "ticket.take",
        {"changes": ticket, "person": None},
        entity="ticket",
        entity_id=ticket["id"],
        actor="system",
    )
    (outcome,) = hall.kiosk.push(command).outcomes
    return outcome.code or outcome.status


def test_the_board_is_the_whole_halls(hall: Hall) -> None:
    hall.take(person=ZHANG)
    hall.take("B")
    hall.call()
    reply = hall.queue.board(hall.window.id)
    assert [line["number"] for line in reply.board["calls"]] == ["A001"]
    assert {line["letter"]: line["people"] for line in reply.board["waiting"]}["B"] == 1
    assert "示例" not in str(reply.board)


def test_a_silent_window_that_holds_tickets_is_in_doubt_and_keeps_them(hall: Hall) -> None:
    hall.take()
    hall.reserve(hall.window, "3")

    def doubtful() -> list[str]:
        return [each.device for each in hall.queue.windows(hall.other.id).windows if each.in_doubt]

    assert doubtful() == []
    hall.house.clock.advance(timedelta(minutes=11))
    assert doubtful() == [hall.window.code]
    assert hall.call(hall.other) is None  # no clock takes it away
    assert hall.call(hall.window) == "A001"
    assert doubtful() == []


def test_who_held_a_ticket_is_forgotten_after_its_day(hall: Hall) -> None:
    from app.central.tickets import forget_people
    from db.central.engine import writing

    hall.take(person=ZHANG)
    with writing(hall.house.engine) as connection:
        assert forget_people(connection, "2026-11-26") == 0
        assert forget_people(connection, "2026-11-27") == 1
    assert hall.house.rows("ticket_person") == []


# -- many at once, as processes ----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("database", "windows", "kiosks"), [("postgres", 8, 3), ("sqlite", 3, 2)])
def test_many_windows_and_kiosks_at_once(
    request: pytest.FixtureRequest, database: str, windows: int, kiosks: int
) -> None:
    """0 double calls, 0 duplicate numbers, 0 lost tickets."""
    rush = request.getfixturevalue(f"{database}_house")
    assert isinstance(rush, CentralHall)
    url = rush.engine.url.render_as_string(hide_password=False)
    each = 12

    def start(what: str, device: Window, seed: int, count: int) -> subprocess.Popen[str]:
        command = [
            *(sys.executable, "-m", "tests.support.queue_rush", url, what, device.id, str(seed), str(count)),
        ]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    # Some wait already, so that every window has somebody to fight for from its first call on.
    before, first = rush.window(), CentralQueue(rush.centre)
    waiting = [first.take(before.id, TakeRequest(cmd_id=uid((5 << 96) + n), business="A")) for n in range(20)]
    taking = [start("take", rush.window(), 100 + n, each) for n in range(kiosks)]
    calling = [start("call", rush.window(), 1 + n, 12) for n in range(windows)]
    told = [process.communicate(timeout=240) for process in (*taking, *calling)]
    # A busy database may be logged: the device asks again. An unforeseen error ends the process.
    assert {process.returncode for process in (*taking, *calling)} == {0}, told
    numbers = [line for out, _ in told[:kiosks] for line in out.split()]
    numbers += [str(reply.ticket["number"]) for reply in waiting if reply.ticket is not None]
    called = [line for out, _ in told[kiosks:] for line in out.split()]
    assert len(set(numbers)) == len(numbers) == kiosks * each + len(waiting)
    tickets = rush.records("ticket", HALL)
    assert len(called) >= len(waiting)
    assert Count(called).most_common(1)[0][1] == 1  # nobody twice
    left = {id for id, body in tickets.items() if body["state"] == "waiting"}
    assert set(called) | left == set(tickets)
    assert not set(called) & left
    assert len(tickets) == len(numbers)
    assert rush.pull_is_gapless()


def test_a_replayed_day_serves_everybody_once_and_overtakes_nobody(sqlite_house: CentralHall) -> None:
    from tests.support.queue_day import QueueDay

    day = QueueDay(sqlite_house, visitors=40, windows=2)
    figures = day.run()
    assert figures.total.served == figures.total.taken == 40
    assert figures.overtaken == {}
    assert len({number for _, number, _ in day.calls}) == len(day.calls) == 40
    assert sqlite_house.pull_is_gapless()
