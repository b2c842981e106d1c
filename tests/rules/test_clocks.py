"""The statutory clocks of a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.holidays import load_calendar
from app.rules.case import CaseStatus
from app.rules.catalogue import TimeLimit, TimeUnit
from app.rules.clocks import (
    CaseTimes,
    Clocks,
    Light,
    Pause,
    Thresholds,
    clocks_of,
    is_deemed_accepted,
    limit_end,
    may_take_back,
    notify_by,
    supplement_by,
)

CALENDAR = load_calendar([Path(__file__).parents[2] / "resources" / "holidays"])
MONDAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
UNKNOWN = TimeLimit(None)


def working(days: int) -> TimeLimit:
    return TimeLimit(days)


def clocks(
    status: CaseStatus,
    times: CaseTimes,
    today: date,
    promised: TimeLimit = UNKNOWN,
    legal: TimeLimit = UNKNOWN,
    supplement_days: int | None = None,
) -> Clocks:
    return clocks_of(status, times, promised, legal, CALENDAR, today, supplement_days=supplement_days)


def test_five_working_days_are_given_to_tell_what_is_missing() -> None:
    assert notify_by(MONDAY, CALENDAR) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "left", "light"),
    [
        (date(2026, 11, 23), 5, Light.GREEN),
        (date(2026, 11, 26), 2, Light.GREEN),
        (date(2026, 11, 27), 1, Light.AMBER),
        (date(2026, 11, 29), 1, Light.AMBER),
        (date(2026, 11, 30), 0, Light.RED),
        (date(2026, 12, 1), -1, Light.RED),
    ],
    ids=["first day", "third day", "fourth day", "the Sunday after", "fifth day", "passed"],
)
def test_the_five_day_clock_alarms_on_its_fourth_and_fifth_day(today: date, left: int, light: Light) -> None:
    shown = clocks(CaseStatus.RECEIVED, CaseTimes(received_on=MONDAY), today)
    assert (shown.notify_by, shown.days_left, shown.light) == (date(2026, 11, 30), left, light)


def test_after_the_fifth_day_the_case_counts_as_accepted() -> None:
    assert not is_deemed_accepted(MONDAY, date(2026, 11, 30), CALENDAR)
    assert is_deemed_accepted(MONDAY, date(2026, 12, 1), CALENDAR)


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (TimeLimit(20), date(2026, 12, 21)),
        (TimeLimit(0), MONDAY),
        (TimeLimit(7, TimeUnit.NATURAL_DAY), date(2026, 11, 30)),
        (TimeLimit(4, TimeUnit.HOUR), MONDAY),
        (TimeLimit(24, TimeUnit.HOUR), date(2026, 11, 24)),
        (TimeLimit(15, TimeUnit.HOUR), date(2026, 11, 24)),
        (UNKNOWN, None),
    ],
    ids=[
        "20 working days",
        "on the spot",
        "7 natural days",
        "4 hours",
        "a day of hours",
        "past midnight here",
        "未公布",
    ],
)
def test_a_limit_ends_by_its_unit(limit: TimeLimit, end: date | None) -> None:
    assert limit_end(limit, MONDAY, MOMENT, CALENDAR) == end


def test_hours_of_a_deemed_acceptance_count_from_its_day() -> None:
    assert limit_end(TimeLimit(25, TimeUnit.HOUR), MONDAY, None, CALENDAR) == date(2026, 11, 25)


def test_a_pause_with_written_notice_extends_the_limit_by_its_working_days() -> None:
    pause = Pause(date(2026, 11, 24), date(2026, 11, 30), "检验")
    plain = limit_end(working(5), MONDAY, MOMENT, CALENDAR)
    paused = limit_end(working(5), MONDAY, MOMENT, CALENDAR, (pause,))
    assert (plain, paused) == (date(2026, 11, 30), date(2026, 12, 4))


def test_a_pause_over_natural_days_extends_by_natural_days() -> None:
    pause = Pause(date(2026, 11, 24), date(2026, 11, 30), "鉴定")
    end = limit_end(TimeLimit(7, TimeUnit.NATURAL_DAY), MONDAY, MOMENT, CALENDAR, (pause,))
    assert end == date(2026, 12, 6)


def test_a_pause_still_going_on_moves_the_end_every_day_and_shows_no_light() -> None:
    times = CaseTimes(MONDAY, None, MONDAY, MOMENT, pauses=(Pause(date(2026, 11, 25), None, "专家评审"),))
    first = clocks(CaseStatus.SUSPENDED, times, date(2026, 11, 26), promised=working(5))
    later = clocks(CaseStatus.SUSPENDED, times, date(2026, 11, 27), promised=working(5))
    assert (first.promised_by, later.promised_by) == (date(2026, 12, 1), date(2026, 12, 2))
    assert (first.light, first.days_left) == (Light.GREY, None)
    assert (first.paused_since, first.pause_reason) == (date(2026, 11, 25), "专家评审")


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=3), st.integers(0, 15))
def test_a_pause_never_shortens_a_limit(spans: list[tuple[int, int]], amount: int) -> None:
    start = date(2026, 3, 2)
    pauses = tuple(
        Pause(start + timedelta(days=first), start + timedelta(days=first + length), "示例")
        for first, length in spans
    )
    plain = limit_end(working(amount), start, None, CALENDAR)
    paused = limit_end(working(amount), start, None, CALENDAR, pauses)
    assert plain is not None
    assert paused is not None
    assert paused >= plain


def test_the_light_follows_the_nearest_limit() -> None:
    times = CaseTimes(MONDAY, None, MONDAY, MOMENT)
    shown = clocks(CaseStatus.ACCEPTED, times, MONDAY, promised=working(5), legal=working(20))
    assert (shown.promised_by, shown.legal_by) == (date(2026, 11, 30), date(2026, 12, 21))
    assert (shown.days_left, shown.light) == (5, Light.GREEN)


def test_a_deferred_material_due_earlier_is_the_nearest_limit() -> None:
    times = CaseTimes(MONDAY, None, MONDAY, MOMENT, deferred_by=date(2026, 11, 25))
    shown = clocks(CaseStatus.ACCEPTED, times, MONDAY, promised=working(5))
    assert (shown.days_left, shown.light) == (2, Light.AMBER)


def test_an_item_done_on_the_spot_is_green_all_its_day_and_red_the_next() -> None:
    times = CaseTimes(MONDAY, None, MONDAY, MOMENT)
    assert clocks(CaseStatus.ACCEPTED, times, MONDAY, promised=working(0)).light is Light.GREEN
    late = clocks(CaseStatus.ACCEPTED, times, date(2026, 11, 24), promised=working(0))
    assert (late.light, late.days_left) == (Light.RED, -1)


def test_unknown_limits_stay_unknown() -> None:
    shown = clocks(CaseStatus.ACCEPTED, CaseTimes(MONDAY, None, MONDAY, MOMENT), MONDAY)
    assert (shown.promised_by, shown.legal_by, shown.days_left) == (None, None, None)
    assert shown.light is Light.GREY
    assert shown.unpublished_year is None


def test_a_limit_that_reaches_an_unpublished_year_names_the_year_and_guesses_nothing() -> None:
    start = date(2026, 12, 10)
    times = CaseTimes(start, None, start, None)
    shown = clocks(CaseStatus.ACCEPTED, times, start, promised=working(5), legal=working(20))
    assert shown.promised_by == date(2026, 12, 17)
    assert (shown.legal_by, shown.unpublished_year) == (None, 2027)
    assert shown.light is Light.GREEN


def test_nothing_is_guessed_when_today_is_in_an_unpublished_year() -> None:
    times = CaseTimes(received_on=date(2026, 12, 28))
    shown = clocks(CaseStatus.RECEIVED, times, date(2027, 1, 4))
    assert (shown.notify_by, shown.days_left, shown.light) == (None, None, Light.GREY)
    assert shown.unpublished_year == 2027


def test_the_supplement_limit_is_the_halls_own_in_natural_days() -> None:
    times = CaseTimes(received_on=MONDAY, notified_on=MONDAY)
    shown = clocks(CaseStatus.CORRECTING, times, date(2027, 2, 20), supplement_days=90)
    assert shown.supplement_by == date(2027, 2, 21)
    assert (shown.days_left, shown.left_in, shown.light) == (1, TimeUnit.NATURAL_DAY, Light.AMBER)


def test_a_hall_without_a_published_supplement_limit_has_none() -> None:
    assert supplement_by(MONDAY, None) is None
    shown = clocks(CaseStatus.CORRECTING, CaseTimes(MONDAY, MONDAY), MONDAY)
    assert (shown.supplement_by, shown.light) == (None, Light.GREY)


@pytest.mark.parametrize(
    "status", [CaseStatus.REFUSED, CaseStatus.WITHDRAWN, CaseStatus.GRANTED, CaseStatus.DELIVERED]
)
def test_no_light_burns_on_a_case_that_is_over(status: CaseStatus) -> None:
    times = CaseTimes(MONDAY, None, MONDAY, MOMENT)
    assert clocks(status, times, date(2026, 12, 30), promised=working(1)).light is Light.GREY


def test_thresholds_are_configuration() -> None:
    shown = clocks_of(
        CaseStatus.ACCEPTED,
        CaseTimes(MONDAY, None, MONDAY, MOMENT),
        working(5),
        UNKNOWN,
        CALENDAR,
        MONDAY,
        thresholds=Thresholds(amber=10, red=5),
    )
    assert shown.light is Light.RED


@pytest.mark.parametrize(
    ("after", "allowed"),
    [
        (timedelta(0), True),
        (timedelta(minutes=9, seconds=59), True),
        (timedelta(minutes=10), False),
        (timedelta(seconds=-1), False),
    ],
    ids=["at once", "just in time", "ten minutes", "clock set back"],
)
def test_an_acceptance_can_be_taken_back_for_ten_minutes(after: timedelta, allowed: bool) -> None:
    assert may_take_back(MOMENT, MOMENT + after) is allowed
