"""The office's calendar: which days are worked, and counting in working days (行政许可法 art. 82).

A year whose holidays are not published yet is an explicit state: asking about one of its days raises
CalendarUnpublished, and never "weekends only".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from app.errors import Problem, Rejected, Unavailable
from app.records import dataclass

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


class CalendarUnpublished(Unavailable):
    """The holidays of a year are not published, so nothing can be counted in it."""

    def __init__(self, year: int) -> None:
        super().__init__("calendar-unpublished", year=year)
        self.year = year


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day off (or a make-up working day) with its name and who published it."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What the State Council's notice says about one year; no papers means not published."""

    year: int
    papers: tuple[str, ...]
    days: tuple[SpecialDay, ...]

    @property
    def published(self) -> bool:
        return bool(self.papers)


def _special_day(entry: object, where: str, key: str, problems: list[Problem]) -> SpecialDay | None:
    if not isinstance(entry, Mapping):
        problems.append(Problem(where, "not-an-object"))
        return None
    written, name, flag = entry.get("date"), entry.get("name"), entry.get(key)
    if not isinstance(name, str) or not name:
        problems.append(Problem(f"{where}.name", "missing"))
    if not isinstance(flag, bool):
        problems.append(Problem(f"{where}.{key}", "not-a-boolean"))
    try:
        day = date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        day = None
    if day is None:
        problems.append(Problem(f"{where}.date", "not-a-date", {"value": written}))
    if day is None or not isinstance(name, str) or not isinstance(flag, bool):
        return None
    return SpecialDay(day, flag if key == "working" else not flag, name)


def _special_days(record: Mapping[str, Any], key: str, problems: list[Problem]) -> tuple[SpecialDay, ...]:
    entries = record.get("days")
    if not isinstance(entries, list):
        problems.append(Problem("days", "not-a-list"))
        return ()
    found: dict[date, SpecialDay] = {}
    for place, entry in enumerate(entries):
        special = _special_day(entry, f"days[{place}]", key, problems)
        if special is None:
            continue
        if special.day in found:
            problems.append(Problem(f"days[{place}].date", "twice", {"value": special.day.isoformat()}))
        found[special.day] = special
    return tuple(found.values())


def year_plan(record: Mapping[str, Any]) -> YearPlan:
    """One year's holiday file checked as a whole; Rejected("bad-holidays") lists every fault with its place.

    The shape is that of the open data set holiday-cn, so that an administrator can drop its file in.
    """
    problems: list[Problem] = []
    year, papers = record.get("year"), record.get("papers")
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2200:
        problems.append(Problem("year", "not-a-year", {"value": year}))
        year = 0
    if not isinstance(papers, list) or not all(isinstance(paper, str) and paper for paper in papers):
        problems.append(Problem("papers", "not-a-list"))
        papers = []
    days = _special_days(record, "isOffDay", problems)
    if days and not papers:
        problems.append(Problem("papers", "no-source"))
    if papers and not days:
        problems.append(Problem("days", "empty"))
    for special in days:
        # A year's notice may reach into the last days of December before it, never further.
        if year and not (
            special.day.year == year or (special.day.year == year - 1 and special.day.month == 12)
        ):
            problems.append(Problem("days", "other-year", {"value": special.day.isoformat()}))
        if special.working and special.day.weekday() < _SATURDAY:
            problems.append(Problem("days", "works-anyway", {"value": special.day.isoformat()}))
    if problems:
        raise Rejected(problems, "bad-holidays")
    return YearPlan(year, tuple(papers), days)


def local_days(record: Mapping[str, Any]) -> tuple[SpecialDay, ...]:
    """The local table (days a district gives off by itself), checked as a whole."""
    problems: list[Problem] = []
    days = _special_days(record, "working", problems)
    if problems:
        raise Rejected(problems, "bad-holidays")
    return days


class HolidayCalendar:
    """The published years and the local days on top of them."""

    def __init__(self, plans: Iterable[YearPlan], local: Iterable[SpecialDay] = ()) -> None:
        published = [plan for plan in plans if plan.published]
        self._years = frozenset(plan.year for plan in published)
        days = {special.day: special for plan in published for special in plan.days}
        days.update((special.day, special) for special in local)
        self._days = MappingProxyType(days)

    @property
    def published_years(self) -> tuple[int, ...]:
        return tuple(sorted(self._years))

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day; CalendarUnpublished when its year is not published."""
        if day.year not in self._years:
            raise CalendarUnpublished(day.year)
        special = self._days.get(day)
        return special.working if special else day.weekday() < _SATURDAY

    def name_of(self, day: date) -> str | None:
        """What a special day is called (国庆节); None for an ordinary one."""
        special = self._days.get(day)
        return special.name if special else None

    def add_working_days(self, start: date, count: int) -> date:
        """The day on which `count` working days after `start` end; the start day is not counted."""
        if count < 0:
            raise ValueError("limits run forward")
        day = start
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; negative when it is before."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (start + _DAY * offset for offset in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in span)
