"""The holiday files: the published years and the local table, the site's own before those shipped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.errors import Problem, Rejected
from app.rules.workdays import HolidayCalendar, SpecialDay, YearPlan, local_days, year_plan


def _record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise Rejected([Problem(str(path), "unreadable", {"reason": str(error)})], "bad-holidays") from error
    if not isinstance(record, dict):
        raise Rejected([Problem(str(path), "not-an-object")], "bad-holidays")
    return record


def load_calendar(folders: Sequence[Path]) -> HolidayCalendar:
    """The calendar out of `<year>.json` and `local.json`; for one name the earlier folder wins."""
    plans: dict[int, YearPlan] = {}
    local: tuple[SpecialDay, ...] | None = None
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            try:
                if path.stem == "local":
                    local = local_days(_record(path)) if local is None else local
                else:
                    plan = year_plan(_record(path))
                    plans.setdefault(plan.year, plan)
            except Rejected as rejected:
                placed = [Problem(f"{path.name}: {p.field}", p.code, p.facts) for p in rejected.problems]
                raise Rejected(placed, rejected.code) from rejected
    return HolidayCalendar(plans.values(), local or ())
