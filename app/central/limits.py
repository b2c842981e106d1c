"""How often somebody may ask: an even rate with some room for a burst."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from app.central.refusals import Refused
from app.clock import Clock
from app.records import dataclass

_REMEMBERED: Final = 20_000  # callers; the longest silent one is forgotten first


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and one more every `every_ms`."""

    burst: int
    every_ms: int


REQUESTS: Final = Rate(burst=400, every_ms=10)  # of one device: a day's backlog with its scans is no flood
STRANGERS: Final = Rate(burst=600, every_ms=50)  # of one address before a session; a hall may be one address
ENROLMENTS: Final = Rate(burst=10, every_ms=30_000)  # of one address; a code has five tries of its own
SIGN_INS: Final = Rate(burst=20, every_ms=3_000)  # of one device; a clerk has a lock-out of his own


def next_free(free_at: int, now: int, rate: Rate) -> tuple[int, int]:
    """When a caller is free again after one more request, and how long it must wait instead (0: it need not).

    The generic cell rate algorithm: one moment per caller says all that a token bucket would. Milliseconds.
    """
    due = max(free_at, now)
    wait = due - now - (rate.burst - 1) * rate.every_ms
    return (free_at, wait) if wait > 0 else (due + rate.every_ms, 0)


class Limits:
    """Counts in this process alone: with several workers each grants the rate, so the limit is theirs in sum.

    What must be exact, the tries of a code and of a password, is counted in the database.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, what: str, who: str, rate: Rate) -> None:
        """Counts one request. Refused(429, "too-many", retry_after seconds) beyond the rate."""
        now = self._clock.monotonic_ms()
        with self._lock:
            free_at, wait = next_free(self._free_at.pop((what, who), 0), now, rate)
            self._free_at[what, who] = free_at
            if len(self._free_at) > _REMEMBERED:
                self._free_at.popitem(last=False)
        if wait:
            raise Refused(429, "too-many", retry_after=-(-wait // 1000))
