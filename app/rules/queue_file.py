"""The hall's queue rules out of their file: checked as a whole, every fault told, nothing half used.

The format is published in resources/rules/queue.schema.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from app.errors import Problem, Rejected
from app.rules.queue_order import (
    ORDER_KEYS,
    Business,
    Counter,
    Place,
    QueueRules,
    Reentry,
    Tile,
)
from app.rules.ticket import TicketClass

MOST_TILES: Final = 9  # ux.md §10: no scrolling at the kiosk
_TOP: Final = frozenset(
    {"format", "businesses", "tiles", "counters", "hours", "numbers", "order", "in_a_row", "recall_limit"}
    | {"missed", "late", "reserve", "in_doubt_minutes", "night", "sentences", "reminders", "comment"}
)


class _Reader:
    """Takes a JSON value apart and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, where: str, code: str, **facts: object) -> None:
        self.problems.append(Problem(where, code, dict(facts)))

    def text(self, record: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
        value = record.get(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        self.wrong(f"{where}.{name}", "not-a-text", value=value)
        return ""

    def number(
        self, record: Mapping[str, Any], name: str, where: str, low: float, high: float, default: float
    ) -> float:
        value = record.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.wrong(f"{where}.{name}", "out-of-range", value=value, low=low, high=high)
            return default
        return value

    def texts(self, value: Any, where: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            return tuple(value)
        self.wrong(where, "not-a-list-of-texts", value=value)
        return ()

    def records(self, record: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
        value = record.get(name)
        if not isinstance(value, list) or not value:
            self.wrong(name, "not-a-list", value=value)
            return []
        found: list[tuple[str, Mapping[str, Any]]] = []
        for place, each in enumerate(value):
            if isinstance(each, dict):
                found.append((f"{name}[{place}]", each))
            else:
                self.wrong(f"{name}[{place}]", "not-a-table", value=each)
        return found

    def clock(self, record: Mapping[str, Any], name: str) -> time:
        value = record.get(name)
        if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
            return time.fromisoformat(value)
        self.wrong(f"hours.{name}", "not-a-time", value=value)
        return time(0)

    def unique(self, names: list[str], where: str) -> None:
        for name in sorted({each for each in names if names.count(each) > 1}):
            self.wrong(where, "twice", value=name)


def read_rules(folders: tuple[Path, ...]) -> QueueRules:
    """The first `rules/queue.json` of these folders: the hall's own goes before the program's.

    Rejected("queue-rules") with every fault.
    """
    path = next(found for folder in folders if (found := folder / "rules" / "queue.json").is_file())
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise Rejected([Problem(str(path), "unreadable", {"why": str(error)})], "queue-rules") from error
    return rules_of(record)


def rules_of(record: Any) -> QueueRules:
    """Rules out of a JSON value; Rejected("queue-rules") with every fault."""
    if not isinstance(record, dict) or record.get("format") != 1:
        raise Rejected([Problem("format", "unknown-format")], "queue-rules")
    read = _Reader()
    for name in record.keys() - _TOP:
        read.wrong(str(name), "unknown-key")
    businesses = tuple(_business(read, where, each) for where, each in read.records(record, "businesses"))
    letters = [each.letter for each in businesses]
    read.unique(letters, "businesses")
    tiles = tuple(_tile(read, where, each, letters) for where, each in read.records(record, "tiles"))
    if len(tiles) > MOST_TILES:
        read.wrong("tiles", "too-many", most=MOST_TILES)
    counters = tuple(_counter(read, where, each, letters) for where, each in read.records(record, "counters"))
    read.unique([each.no for each in counters], "counters")
    hours = record.get("hours")
    hours = hours if isinstance(hours, dict) else {}
    opens, closes = read.clock(hours, "opens"), read.clock(hours, "closes")
    if not read.problems and opens >= closes:
        read.wrong("hours", "closes-before-it-opens")
    made = QueueRules(
        businesses=businesses,
        tiles=tiles,
        counters=counters,
        opens=opens,
        closes=closes,
        closing_minutes=int(read.number(hours, "closing_minutes", "hours", 0, 180, 20)),
        letters=_numbers(read, record.get("numbers"), letters),
        order=_order(read, record.get("order", list(ORDER_KEYS))),
        in_a_row=_in_a_row(read, record.get("in_a_row", {})),
        recall_limit=int(read.number(record, "recall_limit", "", 1, 9, 3)),
        missed=_reentry(read, record.get("missed", {}), "missed", Reentry()),
        late=_reentry(read, record.get("late", {}), "late", Reentry(Place.END, 0, 15)),
        reserve=int(read.number(record, "reserve", "", 0, 50, 5)),
        in_doubt_minutes=int(read.number(record, "in_doubt_minutes", "", 1, 120, 10)),
        keeps_overnight=_night(read, record.get("night", "lapse")),
        sentences=read.texts(record.get("sentences", []), "sentences"),
        reminders=read.texts(record.get("reminders", []), "reminders"),
    )
    if read.problems:
        raise Rejected(read.problems, "queue-rules")
    return made


def _business(read: _Reader, where: str, record: Mapping[str, Any]) -> Business:
    letter = read.text(record, "letter", where)
    if letter and not re.fullmatch("[A-Z]", letter):
        read.wrong(f"{where}.letter", "not-a-letter", value=letter)
    public = record.get("public", True)
    if not isinstance(public, bool):
        read.wrong(f"{where}.public", "not-yes-or-no", value=public)
    return Business(
        letter=letter,
        name=read.text(record, "name", where),
        name_en=read.text(record, "name_en", where),
        usual_minutes=read.number(record, "usual_minutes", where, 0.5, 240, 10),
        public=bool(public),
    )


def _tile(read: _Reader, where: str, record: Mapping[str, Any], letters: list[str]) -> Tile:
    business = read.text(record, "business", where)
    if business and business not in letters:
        read.wrong(f"{where}.business", "unknown-business", value=business)
    kind = record.get("kind", "ordinary")
    if kind not in set(TicketClass):
        read.wrong(f"{where}.kind", "not-a-choice", value=kind)
        kind = "ordinary"
    return Tile(
        title=read.text(record, "title", where),
        note=read.text(record, "note", where, ""),
        title_en=read.text(record, "title_en", where),
        note_en=read.text(record, "note_en", where, ""),
        icon=read.text(record, "icon", where),
        business=business,
        kind=TicketClass(kind),
        item=read.text(record, "item", where, ""),
    )


def _counter(read: _Reader, where: str, record: Mapping[str, Any], letters: list[str]) -> Counter:
    serves = read.texts(record.get("serves"), f"{where}.serves")
    prefers = read.texts(record.get("prefers", []), f"{where}.prefers")
    for letter in (*serves, *prefers):
        if letter not in letters:
            read.wrong(where, "unknown-business", value=letter)
    for letter in prefers:
        if letter not in serves:
            read.wrong(f"{where}.prefers", "not-served", value=letter)
    return Counter(
        no=read.text(record, "no", where),
        area=read.text(record, "area", where, ""),
        serves=serves,
        prefers=prefers,
    )


def _numbers(read: _Reader, value: Any, letters: list[str]) -> Mapping[TicketClass, str]:
    record = value if isinstance(value, dict) else {}
    found: dict[TicketClass, str] = {}
    written: dict[str, str] = {}
    for kind in TicketClass:
        pattern = record.get(str(kind))
        if (
            not isinstance(pattern, str)
            or not re.fullmatch(r"[A-Z]{0,2}(\{letter\})?", pattern)
            or not pattern
        ):
            read.wrong(f"numbers.{kind}", "not-a-pattern", value=pattern)
            continue
        found[kind] = pattern
        for letter in letters:
            series = pattern.replace("{letter}", letter)
            # Two kinds with one series would give one number to two people.
            if written.setdefault(series, str(kind)) != str(kind):
                read.wrong(f"numbers.{kind}", "series-twice", value=series, other=written[series])
    return MappingProxyType(found)


def _order(read: _Reader, value: Any) -> tuple[str, ...]:
    keys = read.texts(value, "order")
    for key in keys:
        if key not in ORDER_KEYS:
            read.wrong("order", "not-a-choice", value=key)
    read.unique(list(keys), "order")
    if keys and keys[-1] != "arrival":
        read.wrong("order", "arrival-is-last")
    return keys


def _in_a_row(read: _Reader, value: Any) -> Mapping[TicketClass, int]:
    found: dict[TicketClass, int] = {}
    for name, limit in (value if isinstance(value, dict) else {}).items():
        if name not in set(TicketClass) or not isinstance(limit, int) or not 1 <= limit <= 99:
            read.wrong(f"in_a_row.{name}", "out-of-range", value=limit)
            continue
        found[TicketClass(name)] = limit
    return MappingProxyType(found)


def _reentry(read: _Reader, value: Any, where: str, usual: Reentry) -> Reentry:
    record = value if isinstance(value, dict) else {}
    place = record.get("place", str(usual.place))
    if place not in set(Place):
        read.wrong(f"{where}.place", "not-a-choice", value=place)
        place = str(usual.place)
    return Reentry(
        place=Place(place),
        people=int(read.number(record, "people", where, 0, 99, usual.people)),
        minutes=int(read.number(record, "minutes", where, 0, 24 * 60, usual.minutes)),
    )


def _night(read: _Reader, value: Any) -> bool:
    if value not in ("lapse", "keep"):
        read.wrong("night", "not-a-choice", value=value)
    return bool(value == "keep")
