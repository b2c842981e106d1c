"""A budget's figure and its yardstick: taken in turns, told as one row of the table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TextIO

HEAD = ("what", "budget", "yardstick (same run)", "figure", "ratio", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: a budget, the yardstick it is held against, what was measured; `met` None: told only."""

    what: str
    budget: str
    yardstick: str
    figure: str
    ratio: float | None = None
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = {True: "yes", False: "**NO**", None: ""}[self.met]
        return self.what, self.budget, self.yardstick, self.figure, ratio, met


@dataclass(slots=True)
class Report:
    """What one bench found: rows for the common table, and a text of its own."""

    figures: list[Figure] = field(default_factory=list)
    details: str = ""


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = perf_counter()
    call()
    return perf_counter() - begun


def in_turns(rounds: int, **calls: Callable[[], float]) -> dict[str, list[float]]:
    """Each call once per round, so that a noisy moment of the machine meets them all."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            taken[name].append(call())
    return taken


def ms(value: float) -> str:
    """Seconds as milliseconds with three useful digits."""
    told = value * 1000
    return f"{told:.0f} ms" if told >= 100 else f"{told:.1f} ms" if told >= 10 else f"{told:.2f} ms"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def show(report: Report, out: TextIO) -> None:
    """A report as it is printed while the bench runs."""
    for figure in report.figures:
        what, budget, yardstick, found, ratio, met = figure.cells()
        print(f"  {what}: {found}", file=out)
        print(
            f"      budget {budget}; yardstick {yardstick}; ratio {ratio or '-'}; met {met or '-'}", file=out
        )
    if report.details:
        print("\n" + report.details + "\n", file=out)
