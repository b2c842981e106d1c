"""Until when a deferred material may follow: the catalogue's last day, and the earlier ones to choose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.records import dataclass
from app.rules.catalogue import Deferral, Material, TimeUnit
from app.rules.workdays import CalendarUnpublished, HolidayCalendar

_USUAL_DAYS: Final = (5, 10, 20)


@dataclass(frozen=True, slots=True)
class DueChoice:
    """One hand-in day offered by a digit."""

    days: int
    unit: TimeUnit
    due: date


def _end(start: date, days: int, unit: TimeUnit, calendar: HolidayCalendar) -> date | None:
    """The last day; None while the holidays of its year are not published."""
    if unit is not TimeUnit.WORKING_DAY:
        return start + timedelta(days=days if unit is TimeUnit.NATURAL_DAY else -(-days // 24))
    try:
        return calendar.add_working_days(start, days)
    except CalendarUnpublished:
        return None


def default_due(material: Material, today: date, calendar: HolidayCalendar) -> date | None:
    """The catalogue's own last day; None when it is not published or cannot be counted yet."""
    deferral = material.deferral
    if deferral is None or deferral.days is None:
        return None
    return _end(today, deferral.days, deferral.unit, calendar)


def due_choices(deferral: Deferral | None, today: date, calendar: HolidayCalendar) -> tuple[DueChoice, ...]:
    """What the digits offer: the usual spans within the catalogue's limit, and the limit itself.

    Without a published limit the usual spans are offered as they are; the clerk answers for the day.
    """
    limit = deferral.days if deferral is not None else None
    unit = deferral.unit if deferral is not None else TimeUnit.WORKING_DAY
    spans = sorted({*(d for d in _USUAL_DAYS if limit is None or d < limit), *([limit] if limit else [])})
    offered: list[DueChoice] = []
    for days in spans:
        due = _end(today, days, unit, calendar)
        if due is not None:
            offered.append(DueChoice(days, unit, due))
    return tuple(offered)
