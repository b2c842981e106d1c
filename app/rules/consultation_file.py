"""The hall's rules of lawyer consultations as data: weekday, hours, limits, topics; checked as a whole.

Shape is checked against resources/rules/consultations.schema.json, what values mean together here. The
lengths and limits shipped are samples: no public rule about them was found (domain/process.md §6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, time
from typing import Any, Final, Literal

from app.errors import Problem, Rejected
from app.records import dataclass

BAD: Final = "bad-consultations"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a consultation is about: the lawyers' fields that fit it, the service items that lead to it."""

    code: str
    name: str
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A day on which consultations are held though it is not the weekday; often instead of a holiday."""

    day: date
    instead_of: date | None = None


@dataclass(frozen=True, slots=True)
class NoShows:
    """What becomes of people who booked and did not come; `refuse_from` None: they are only told."""

    within_days: int = 180
    warn_from: int = 1
    refuse_from: int | None = None


@dataclass(frozen=True, slots=True)
class Consulting:
    """The rules of one hall."""

    weekday: int  # 0 is Monday
    begins: time
    ends: time
    slot_minutes: int
    topics: tuple[Topic, ...]
    cut_off_minutes: int = 10
    late_minutes: int = 10
    per_person_per_day: int = 1
    weeks_ahead: int = 6
    walk_in_seats: int = 3
    hold_margin_minutes: int = 10
    alone: bool = True  # without a centre this window is the hall's only one: it confirms by itself
    no_show: NoShows = NoShows()
    note_roles: frozenset[str] = frozenset()
    queue_business: str = ""  # the queue's letter for who has checked in; empty: no ticket
    slip: Literal["a5", "80mm"] = "a5"  # the page of a slip, for the printer this hall has
    make_up: tuple[MakeUp, ...] = ()
    closed: Mapping[date, str] = field(default_factory=dict)

    def topic(self, code: str) -> Topic | None:
        """The topic with this code; None when the hall has dropped it since."""
        return next((topic for topic in self.topics if topic.code == code), None)

    def topic_for(self, item_code: str | None) -> Topic:
        """The topic a service item leads to; the last one (其他) when none names it."""
        return next((topic for topic in self.topics if item_code in topic.items), self.topics[-1])


def consulting_from(record: object, schema: Mapping[str, Any]) -> Consulting:
    """The rules in a file's JSON value; Rejected("bad-consultations") lists every fault with its place."""
    import jsonschema

    faults = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(record),
        key=lambda fault: [str(part) for part in fault.absolute_path],
    )
    if faults or not isinstance(record, dict):
        raise Rejected(
            [
                Problem(".".join(str(part) for part in fault.absolute_path), "shape", {"why": fault.message})
                for fault in faults
            ],
            BAD,
        )
    problems: list[Problem] = []
    begins, ends = time.fromisoformat(record["begins"]), time.fromisoformat(record["ends"])
    minutes = record["slot_minutes"]
    if _minutes(ends) - _minutes(begins) < minutes:
        problems.append(Problem("ends", "no-slot", {"begins": record["begins"], "minutes": minutes}))
    topics = tuple(
        Topic(topic["code"], topic["name"], tuple(topic.get("fields", ())), tuple(topic.get("items", ())))
        for topic in record["topics"]
    )
    for place, topic in enumerate(topics):
        if topic.code in {earlier.code for earlier in topics[:place]}:
            problems.append(Problem(f"topics.{place}.code", "twice", {"value": topic.code}))
    make_up = tuple(
        MakeUp(day, instead)
        for place, entry in enumerate(record.get("make_up", ()))
        if (day := _day(entry["day"], f"make_up.{place}.day", problems)) is not None
        and ((instead := _day(entry.get("instead_of"), f"make_up.{place}.instead_of", problems)) or True)
    )
    closed = {
        day: entry.get("reason", "")
        for place, entry in enumerate(record.get("closed", ()))
        if (day := _day(entry["day"], f"closed.{place}.day", problems)) is not None
    }
    for place, added in enumerate(make_up):
        if added.day in {earlier.day for earlier in make_up[:place]} or added.day in closed:
            problems.append(Problem(f"make_up.{place}.day", "twice", {"value": added.day.isoformat()}))
        if added.day.weekday() == record["weekday"] - 1:
            problems.append(Problem(f"make_up.{place}.day", "held-anyway", {"value": added.day.isoformat()}))
    told = record["no_show"]
    refuse_from = told.get("refuse_from")
    if refuse_from is not None and refuse_from < told["warn_from"]:
        problems.append(Problem("no_show.refuse_from", "before-warning", {"value": refuse_from}))
    if problems:
        raise Rejected(problems, BAD)
    numbers = ("cut_off_minutes", "late_minutes", "per_person_per_day", "weeks_ahead", "walk_in_seats")
    return Consulting(
        weekday=record["weekday"] - 1,
        begins=begins,
        ends=ends,
        slot_minutes=minutes,
        topics=topics,
        no_show=NoShows(told["within_days"], told["warn_from"], refuse_from),
        note_roles=frozenset(record.get("note_roles", ())),
        queue_business=record.get("queue_business", ""),
        slip=record.get("slip", "a5"),
        make_up=make_up,
        closed=closed,
        alone=record.get("without_centre", "confirm") == "confirm",
        **{name: record[name] for name in (*numbers, "hold_margin_minutes") if name in record},
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _day(text: str | None, where: str, problems: list[Problem]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(where, "not-a-date", {"value": text}))
        return None
