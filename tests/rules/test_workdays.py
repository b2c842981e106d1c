"""The office's calendar: the published years, the unpublished one, counting in working days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Rejected
from app.holidays import load_calendar
from app.rules.workdays import CalendarUnpublished, HolidayCalendar, SpecialDay, local_days, year_plan

SHIPPED = Path(__file__).parents[2] / "resources" / "holidays"
CALENDAR = load_calendar([SHIPPED])
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-12-21", 5, "2026-12-28"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-09-26", 1, "2025-09-28"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 20, "2026-06-01"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-23", 20, "2026-12-21"),
    ],
)
def test_the_twelve_vectors(start: str, count: int, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.add_working_days(first, count) == last
    assert CALENDAR.working_days_between(first, last) == count


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
        (date(2025, 1, 26), True),
    ],
    ids=["Monday", "Sunday", "National Day", "make-up Saturday", "before Spring Festival", "make-up Sunday"],
)
def test_a_day_is_worked_or_not(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_a_special_day_has_its_name() -> None:
    assert CALENDAR.name_of(date(2026, 10, 1)) == "国庆节"
    assert CALENDAR.name_of(date(2026, 11, 23)) is None


@pytest.mark.parametrize("day", [date(2027, 1, 4), date(2027, 1, 2), date(2024, 12, 31)])
def test_an_unpublished_year_is_never_taken_for_weekends_only(day: date) -> None:
    with pytest.raises(CalendarUnpublished) as unknown:
        CALENDAR.is_working_day(day)
    assert unknown.value.year == day.year


def test_a_limit_running_into_an_unpublished_year_cannot_be_counted() -> None:
    with pytest.raises(CalendarUnpublished) as unknown:
        CALENDAR.add_working_days(date(2026, 12, 28), 5)
    assert unknown.value.year == 2027


@given(days_of_2026, st.integers(0, 30))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.working_days_between(end, start) == -count
    assert count == 0 or CALENDAR.is_working_day(end)


@given(days_of_2026, st.integers(0, 12), st.integers(0, 12))
def test_adding_in_two_steps_is_adding_once(start: date, first: int, second: int) -> None:
    middle = CALENDAR.add_working_days(start, first)
    assert CALENDAR.add_working_days(middle, second) == CALENDAR.add_working_days(start, first + second)


def test_limits_run_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2026, 11, 23), -1)


def test_the_district_may_give_a_day_off_by_itself() -> None:
    plans = [year_plan(json.loads((SHIPPED / "2026.json").read_text("utf-8")))]
    calendar = HolidayCalendar(plans, [SpecialDay(date(2026, 4, 20), working=False, name="三月三")])
    assert not calendar.is_working_day(date(2026, 4, 20))
    assert calendar.add_working_days(date(2026, 4, 17), 1) == date(2026, 4, 21)


def test_the_sites_own_files_come_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "2027.json").write_text(
        json.dumps(
            {
                "year": 2027,
                "papers": ["示例"],
                "days": [{"date": "2027-01-01", "name": "元旦", "isOffDay": True}],
            }
        ),
        "utf-8",
    )
    (tmp_path / "local.json").write_text(
        json.dumps({"days": [{"date": "2026-11-24", "name": "示例", "working": False}]}), "utf-8"
    )
    calendar = load_calendar([tmp_path, SHIPPED])
    assert calendar.published_years == (2025, 2026, 2027)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 4))
    assert not calendar.is_working_day(date(2026, 11, 24))


def good() -> dict[str, Any]:
    return {
        "year": 2026,
        "papers": ["示例"],
        "days": [{"date": "2026-01-01", "name": "元旦", "isOffDay": True}],
    }


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"year": "2026"}, "year", "not-a-year"),
        ({"year": True}, "year", "not-a-year"),
        ({"papers": None}, "papers", "not-a-list"),
        ({"papers": []}, "papers", "no-source"),
        ({"days": {}}, "days", "not-a-list"),
        ({"days": []}, "days", "empty"),
        ({"days": ["2026-01-01"]}, "days[0]", "not-an-object"),
        ({"days": [{"date": "2026-02-30", "name": "示例", "isOffDay": True}]}, "days[0].date", "not-a-date"),
        ({"days": [{"date": "2026-01-01", "name": "", "isOffDay": True}]}, "days[0].name", "missing"),
        (
            {"days": [{"date": "2026-01-01", "name": "元旦", "isOffDay": 1}]},
            "days[0].isOffDay",
            "not-a-boolean",
        ),
        ({"days": [*good()["days"], *good()["days"]]}, "days[1].date", "twice"),
        ({"days": [{"date": "2024-05-01", "name": "示例", "isOffDay": True}]}, "days", "other-year"),
        ({"days": [{"date": "2026-01-05", "name": "示例", "isOffDay": False}]}, "days", "works-anyway"),
    ],
)
def test_a_broken_holiday_file_is_refused_with_the_place_of_its_fault(
    change: dict[str, Any], where: str, code: str
) -> None:
    with pytest.raises(Rejected) as rejected:
        year_plan({**good(), **change})
    assert (where, code) in [(problem.field, problem.code) for problem in rejected.value.problems]


def test_a_broken_local_table_is_refused() -> None:
    with pytest.raises(Rejected):
        local_days({"days": [{"date": "x", "name": "示例", "working": True}]})


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00"])
def test_a_file_that_is_no_holiday_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "2026.json").write_text(content, "utf-8")
    with pytest.raises(Rejected) as rejected:
        load_calendar([tmp_path])
    assert "2026.json" in rejected.value.problems[0].field


def test_every_shipped_year_names_its_paper() -> None:
    for year in CALENDAR.published_years:
        papers = json.loads((SHIPPED / f"{year}.json").read_text("utf-8"))["papers"]
        assert all(paper.startswith("https://www.gov.cn/") for paper in papers)


def test_a_year_has_thirteen_working_days_less_than_weekdays_as_the_law_on_holidays_says() -> None:
    for year in CALENDAR.published_years:
        first = date(year, 1, 1)
        span = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
        weekdays = sum(day.weekday() < 5 for day in span)
        assert weekdays - sum(CALENDAR.is_working_day(day) for day in span) == 13, year
