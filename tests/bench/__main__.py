"""Runs the bench: `python -m tests.bench [names…]`; exit status 1 when a budget is lost.

A run of everything is written to RESULTS.md beside this file; a run of some is only printed.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.bench.figures import HEAD, Report, show, table
from tests.bench.machine import described

RESULTS = Path(__file__).with_name("RESULTS.md")
# In the order of the table; each module has `measure() -> Report`.
NAMES = ("start", "memory", "accept", "search", "notice", "queue", "sync", "bundle")


def written(reports: dict[str, Report]) -> str:
    """The page of a whole run."""
    rows = [figure.cells() for report in reports.values() for figure in report.figures]
    parts = [
        "# Budgets and figures",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}. {described()}.",
        "Figure and yardstick are taken in turns in the same run; medians unless a quantile is named. "
        "A ratio is figure ÷ yardstick.",
        table(HEAD, rows),
        *(report.details for report in reports.values() if report.details),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"any of {', '.join(NAMES)}; all unless told"
    )
    names = parser.parse_args().names or list(NAMES)
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    reports: dict[str, Report] = {}
    for name in names:
        print(f"{name} …", flush=True)
        reports[name] = import_module(f"tests.bench.{name}").measure()
        show(reports[name], sys.stdout)
        sys.stdout.flush()
    if list(reports) == list(NAMES):
        RESULTS.write_text(written(reports), encoding="utf-8")
        print(f"written: {RESULTS.name}")
    lost = [figure.what for report in reports.values() for figure in report.figures if figure.met is False]
    for what in lost:
        print(f"budget lost: {what}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
