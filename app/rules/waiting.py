"""How long somebody will wait: a range learnt from today's services and open windows, and its past error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from math import ceil, sqrt
from typing import Final

from app.records import dataclass
from app.rules.queue_order import Counter, QueueRules
from app.rules.ticket import Ticket

_PRIOR_WEIGHT: Final = 4.0  # the hall's usual time counts like so many services
_FADE: Final = 0.93  # of a service's weight with every later one: the morning tells little of the afternoon
_SPREAD: Final = 1.0  # standard deviations to either side
_LONGEST_S: Final = 2 * 3600  # a ticket nobody finished says nothing of a service
_PRIOR_DEVIATION: Final = 0.6  # of the usual time, while there is nothing better


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one service of a business takes, in seconds."""

    mean_s: float
    deviation_s: float
    seen: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Between these many minutes; None where nobody can say, because no window is open for it."""

    low_s: int
    high_s: int

    @property
    def low_min(self) -> int:
        return _minutes(self.low_s)

    @property
    def high_min(self) -> int:
        return max(_minutes(self.high_s), self.low_min)


def _minutes(seconds: int) -> int:
    """Whole minutes, in fives from twenty on: more would promise what nobody knows."""
    minutes = ceil(seconds / 60)
    return minutes if minutes < 20 else ceil(minutes / 5) * 5


def pace(usual_s: float, served_s: Sequence[int]) -> Pace:
    """The mean and deviation of today's services, the newest last, drawn towards the hall's usual time."""
    samples = [min(max(each, 1), _LONGEST_S) for each in served_s]
    weight, total, squares = _PRIOR_WEIGHT, _PRIOR_WEIGHT * usual_s, 0.0
    for age, sample in enumerate(reversed(samples)):
        share = _FADE**age
        weight += share
        total += share * sample
    mean = total / weight
    squares = _PRIOR_WEIGHT * ((usual_s - mean) ** 2 + (_PRIOR_DEVIATION * usual_s) ** 2)
    for age, sample in enumerate(reversed(samples)):
        squares += _FADE**age * (sample - mean) ** 2
    return Pace(mean, sqrt(squares / weight), len(samples))


def hands(letter: str, open_counters: Iterable[Counter], waiting: Mapping[str, int]) -> float:
    """How many windows work for this business: one that serves several is shared by their queues.

    One that prefers a business with people in it serves the others only when there is nobody.
    """
    total = 0.0
    for counter in open_counters:
        if letter not in counter.serves:
            continue
        first = [each for each in counter.prefers if waiting.get(each, 0)]
        if first and letter not in first:
            continue
        among = [each for each in (first or counter.serves) if waiting.get(each, 0) or each == letter]
        loads = {each: max(waiting.get(each, 0), 1) for each in among}
        total += loads[letter] / sum(loads.values())
    # Everybody has a preferred queue that is not empty: it will be, some time; say so as a slow window.
    if not total and any(letter in counter.serves for counter in open_counters):
        return 0.25
    return total


def estimate(ahead: int, working: float, speed: Pace) -> Estimate | None:
    """For somebody with so many people before him; None without a window."""
    if working <= 0:
        return None
    # Everybody before him, and on average half of what the windows are doing now.
    mean = speed.mean_s * (ahead + 0.5) / working
    deviation = speed.deviation_s * sqrt(ahead + 1) / working
    low = max(0.0, mean - _SPREAD * deviation)
    return Estimate(int(low), int(mean + _SPREAD * deviation))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the queue of one business looks like now."""

    letter: str
    waiting: int
    open_counters: int
    estimate: Estimate | None


def outlooks(
    tickets: Sequence[Ticket], rules: QueueRules, open_counters: Sequence[Counter]
) -> dict[str, Outlook]:
    """Every business: how many wait, how many windows are open, what somebody who comes now will wait."""
    waiting: dict[str, int] = dict.fromkeys((each.letter for each in rules.businesses), 0)
    for ticket in tickets:
        if ticket.state == "waiting":
            waiting[ticket.business] = waiting.get(ticket.business, 0) + 1
    found = {}
    for business in rules.businesses:
        speed = pace_of(business.letter, tickets, rules)
        serving = [counter for counter in open_counters if business.letter in counter.serves]
        working = hands(business.letter, open_counters, waiting)
        ahead = waiting[business.letter]
        found[business.letter] = Outlook(
            business.letter, ahead, len(serving), estimate(ahead, working, speed) if serving else None
        )
    return found


def pace_of(letter: str, tickets: Iterable[Ticket], rules: QueueRules) -> Pace:
    """Today's pace of a business."""
    business = rules.business(letter)
    usual = (business.usual_minutes if business is not None else 10) * 60
    ended = []
    for ticket in tickets:
        served = ticket.served_s
        if ticket.business == letter and served is not None and ticket.ended_at is not None:
            ended.append((ticket.ended_at, served))
    return pace(usual, [served for _, served in sorted(ended)])


@dataclass(frozen=True, slots=True)
class PastError:
    """How good the estimates of a day were."""

    told: int  # visitors who were told a range and have been called
    inside: int  # of them, called within it
    mean_error_s: int | None  # from the middle of the range, either way
    worst_s: int = 0
    by_business: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)

    @property
    def share(self) -> float | None:
        return self.inside / self.told if self.told else None


def past_error(tickets: Iterable[Ticket], slack_s: int = 60) -> PastError:
    """Told ranges against what came; a minute beside the range is inside, for minutes were told."""
    told = inside = total = worst = 0
    each: dict[str, tuple[int, int]] = {}
    for ticket in tickets:
        waited, low, high = ticket.waited_s, ticket.told_low_s, ticket.told_high_s
        if waited is None or low is None or high is None:
            continue
        right = low - slack_s <= waited <= high + slack_s
        error = abs(waited - (low + high) // 2)
        told, inside, total, worst = told + 1, inside + right, total + error, max(worst, error)
        before = each.get(ticket.business, (0, 0))
        each[ticket.business] = (before[0] + 1, before[1] + right)
    return PastError(told, inside, total // told if told else None, worst, each)
