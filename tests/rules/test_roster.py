"""The mornings of a year, their slots and seats, and what a lawyer's absence takes away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, Rejected
from app.holidays import load_calendar
from app.rules.consultation_file import Consulting, MakeUp, consulting_from
from app.rules.roster import (
    DayPlan,
    DayState,
    Duty,
    Lawyer,
    Seat,
    coming_days,
    lawyer_from,
    lawyer_record,
    lost_seats,
    new_plan,
    plan_from,
    plan_record,
    replaced_seat,
    seat_of,
    slots,
    state_of,
    year_days,
)

RESOURCES = Path(__file__).parents[2] / "resources"
CALENDAR = load_calendar([RESOURCES / "holidays"])
RECORD = json.loads((RESOURCES / "rules" / "consultations.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((RESOURCES / "rules" / "consultations.schema.json").read_text(encoding="utf-8"))
RULES = consulting_from(RECORD, SCHEMA)
OFF = {
    2025: {"2025-01-01", "2025-01-29", "2025-10-01", "2025-10-08"},
    2026: {"2026-02-18", "2026-10-07"},
}

hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
lawyers = st.sampled_from(["l1", "l2", "l3", "l4"])
duties = st.lists(
    st.builds(Duty, lawyers, st.just("二楼"), st.integers(1, 3)),
    min_size=1,
    max_size=4,
    unique_by=lambda duty: duty.lawyer,
).map(tuple)
plans = st.builds(
    DayPlan,
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.just(time(8, 30)),
    st.just(time(11, 30)),
    st.sampled_from([10, 15, 20, 30, 45, 60, 90]),
    duties,
    st.booleans(),
)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_wednesdays_of_a_year_but_for_its_holidays(year: int) -> None:
    days = year_days(year, RULES, CALENDAR)
    assert {day.day.isoformat() for day in days if day.state is DayState.HOLIDAY} == OFF[year]
    assert all(day.name for day in days if day.state is DayState.HOLIDAY)
    held = [day.day for day in days if day.is_held]
    assert len(held) + len(OFF[year]) == {2025: 53, 2026: 52}[year]
    assert all(day.weekday() == 2 and CALENDAR.is_working_day(day) for day in held)


def test_a_year_without_published_holidays_promises_nothing() -> None:
    days = year_days(2027, RULES, CALENDAR)
    assert len(days) == 52
    assert {day.state for day in days} == {DayState.UNKNOWN}
    assert not any(day.is_held for day in days)


def test_the_list_of_coming_mornings_crosses_the_new_year_and_says_so() -> None:
    days = coming_days(date(2026, 12, 20), 4, RULES, CALENDAR)
    assert [(day.day.isoformat(), day.state) for day in days] == [
        ("2026-12-23", DayState.REGULAR),
        ("2026-12-30", DayState.REGULAR),
        ("2027-01-06", DayState.UNKNOWN),
        ("2027-01-13", DayState.UNKNOWN),
    ]


def test_a_make_up_day_is_held_only_if_the_office_works_then() -> None:
    rules = replace(
        RULES,
        make_up=(
            MakeUp(date(2026, 10, 10), date(2026, 10, 7)),  # a working Saturday
            MakeUp(date(2026, 10, 17)),  # a Saturday off
        ),
    )
    days = {day.day: day for day in year_days(2026, rules, CALENDAR)}
    assert days[date(2026, 10, 10)].state is DayState.MAKE_UP
    assert days[date(2026, 10, 10)].instead_of == date(2026, 10, 7)
    assert days[date(2026, 10, 17)].state is DayState.HOLIDAY
    assert list(days) == sorted(days)


def test_the_hall_can_call_a_morning_off() -> None:
    rules = replace(RULES, closed={date(2026, 11, 25): "停电检修"})
    found = state_of(date(2026, 11, 25), rules, CALENDAR)
    assert found is not None
    assert (found.state, found.name, found.is_held) == (DayState.CLOSED, "停电检修", False)
    assert state_of(date(2026, 11, 26), rules, CALENDAR) is None


@given(st.integers(2025, 2026), st.integers(0, 6))
def test_any_weekday_of_any_published_year_is_complete(year: int, weekday: int) -> None:
    days = year_days(year, replace(RULES, weekday=weekday), CALENDAR)
    every = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    wanted = [day for day in every if day.year == year and day.weekday() == weekday]
    assert [day.day for day in days] == wanted
    for day in days:
        assert day.is_held is CALENDAR.is_working_day(day.day)


@given(hours, hours, st.integers(5, 240))
def test_slots_fill_the_hours_without_gap_or_overlap(begins: time, ends: time, minutes: int) -> None:
    made = slots(begins, ends, minutes)
    as_minutes = [(s.begins.hour * 60 + s.begins.minute, s.ends.hour * 60 + s.ends.minute) for s in made]
    first, last = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    assert all(end - start == minutes for start, end in as_minutes)
    assert all(end == start for (_, end), (start, _) in pairwise(as_minutes))
    if made:
        assert as_minutes[0][0] == first
        assert last - minutes < as_minutes[-1][1] <= last
    else:
        assert last - first < minutes


def test_the_mornings_of_the_mockup_have_nine_slots() -> None:
    made = slots(time(8, 30), time(11, 30), 20)
    assert len(made) == 9
    assert (made[3].begins, made[3].ends) == (time(9, 30), time(9, 50))


@given(plans)
def test_seats_are_distinct_exist_and_are_named_both_ways(plan: DayPlan) -> None:
    seats = list(plan.seats())
    assert max(Counter(seats).values()) == 1
    assert len(seats) == len(plan.slots()) * sum(duty.seats for duty in plan.duties)
    assert all(plan.has(seat) and seat_of(seat.ref) == seat for seat in seats)
    assert plan_from(json.loads(json.dumps(plan_record(plan)))) == plan


@given(plans, st.data())
def test_an_absence_takes_that_lawyers_seats_and_no_others(plan: DayPlan, data: st.DataObject) -> None:
    duty = data.draw(st.sampled_from(plan.duties))
    begins = [slot.begins for slot in plan.slots()]
    out = data.draw(st.sets(st.sampled_from(begins)))
    absent = plan.without(duty.lawyer, out)
    lost = lost_seats(plan, absent, plan.seats())
    assert {seat.begins for seat in lost} == out
    assert all(seat.lawyer == duty.lawyer for seat in lost)
    assert len(lost) + len(list(absent.seats())) == len(list(plan.seats()))
    assert absent.back(duty.lawyer, out) == plan
    assert not list(plan.without(duty.lawyer).seats(duty.lawyer))


@given(plans, st.data())
def test_a_stand_in_takes_over_every_time(plan: DayPlan, data: st.DataObject) -> None:
    duty = data.draw(st.sampled_from(plan.duties))
    before = list(plan.seats(duty.lawyer))
    changed = plan.without(duty.lawyer).substituted(duty.lawyer, "stand_in")
    moved = [replaced_seat(seat, changed) for seat in before]
    assert moved == list(changed.seats("stand_in"))
    assert not list(changed.seats(duty.lawyer))


def test_who_is_not_on_duty_cannot_be_away_and_nobody_sits_twice() -> None:
    plan = new_plan(date(2026, 11, 25), RULES, [Duty("l1"), Duty("l2")])
    with pytest.raises(Conflict, match="not-on-duty"):
        plan.without("l9")
    with pytest.raises(Conflict, match="not-on-duty"):
        plan.substituted("l9", "l1")
    with pytest.raises(Conflict, match="on-duty-already"):
        plan.substituted("l1", "l2")


def test_a_morning_called_off_has_no_seats() -> None:
    plan = new_plan(date(2026, 11, 25), RULES, [Duty("l1")])
    off = replace(plan, called_off="补休")
    assert not list(off.seats())
    assert len(lost_seats(plan, off, plan.seats())) == 9


@pytest.mark.parametrize("ref", ["", "20261125-0930-l1", "2026-11-25-0930-l1-1", "20261125-0930-l 1-1"])
def test_what_is_no_seat_is_refused(ref: str) -> None:
    with pytest.raises(ValueError, match="not a seat"):
        seat_of(ref)


def test_a_lawyer_survives_the_record() -> None:
    lawyer = Lawyer("l1", "示例律师甲", "示例律师事务所", ("劳动用工", "合同"), "二楼法律服务室 1")
    assert lawyer_from("l1", lawyer_record(lawyer)) == lawyer
    assert lawyer.fits(["合同"])
    assert not lawyer.fits(["税费"])


# -- the file ----------------------------------------------------------------------------------


def changed(**values: Any) -> Mapping[str, Any]:
    return {**RECORD, **values}


def test_the_shipped_rules_have_six_topics_on_the_keys_one_to_six() -> None:
    assert [topic.name for topic in RULES.topics] == [
        "租赁合同",
        "劳动用工",
        "合同与欠款",
        "公司与股权",
        "税费与补贴",
        "其他",
    ]
    assert RULES.topic_for("fwzl").code == "lease"
    assert RULES.topic_for("no-such-item").code == "other"
    assert RULES.topic("dropped") is None
    assert isinstance(RULES, Consulting)


@pytest.mark.parametrize(
    ("record", "field", "code"),
    [
        (changed(weekday=0), "weekday", "shape"),
        (changed(begins="8:30"), "begins", "shape"),
        (changed(begins="11:20"), "ends", "no-slot"),
        (changed(topics=[]), "topics", "shape"),
        (changed(topics=[RECORD["topics"][0]] * 2), "topics.1.code", "twice"),
        (changed(make_up=[{"day": "2026-02-30"}]), "make_up.0.day", "not-a-date"),
        (changed(make_up=[{"day": "2026-11-25"}]), "make_up.0.day", "held-anyway"),
        (changed(make_up=[{"day": "2026-10-10"}] * 2), "make_up.1.day", "twice"),
        (
            changed(no_show={"within_days": 90, "warn_from": 3, "refuse_from": 2}),
            "no_show.refuse_from",
            "before-warning",
        ),
        ([], "", "shape"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_place(record: Any, field: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        consulting_from(record, SCHEMA)
    assert refused.value.code == "bad-consultations"
    assert (field, code) in [(problem.field, problem.code) for problem in refused.value.problems]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(Rejected) as refused:
        consulting_from(changed(weekday=9, slot_minutes=1, surplus=True), SCHEMA)
    assert len(refused.value.problems) == 3


def test_seats_sort_by_time() -> None:
    early, late = Seat(date(2026, 11, 25), time(9, 30), "l9"), Seat(date(2026, 11, 25), time(9, 50), "l1")
    assert sorted([late, early]) == [early, late]
