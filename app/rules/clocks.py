"""The statutory clocks of a case: five-day notification, promised and legal limits, supplement, take-back.

Law: 行政许可法 art. 32 (five days, deemed acceptance), 42, 44, 45 (time of special steps is not counted), 82
(working days). What no source states stays None; a year without published holidays is told, never guessed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.clock import hall_day
from app.records import dataclass
from app.rules.case import CaseStatus
from app.rules.catalogue import TimeLimit, TimeUnit
from app.rules.workdays import CalendarUnpublished, HolidayCalendar

NOTIFY_DAYS: Final = 5
TAKE_BACK: Final = timedelta(minutes=10)
# Nothing runs any more in these states.
_STOPPED: Final = frozenset(
    {
        CaseStatus.REFUSED,
        CaseStatus.WITHDRAWN,
        CaseStatus.GRANTED,
        CaseStatus.DENIED,
        CaseStatus.DELIVERED,
        CaseStatus.ARCHIVED,
        CaseStatus.DRAFT,
    }
)


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"  # nothing is running, or nothing is known


@dataclass(frozen=True, slots=True)
class Thresholds:
    """With how many days left a light turns; a local choice, so it is configuration."""

    amber: int = 2
    red: int = 0
    # The five-day clock alarms on its fourth and on its fifth day.
    notify_amber: int = 1
    notify_red: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A special step (听证、检验、检测…) told to the applicant in writing; until None: still going on."""

    since: date
    until: date | None
    reason: str
    notice_number: str = ""


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """When things happened to a case."""

    received_on: date | None = None
    notified_on: date | None = None
    accepted_on: date | None = None
    accepted_at: datetime | None = None  # the moment the clerk accepted: take-back and hours count from it
    deemed: bool = False
    deferred_by: date | None = None  # the earliest promised hand-in day of a deferred material
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every clock of a case on a day."""

    received_on: date | None
    notify_by: date | None
    accepted_on: date | None
    promised_by: date | None
    legal_by: date | None
    supplement_by: date | None
    deferred_by: date | None
    paused_since: date | None
    pause_reason: str | None
    days_left: int | None
    left_in: TimeUnit
    light: Light
    deemed: bool
    unpublished_year: int | None


def notify_by(received_on: date, calendar: HolidayCalendar) -> date:
    """The last day on which the applicant may still be told what is missing."""
    return calendar.add_working_days(received_on, NOTIFY_DAYS)


def is_deemed_accepted(received_on: date, today: date, calendar: HolidayCalendar) -> bool:
    """Whether the five days have passed without a word: the case counts as accepted on the day of receipt."""
    return today > notify_by(received_on, calendar)


def supplement_by(notified_on: date, natural_days: int | None) -> date | None:
    """The last day for what was asked for; None when the hall has published no such limit."""
    return None if natural_days is None else notified_on + timedelta(days=natural_days)


def may_take_back(accepted_at: datetime, now: datetime) -> bool:
    """Whether an acceptance may still be taken back; a clock set back opens nothing again."""
    return accepted_at <= now < accepted_at + TAKE_BACK


def limit_end(
    limit: TimeLimit,
    accepted_on: date,
    accepted_at: datetime | None,
    calendar: HolidayCalendar,
    pauses: tuple[Pause, ...] = (),
    today: date | None = None,
) -> date | None:
    """The last day of a limit with its pauses added; None when the limit is not published.

    As with the beginning of a limit, the day on which a pause begins is not counted as a day of pause.
    A pause still going on is counted up to `today`: the end moves every day.
    """
    if limit.amount is None:
        return None
    spans = [(pause.since, end) for pause in pauses if (end := pause.until or today) and end > pause.since]
    if limit.unit is TimeUnit.WORKING_DAY:
        end = calendar.add_working_days(accepted_on, limit.amount)
        paused = sum(calendar.working_days_between(since, until) for since, until in spans)
        return calendar.add_working_days(end, paused)
    paused_days = timedelta(days=sum((until - since).days for since, until in spans))
    if limit.unit is TimeUnit.NATURAL_DAY or accepted_at is None:
        # Without a moment (a deemed acceptance) hours are counted from the end of that day.
        days = limit.amount if limit.unit is TimeUnit.NATURAL_DAY else -(-limit.amount // 24)
        return accepted_on + timedelta(days=days) + paused_days
    return hall_day(accepted_at + timedelta(hours=limit.amount)) + paused_days


def _light(left: int, amber: int, red: int) -> Light:
    if left <= red:
        return Light.RED
    return Light.AMBER if left <= amber else Light.GREEN


class _Counting:
    """Computes dates and remembers the first year that could not be counted."""

    def __init__(self, calendar: HolidayCalendar) -> None:
        self.calendar = calendar
        self.unpublished: int | None = None

    def notify_by(self, received_on: date) -> date | None:
        try:
            return notify_by(received_on, self.calendar)
        except CalendarUnpublished as unknown:
            self.unpublished = self.unpublished or unknown.year
            return None

    def limit(self, limit: TimeLimit, times: CaseTimes, today: date) -> date | None:
        if times.accepted_on is None:
            return None
        try:
            return limit_end(limit, times.accepted_on, times.accepted_at, self.calendar, times.pauses, today)
        except CalendarUnpublished as unknown:
            self.unpublished = self.unpublished or unknown.year
            return None

    def left(self, today: date, end: date) -> int | None:
        try:
            return self.calendar.working_days_between(today, end)
        except CalendarUnpublished as unknown:
            self.unpublished = self.unpublished or unknown.year
            return None


def clocks_of(
    status: CaseStatus,
    times: CaseTimes,
    promised: TimeLimit,
    legal: TimeLimit,
    calendar: HolidayCalendar,
    today: date,
    *,
    supplement_days: int | None = None,
    thresholds: Thresholds = Thresholds(),
) -> Clocks:
    """Every clock of a case as it stands today, with the light of the nearest one that is running."""
    counting = _Counting(calendar)
    ends_notify = counting.notify_by(times.received_on) if times.received_on else None
    ends_promised = counting.limit(promised, times, today)
    ends_legal = counting.limit(legal, times, today)
    supplement = supplement_by(times.notified_on, supplement_days) if times.notified_on else None
    running_pause = next((pause for pause in times.pauses if pause.until is None), None)

    left: int | None = None
    unit = TimeUnit.WORKING_DAY
    light = Light.GREY
    if status is CaseStatus.RECEIVED and ends_notify:
        left = counting.left(today, ends_notify)
        if left is not None:
            light = _light(left, thresholds.notify_amber, thresholds.notify_red)
    elif status is CaseStatus.CORRECTING and supplement:
        unit = TimeUnit.NATURAL_DAY
        left = (supplement - today).days
        light = _light(left, thresholds.amber, thresholds.red)
    elif status not in _STOPPED and status is not CaseStatus.SUSPENDED and running_pause is None:
        nearest = min((end for end in (ends_promised, ends_legal, times.deferred_by) if end), default=None)
        left = counting.left(today, nearest) if nearest else None
        if left is not None:
            light = _light(left, thresholds.amber, thresholds.red)
            # An item done on the spot is in time all of its day.
            if promised.amount == 0 and nearest == times.accepted_on == today:
                light = Light.GREEN
    return Clocks(
        received_on=times.received_on,
        notify_by=ends_notify,
        accepted_on=times.accepted_on,
        promised_by=ends_promised,
        legal_by=ends_legal,
        supplement_by=supplement,
        deferred_by=times.deferred_by,
        paused_since=running_pause.since if running_pause else None,
        pause_reason=running_pause.reason if running_pause else None,
        days_left=left,
        left_in=unit,
        light=light,
        deemed=times.deemed,
        unpublished_year=counting.unpublished,
    )
