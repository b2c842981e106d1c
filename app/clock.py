"""The hall's time: the only place that asks the machine what time it is."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Protocol

# China has kept one time without summer time since 1992; a machine without a time zone database has it too.
HALL_ZONE: tzinfo = timezone(timedelta(hours=8), "CST")


class Clock(Protocol):
    """Tells the time; tests hand in one that stands still."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that never go back while the machine is up."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


class ShiftedClock:
    """The machine's clock, set to another moment at its start; for pictures of always the same day."""

    def __init__(self, now: datetime) -> None:
        self._ahead = now.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


class FrozenClock:
    """A clock that moves only when told; for tests."""

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock needs a timezone-aware moment")
        self._now = now.astimezone(UTC)
        self._mono = 0

    def now(self) -> datetime:
        return self._now

    def monotonic_ms(self) -> int:
        return self._mono

    def advance(self, by: timedelta) -> None:
        self._now += by
        self._mono += int(by.total_seconds() * 1000)

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)


def hall_time(moment: datetime) -> datetime:
    """The same moment on the hall's wall clock (China Standard Time)."""
    return moment.astimezone(HALL_ZONE)


def hall_day(moment: datetime) -> date:
    """The office day a moment belongs to, in the hall's time zone."""
    return hall_time(moment).date()
