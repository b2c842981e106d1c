"""The estimate of waiting: what it learns from, that it is a range, how wrong it was."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.rules import ticket as tickets
from app.rules.queue_order import Counter
from app.rules.ticket import Ticket
from app.rules.waiting import Estimate, estimate, hands, outlooks, pace, past_error
from tests.rules.queue_hall import RULES, at, ticket

ONE, TWO = Counter("1", "", ("A", "B"), ("A",)), Counter("2", "", ("B",))
times = st.lists(st.integers(30, 3600), max_size=40)


def test_without_any_service_today_the_halls_usual_time_holds() -> None:
    assert pace(540, []).mean_s == 540


def test_services_of_today_move_the_pace_and_the_newest_most() -> None:
    slow = pace(300, [300] * 10 + [900] * 10)
    fast = pace(300, [900] * 10 + [300] * 10)
    assert slow.mean_s > fast.mean_s > 300


def test_a_ticket_that_was_forgotten_at_a_window_does_not_spoil_the_day() -> None:
    assert pace(540, [540] * 8 + [9 * 3600]).mean_s < 3 * 540


@given(st.floats(60, 1800), times, st.integers(0, 60), st.floats(0.25, 20))
def test_an_estimate_is_a_range_that_grows_with_the_people_ahead(
    usual: float, served: list[int], ahead: int, working: float
) -> None:
    speed = pace(usual, served)
    now, later = estimate(ahead, working, speed), estimate(ahead + 1, working, speed)
    more = estimate(ahead, working + 1, speed)
    assert now is not None
    assert later is not None
    assert more is not None
    assert 0 <= now.low_s <= now.high_s
    assert now.low_min <= now.high_min
    assert later.high_s >= now.high_s >= more.high_s


def test_nobody_promises_a_time_without_a_window() -> None:
    assert estimate(3, 0, pace(540, [])) is None
    found = outlooks([ticket("B001")], RULES, [])
    assert found["B"].estimate is None
    assert (found["B"].waiting, found["B"].open_counters) == (1, 0)


def test_minutes_are_whole_and_rounded_to_fives_from_twenty() -> None:
    assert (Estimate(61, 1000).low_min, Estimate(61, 1000).high_min) == (2, 17)
    assert Estimate(0, 22 * 60).high_min == 25


def test_a_window_that_prefers_another_queue_is_not_counted_while_that_has_people() -> None:
    assert hands("B", [ONE, TWO], {"A": 4, "B": 4}) == 1
    assert hands("B", [ONE, TWO], {"A": 0, "B": 4}) == 2
    assert 0 < hands("B", [ONE], {"A": 4, "B": 4}) < 1


def day(seed: int, people: int, mean_s: float, counters: int) -> list[Ticket]:
    """A day served in order of arrival by so many windows, each visitor told the estimate of his moment."""
    chance = random.Random(seed)
    windows = [Counter(str(no), "", ("A",)) for no in range(counters)]
    free_at = [0.0] * counters
    done: list[Ticket] = []
    now = 0.0
    for count in range(1, people + 1):
        now += chance.expovariate(counters / mean_s)
        mine = ticket(f"A{count:03d}", now / 60)
        known = [
            each if each.ended_at and each.ended_at <= mine.taken_at else _seen(each, mine) for each in done
        ]
        told = outlooks(known, RULES, windows)["A"].estimate
        assert told is not None
        at_window = min(range(counters), key=lambda no: free_at[no])
        begin = max(now, free_at[at_window])
        end = begin + chance.gammavariate(3, mean_s / 3)
        free_at[at_window] = end
        served = tickets.arrived(tickets.called(mine, "1", at(begin / 60)), at(begin / 60))
        served = tickets.finished(served, at(end / 60))
        done.append(replace(served, told_low_s=told.low_s, told_high_s=told.high_s))
    return done


def _seen(each: Ticket, mine: Ticket) -> Ticket:
    """An earlier visitor as the hall saw him when `mine` came."""
    begun = each.called_at is not None and each.called_at <= mine.taken_at
    state = tickets.TicketState.SERVING if begun else tickets.TicketState.WAITING
    return replace(each, state=state, ended_at=None)


def test_on_busy_days_most_visitors_are_called_within_what_they_were_told() -> None:
    shares = [past_error(day(seed, 100, 540, 3)).share or 0 for seed in range(4)]
    assert sum(shares) / len(shares) > 0.6
    # The hall's usual time may be wrong by half: the day teaches it.
    slow = [past_error(day(seed, 100, 810, 3)[30:]).share or 0 for seed in range(4)]
    assert sum(slow) / len(slow) > 0.55


def test_the_past_error_counts_who_was_told_and_called() -> None:
    called = tickets.called(ticket("A001"), "3", at(10))
    told = [
        replace(called, told_low_s=300, told_high_s=700),
        replace(called, told_low_s=0, told_high_s=200, business="B"),
        replace(ticket("A003"), told_low_s=0, told_high_s=100),
        called,
    ]
    error = past_error(told)
    assert (error.told, error.inside, error.share) == (2, 1, 0.5)
    assert error.mean_error_s == (100 + 500) // 2
    assert error.by_business == {"A": (1, 1), "B": (1, 0)}
    assert past_error([]).share is None
