"""Forty processes fight for the twenty-seven seats of a morning: one seat, one booking, round after round."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from app.central.centre import Centre
from app.central.refusals import Refused
from app.clock import FrozenClock
from app.rules.consultation import Booking, BookingStatus, Matter, booking_record
from app.rules.roster import Seat, seat_of
from app.wire.messages import Command, Outcome
from db.central.engine import open_engine
from db.central.schema import bring_up
from tests.central.consulting import BOOKED_AT, PLAN, SEATS, Lawyers, person
from tests.support.central_hall import HALL, MORNING, CentralHall, Window, uid

PROCESSES: Final = 40
# Two hundred in `make soak`; one whenever the tests run, for starting forty processes takes its time.
ROUNDS: Final = 200 if int(os.environ.get("SOAK_SECONDS", "0")) > 60 else 1
PATIENCE_S: Final = 120
Result = tuple[int, int, str, str | None]  # round, process, seat got ("" none), what the last refusal named


@dataclass
class _Far:
    """What a window in another process knows of the centre."""

    centre: Centre
    clock: FrozenClock


def morning(number: int) -> date:
    return PLAN.day + timedelta(weeks=number)


def _fight(url: str, window_id: str, code: str, number: int, rounds: int, gate: Any, answers: Any) -> None:
    """One window: in each round it wants a seat, and goes where the centre points it."""
    engine = open_engine(url, pool_size=1)
    centre = Centre(engine, FrozenClock(MORNING))
    window = Window(_Far(centre, FrozenClock(MORNING)), window_id, HALL, code)  # type: ignore[arg-type]
    chance = random.Random(number)
    for each in range(rounds):
        wish = replace(chance.choice(SEATS), day=morning(each))
        gate.wait(PATIENCE_S)
        answers.put((each, number, *_book(window, wish, number, chance)))
    engine.dispose()


def _book(window: Window, wish: Seat, number: int, chance: random.Random) -> tuple[str, str | None]:
    named: str | None = None
    while True:
        id = uid(chance.getrandbits(120))
        booking = Booking(
            id, wish, BookingStatus.TENTATIVE, person(number), Matter("lease"), BOOKED_AT, clerk="clerk"
        )
        payload: dict[str, Any] = {
            "act": "book",
            "changes": booking_record(booking),
            "also": [],
            "event": None,
            "facts": {},
        }
        command = window.command(
            "consultation.book", payload, entity="consult_booking", entity_id=id, cmd_version=1
        )
        result = _pushed(window, command).result or {}
        if result.get("status") == "booked":
            return str(result["seat"]), named
        assert result["seat"] == wish.ref
        named = result["nearest"]
        assert named != wish.ref
        if named is None:
            return "", None
        wish = seat_of(named)


def _pushed(window: Window, command: Command) -> Outcome:
    """Busy is no answer: the same command again."""
    while True:
        try:
            return window.does(command)
        except Refused as refused:
            if refused.status != 503:
                raise


def fight(url: str, rounds: int) -> None:
    engine = open_engine(url)
    bring_up(engine)
    house = CentralHall(engine)
    lawyers = Lawyers(house)
    for number in range(rounds):
        assert lawyers.publish(replace(PLAN, day=morning(number))).status == "ok"
    windows = [house.window() for _ in range(PROCESSES)]
    engine.dispose()  # nobody inherits a connection
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.central.test_seat_race"])
    gate, answers = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=_fight, args=(url, window.id, window.code, number, rounds, gate, answers))
        for number, window in enumerate(windows)
    ]
    for process in processes:
        process.start()
    results: list[Result] = [answers.get(timeout=PATIENCE_S) for _ in range(rounds * PROCESSES)]
    for process in processes:
        process.join(PATIENCE_S)
        assert process.exitcode == 0
    for number in range(rounds):
        got = Counter(seat for each, _, seat, _ in results if each == number)
        assert got.pop("") == PROCESSES - len(SEATS)
        assert got == dict.fromkeys((replace(seat, day=morning(number)).ref for seat in SEATS), 1)
    lawyers.is_sound()
    assert house.pull_is_gapless()
    answers.close()
    answers.join_thread()
    engine.dispose()


@pytest.mark.soak
def test_forty_processes_and_twenty_seven_seats_on_postgresql(postgres_url: str) -> None:
    fight(postgres_url, ROUNDS)


@pytest.mark.soak
def test_forty_processes_and_twenty_seven_seats_on_sqlite(tmp_path: Path) -> None:
    fight(f"sqlite:///{tmp_path / 'central.db'}", ROUNDS)
